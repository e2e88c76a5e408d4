/** The configurations that can be reached, and what leads from each to which. */
import { Edges, flag } from './edges.ts';
import type { Edge, KeptEvent } from './edges.ts';
import type { Configuration } from './frame.ts';
import { Standing } from './frame.ts';
import type { Play } from './play.ts';
import type { TrackPart } from './split.ts';

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
}

/** Thrown when there are more configurations than were allowed. */
export class CapReached extends Error {}

export class Graph {
  readonly nodes: Node[] = [];
  readonly edges = new Edges();
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
    this.nodes.push({ ...made, id });
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
    if (isOwn || !this.edges.has(from.id, to, flags)) this.edges.add(from.id, edge);
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
