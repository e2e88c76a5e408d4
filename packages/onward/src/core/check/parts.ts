/**
 * Explores the parts of tracks one by one, and finds what they come to together: a way out that one
 * part takes while the others stand anywhere, and the join when all have ended.
 */
import type { State } from '../step/types.ts';
import { instant } from './cells.ts';
import type { Configuration } from './frame.ts';
import { flag } from './edges.ts';
import type { Counts, Edge } from './edges.ts';
import type { Node } from './graph.ts';
import type { Play } from './play.ts';
import type { TrackPart } from './split.ts';
import type { Exploring, Successor } from './taken.ts';
import { canReach, Ways } from './ways.ts';

/** What was found of one part, begun at one configuration of the whole. */
interface Explored {
  readonly part: TrackPart;
  readonly nodes: readonly Node[];
  /** Every track of the part has ended. */
  readonly finished: readonly Node[];
  readonly exits: readonly Way[];
  /** Steps by which the last track of the part ends. */
  readonly finishing: readonly Way[];
}

interface Way {
  readonly node: Node;
  readonly play: Play;
  readonly flags: number;
}

/** Looking at a part instead of the whole: no time passes and nothing happens. */
const nothing: Play = { kind: 'time', name: '', value: 0 };

/** Explores the parts of a configuration, and what follows them. */
export function exploreParts(explorer: Exploring, holder: Node, parts: readonly TrackPart[]): void {
  const explored = parts.map((part) => explorePart(explorer, holder, part));
  const after = [...leaveAll(explorer, holder, explored), ...joinAll(explorer, holder, explored)];
  // Whoever has finished waits: what the others do is what it can hope for.
  const hopes = new Map(
    after.map(({ to, flags }) => [`${to}/${flags & flag.silent}`, { to, flags }]),
  );
  for (const { finished } of explored) {
    for (const { id } of finished) {
      for (const { to, flags } of hopes.values()) {
        const only = flag.virtual | (flags & flag.silent);
        explorer.graph.edges.add(id, { to, play: nothing, flags: only });
      }
    }
  }
}

function explorePart(explorer: Exploring, holder: Node, part: TrackPart): Explored {
  const { graph } = explorer;
  const within = { holder: holder.id, part };
  const nodes: Node[] = [];
  const exits: Way[] = [];
  const finishing: Way[] = [];
  const add = (configuration: Configuration, origin: Node['origin']): number => {
    const { id, isNew } = graph.add(configuration, origin, within);
    if (isNew) {
      nodes.push(graph.node(id));
      explorer.reached(graph.node(id));
    }
    return id;
  };
  const { state, history } = holder.configuration;
  const first = add(explorer.abstraction.of(state, instant, { history, part }), {
    enters: holder.id,
  });
  graph.edges.add(holder.id, { to: first, play: nothing, flags: flag.time });
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (node === undefined) break;
    for (const play of explorer.plays.in(node.configuration, part.events)) {
      for (const next of explorer.take(node, play)) {
        if (!isInside(next)) {
          exits.push({ node, play: next.play, flags: next.flags });
          continue;
        }
        const to = add(next.configuration, { from: node.id, play: next.play });
        graph.link(node, { to, play: next.play, flags: next.flags });
        if (!isFinished(node, part) && isFinished(graph.node(to), part)) {
          finishing.push({ node, play: next.play, flags: next.flags });
        }
      }
    }
  }
  const finished = nodes.filter((node) => isFinished(node, part));
  return { part, nodes, finished, exits, finishing };
}

/** Whether a step stayed among the part's tracks; going out and in again is not staying. */
function isInside({ configuration, flags }: Successor): boolean {
  return configuration.state.status === 'open' && (flags & flag.out) === 0;
}

function isFinished({ configuration }: Node, { tracks }: TrackPart): boolean {
  const ended = configuration.state.places.filter((place) => place.ended !== undefined);
  return ended.length === tracks.size;
}

/** Every way out of a part, with the others wherever they may be. */
function leaveAll(explorer: Exploring, holder: Node, all: readonly Explored[]): readonly Edge[] {
  return all.flatMap((one) => {
    const others = all.filter((other) => other !== one);
    const standing = combinations(others.map(({ part, nodes }) => distinct(nodes, part)));
    return one.exits.flatMap((way) =>
      standing.flatMap((nodes) => follow(explorer, holder, { way, nodes, ended: false })),
    );
  });
}

