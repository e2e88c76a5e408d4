/** Operators on people: teams nobody is in, that nobody stands in for, or that never work. */
import type { Program } from '../../../src/core/index.ts';
import type { Edit } from './edit.ts';
import type { Graph } from './graph.ts';
import { handlersOf } from './ways.ts';

/** Teams nobody is in, that nobody stands in for, or that never work; each at its first journey. */
export function staffEdits(program: Program, graphs: readonly Graph[]): readonly Edit[] {
  const seen = new Set<string>();
  return graphs.flatMap((graph) => {
    const fresh = ownersOf(graph).filter((name) => !seen.has(name));
    return fresh.flatMap((name) => {
      seen.add(name);
      return teamEdits(program, name, graph.journey.name);
    });
  });
}

function teamEdits(program: Program, name: string, journey: string): readonly Edit[] {
  const team = program.teams[name];
  if (team === undefined) return [];
  const path = ['teams', name];
  const expected = ['C11'] as const;
  const edits: Edit[] = [
    { operator: 'nobody in it', journey, path: [...path, 'people'], value: [], expected },
    {
      operator: 'calendar unknown',
      journey,
      path: [...path, 'calendar'],
      value: 'nowhere',
      expected,
    },
  ];
  if (team.fallback !== undefined) {
    const at = [...path, 'fallback'];
    edits.push({ operator: 'fallback to itself', journey, path: at, value: name, expected });
    edits.push({
      operator: 'fallback unknown',
      journey,
      path: at,
      value: 'nobody-there',
      expected,
    });
    // A role answers by name; only a team must have somebody behind it.
    if (!team.role) edits.push({ operator: 'fallback removed', journey, path: at, expected });
  }
  const calendar = program.calendars[team.calendar];
  const single = Object.values(calendar?.overrides ?? {}).some((shifts) => shifts.length > 0);
  if (calendar !== undefined && !single) {
    const at = ['calendars', team.calendar, 'week'];
    const value = calendar.week.map(() => []);
    edits.push({ operator: 'nobody ever works', journey, path: at, value, expected });
  }
  return edits;
}

/** Whom a journey may give something to: those it names, the last resort, and who stands in. */
function ownersOf(graph: Graph): readonly string[] {
  const { journey, program, steps } = graph;
  const own = steps.flatMap(([, step]) => [
    ...('owner' in step ? [step.owner] : []),
    ...('overdue' in step ? step.overdue.escalate : []),
    ...('overdue' in step && step.overdue.park !== undefined ? [step.overdue.park.owner] : []),
  ]);
  const exceptions = handlersOf(journey).flatMap(({ handler }) =>
    handler.kind === 'exception' ? [handler.owner] : [],
  );
  const systems = systemsOf(graph).flatMap((name) => program.systems[name]?.owner ?? []);
  const named = new Set([...own, ...exceptions, ...systems, ...program.exceptions.escalate]);
  for (const name of named) {
    const fallback = program.teams[name]?.fallback;
    if (fallback !== undefined) named.add(fallback);
  }
  return [...named];
}

/** Systems that a journey hears or asks; an enrolment that comes twice is theirs to look at. */
function systemsOf({ journey, steps, ways }: Graph): readonly string[] {
  const events = [
    ...journey.enrol.map(({ on }) => on),
    ...handlersOf(journey).map(({ event }) => event),
    ...steps.flatMap(([, step]) => (step.kind === 'await' ? step.events : [])),
  ];
  const asked = steps.flatMap(([, step]) => {
    if (step.kind === 'command') return [step.call.system];
    return step.kind === 'message' ? [step.via] : [];
  });
  const runs = ways.flatMap(({ transitions }) => transitions.flatMap(({ run }) => run));
  const said = events.map((event) => event.slice(0, event.indexOf('.')));
  return [...new Set([...said, ...asked, ...runs.map(({ system }) => system)])];
}
