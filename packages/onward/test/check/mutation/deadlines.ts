/** Operators on obligations: who owns them, by when, and what follows when nobody acts. */
import type { Overdue, Step } from '../../../src/core/index.ts';
import type { PropertyId } from '../../../src/core/check/index.ts';
import type { Edit, Path } from './edit.ts';
import type { Graph } from './graph.ts';

const never = { kind: 'wall', ms: Infinity } as const;

interface Own {
  readonly name: string;
  readonly step: Step;
  readonly path: Path;
}

function owns(graph: Graph): readonly Own[] {
  return graph.steps.map(([name, step]) => ({ name, step, path: graph.path('steps', name) }));
}

/** Deadlines that are not there, or never come. */
export function deadlineEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return owns(graph).flatMap(({ step, path }): readonly Edit[] => {
    if (!('within' in step)) return [];
    const expected: readonly PropertyId[] =
      step.kind === 'depends' ? ['C1', 'C10', 'C2'] : ['C1', 'C2'];
    const within = [...path, 'within'];
    return [
      { operator: 'deadline removed', journey, path: within, expected },
      { operator: 'deadline infinite', journey, path: within, value: never, expected },
    ];
  });
}

/** Owners that are nobody, or nobody knows. */
export function ownerEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  const expected = ['C1', 'C11'] as const;
  const owners = owns(graph).flatMap(({ step, path }): readonly Path[] => {
    const park = 'overdue' in step && step.overdue.park !== undefined;
    return [
      ...('owner' in step ? [[...path, 'owner']] : []),
      ...(park ? [[...path, 'overdue', 'park', 'owner']] : []),
    ];
  });
  const rungs = owns(graph).flatMap(({ step, path }) =>
    'overdue' in step
      ? step.overdue.escalate.map((_, index) => [...path, 'overdue', 'escalate', index])
      : [],
  );
  return [
    ...owners.map((path) => ({ operator: 'owner removed', journey, path, value: '', expected })),
    ...owners.map((path) => {
      return { operator: 'owner unknown', journey, path, value: 'nobody-there', expected };
    }),
    ...rungs.map((path) => {
      return { operator: 'rung unknown', journey, path, value: 'nobody-there', expected };
    }),
  ];
}

/** Ladders, look-ups and parks that end nowhere, and ways on that turn back. */
export function overdueEdits(graph: Graph): readonly Edit[] {
  return owns(graph).flatMap((own) => {
    const { step, path } = own;
    if (!('overdue' in step)) return [];
    const below = { ...own, overdue: step.overdue, path: [...path, 'overdue'] };
    return [
      {
        operator: 'overdue emptied',
        journey: graph.journey.name,
        path: below.path,
        value: { escalate: [] },
        expected: ['C1', 'C2'] as const,
      },
      ...ladderEdits(graph, below),
      ...wayOutEdits(graph, below),
      ...circleEdits(graph, below),
    ];
  });
}

interface Late extends Own {
  readonly overdue: Overdue;
}

function ladderEdits(graph: Graph, { overdue, path }: Late): readonly Edit[] {
  const { escalate } = overdue;
  const { teams } = graph.program;
  const journey = graph.journey.name;
  const expected = ['C1'] as const;
  const edits: Edit[] = [];
  const isLast = overdue.then === undefined && overdue.park === undefined;
  const team = Object.keys(teams).find((name) => teams[name]?.role === false);
  const above = escalate.at(-2);
  if (isLast && escalate.length > 0 && team !== undefined) {
    const at = [...path, 'escalate', escalate.length - 1];
    edits.push({ operator: 'last rung a team', journey, path: at, value: team, expected });
  }
  // Without its last rung, a ladder is still sound if the one above is a role.
  if (isLast && escalate.length > 0 && (above === undefined || teams[above]?.role !== true)) {
    const at = [...path, 'escalate'];
    const value = escalate.slice(0, -1);
    edits.push({ operator: 'last rung removed', journey, path: at, value, expected });
  }
  if (escalate.length > 0) {
    const at = [...path, 'every'];
    const either = ['C1', 'C2'] as const;
    edits.push({ operator: 'every infinite', journey, path: at, value: never, expected: either });
  }
  return edits;
}

function wayOutEdits(graph: Graph, { overdue, path, step }: Late): readonly Edit[] {
  const journey = graph.journey.name;
  const expected: readonly PropertyId[] =
    step.kind === 'depends' ? ['C1', 'C10', 'C2'] : ['C1', 'C2'];
  const edits: Edit[] = [];
  if (overdue.lookUp !== undefined) {
    const at = [...path, 'lookUp', 'withinMs'];
    edits.push({ operator: 'look-up endless', journey, path: at, value: Infinity, expected });
  }
  if (overdue.park !== undefined) {
    const at = [...path, 'park', 'reviewEvery'];
    edits.push({ operator: 'park never reviewed', journey, path: at, value: never, expected });
  }
  if (overdue.then !== undefined) {
    const at = [...path, 'then'];
    edits.push({ operator: 'overdue leads nowhere', journey, path: at, value: [], expected });
  }
  return edits;
}

function circleEdits(graph: Graph, { overdue, path, name, step }: Late): readonly Edit[] {
  const journey = graph.journey.name;
  const expected = ['C2', 'C7'] as const;
  const back = (to: string) => [{ to, set: [], run: [] }];
  const edits: Edit[] = [];
  if (overdue.then !== undefined) {
    const at = [...path, 'then'];
    const value = back(name);
    edits.push({ operator: 'overdue to itself', journey, path: at, value, expected });
  }
  for (const [other, before] of graph.steps) {
    if (other === name || !('overdue' in before) || before.track !== step.track) continue;
    const [only, second] = before.overdue.then ?? [];
    if (only?.to !== name || second !== undefined) continue;
    const value = { escalate: [], then: back(other) };
    edits.push({ operator: 'overdue turns back', journey, path, value, expected });
  }
  return edits;
}

/** Exceptions that the program itself plans, and nobody sees in time. */
export function exceptionEdits(graph: Graph): readonly Edit[] {
  const { journey: of, program } = graph;
  const journey = of.name;
  const levels = [
    [graph.path('on'), of.on] as const,
    ...Object.entries(of.stages).map(([name, { on }]) => {
      return [graph.path('stages', name, 'on'), on] as const;
    }),
    ...graph.steps.map(([name, { on }]) => [graph.path('steps', name, 'on'), on] as const),
  ];
  const owners = levels.flatMap(([path, on]) =>
    Object.keys(on)
      .filter((event) => on[event]?.kind === 'exception')
      .map((event) => [...path, event, 'owner']),
  );
  if (owners.length === 0) return [];
  const last = program.exceptions.escalate.length - 1;
  const team = Object.keys(program.teams).find((name) => program.teams[name]?.role === false);
  const expected = ['C1'] as const;
  return [
    ...owners.map((path) => {
      const either = ['C1', 'C11'] as const;
      const operator = 'exception unowned';
      return { operator, journey, path, value: 'nobody-there', expected: either };
    }),
    ...['within', 'every'].map((key) => {
      const path = ['exceptions', key];
      return { operator: 'exceptions endless', journey, path, value: never, expected };
    }),
    {
      operator: 'exceptions end with a team',
      journey,
      path: ['exceptions', 'escalate', last],
      value: team,
      expected,
    },
  ];
}
