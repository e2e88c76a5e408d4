/** C5 and C7: from everywhere an end can be reached, and nothing goes round by itself. */
import type { Journey, Program } from '../language/model.ts';
import type { Findings } from './findings.ts';
import { flag } from './edges.ts';
import type { Edge } from './edges.ts';
import type { Graph, Node } from './graph.ts';
import type { Play } from './play.ts';
import { isPreempted } from './preempted.ts';
import type { Told } from './story.ts';
import { canReach, components, Ways } from './ways.ts';

/** C5. An edge that a shorter timer always comes before does not count. */
export function judgeEnds(
  { program, journey }: { readonly program: Program; readonly journey: Journey },
  graph: Graph,
  findings: Findings,
): void {
  const ends = graph.nodes.flatMap(({ id, configuration }) =>
    configuration.frame === undefined && configuration.state.status === 'ended' ? [id] : [],
  );
  const ways = new Ways(graph, (_flags, edge, from) => {
    return !isPreempted({ program, journey }, graph.node(from), graph.edges.play(edge));
  });
  const reached = canReach(ways, ends);
  // The end itself is not told of where no configuration can end: its beginning says all.
  for (const node of graph.nodes) {
    if (reached[node.id] === 1) continue;
    const step = node.configuration.state.places.at(-1)?.step ?? '';
    const says = `From ${step} no end can be reached any more.`;
    const mend = 'Give it a way that leads to an end, and that no shorter deadline comes before.';
    const spot = { journey: journey.name, step, below: [] };
    findings.add({ property: 'C5', says, mend, spot, node });
  }
}

/** C7. Whoever decides, and every milestone, is progress; all else must come to an end. */
export function judgeProgress(journey: Journey, graph: Graph, findings: Findings): void {
  const progress = flag.human | flag.milestone | flag.virtual;
  const alone = new Ways(graph, (flags) => (flags & progress) === 0);
  for (const { node, then, step, steps } of circles(graph, alone, components(alone).of)) {
    const round = [...steps, steps[0] ?? step].join(' → ');
    const says = `It can go round ${round} for ever without a decision or a milestone.`;
    const mend = 'Count the rounds in a fact and leave when there were enough, or ask a person.';
    const spot = { journey: journey.name, step, below: [] };
    findings.add({ property: 'C7', says, mend, spot, node, then });
  }
}

const mostCircles = 40;

export interface Circle {
  readonly node: Node;
  readonly then: readonly Told[];
  /** The step that is left first. */
  readonly step: string;
  /** The steps that are left on the way, in order. */
  readonly steps: readonly string[];
}

/**
 * Ways from a configuration back to itself on which some place moves, over edges that count: one
 * for each configuration, up to some number.
 */
export function circles(graph: Graph, ways: Ways, component: Int32Array): readonly Circle[] {
  const found: Circle[] = [];
  for (const node of graph.nodes) {
    for (let at = ways.start(node.id); at < ways.start(node.id + 1); at++) {
      const to = ways.to(at);
      if (component[to] !== component[node.id]) continue;
      if ((graph.edges.flags(ways.edge(at)) & flag.moved) === 0) continue;
      const edges = [
        graph.edges.edge(ways.edge(at)),
        ...wayBack(graph, ways, { from: to, target: node.id }),
      ];
      const then = edges.map(({ play, kept = [] }) => ({ play, kept }));
      const steps: string[] = [];
      let here = node;
      for (const { to: next, play, flags } of edges) {
        if ((flags & flag.moved) !== 0) steps.push(leftStep(here, graph.node(next), play));
        here = graph.node(next);
      }
      found.push({
        node,
        step: steps[0] ?? '',
        steps,
        then: then.filter(({ play }) => play.kind !== 'time' || play.name !== ''),
      });
      if (found.length >= mostCircles) return found;
      break;
    }
  }
  return found;
}

/** The step that a play leaves: the one it is about, or else the place that differs afterwards. */
function leftStep({ configuration: { state } }: Node, next: Node, play: Play): string {
  const slot = 'slot' in play ? play.slot : -1;
  const own = state.obligations.find((each) => each.slot === slot);
  const after = next.configuration.state.places;
  const place = state.places.findLast(({ track, step }) => {
    return after.find((each) => each.track === track)?.step !== step;
  });
  return own?.step ?? place?.step ?? state.places.at(-1)?.step ?? '';
}

function wayBack(
  { edges }: Graph,
  ways: Ways,
  { from, target }: { readonly from: number; readonly target: number },
): readonly Edge[] {
  const before = new Map<number, { readonly from: number; readonly edge: number }>();
  const waiting = [from];
  for (let at = 0; at < waiting.length; at++) {
    if (before.has(target) || from === target) break;
    const id = waiting[at] ?? 0;
    for (let way = ways.start(id); way < ways.start(id + 1); way++) {
      const to = ways.to(way);
      if (before.has(to) || to === from) continue;
      before.set(to, { from: id, edge: ways.edge(way) });
      waiting.push(to);
    }
  }
  const back: Edge[] = [];
  for (let id = target; id !== from;) {
    const step = before.get(id);
    if (step === undefined) break;
    back.unshift(edges.edge(step.edge));
    id = step.from;
  }
  return back;
}
