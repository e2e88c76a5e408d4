/** Reminders in the life of one journey: planned, moved, cancelled, sent, and what comes back. */
import { expect, test } from 'vitest';
import { instants } from '../facts/index.ts';
import { nextDue, nextWake } from './index.ts';
import type { Input, OutcomeInput } from './index.ts';
import { Patient, say } from './reminders.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2026, 10, 23, 9);
const deadline: Input = { kind: 'deadline' };

/** Booked for an instant, on a morning. */
function booked(start: number): Patient {
  const patient = new Patient(begin);
  patient.take(say('booked', { start }), begin + minute);
  return patient;
}
const reviewEvery = { kind: 'wall', ms: 7 * day } as const;
const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
const park: Input = { kind: 'control', control: 'park', actor: 'p-1', parking };
const resume: Input = { kind: 'control', control: 'resume', actor: 'p-1' };

test('what counts from the beginning of a step is sent in time, and the timer fires for it', () => {
  const patient = new Patient(begin);
  expect(patient.said()).toEqual(['planned form']);
  expect(nextWake(patient.state)).toBe(begin + hour);
  // Nobody owes a reminder: what is due next is the task.
  expect(nextDue(patient.state)).toEqual({ due: begin + 7 * day, owner: 'desk' });
  expect(patient.take(deadline, begin + hour - 1)).toBe(false);
  expect(patient.take(deadline, begin + hour)).toBe(true);
  expect(patient.asked()).toEqual(['form sms']);
  expect(patient.last?.effects[0]).toMatchObject({ passing: true, system: 'sys', step: 'form' });
  expect(nextWake(patient.state)).toBe(begin + 7 * day);
  expect(patient.take(deadline, begin + 2 * hour)).toBe(false);
});

test('a booking plans its reminders, and each states the time that it is about', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  const planned = ['planned soon', 'planned visit', 'planned visit'];
  expect(patient.said()).toEqual(['cancelled form left', ...planned]);
  patient.take(deadline, start - day);
  expect(patient.asked()).toEqual(['visit sms']);
  expect(patient.last?.effects[0]).toMatchObject({ args: { start } });
});

test('a visit that moves takes what was not sent yet with it, and never sends the old', () => {
  const first = begin + 3 * day;
  const patient = booked(first);
  const second = first + 2 * day;
  patient.take(say('booked', { start: second }), begin + hour);
  expect(patient.said()).toEqual(['moved soon', 'moved visit', 'moved visit']);
  expect(patient.take(deadline, first - day)).toBe(false);
  patient.take(deadline, second - day);
  expect(patient.last?.effects).toMatchObject([{ template: 'visit', args: { start: second } }]);
});

test('who was told the old time is told the new one; the same time is said once', () => {
  const first = begin + 3 * day;
  const patient = booked(first);
  patient.take(deadline, first - day);
  expect(patient.said()).toEqual(['sent visit']);
  patient.take(say('booked', { start: first + 2 * day }), first - 20 * hour);
  // The program says nothing of it, so that the same words say it.
  expect(patient.said()).toEqual(['moved soon', 'moved visit', 'planned visit', 'sent visit']);
  const told = () => patient.sent.at(-1)?.effect;
  expect(told()).toMatchObject({ template: 'visit', args: { start: first + 2 * day } });
  patient.take(deadline, first + day);
  expect(patient.said()).toEqual(['sent visit']);
  // Moved away and back at once: both are said, since the last that is said must be true.
  patient.take(say('booked', { start: first + 9 * day }), first + day + minute);
  expect(told()).toMatchObject({ template: 'visit', args: { start: first + 9 * day } });
  patient.take(say('booked', { start: first + 2 * day }), first + day + 2 * minute);
  expect(told()).toMatchObject({ template: 'visit', args: { start: first + 2 * day } });
  patient.take(say('answered'), first + day + 3 * minute);
  expect(patient.asked()).toEqual([]);
});

test('who was told a time that nobody knows any more is told by a person', () => {
  const first = begin + 3 * day;
  const patient = booked(first);
  patient.take(deadline, first - day);
  patient.take(say('cancelled'), first - 20 * hour);
  expect(patient.asked()).toEqual([]);
  const raised = patient.state.obligations.map(({ name, owner }) => [name, owner]);
  expect(raised).toContainEqual(['visit:untrue', 'lead']);
});

test('what would have been long ago when it is planned is withheld, with the reason', () => {
  const patient = booked(begin + 150 * minute);
  expect(patient.said()).toEqual([
    'cancelled form left',
    'planned soon',
    'withheld visit too-late',
    'withheld visit too-late',
  ]);
  // It is said once, and not with every step that follows.
  patient.take(say('answered'), begin + 2 * minute);
  expect(patient.said()).toEqual([]);
});

test('a guard is asked when the time has come', () => {
  const start = begin + 2 * day;
  const patient = booked(start);
  patient.take(say('answered'), begin + hour);
  expect(patient.said()).toEqual([]);
  patient.take(deadline, start - 2 * hour);
  expect(patient.said()).toContain('withheld soon guard');
  expect(patient.asked()).not.toContain('soon sms');
});

test('after an outage only what is still of use is sent, and of the same words the latest', () => {
  const start = begin + 2 * day;
  const late = booked(start);
  late.take(deadline, start - 10 * hour);
  expect(late.said()).toEqual(['withheld visit of-no-use']);
  const both = booked(start);
  both.take(deadline, start - 2.5 * hour);
  expect(both.said()).toEqual(['sent visit', 'withheld visit of-no-use']);
});

