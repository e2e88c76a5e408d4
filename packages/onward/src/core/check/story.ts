/** The plays that lead to a configuration, in an order in which they can happen. */
import type { Graph, KeptEvent, Node } from './graph.ts';
import type { Play } from './plays.ts';

interface Told {
  readonly play: Play;
  readonly kept: readonly KeptEvent[];
  readonly again: readonly string[];
}

/** The shortest plays from the beginning to a configuration. */
export function storyOf(graph: Graph, node: Node): readonly Play[] {
  return arranged(pathTo(graph, node));
}

function pathTo(graph: Graph, node: Node): readonly Told[] {
  const { origin } = node;
  if (origin === undefined) return [];
  if ('enters' in origin) return pathTo(graph, graph.node(origin.enters));
  const { play, kept = [], again = [] } = origin;
  const last: Told = { play, kept, again };
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
  const { play, kept = [], again = [] } = origin;
  return [...insidePath(graph, graph.node(origin.from)), { play, kept, again }];
}

/** What is taken from what was kept came with that data, and as often as it was taken. */
function arranged(told: readonly Told[]): readonly Play[] {
  const plays: Play[] = [];
  for (const { play, kept, again } of told) {
    for (const { type, data } of kept) {
      const at = lastEvent(plays, type);
      if (at >= 0) plays[at] = { kind: 'event', type, data };
    }
    for (const type of again) {
      const at = lastEvent(plays, type);
      const event = plays[at];
      if (event !== undefined) plays.splice(at, 0, event);
    }
    plays.push(play);
  }
  return plays;
}

function lastEvent(plays: readonly Play[], type: string): number {
  return plays.findLastIndex((play) => play.kind === 'event' && play.type === type);
}
