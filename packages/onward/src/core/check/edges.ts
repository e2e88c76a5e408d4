/** What leads from one configuration to another. */
import type { Facts } from '../language/model.ts';
import type { Play } from './play.ts';

/** What is true of an edge, as bits. */
export const flag = {
  /** A person decided. */
  human: 1,
  /** A milestone lies on the way. */
  milestone: 2,
  /** Some place moved to another step. */
  moved: 4,
  /** It happens when everyone is silent: a deadline, or a failure of what was asked. */
  silent: 8,
  /** Not taken by the step: what one part of the journey waits for others to do. */
  virtual: 16,
  /** It leads to a step outside the tracks. */
  out: 32,
  /** Something that was kept was taken: what is kept comes to an end. */
  fed: 64,
  /** Nothing happens but that time passes. */
  time: 128,
} as const;

export interface Edge {
  readonly to: number;
  readonly play: Play;
  readonly flags: number;
  /** Events kept before that are taken on it. */
  readonly kept?: readonly KeptEvent[];
}

export interface KeptEvent {
  readonly type: string;
  readonly data: Facts;
}

/** Whether an edge counts, by what is true of it; and by its number, and whence it leads. */
export type Counts = (flags: number, edge: number, from: number) => boolean;

const none = -1;
const firstSize = 1_024;

/**
 * Edges in columns, since there may be a million of them; those of one configuration are chained in
 * the order in which they were added. An edge is a number here.
 */
export class Edges {
  #to = new Int32Array(firstSize);
  #flags = new Uint8Array(firstSize);
  #next = new Int32Array(firstSize);
  readonly #plays: Play[] = [];
  readonly #kept = new Map<number, readonly KeptEvent[]>();
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  get count(): number {
    return this.#plays.length;
  }

  add(from: number, { to, play, flags, kept }: Edge): void {
    const at = this.#plays.length;
    if (at === this.#to.length) this.#grow();
    this.#to[at] = to;
    this.#flags[at] = flags;
    this.#next[at] = none;
    this.#plays.push(play);
    if (kept !== undefined) this.#kept.set(at, kept);
    const last = this.#last[from];
    if (last === undefined) this.#first[from] = at;
    else this.#next[last] = at;
    this.#last[from] = at;
  }

  #grow(): void {
    const size = this.#to.length * 2;
    const [to, flags, next] = [this.#to, this.#flags, this.#next];
    this.#to = new Int32Array(size);
    this.#flags = new Uint8Array(size);
    this.#next = new Int32Array(size);
    this.#to.set(to);
    this.#flags.set(flags);
    this.#next.set(next);
  }

  /** Whether there is an edge between two of which just this is true. */
  has(from: number, to: number, flags: number): boolean {
    for (let at = this.first(from); at !== none; at = this.next(at)) {
      if (this.#to[at] === to && this.#flags[at] === flags) return true;
    }
    return false;
  }

  /** The first edge from a configuration, and the one after each; -1: there is none. */
  first(from: number): number {
    return this.#first[from] ?? none;
  }

  next(at: number): number {
    return this.#next[at] ?? none;
  }

  to(at: number): number {
    return this.#to[at] ?? none;
  }

  flags(at: number): number {
    return this.#flags[at] ?? 0;
  }

  play(at: number): Play {
    const play = this.#plays[at];
    if (play === undefined) throw new RangeError('There is no such edge.');
    return play;
  }

  edge(at: number): Edge {
    const kept = this.#kept.get(at);
    const edge = { to: this.to(at), play: this.play(at), flags: this.flags(at) };
    return kept === undefined ? edge : { ...edge, kept };
  }

  /** All edges from a configuration. */
  of(from: number): Edge[] {
    const edges: Edge[] = [];
    for (let at = this.first(from); at !== none; at = this.next(at)) edges.push(this.edge(at));
    return edges;
  }
}
