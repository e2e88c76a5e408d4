/** Messages keep to the hours of their program: a step's own, and those that are planned. */
import { beforeEach, expect, test } from 'vitest';
import type { Program } from '../language/model.ts';
import { wantedStill, nextDue, nextWake, step } from './index.ts';
import type { Input, State, StepResult } from './index.ts';
import { appointments, Patient, say, withHours } from './reminders.fixture.ts';
import { zoo } from './zoo.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Monday 23 November 2026; Berlin is an hour ahead. */
const midnight = Date.UTC(2026, 10, 22, 23);
const deadline: Input = { kind: 'deadline' };
const reminded = withHours(appointments);
const told = withHours(zoo);

type Stepped = Extract<StepResult, { readonly kind: 'stepped' }>;

let running: Program = told;

function take(state: State | null, input: Input, now: number): Stepped {
  const result = step(running, state, input, now);
  if (result.kind === 'refused') throw new Error(result.code);
  return result;
}

beforeEach(() => {
  running = told;
});

/** A journey that comes to its message at a time. */
function tellAt(now: number): Stepped {
  const event = { ...say('started'), data: { urgent: false } };
  const begun = take(null, { kind: 'enrol', journey: 'main', event }, now - minute);
  const to = { kind: 'control', control: 'override', actor: 'p-1', to: 'tell' } as const;
  return take(begun.state, { ...to, reason: 'asked' }, now);
}

test('a message at night waits for the morning; its deadline does not', () => {
  const { state, effects, entries } = tellAt(midnight + 3 * hour);
  expect(effects).toEqual([]);
  const until = midnight + 8 * hour;
  expect(entries).toContainEqual({ kind: 'held', what: 'hello', until });
  expect(nextWake(state)).toBe(until);
  expect(nextDue(state)).toEqual({ due: midnight + 27 * hour, owner: 'desk' });
  expect(step(told, state, deadline, until - 1)).toMatchObject({ code: 'ONW-NOT-DUE' });
  const morning = take(state, deadline, until);
  expect(morning.effects).toMatchObject([{ kind: 'message', template: 'hello', channel: 'sms' }]);
  expect(nextWake(morning.state)).toBe(midnight + 27 * hour);
  const [{ command = '' } = {}] = morning.state.obligations;
  const read = { ...say('message.read'), answers: command };
  expect(take(morning.state, read, until + hour).state.places[0]?.step).not.toBe('tell');
});

test('by day a message is asked for at once, and any time where its purpose may', () => {
  expect(tellAt(midnight + 12 * hour).effects).toMatchObject([{ kind: 'message' }]);
  running = { ...told, messages: { hours: 'waking', anyTime: ['care'] } };
  expect(tellAt(midnight + 3 * hour).effects).toMatchObject([{ kind: 'message' }]);
});

function override(to: string): Input {
  return { kind: 'control', control: 'override', actor: 'p-1', to, reason: 'asked' };
}

test('what was left before the morning is never sent', () => {
  const { state } = tellAt(midnight + 3 * hour);
  const left = take(state, override('chase'), midnight + 4 * hour);
  expect(left.effects).toEqual([]);
  expect(nextWake(left.state)).toBe(nextDue(left.state)?.due);
});

test('a failure at night goes over the next channel in the morning', () => {
  const { state } = tellAt(midnight + 12 * hour);
  const [{ command = '' } = {}] = state.obligations;
  const night = midnight + 23 * hour;
  const failed = take(state, { ...say('message.failed'), answers: command }, night);
  expect(failed.effects).toEqual([]);
  expect(failed.state.obligations).toMatchObject([{ channel: 1, askAt: midnight + 32 * hour }]);
  expect(failed.state.obligations[0]).not.toHaveProperty('command');
  // A receipt of the first that comes late answers nothing any more.
  const late = take(failed.state, { ...say('message.read'), answers: command }, night + minute);
  expect(late.entries).toMatchObject([{ kind: 'taken', how: 'late' }]);
});

