/** The configurations that can be reached, and what leads from each to which. */
import type { Facts } from '../language/model.ts';
import type { Configuration } from './frame.ts';
import { Standing } from './frame.ts';
import type { Play } from './play.ts';
import type { TrackPart } from './split.ts';

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

/** How a configuration was first reached. */
export interface Origin {
  readonly from: number;
  readonly play: Play;
  /** Configurations of the other parts that must be reached as well. */
  readonly with?: readonly number[];
  /** Events kept before that are taken here, in this order, with this data. */
  readonly kept?: readonly KeptEvent[];
}

export interface Node {
  readonly id: number;
  readonly configuration: Configuration;
  /** How it was reached; undefined: by going into a part, or by nothing before it. */
  readonly origin: Origin | { readonly enters: number } | undefined;
  /** The part of the journey it is a configuration of; undefined: of all of it. */
  readonly part?: TrackPart;
  readonly edges: Edge[];
}

/** Thrown when there are more configurations than were allowed. */
export class CapReached extends Error {}

export class Graph {
  readonly nodes: Node[] = [];
  /** What is looked at in a part, has a past, or has ended; all others know their own number. */
  readonly #byKey = new Map<string, number>();
  readonly #cap: number;
  readonly #onGrowth: (configurations: number) => void;

  constructor(cap: number, onGrowth: (configurations: number) => void) {
    this.#cap = cap;
    this.#onGrowth = onGrowth;
  }

  /** The number of a configuration, and whether it is new. `within` tells parts apart. */
  add(
    configuration: Configuration,
    origin: Node['origin'],
    within?: { readonly holder: number; readonly part: TrackPart },
  ): { readonly id: number; readonly isNew: boolean } {
    if (within === undefined && configuration instanceof Standing) {
      const known = numberOf(configuration);
      if (known !== undefined) return { id: known, isNew: false };
      if (configuration.history.length === 0) {
        configuration.id = this.#push({ configuration, origin });
        return { id: configuration.id, isNew: true };
      }
    }
    const { key } = configuration;
    const place = within === undefined ? key : `${within.holder}/${within.part.number} ${key}`;
    const known = this.#byKey.get(place);
    if (known !== undefined) return { id: known, isNew: false };
    const part = within === undefined ? {} : { part: within.part };
    const id = this.#push({ configuration, origin, ...part });
    this.#byKey.set(place, id);
    return { id, isNew: true };
  }

  #push(made: Pick<Node, 'configuration' | 'origin' | 'part'>): number {
    const id = this.nodes.length;
    if (id >= this.#cap) throw new CapReached();
    this.nodes.push({ ...made, id, edges: [] });
    if (id % 1_000 === 999) this.#onGrowth(id + 1);
    return id;
  }

  /**
   * Adds an edge, unless it says nothing new: it leads back without a move, or there is one to the
   * same place of which the same is true.
   */
  link(from: Node, edge: Edge): void {
    const { to, play, flags } = edge;
    if (to === from.id && (flags & flag.moved) === 0) return;
    const isOwn = play.kind === 'time' || 'slot' in play;
    if (isOwn || !from.edges.some((each) => each.to === to && each.flags === flags)) {
      from.edges.push(edge);
    }
  }

  node(id: number): Node {
    const node = this.nodes[id];
    if (node === undefined) throw new RangeError('A graph has no such configuration.');
    return node;
  }
}

/** The number of a configuration of the whole that was met before, where it knows its own. */
export function numberOf(configuration: Configuration): number | undefined {
  return configuration instanceof Standing ? configuration.id : undefined;
}

/** Configurations from which one of these can be reached, over edges that count. */
export function canReach(
  graph: Graph,
  targets: readonly number[],
  counts: (edge: Edge) => boolean,
): Uint8Array {
  const before: number[][] = graph.nodes.map(() => []);
  for (const { id, edges } of graph.nodes) {
    for (const edge of edges) if (counts(edge)) before[edge.to]?.push(id);
  }
  const reached = new Uint8Array(graph.nodes.length);
  const waiting = [...targets];
  for (const id of targets) reached[id] = 1;
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const from of before[id] ?? []) {
      if (reached[from] === 1) continue;
      reached[from] = 1;
      waiting.push(from);
    }
  }
  return reached;
}

/**
 * The strongly connected components over edges that count (Tarjan 1972, without recursion): the
 * number of each configuration's component, in an order in which edges lead to lower numbers.
 */
export function components(graph: Graph, counts: (edge: Edge) => boolean): Int32Array {
  const total = graph.nodes.length;
  const component = new Int32Array(total).fill(-1);
  const index = new Int32Array(total).fill(-1);
  const low = new Int32Array(total);
  const stack: number[] = [];
  let nextIndex = 0;
  let nextComponent = 0;
  for (let start = 0; start < total; start++) {
    if (index[start] !== -1) continue;
    const calls: { readonly id: number; at: number }[] = [{ id: start, at: 0 }];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { id } = call;
      if (call.at === 0) {
        index[id] = low[id] = nextIndex++;
        stack.push(id);
      }
      const edge = graph.node(id).edges[call.at++];
      if (edge !== undefined) {
        if (!counts(edge) || component[edge.to] !== -1) continue;
        if (index[edge.to] === -1) calls.push({ id: edge.to, at: 0 });
        else low[id] = Math.min(low[id] ?? 0, index[edge.to] ?? 0);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) low[caller.id] = Math.min(low[caller.id] ?? 0, low[id] ?? 0);
      if (low[id] !== index[id]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = nextComponent;
        if (member === id) break;
      }
      nextComponent++;
    }
  }
  return component;
}
