/** Every list of transitions of a journey: where it stands, and at which steps it is taken. */
import type { Guard, Handler, Journey, Step, Transitions } from '../../../src/core/index.ts';
import type { Path } from './edit.ts';

export type WayKind =
  | 'outcome'
  | 'handler'
  | 'decide'
  | 'overdue'
  | 'wait'
  | 'message'
  | 'join'
  | 'depends'
  | 'action';

/** One list of transitions. */
export interface Way {
  readonly kind: WayKind;
  readonly path: Path;
  /** Steps at which it may be taken. */
  readonly at: readonly string[];
  readonly transitions: Transitions;
  /** Of a handler. */
  readonly event?: string;
}

/** A handler at one level, from the step outwards. */
export interface Level {
  readonly path: Path;
  readonly handler: Handler;
}

/** Whether a journey can stand at the step. */
export function isResting(step: Step): boolean {
  return step.kind !== 'decide' && step.kind !== 'tracks' && step.kind !== 'end';
}

/** The step that holds a track. */
export function holderOf(journey: Journey, track: string): string {
  const found = Object.entries(journey.steps).find(
    ([, step]) => step.kind === 'tracks' && Object.hasOwn(step.tracks, track),
  );
  return found?.[0] ?? '';
}

/** Who handles an event while the journey stands at a step, nearest first. */
export function levelsAt(journey: Journey, name: string, event: string): readonly Level[] {
  const step = journey.steps[name];
  if (step === undefined) return [];
  const root = ['journeys', journey.name];
  const holder = step.track === '' ? undefined : holderOf(journey, step.track);
  const all: readonly (readonly [Path, Handler | undefined])[] = [
    [[...root, 'steps', name, 'on', event], step.on[event]],
    ...(holder === undefined
      ? []
      : [[[...root, 'steps', holder, 'on', event], journey.steps[holder]?.on[event]] as const]),
    [[...root, 'stages', step.stage, 'on', event], journey.stages[step.stage]?.on[event]],
    [[...root, 'on', event], journey.on[event]],
  ];
  return all.flatMap(([path, handler]) => (handler === undefined ? [] : [{ path, handler }]));
}

/** Every handler of every level, once. */
export function handlersOf(
  journey: Journey,
): readonly (Level & { readonly event: string; readonly at: readonly string[] })[] {
  const root = ['journeys', journey.name];
  const places: readonly (readonly [Path, Readonly<Record<string, Handler>>])[] = [
    [[...root, 'on'], journey.on],
    ...Object.entries(journey.stages).map(([name, { on }]) => {
      return [[...root, 'stages', name, 'on'], on] as const;
    }),
    ...Object.entries(journey.steps).map(([name, { on }]) => {
      return [[...root, 'steps', name, 'on'], on] as const;
    }),
  ];
  return places.flatMap(([path, on]) =>
    Object.entries(on).map(([event, handler]) => {
      const here = [...path, event];
      const at = Object.keys(journey.steps).filter((name) => {
        const step = journey.steps[name];
        const nearest = levelsAt(journey, name, event)[0]?.path.join('/');
        return step !== undefined && isResting(step) && nearest === here.join('/');
      });
      return { path: here, handler, event, at };
    }),
  );
}

/** All lists of transitions of a journey. */
export function waysOf(journey: Journey): readonly Way[] {
  const steps = Object.entries(journey.steps).flatMap(([name, step]) => {
    const path = ['journeys', journey.name, 'steps', name];
    return waysOfStep(step).map(([kind, below, transitions]): Way => {
      return { kind, path: [...path, ...below], at: [name], transitions };
    });
  });
  const handlers = handlersOf(journey).flatMap(({ handler, path, event, at }): Way[] => {
    if (handler.kind !== 'go') return [];
    const { transitions } = handler;
    return [{ kind: 'handler', path: [...path, 'transitions'], at, transitions, event }];
  });
  return [...steps, ...handlers];
}

type Below = readonly (readonly [WayKind, Path, Transitions])[];

function waysOfStep(step: Step): Below {
  const overdue: Below =
    'overdue' in step && step.overdue.then !== undefined
      ? [['overdue', ['overdue', 'then'], step.overdue.then]]
      : [];
  return [...ownWays(step), ...overdue];
}

function ownWays(step: Step): Below {
  switch (step.kind) {
    case 'command':
      return (['done', 'rejected', 'exhausted', 'unknown'] as const).map((outcome) => {
        return ['outcome', [outcome], step[outcome]] as const;
      });
    case 'task':
    case 'park':
      return Object.entries(step.actions).map(([name, { transitions }]) => {
        return ['action', ['actions', name, 'transitions'], transitions] as const;
      });
    case 'message':
      return [['message', ['then'], step.then]];
    case 'wait':
      return [['wait', ['then'], step.then]];
    case 'decide':
      return [['decide', ['choose'], step.choose]];
    case 'tracks':
      return [['join', ['then'], step.then]];
    case 'depends':
      return [
        ['depends', ['reached'], step.reached],
        ['depends', ['neverStarted'], step.neverStarted],
        ...Object.entries(step.ended).map(([outcome, ways]) => {
          return ['depends', ['ended', outcome], ways] as const;
        }),
      ];
    case 'await':
    case 'end':
      return [];
  }
}

/** The counts that a guard bounds from above. */
export function boundedBy(guard: Guard | undefined): readonly string[] {
  if (guard === undefined) return [];
  if (guard.kind === 'all') return guard.of.flatMap(boundedBy);
  return guard.kind === 'lt' || guard.kind === 'lte' ? [guard.operand] : [];
}

/** The facts that must be known for a guard to hold; a count is known from the beginning. */
export function needs(guard: Guard | undefined): readonly string[] {
  if (guard === undefined) return [];
  if (guard.kind === 'all') return guard.of.flatMap(needs);
  if (guard.kind === 'any' || guard.kind === 'not') return [];
  return guard.operand.startsWith('event.') ? [] : [guard.operand];
}
