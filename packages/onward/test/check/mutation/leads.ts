/** Operators on ways on: branches missing, dead or endless, and circles without progress. */
import type { PropertyId } from '../../../src/core/check/index.ts';
import type { Guard, Transitions } from '../../../src/core/index.ts';
import type { Edit, Path } from './edit.ts';
import type { Graph, Move } from './graph.ts';
import { boundedBy, needs } from './ways.ts';
import type { Way, WayKind } from './ways.ts';

/** What is refuted where a list has no way on in some reachable case; actions have no such law. */
const stuck: Readonly<Record<WayKind, readonly PropertyId[]>> = {
  outcome: ['C3'],
  handler: ['C4'],
  decide: ['C4', 'C1'],
  overdue: ['C1', 'C2'],
  wait: ['C1', 'C2'],
  join: ['C1', 'C5', 'C8'],
  depends: ['C10'],
  message: [],
  action: [],
};

const neverHolds: Guard = { kind: 'any', of: [] };

/** A list without its last way on, or without all of them. */
export function missingEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return graph.ways.flatMap((way): readonly Edit[] => {
    const { transitions, path } = way;
    const law = isTakenAlone(graph, way) ? stuck[way.kind] : [];
    const rest = transitions.slice(0, -1);
    const last = [...path, transitions.length - 1];
    const expected = [...law, ...dead(graph, last)];
    if (transitions.length === 0 || expected.length === 0) return [];
    // The last way on is taken somewhere (C8), so that in its place nothing is left.
    const operator = rest.length === 0 ? `${way.kind} emptied` : `${way.kind} without its last way`;
    // Depends and overdue have operators of their own.
    if (rest.length === 0 && (way.kind === 'depends' || way.kind === 'overdue')) return [];
    return [{ operator, journey, path, value: rest, expected }];
  });
}

/** A handler counts if no other line hears the event too. */
function isTakenAlone(graph: Graph, way: Way): boolean {
  return way.kind !== 'handler' || graph.heardAt(way.path.slice(0, -1)).length > 0;
}

function dead(graph: Graph, path: Path): readonly PropertyId[] {
  return graph.diesWithout(path).length > 0 ? ['C8'] : [];
}

/** Guards that never hold, or always; branches left out that alone led somewhere. */
export function branchEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  const expected = ['C8'] as const;
  return graph.ways.flatMap(({ path, transitions }): readonly Edit[] =>
    transitions.flatMap((transition, index): readonly Edit[] => {
      const here = [...path, index];
      const when = [...here, 'when'];
      const isLast = index === transitions.length - 1;
      const isCounted = boundedBy(transition.when).some((fact) => counts(graph, fact));
      const edits: Edit[] = [];
      if (transition.when !== undefined) {
        const operator = 'guard never holds';
        edits.push({ operator, journey, path: when, value: neverHolds, expected });
      }
      if (transition.when !== undefined && !isLast) {
        const operator = isCounted ? 'bound of a counter removed' : 'guard always holds';
        edits.push({ operator, journey, path: when, expected: isCounted ? ['C7', 'C8'] : ['C8'] });
      }
      if (!isLast && dead(graph, here).length > 0) {
        const value = transitions.filter((_, other) => other !== index);
        edits.push({ operator: 'branch removed', journey, path, value, expected });
      }
      return edits;
    }),
  );
}

function counts(graph: Graph, fact: string): boolean {
  return graph.ways.some(({ transitions }) =>
    transitions.some(({ set }) => set.some((each) => each.fact === fact && each.to.kind === 'add')),
  );
}

/** Ways on that lead past the only step they are for, or back to where they come from. */
export function redirectEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  const ends = graph.steps.filter(([, { kind, track }]) => kind === 'end' && track === '');
  return unique(graph.moves).flatMap((move): readonly Edit[] => {
    const { to, from, path } = move;
    const at = [...path, 'to'];
    const edits: Edit[] = [];
    const isDead = graph.diesWithout(path).includes(to);
    const other = ends.find(([name]) => name !== to)?.[0] ?? from;
    if (isDead) {
      edits.push({ operator: 'step passed by', journey, path: at, value: other, expected: ['C8'] });
    }
    const step = graph.journey.steps[to];
    const isTrackEnd = step?.kind === 'end' && step.track !== '';
    if (isDead && isTrackEnd && move.way.at.length === 1) {
      const expected = ['C5', 'C8', 'C1', 'C7'] as const;
      edits.push({ operator: 'track never ends', journey, path: at, value: from, expected });
    }
    if (move.way.kind === 'decide' && path.at(-1) === move.way.transitions.length - 1) {
      const expected = ['C7', 'C5', 'C8'] as const;
      edits.push({ operator: 'decides for ever', journey, path: at, value: from, expected });
    }
    return edits;
  });
}

