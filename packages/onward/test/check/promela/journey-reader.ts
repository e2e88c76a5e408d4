/** Reads a journey for the export: its lists of ways on, what brings their data, what is asked. */
import type {
  Guard,
  Handlers,
  Journey,
  Program,
  Span,
  Step,
  Transitions,
  Within,
} from '../../../src/core/index.ts';

/** The journey says something that the exporter has no Promela for. */
export class OutsideSubset extends Error {}

/** What brings the data that `event.NAME` reads. */
export type Source =
  /** Nothing does: a field is never known. */
  | { readonly kind: 'none' }
  /** Whatever led here did: an instant step that reads it is outside the subset. */
  | { readonly kind: 'chained' }
  | { readonly kind: 'event'; readonly type: string }
  | { readonly kind: 'act'; readonly step: string; readonly action: string }
  | { readonly kind: 'done'; readonly step: string };

/** Ways on that are tried in order, and where their data comes from. */
export interface Ways {
  readonly transitions: Transitions;
  readonly source: Source;
}

export const noData: Source = { kind: 'none' };
const chained: Source = { kind: 'chained' };

/** Every list of ways on that a journey has anywhere, enrolments apart. */
export function everyWay(journey: Journey): readonly Ways[] {
  const levels = [journey.on, ...Object.values(journey.stages).map(({ on }) => on)];
  return [
    ...levels.flatMap(heard),
    ...Object.entries(journey.steps).flatMap(([name, step]) => [
      ...heard(step.on),
      ...waysOfStep(name, step),
    ]),
  ];
}

function heard(on: Handlers): readonly Ways[] {
  return Object.entries(on).flatMap(([type, handler]) =>
    handler.kind === 'go'
      ? [{ transitions: handler.transitions, source: { kind: 'event', type } as const }]
      : [],
  );
}

function waysOfStep(name: string, step: Step): readonly Ways[] {
  const lists: (Transitions | undefined)[] = [];
  const ways: Ways[] = [];
  if ('overdue' in step) lists.push(step.overdue.then);
  switch (step.kind) {
    case 'task':
    case 'park':
      for (const [action, { transitions }] of Object.entries(step.actions)) {
        ways.push({ transitions, source: { kind: 'act', step: name, action } });
      }
      break;
    case 'command':
      ways.push({ transitions: step.done, source: { kind: 'done', step: name } });
      lists.push(step.rejected, step.exhausted, step.unknown);
      break;
    case 'message':
    case 'wait':
      lists.push(step.then);
      break;
    case 'tracks':
      ways.push({ transitions: step.then, source: chained });
      break;
    case 'decide':
      ways.push({ transitions: step.choose, source: chained });
      break;
    case 'depends':
      lists.push(step.reached, step.neverStarted, ...Object.values(step.ended));
      break;
    case 'await':
    case 'end':
      break;
  }
  const bare = lists.flatMap((each) => (each === undefined ? [] : [each]));
  return [...ways, ...bare.map((transitions) => ({ transitions, source: noData }))];
}

/** The comparisons that a guard is made of. */
export function leavesOf(guard: Guard): readonly Guard[] {
  if (guard.kind === 'all' || guard.kind === 'any') return guard.of.flatMap(leavesOf);
  return guard.kind === 'not' ? leavesOf(guard.of) : [guard];
}

/** Event types that the journey says something about. */
export function eventTypes(journey: Journey): readonly string[] {
  const steps = Object.values(journey.steps);
  const levels = [
    journey.on,
    ...Object.values(journey.stages).map(({ on }) => on),
    ...steps.map(({ on }) => on),
  ];
  const awaited = steps.flatMap((step) => (step.kind === 'await' ? step.events : []));
  return [...new Set([...levels.flatMap((on) => Object.keys(on)), ...awaited])];
}

/** Whether a span comes to an end; one that is not there does not. */
export function ends(span: Span | undefined): boolean {
  if (span === undefined) return false;
  const length = span.kind === 'business-days' ? span.days : span.ms;
  return Number.isFinite(length) && length >= 0;
}

/** The deadline of a step, if it has one; a mutant may lack what the types require. */
export function withinOf(step: Step): Within | undefined {
  return 'within' in step ? step.within : undefined;
}

export function isOwner(program: Program, name: string): boolean {
  return Object.hasOwn(program.teams, name);
}

/** A role is accountable by name; a team is not. */
export function isAccountable(program: Program, name: string): boolean {
  return isOwner(program, name) && program.teams[name]?.role === true;
}

/** The ways in which another journey can end. */
export function outcomesOf(program: Program, journey: string): readonly string[] {
  const steps = Object.values(program.journeys[journey]?.steps ?? {});
  const ended = steps.flatMap((step) =>
    step.kind === 'end' && step.track === '' ? [step.outcome] : [],
  );
  return [...new Set(ended)];
}
