/** Every transition that a journey may take from where it rests, with what it is taken by. */
import type { Journey, Step, Transitions } from '../language/model.ts';
import type { Obligation, Place, State } from '../step/types.ts';
import { stepNamed } from './targets.ts';

/** What a transition is taken by. */
export interface Trigger {
  readonly kind:
    | 'event'
    | 'action'
    | 'deadline'
    | 'answer'
    | 'done'
    | 'receipt'
    | 'depends'
    | 'automatic';
  readonly name: string;
}

/** Ordered transitions of one trigger: the first whose guard holds is taken. */
export interface WayOn {
  readonly step: string;
  readonly track: string;
  readonly on: Trigger;
  readonly transitions: Transitions;
  /** What waits there; undefined for what no obligation stands for. */
  readonly obligation?: Obligation;
}

/** Ways on of every place where the journey rests, in the order in which they are written. */
export function waysOn(journey: Journey, state: State): readonly WayOn[] {
  const resting = state.places.filter(({ ended }) => ended === undefined);
  const own = resting.flatMap((place) => waysOf(journey, state, place));
  return [...own, ...eventsOf(journey, resting)];
}

function waysOf(journey: Journey, state: State, place: Place): readonly WayOn[] {
  const step = stepNamed(journey, place.step);
  if (step === undefined) return [];
  const all = [...state.obligations, ...(state.parked?.resting ?? [])];
  const obligation = all.find(({ kind, step: at, track }) => {
    return kind !== 'exception' && kind !== 'ad-hoc' && at === place.step && track === place.track;
  });
  const at = { step: place.step, track: place.track, ...(obligation && { obligation }) };
  return [...answersOf(step), ...deadlinesOf(step, place.step)].map((each) => ({ ...at, ...each }));
}

type Way = Pick<WayOn, 'on' | 'transitions'>;

function way(kind: Trigger['kind'], name: string, transitions: Transitions): Way {
  return { on: { kind, name }, transitions };
}

/** By people, systems and other journeys. */
function answersOf(step: Step): readonly Way[] {
  switch (step.kind) {
    case 'task':
    case 'park':
      return Object.entries(step.actions).map(([name, action]) =>
        way('action', name, action.transitions),
      );
    case 'command': {
      const name = `${step.call.system}.${step.call.command}`;
      const failures = (['rejected', 'exhausted', 'unknown'] as const).map((outcome) =>
        way('answer', `${name}:${outcome}`, step[outcome]),
      );
      return [way('done', name, step.done), ...failures];
    }
    case 'message':
      return [way('receipt', `${step.template}:${step.until}`, step.then)];
    case 'depends': {
      const { journey, milestone } = step;
      const ended = Object.entries(step.ended).map(([outcome, transitions]) =>
        way('depends', `${journey}:${outcome}`, transitions),
      );
      return [way('depends', `${journey}:${milestone ?? 'ended'}`, step.reached), ...ended];
    }
    case 'tracks':
      return [way('automatic', 'join', step.then)];
    case 'await':
    case 'wait':
    case 'decide':
    case 'end':
      return [];
  }
}

/** By time alone. */
function deadlinesOf(step: Step, name: string): readonly Way[] {
  if (step.kind === 'wait') return [way('deadline', name, step.then)];
  const late =
    'overdue' in step && step.overdue.then !== undefined
      ? [way('deadline', name, step.overdue.then)]
      : [];
  if (step.kind !== 'depends') return late;
  return [way('deadline', `${step.journey}:never-started`, step.neverStarted), ...late];
}

/** Whoever hears an event first: the steps where it rests, then stage and journey. */
function eventsOf(journey: Journey, resting: readonly Place[]): readonly WayOn[] {
  const root = resting.find(({ track }) => track === '');
  const rootStep = root && stepNamed(journey, root.step);
  const stage = rootStep && journey.stages[rootStep.stage];
  const heard = resting.map((place) => ({ place, step: stepNamed(journey, place.step) }));
  const outer = { ...journey.on, ...stage?.on, ...rootStep?.on };
  const types = new Set([
    ...heard.flatMap(({ step }) => Object.keys(step?.on ?? {})),
    ...Object.keys(outer),
  ]);
  return [...types].flatMap((type) => {
    const found = heard.flatMap(({ place, step }) => {
      const handler = step === undefined || step.kind === 'tracks' ? undefined : step.on[type];
      return handler === undefined ? [] : [{ place, handler }];
    });
    const handlers = found.length > 0 || root === undefined ? found : outerOf(outer, type, root);
    return handlers.flatMap(({ place: { step, track }, handler }) =>
      handler.kind === 'go' ? [{ step, track, ...way('event', type, handler.transitions) }] : [],
    );
  });
}

function outerOf(outer: Step['on'], type: string, place: Place) {
  const handler = outer[type];
  return handler === undefined ? [] : [{ place, handler }];
}
