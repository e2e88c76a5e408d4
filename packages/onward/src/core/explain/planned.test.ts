/** What an explanation tells of messages: planned, sent and received, withheld and why. */
import { expect, test } from 'vitest';
import { appointments, Patient, say } from '../step/reminders.fixture.ts';
import type { Input } from '../step/index.ts';
import { explain } from './index.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Monday, 23 November 2026, 10:00 in Berlin. */
const begin = Date.UTC(2026, 10, 23, 9);
const deadline: Input = { kind: 'deadline' };

function told(patient: Patient, now: number): readonly string[] {
  return explain(appointments, patient.state, now).messages.map(({ sentence }) => sentence);
}

test('what is planned is told with its time and what it is about', () => {
  const patient = new Patient(begin);
  expect(explain(appointments, patient.state, begin).messages).toEqual([
    {
      template: 'form',
      via: 'sys',
      channel: 'sms',
      fact: null,
      about: begin,
      at: begin + hour,
      fate: 'planned',
      sentence: 'form will be sent over sms on 23 Nov 11:00.',
    },
  ]);
  patient.take(say('booked', { start: begin + 3 * day }), begin + minute);
  expect(told(patient, begin + minute)).toEqual([
    'visit about start (26 Nov 10:00) will be sent over sms on 25 Nov 10:00.',
    'visit about start (26 Nov 10:00) will be sent over sms on 26 Nov 07:00.',
    'soon about start (26 Nov 10:00) will be sent over sms on 26 Nov 08:00.',
  ]);
});

test('what was sent is told with what is known of it, and what was withheld with why', () => {
  const patient = new Patient(begin);
  patient.take(say('booked', { start: begin + 20 * hour }), begin + minute);
  patient.take(deadline, begin + 17 * hour);
  patient.take({ ...say('message.delivered'), answers: patient.key() }, begin + 17 * hour + minute);
  expect(told(patient, begin + 17 * hour + minute)).toEqual([
    'visit about start (24 Nov 06:00) was not sent: ' +
      'its time had passed when it was first planned.',
    'visit about start (24 Nov 06:00) was sent over sms, and is delivered.',
    'soon about start (24 Nov 06:00) will be sent over sms on 24 Nov 04:00.',
  ]);
});

test('while a journey is on hold nothing is planned, and what was sent stands', () => {
  const patient = new Patient(begin);
  patient.take(deadline, begin + hour);
  const reviewEvery = { kind: 'wall', ms: day } as const;
  const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
  const park = { kind: 'control', control: 'park', actor: 'p-1', parking } as const;
  patient.take(park, begin + 2 * hour);
  expect(told(patient, begin + 2 * hour)).toEqual(['form was sent over sms.']);
  patient.take(say('arrived'), begin + 3 * hour);
  expect(told(patient, begin + 3 * hour)).toEqual([]);
});