test('a park holds it back; it leaves when the park is over, within the hours', () => {
  const { state } = tellAt(midnight + 3 * hour);
  const parking = {
    owner: 'lead',
    reason: 'abroad',
    reviewEvery: { kind: 'wall', ms: 9e8 },
  } as const;
  const park: Input = { kind: 'control', control: 'park', actor: 'p-1', parking };
  const parked = take(state, park, midnight + 4 * hour);
  expect(nextWake(parked.state)).toBe(nextDue(parked.state)?.due);
  const resume: Input = { kind: 'control', control: 'resume', actor: 'p-1' };
  const night = midnight + 22 * hour;
  let { state: back, effects } = take(parked.state, resume, night);
  expect(effects).toEqual([]);
  ({ state: back, effects } = take(back, deadline, night + minute));
  expect(effects).toEqual([]);
  expect(nextWake(back)).toBe(midnight + 32 * hour);
  expect(take(back, deadline, midnight + 32 * hour).effects).toMatchObject([{ kind: 'message' }]);
});

test('a reminder for the night is sent in the morning while that is of use', () => {
  const patient = new Patient(midnight - 2 * hour, reminded);
  // An hour after the beginning is 23:00.
  expect(nextWake(patient.state)).toBe(midnight + 8 * hour);
  patient.take(deadline, midnight + 8 * hour);
  expect(patient.asked()).toEqual(['form sms']);
});

test('a reminder that would come too late in the morning is sent the evening before', () => {
  const patient = new Patient(midnight + 8 * hour, reminded);
  // Tuesday 08:30; three hours before is 05:30, two hours before 06:30.
  patient.take(say('booked', { start: midnight + 32.5 * hour }), midnight + 9 * hour);
  const evening = midnight + 21 * hour - minute;
  // The one for a day before is due at once, the others this evening.
  expect(nextWake(patient.state)).toBe(evening);
  expect(patient.take(deadline, evening)).toBe(true);
  expect(patient.asked()).toEqual(['visit sms', 'soon sms']);
});

test('what should have left while nothing ran keeps to the hours all the same', () => {
  const patient = new Patient(midnight + 18 * hour, reminded);
  // It was for 19:00; the process is back at 23:00.
  const night = midnight + 23 * hour;
  expect(patient.take(deadline, night)).toBe(true);
  expect(patient.asked()).toEqual([]);
  expect(nextWake(patient.state)).toBe(midnight + 32 * hour);
});

test('a reminder that fails at night goes over the next channel in the morning', () => {
  const patient = new Patient(midnight + 12 * hour, reminded);
  patient.take(deadline, midnight + 13 * hour);
  const failed = { ...say('message.failed'), answers: patient.key() };
  patient.take(failed, midnight + 22 * hour);
  expect(patient.asked()).toEqual([]);
  expect(nextWake(patient.state)).toBe(midnight + 32 * hour);
  patient.take(deadline, midnight + 32 * hour);
  expect(patient.asked()).toEqual(['form email']);
});

function isWanted(program: Program, state: State, key: string): boolean {
  const is = {
    kind: 'message',
    index: 0,
    system: 'sys',
    template: 'form',
    channel: 'sms',
  } as const;
  const effect = { ...is, step: 'tell', passing: false };
  return wantedStill(program, state, { key, effect, now: midnight + 13 * hour }) !== undefined;
}

test('what is asked of a message is asked of it still, until it is left or moved', () => {
  const { state } = tellAt(midnight + 12 * hour);
  const [{ command = '' } = {}] = state.obligations;
  expect(isWanted(told, state, command)).toBe(true);
  expect(isWanted(told, state, '1.0')).toBe(false);
  const { state: left } = take(state, override('chase'), midnight + 13 * hour);
  expect(isWanted(told, left, command)).toBe(false);
  const patient = new Patient(midnight + 8 * hour, reminded);
  patient.take(say('booked', { start: midnight + 36 * hour }), midnight + 9 * hour);
  patient.take(deadline, midnight + 12 * hour);
  const key = patient.key();
  expect(isWanted(reminded, patient.state, key)).toBe(true);
  patient.take(say('booked', { start: midnight + 60 * hour }), midnight + 12 * hour + 1);
  expect(isWanted(reminded, patient.state, key)).toBe(false);
});

test('who cannot be written to before the deadline is somebody’s at once', () => {
  // It is 22:00, and the message must be known within 9 hours: the hours begin in 10.
  const soon = structuredClone(told) as { journeys: Program['journeys'] } & Program;
  const tell = soon.journeys['main']?.steps['tell'] as { within: unknown };
  tell.within = { kind: 'wall', ms: 9 * hour };
  running = soon;
  const at = midnight - 2 * hour;
  const { state } = tellAt(at);
  expect(nextDue(state)).toEqual({ due: at, owner: 'desk' });
  const { state: late } = take(state, deadline, at);
  expect(late.obligations).toMatchObject([{ name: 'hello', owner: 'lead', overdue: true }]);
});
