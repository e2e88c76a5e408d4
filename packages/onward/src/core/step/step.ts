/** The heart: one pure function from state and input to state, entries and effects. */
import type { Enrolment, Journey, Program } from '../language/model.ts';
import { isClockDue, postponeClocks, settleClocks } from './clocks.ts';
import { applyAct, applyControl } from './act.ts';
import type { Refusal } from './act.ts';
import { applyDeadline, postponeDue } from './deadline.ts';
import { Draft } from './draft.ts';
import { applyDrift } from './drift.ts';
import { redeliver } from './deliver.ts';
import { applyHold, closeChecks } from './hold.ts';
import { applyEvent } from './event.ts';
import { assign, holds } from './guard.ts';
import { askHeld } from './message.ts';
import { enter, isAwaited, ownerOf } from './move.ts';
import { applyOutcome } from './outcome.ts';
import { readAgain } from './read-back.ts';
import { isMessageDue, postponeMessages, settleMessages } from './reminders.ts';
import { applySignal } from './signal.ts';
import type { EventInput, Held, Input, State, StepResult } from './types.ts';

/**
 * What happens next. Pure and total: no clock, no chance, no I/O; every input of the union gives a
 * new state or a refusal with a stable code that leaves all as it was.
 *
 * @param state `null` before the journey begins; only `enrol` begins one.
 * @param now epoch milliseconds at which the input takes effect.
 * @throws BugError only where the program itself breaks a law that `check` proves.
 */
// oxlint-disable-next-line max-params -- the four are the function's definition
export function step(program: Program, state: State | null, input: Input, now: number): StepResult {
  if (input.kind === 'enrol') {
    return state === null ? enrol(program, input, now) : step(program, state, input.event, now);
  }
  if (state === null)
    return refuse(
      'ONW-JOURNEY-ABSENT',
      'There is no such journey; it begins by an enrolment event.',
    );
  if (state.status === 'ended')
    return refuse('ONW-JOURNEY-ENDED', 'The journey has ended; nothing can be added to it.');
  const draft = new Draft(program, state, now);
  draft.outages = input.outages ?? [];
  const refusal = apply(draft, input);
  if (refusal !== undefined) return refuse(refusal.code, refusal.message);
  redeliver(draft);
  closeChecks(draft);
  // Whatever broke the step may break the rest: a fault leaves it for later.
  if (input.kind === 'fault') {
    postponeClocks(draft);
    postponeMessages(draft);
  } else {
    settleClocks(draft, state);
    settleMessages(draft, state);
  }
  return draft.result();
}

function apply(draft: Draft, input: Exclude<Input, { readonly kind: 'enrol' }>): Refusal {
  switch (input.kind) {
    case 'event':
      applyEvent(draft, input);
      return undefined;
    case 'deadline':
      return passTime(draft, input.held) ? undefined : notDue;
    case 'hold':
      return applyHold(draft, input) ? undefined : notDue;
    case 'outcome':
      applyOutcome(draft, input);
      return undefined;
    case 'act':
      return applyAct(draft, input);
    case 'control':
      return applyControl(draft, input);
    case 'signal':
      return applySignal(draft, input) ? undefined : notAwaited;
    case 'drift':
      return applyDrift(draft, input);
    case 'fault': {
      draft.say({ kind: 'fault', code: input.code });
      postponeDue(draft);
      const root = draft.root();
      const owner = root === undefined ? '' : ownerOf(draft, draft.stepNamed(root.step));
      draft.raise(input.code.toLowerCase(), owner, root?.step ?? '');
      return undefined;
    }
  }
}

/** Does what is due by now; false when nothing is. What is left meanwhile is not asked for. */
function passTime(draft: Draft, held: Held | undefined): boolean {
  const isDue = applyDeadline(draft, held);
  const wasHeld = askHeld(draft);
  const isRead = readAgain(draft);
  return isDue || wasHeld || isRead || isMessageDue(draft) || isClockDue(draft);
}

const notDue: Refusal = { code: 'ONW-NOT-DUE', message: 'Nothing of this journey is due yet.' };

const notAwaited: Refusal = {
  code: 'ONW-NOT-AWAITED',
  message: 'The journey does not wait for this one.',
};

function enrol(
  program: Program,
  input: Extract<Input, { kind: 'enrol' }>,
  now: number,
): StepResult {
  const { journey: name, event } = input;
  const journey = Object.hasOwn(program.journeys, name) ? program.journeys[name] : undefined;
  const way = journey && enrolmentOf(journey, event, now);
  if (journey === undefined || way === undefined) {
    return refuse('ONW-NO-ENROLMENT', 'The event does not begin this journey.');
  }
  const draft = new Draft(program, unborn(journey), now);
  draft.data = event.data;
  draft.say({ kind: 'enrolled', journey: name });
  assign(draft, way.set);
  draft.data = {};
  if (isAwaited(draft)) draft.effects.push({ kind: 'announce', says: { kind: 'started' } });
  enter(draft, draft.stepNamed(journey.start), journey.start);
  settleClocks(draft, null);
  settleMessages(draft, null);
  return draft.result();
}

/** The way by which an event begins a journey: the first whose guard holds. */
export function enrolmentOf(
  { enrol: ways }: Journey,
  { type, data }: Pick<EventInput, 'type' | 'data'>,
  now: number,
): Enrolment | undefined {
  return ways.find(({ on, when }) => {
    return on === type && (when === undefined || holds(when, { facts: {}, data, now }));
  });
}

/** Before anything has happened: counts stand at zero, every other fact is unknown. */
function unborn({ name: journey, facts: types }: Journey): State {
  const counts = Object.entries(types).filter(([, type]) => type.kind === 'count');
  return {
    journey,
    version: 0,
    status: 'open',
    stage: '',
    facts: Object.fromEntries(counts.map(([fact]) => [fact, 0])),
    milestones: [],
    places: [],
    obligations: [],
    deferred: [],
  };
}

function refuse(code: NonNullable<Refusal>['code'], message: string): StepResult {
  return { kind: 'refused', code, message };
}
