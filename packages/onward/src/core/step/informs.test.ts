/** What people are told because a way was taken: once, the newest, and never what is not true. */
import { expect, test } from 'vitest';
import { nextWake, wantedStill } from './index.ts';
import { informing, Patient, say, withHours } from './reminders.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 10, 23, 11);
const midnight = Date.UTC(2026, 10, 23, 23);
const deadline = { kind: 'deadline' } as const;

function booked(start: number) {
  return say('booked', { start });
}

test('a visit that is moved is told at once, with the time that is true', () => {
  const patient = new Patient(noon, informing);
  patient.take(booked(noon + 5 * day), noon + minute);
  expect(patient.asked()).toEqual(['moved sms']);
  expect(patient.sent.at(-1)?.effect).toMatchObject({ args: { start: noon + 5 * day } });
  patient.take(say('message.failed'), noon + 2 * minute);
  expect(patient.asked()).toEqual([]);
});

test('moved twice in the night: in the morning the person hears of the second alone', () => {
  const patient = new Patient(midnight - 6 * hour, withHours(informing));
  patient.take(booked(midnight + 5 * day), midnight);
  patient.take(booked(midnight + 6 * day), midnight + hour);
  expect(patient.asked()).toEqual([]);
  expect(patient.said()).toContain('moved moved');
  expect(nextWake(patient.state)).toBe(midnight + 8 * hour);
  patient.take(deadline, midnight + 8 * hour);
  expect(patient.asked()).toEqual(['moved sms']);
  expect(patient.sent.at(-1)?.effect).toMatchObject({ args: { start: midnight + 6 * day } });
});

test('what was asked for and not yet sent is stale once there is newer news', () => {
  const patient = new Patient(noon, informing);
  patient.take(booked(noon + 5 * day), noon);
  const first = patient.key();
  const wanted = (key: string) =>
    wantedStill(informing, patient.state, { key, effect: patient.effect(key), now: noon + minute });
  expect(wanted(first)).toBeDefined();
  patient.take(booked(noon + 6 * day), noon + minute);
  expect(wanted(first)).toBeUndefined();
  expect(wanted(patient.key())).toBeDefined();
});

test('over the next channel, then to a person', () => {
  const patient = new Patient(noon, informing);
  patient.take(booked(noon + 5 * day), noon);
  patient.take({ ...say('message.failed'), answers: patient.key() }, noon + minute);
  expect(patient.asked()).toEqual(['moved email']);
  patient.take({ ...say('message.failed'), answers: patient.key() }, noon + 2 * minute);
  expect(patient.state.obligations.map(({ name }) => name)).toContain('moved:failed');
});

test('what cannot be told in time is a person’s at once: call now', () => {
  const patient = new Patient(midnight - 6 * hour, withHours(informing));
  patient.take(booked(midnight + 7 * hour), midnight);
  expect(patient.said()).toContain('withheld moved of-no-use');
  expect(patient.state.obligations.map(({ name }) => name)).toContain('moved:unreachable');
});

test('the last thing to be said is said at the end, and is asked for still', () => {
  const patient = new Patient(noon, informing);
  patient.take(say('arrived'), noon + minute);
  expect(patient.asked()).toEqual(['thanks sms']);
  expect(patient.state.status).toBe('ended');
  const effect = patient.effect(patient.key());
  const asked = { key: patient.key(), effect, now: noon + hour };
  expect(wantedStill(informing, patient.state, asked)).toBeDefined();
  const owed = { ...asked, effect: { ...effect, passing: false } };
  expect(wantedStill(informing, patient.state, owed)).toBeUndefined();
});

test('in a park nothing is said; afterwards what is still true', () => {
  const patient = new Patient(midnight - 6 * hour, withHours(informing));
  patient.take(booked(midnight + 5 * day), midnight);
  const reviewEvery = { kind: 'wall', ms: 7 * day } as const;
  const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
  patient.take({ kind: 'control', control: 'park', actor: 'p-1', parking }, midnight + hour);
  expect(patient.said()).toContain('cancelled moved parked');
  patient.take({ kind: 'control', control: 'resume', actor: 'p-1' }, midnight + 12 * hour);
  expect(patient.asked()).toEqual(['moved sms']);
});

test('what its text cannot state is a person’s to say; what is true no more, nobody’s', () => {
  const patient = new Patient(midnight - 6 * hour, withHours(informing));
  patient.take(booked(midnight + 5 * day), midnight);
  patient.take(say('cancelled'), midnight + hour);
  expect(patient.said()).toContain('cancelled moved left');
  patient.take(deadline, midnight + 8 * hour);
  expect(patient.asked()).toContain('gone sms');
  expect(patient.asked()).not.toContain('moved sms');
  const unknown = JSON.parse(
    JSON.stringify(informing).replace('"facts":["start"]', '"facts":["start","answered"]'),
  ) as typeof informing;
  const other = new Patient(noon, unknown);
  other.take(booked(noon + 5 * day), noon + minute);
  expect(other.asked()).toEqual([]);
  expect(other.state.obligations.map(({ name }) => name)).toContain('moved:incomplete');
});

test('news that was put off until it was of no use is told by a person', () => {
  const patient = new Patient(noon, informing);
  patient.take(booked(noon + 3 * hour), noon);
  const about = { kind: 'outcome', name: 'moved', passing: true, step: 'form', data: {} } as const;
  patient.take({ ...about, key: patient.key(), outcome: 'rejected' }, noon + 2.9 * hour);
  expect(patient.asked()).toEqual([]);
  expect(patient.state.obligations.map(({ name }) => name)).toContain('moved:unreachable');
});
