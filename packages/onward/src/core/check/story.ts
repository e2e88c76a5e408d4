/** The plays that lead to a configuration, in an order in which they can happen. */
import type { KeptEvent } from './edges.ts';
import type { Graph, Node } from './graph.ts';
import type { Play } from './play.ts';

/** A play, and what was kept before and is taken then, in order. */
export interface Told {
  readonly play: Play;
  readonly kept: readonly KeptEvent[];
}

/** The shortest plays from the beginning to a configuration, and what happens there. */
export function storyOf(graph: Graph, node: Node, last: readonly Told[]): readonly Play[] {
  return arranged([...(node.id < 0 ? [] : pathTo(graph, node)), ...last]);
}

function pathTo(graph: Graph, node: Node): readonly Told[] {
  const { origin } = node;
  if (origin === undefined) return [];
  if ('enters' in origin) return pathTo(graph, graph.node(origin.enters));
  const { play, kept = [] } = origin;
  const last: Told = { play, kept };
  if (origin.from < 0) return [last];
  const before = pathTo(graph, graph.node(origin.from));
  // The other parts go their ways between the beginning of the tracks and this.
  const others = (origin.with ?? []).flatMap((id) => insidePath(graph, graph.node(id)));
  return [...before, ...others, last];
}

/** The way of a part from where its tracks began. */
function insidePath(graph: Graph, node: Node): readonly Told[] {
  const { origin } = node;
  if (origin === undefined || 'enters' in origin) return [];
  const { play, kept = [] } = origin;
  return [...insidePath(graph, graph.node(origin.from)), { play, kept }];
}

/** What is taken from what was kept came before with that data, and as often as it was taken. */
function arranged(told: readonly Told[]): readonly Play[] {
  const plays: Play[] = [];
  for (const { play, kept } of told) {
    for (const { type } of kept) {
      const at = plays.findLastIndex((each) => each.kind === 'event' && each.type === type);
      const events = kept.filter((each) => each.type === type);
      if (at < 0) continue;
      // All of one kind at once, at the place of the one that the story knows of.
      const isDone = plays[at]?.kind === 'event' && placed.has(plays[at]);
      if (!isDone) plays.splice(at, 1, ...events.map((each) => mark(each)));
    }
    plays.push(play);
  }
  return plays;
}

/** Events put there because they are taken later: not to be put there twice. */
const placed = new WeakSet<Play>();

function mark({ type, data }: KeptEvent): Play {
  const play: Play = { kind: 'event', type, data };
  placed.add(play);
  return play;
}
