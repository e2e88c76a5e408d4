/** The ways through a graph over edges that count, whatever counts, and where they lead. */
import type { Counts } from './edges.ts';
import type { Graph } from './graph.ts';

/** The edges that count, side by side for each configuration. */
export class Ways {
  readonly total: number;
  readonly #starts: Int32Array;
  readonly #edges: Int32Array;
  readonly #targets: Int32Array;

  constructor({ nodes, edges }: Graph, counts: Counts) {
    this.total = nodes.length;
    this.#starts = new Int32Array(nodes.length + 1);
    const found = new Int32Array(edges.count);
    const targets = new Int32Array(edges.count);
    let size = 0;
    for (let from = 0; from < nodes.length; from++) {
      for (let at = edges.first(from); at >= 0; at = edges.next(at)) {
        if (!counts(edges.flags(at), at, from)) continue;
        targets[size] = edges.to(at);
        found[size++] = at;
      }
      this.#starts[from + 1] = size;
    }
    this.#edges = found.subarray(0, size);
    this.#targets = targets.subarray(0, size);
  }

  /** Where those from a configuration begin; those of the next begin where they end. */
  start(from: number): number {
    return this.#starts[from] ?? this.#edges.length;
  }

  /** The number of an edge in the graph. */
  edge(at: number): number {
    return this.#edges[at] ?? -1;
  }

  to(at: number): number {
    return this.#targets[at] ?? -1;
  }
}

/** Configurations from which one of these can be reached. */
export function canReach(ways: Ways, targets: readonly number[]): Uint8Array {
  const { total } = ways;
  const count = ways.start(total);
  const ends = new Int32Array(total + 1);
  for (let at = 0; at < count; at++) ends[ways.to(at)] = (ends[ways.to(at)] ?? 0) + 1;
  for (let id = 1; id <= total; id++) ends[id] = (ends[id] ?? 0) + (ends[id - 1] ?? 0);
  // Filled from behind, the ends become the starts.
  const before = new Int32Array(count);
  for (let from = 0; from < total; from++) {
    for (let at = ways.start(from); at < ways.start(from + 1); at++) {
      const place = (ends[ways.to(at)] ?? 0) - 1;
      ends[ways.to(at)] = place;
      before[place] = from;
    }
  }
  const reached = new Uint8Array(total);
  const waiting = [...targets];
  for (const id of targets) reached[id] = 1;
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (let at = ends[id] ?? 0; at < (ends[id + 1] ?? count); at++) {
      const from = before[at] ?? 0;
      if (reached[from] === 1) continue;
      reached[from] = 1;
      waiting.push(from);
    }
  }
  return reached;
}

/** Which configurations can reach each other. */
export interface Components {
  /** The number of each configuration's component; edges lead to none of a higher number. */
  readonly of: Int32Array;
  /** The configurations by the numbers of their components. */
  readonly order: Int32Array;
}

/** The strongly connected components (Tarjan 1972, without recursion). */
export function components(ways: Ways): Components {
  const { total } = ways;
  const component = new Int32Array(total).fill(-1);
  const order = new Int32Array(total);
  let ordered = 0;
  const index = new Int32Array(total).fill(-1);
  const low = new Int32Array(total);
  /** Which edge of a configuration is looked at next. */
  const next = new Int32Array(total);
  const stack: number[] = [];
  const calls: number[] = [];
  let nextIndex = 0;
  let nextComponent = 0;
  const enter = (id: number): void => {
    index[id] = low[id] = nextIndex++;
    next[id] = ways.start(id);
    stack.push(id);
    calls.push(id);
  };
  for (let start = 0; start < total; start++) {
    if (index[start] !== -1) continue;
    enter(start);
    for (let id = calls.at(-1); id !== undefined; id = calls.at(-1)) {
      const at = next[id] ?? 0;
      if (at < ways.start(id + 1)) {
        next[id] = at + 1;
        const to = ways.to(at);
        if (component[to] !== -1) continue;
        if (index[to] === -1) enter(to);
        else low[id] = Math.min(low[id] ?? 0, index[to] ?? 0);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) low[caller] = Math.min(low[caller] ?? 0, low[id] ?? 0);
      if (low[id] !== index[id]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = nextComponent;
        order[ordered++] = member;
        if (member === id) break;
      }
      nextComponent++;
    }
  }
  return { of: component, order };
}