/** The join: all parts have ended, one of them last. */
function joinAll(explorer: Exploring, holder: Node, all: readonly Explored[]): readonly Edge[] {
  const ofTracks = all.filter(({ part }) => part.tracks.size > 0);
  const last = ofTracks.find(({ finishing }) => finishing.length > 0);
  if (last === undefined || ofTracks.some(({ finished }) => finished.length === 0)) return [];
  const others = all.filter((other) => other !== last);
  const endings = combinations(
    others.map(({ part, nodes, finished }) =>
      distinct(part.tracks.size > 0 ? finished : nodes, part),
    ),
  );
  const flags = waitingFlags(
    explorer,
    ofTracks.filter((other) => other !== last),
  );
  return last.finishing.flatMap((way) =>
    endings.flatMap((nodes) => {
      const joined = { ...way, flags: (way.flags | flags.add) & ~flags.remove };
      return follow(explorer, holder, { way: joined, nodes, ended: true });
    }),
  );
}

/** A join is only as silent, and only as much without a decision, as the slowest part. */
function waitingFlags(
  { graph }: Exploring,
  others: readonly Explored[],
): { readonly add: number; readonly remove: number } {
  const ends = (counts: Counts): boolean => {
    const ways = new Ways(graph, counts);
    return others.every(({ nodes, finished }) => {
      const reached = canReach(
        ways,
        finished.map(({ id }) => id),
      );
      return reached[nodes[0]?.id ?? 0] === 1;
    });
  };
  const progress = flag.human | flag.milestone;
  return {
    add: ends((flags) => (flags & progress) === 0) ? 0 : flag.human,
    remove: ends((flags) => (flags & flag.silent) !== 0) ? 0 : flag.silent,
  };
}

/** One configuration for each set of values that a part leaves behind. */
function distinct(nodes: readonly Node[], { writes }: TrackPart): readonly Node[] {
  const found = new Map<string, Node>();
  for (const node of nodes) {
    const { facts } = node.configuration.state;
    const left = JSON.stringify([...writes].map((fact) => facts[fact] ?? null));
    if (!found.has(left)) found.set(left, node);
  }
  return [...found.values()];
}

function combinations(choices: readonly (readonly Node[])[]): readonly (readonly Node[])[] {
  let all: readonly (readonly Node[])[] = [[]];
  for (const choice of choices) {
    all = all.flatMap((nodes) => choice.map((node) => [...nodes, node]));
  }
  return all;
}

interface Together {
  readonly way: Way;
  /** Where the other parts stand. */
  readonly nodes: readonly Node[];
  readonly ended: boolean;
}

/** Takes a step of one part in the whole journey. */
function follow(
  explorer: Exploring,
  holder: Node,
  { way: { node, play, flags }, nodes, ended }: Together,
): readonly Edge[] {
  const whole = { ...node, configuration: wholeOf(holder, node, { nodes, ended }) };
  const { part: _part, ...outside } = whole;
  return explorer.take(outside, play).map(({ configuration }) => {
    const origin = { from: node.id, play, with: nodes.map(({ id }) => id) };
    const to = explorer.reach(configuration, origin);
    const edge = { to, play, flags: flags | flag.moved };
    explorer.graph.link(node, edge);
    return edge;
  });
}

/** The whole journey with one part where it is, and the others' values, and perhaps their ends. */
function wholeOf(
  holder: Node,
  node: Node,
  { nodes, ended }: { readonly nodes: readonly Node[]; readonly ended: boolean },
): Configuration {
  const { configuration } = node;
  const facts: Record<string, State['facts'][string]> = { ...holder.configuration.state.facts };
  for (const each of [...nodes, node]) {
    for (const fact of each.part?.facts ?? []) {
      const value = each.configuration.state.facts[fact];
      if (value === undefined) Reflect.deleteProperty(facts, fact);
      else facts[fact] = value;
    }
  }
  const others = ended ? nodes.flatMap((each) => each.configuration.state.places.slice(1)) : [];
  const places = [...configuration.state.places, ...others];
  return {
    key: '',
    history: configuration.history,
    state: { ...configuration.state, facts, places },
  };
}