test('leaving the step, ending, and a fact that is known no more cancel', () => {
  const start = begin + 3 * day;
  const left = booked(start);
  left.take(say('cancelled'), begin + hour);
  const [soon, visit] = ['cancelled soon fact-changed', 'cancelled visit fact-changed'];
  expect(left.said()).toEqual([soon, visit, visit, 'planned form']);
  const ended = booked(start);
  ended.take(say('arrived'), begin + hour);
  const over = ['cancelled soon ended', 'cancelled visit ended', 'cancelled visit ended'];
  expect(ended.said()).toEqual(over);
  expect(ended.state).not.toHaveProperty('messages');
});

test('a parked journey sends nothing; it plans anew when it goes on', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  patient.take(park, begin + hour);
  const held = ['cancelled soon parked', 'cancelled visit parked', 'cancelled visit parked'];
  expect(patient.said()).toEqual(held);
  expect(nextWake(patient.state)).toBe(begin + hour + 7 * day);
  expect(patient.take(deadline, start - day)).toBe(false);
  patient.take(resume, start - 5 * hour);
  expect(patient.said()).toEqual(['planned soon', 'planned visit', 'withheld visit too-late']);
});

test('what counts from the beginning of a step waits as long as the journey was parked', () => {
  const patient = new Patient(begin);
  patient.take(park, begin + 20 * minute);
  patient.take(resume, begin + 5 * day);
  expect(nextWake(patient.state)).toBe(begin + 5 * day + 40 * minute);
  patient.take(deadline, begin + 5 * day + 40 * minute);
  expect(patient.asked()).toEqual(['form sms']);
  // Parked again, it has been said.
  patient.take(park, begin + 6 * day);
  patient.take(resume, begin + 7 * day);
  expect(patient.said()).toEqual([]);
});

test('steps of one stage share its reminders: going from one to the other sends none twice', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  patient.take(deadline, start - day);
  const override = { kind: 'control', control: 'override', actor: 'p-1', to: 'sides' } as const;
  patient.take({ ...override, reason: 'asked' }, start - 23 * hour);
  expect(patient.said()).toEqual(['cancelled soon left', 'cancelled visit left', 'planned form']);
  patient.take({ ...override, to: 'visit', reason: 'asked' }, start - 22 * hour);
  expect(patient.said()).toEqual(['cancelled form left', 'planned soon', 'planned visit']);
});

function outcome(patient: Patient, how: OutcomeInput['outcome']): OutcomeInput {
  const about = { kind: 'outcome', name: 'visit', passing: true, step: 'visit', data: {} } as const;
  return { ...about, key: patient.key(), outcome: how };
}

test('what cannot be sent goes over the next channel, and then to whoever answers for it', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  patient.take(deadline, start - day);
  patient.take(outcome(patient, 'exhausted'), start - day + minute);
  expect(patient.asked()).toEqual(['visit email']);
  patient.take({ ...say('message.failed'), answers: patient.key() }, start - day + hour);
  expect(patient.asked()).toEqual([]);
  const raised = patient.state.obligations.find(({ kind }) => kind === 'exception');
  expect(raised).toMatchObject({ name: 'visit:failed', owner: 'lead', step: 'visit' });
});

test('nobody knows whether it was sent: that is an exception, and it is not sent again', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  patient.take(deadline, start - day);
  patient.take(outcome(patient, 'unknown'), start - day + minute);
  expect(patient.asked()).toEqual([]);
  expect(patient.state.obligations.map(({ name }) => name)).toContain('visit:unknown');
});

test('receipts come late, twice, out of order; what is planned no more is not sent again', () => {
  const start = begin + 3 * day;
  const patient = booked(start);
  patient.take(deadline, start - day);
  const answers = patient.key();
  const read = { ...say('message.read'), answers };
  patient.take(read, start - day + minute);
  patient.take({ ...say('message.delivered'), answers }, start - day + 2 * minute);
  patient.take({ ...say('message.failed'), answers }, start - day + 3 * minute);
  expect(patient.asked()).toEqual([]);
  expect(patient.last?.entries).toMatchObject([{ how: 'late', reason: 'known-already' }]);
  expect(patient.state.messages?.settled[0]?.sent?.known).toBe('read');
  const moved = booked(start);
  moved.take(deadline, start - day);
  const exhausted = outcome(moved, 'exhausted');
  moved.take(say('booked', { start: start + day }), start - day + minute);
  moved.take(exhausted, start - day + 2 * minute);
  expect(moved.asked()).toEqual([]);
  expect(moved.last?.entries).toMatchObject([{ how: 'late', reason: 'planned-no-more' }]);
});

test('a fault leaves what is due for later, and not for ever', () => {
  const patient = new Patient(begin);
  patient.take({ kind: 'fault', code: 'ONW-STEP-FAULT' }, begin + hour);
  expect(patient.asked()).toEqual([]);
  expect(patient.take(deadline, begin + hour + minute)).toBe(false);
  const again = nextWake(patient.state) ?? 0;
  expect(again).toBeGreaterThan(begin + hour);
  patient.take(deadline, again);
  expect(patient.asked()).toEqual(['form sms']);
});

test.each([
  ['first', instants.earliest],
  ['last', instants.latest],
])('the %s of all instants is planned for a time that can be told', (which, start) => {
  const patient = booked(start);
  const [how, why] = which === 'first' ? ['withheld', ' too-late'] : ['planned', ''];
  const said = ['soon', 'visit', 'visit'].map((template) => `${how} ${template}${why}`);
  expect(patient.said()).toEqual(['cancelled form left', ...said]);
  for (const entry of patient.entries) {
    if (entry.kind === 'reminder') expect(() => new Date(entry.due).toISOString()).not.toThrow();
  }
});