function unique(moves: readonly Move[]): readonly Move[] {
  return [...new Map(moves.map((move) => [move.path.join('/'), move])).values()];
}

/** What keeps a circle from turning by itself, taken away: milestone, count, person. */
export function circleEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return unique(graph.moves).flatMap((move): readonly Edit[] => {
    const { path, transition, way } = move;
    const turns = way.at.some((from) => graph.runsBy(move.to, from, path));
    const edits: Edit[] = [];
    if (transition.milestone !== undefined && turns && isBare(graph, move)) {
      const at = [...path, 'milestone'];
      edits.push({
        operator: 'milestone of a circle removed',
        journey,
        path: at,
        expected: ['C7'],
      });
    }
    transition.set.forEach(({ fact, to }, index) => {
      if (to.kind !== 'add' || !graph.counters.has(fact)) return;
      const isOnly = sources(graph, fact) === 1;
      const turnsAlone = turns && way.kind !== 'action' && transition.milestone === undefined;
      const expected: readonly PropertyId[] = [
        ...(turnsAlone ? (['C7'] as const) : []),
        ...(isOnly ? (['C8'] as const) : []),
      ];
      const value = transition.set.filter((_, other) => other !== index);
      const operator = 'count of a circle removed';
      if (expected.length === 0) return;
      edits.push({ operator, journey, path: [...path, 'set'], value, expected });
    });
    return [...edits, ...automaticEdits(graph, move, turns)];
  });
}

/** Nothing but the milestone makes it progress. */
function isBare(graph: Graph, { way, transition }: Move): boolean {
  const adds = transition.set.some(({ fact, to }) => to.kind === 'add' && graph.counters.has(fact));
  return way.kind !== 'action' && !adds;
}

/** The person of a circle becomes a clock. */
function automaticEdits(graph: Graph, move: Move, turns: boolean): readonly Edit[] {
  const { way, transition, from, path } = move;
  const step = graph.journey.steps[from];
  const isPlain =
    way.kind === 'action' &&
    path.at(-1) === 0 &&
    transition.when === undefined &&
    transition.milestone === undefined &&
    // What the person would have stated is then absent, and leaves its facts as they are.
    !transition.set.some(({ to }) => to.kind !== 'event');
  if (!turns || !isPlain || step?.kind !== 'task') return [];
  const { stage, track, on, reminders, owner, within } = step;
  const then: Transitions = [transition];
  return [
    {
      operator: 'person of a circle removed',
      journey: graph.journey.name,
      path: graph.path('steps', from),
      value: { kind: 'wait', stage, track, on, reminders, owner, within, then },
      expected: ['C7', 'C2', 'C8'],
    },
  ];
}

/** Where a fact gets its values, beginnings included; resets do not count. */
function sources(graph: Graph, fact: string): number {
  const sets = [
    ...graph.journey.enrol.map(({ set }) => set),
    ...graph.ways.flatMap(({ transitions }) => transitions.map(({ set }) => set)),
  ];
  return sets.flat().filter((each) => {
    const { to } = each;
    const isReset = to.kind === 'clear' || (to.kind === 'value' && to.value === 0);
    return each.fact === fact && !isReset;
  }).length;
}

/** Facts that nothing sets any more, while a guard waits for them. */
export function factEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  const awaited = new Set(
    graph.ways.flatMap(({ transitions }) => transitions.flatMap(({ when }) => needs(when))),
  );
  const isLost = (fact: string): boolean => {
    const kind = graph.journey.facts[fact]?.kind;
    // A count begins at zero, so that a guard on it may hold all the same.
    return awaited.has(fact) && kind !== 'count' && sources(graph, fact) === 1;
  };
  const sets: readonly (readonly [Path, Transitions[number]['set']])[] = [
    ...graph.journey.enrol.map(({ set }, index) => {
      return [graph.path('enrol', index, 'set'), set] as const;
    }),
    ...graph.ways.flatMap(({ path, transitions }) =>
      transitions.map(({ set }, index) => [[...path, index, 'set'], set] as const),
    ),
  ];
  return sets.flatMap(([path, set]) =>
    set.flatMap(({ fact }, index): readonly Edit[] => {
      if (!isLost(fact)) return [];
      const value = set.filter((_, other) => other !== index);
      return [{ operator: 'fact never set', journey, path, value, expected: ['C8'] }];
    }),
  );
}
