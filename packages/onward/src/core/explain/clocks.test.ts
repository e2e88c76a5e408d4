/** What an explanation tells of clocks: how long, whose time, what is left, and today's policy. */
import { expect, test } from 'vitest';
import type { Clock, Program } from '../language/model.ts';
import { measured, Played, say } from '../step/clocks.fixture.ts';
import { explain } from './index.ts';

const hour = 3_600_000;
const at = (local: string): number => Date.parse(`${local}:00-05:00`);
const monday = at('2026-11-23T10:00');

function told(life: Played, now: number, newest?: Program): Readonly<Record<string, string>> {
  const moment = { now, ...(newest === undefined ? {} : { newest }) };
  const { clocks } = explain(life.program, life.state, moment);
  return Object.fromEntries(clocks.map(({ name, sentence }) => [name, sentence]));
}

test('a running clock tells whose time it took, and when its target is reached', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday + 5 * hour);
  const now = monday + 8 * hour;
  expect(told(life, now)).toEqual({
    whole: "whole has run for 8 h (the patient 3 h, partners 5 h); it is the patient's turn.",
    'to-visit':
      "to-visit has run for 3 h (the patient 3 h); it is the patient's turn; its target of " +
      '3 business days is reached on 27 Nov 15:00 if nothing changes.',
    ours:
      "ours rests after 8 h (the patient 3 h, partners 5 h); it is the patient's turn; its " +
      'target of 2 d has not begun to count.',
    waiting: "waiting has run for 3 h (the patient 3 h); it is the patient's turn.",
  });
  const [, toVisit] = explain(measured, life.state, now).clocks;
  expect(toVisit).toMatchObject({
    standing: 'running',
    turn: 'subject',
    // Until five o'clock.
    counted: 2 * hour,
    left: 22 * hour,
    due: at('2026-11-27T15:00'),
    passed: null,
    today: null,
  });
});

test('a clock that rests tells what is left, one that was passed when', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  life.take(say('formed'), monday + hour);
  life.act('again', monday + 11 * hour);
  life.hold(monday + 12 * hour);
  const now = at('2026-12-03T10:00');
  expect(told(life, now)['ours']).toBe(
    'ours rests after 10 d (us 9 d, the patient 2 h); it is our turn; 38 h of its target of ' +
      '2 d are left.',
  );
  expect(told(life, now)['to-visit']).toContain(
    '; 17 h of working time of its target of 3 business days are left.',
  );
  life.resume(now);
  // No timer has fired yet: what has passed is told all the same.
  const later = at('2026-12-20T10:00');
  expect(told(life, later)['to-visit']).toContain(
    'its target of 3 business days was passed on 7 Dec 11:00',
  );
  life.take(say('arrived'), now + hour);
  expect(told(life, later)['to-visit']).toBe(
    'to-visit took 10 d (us 9 d, the patient 3 h); its target of 3 business days was kept.',
  );
});

/** The program with one clock changed. */
function changed(change: (clock: Clock) => Clock | undefined): Program {
  const { main } = measured.journeys;
  if (main?.clocks === undefined) throw new Error('There are no clocks.');
  const { 'to-visit': visit, ...others } = main.clocks;
  const next = visit === undefined ? undefined : change(visit);
  const clocks = next === undefined ? others : { ...others, 'to-visit': next };
  return { ...measured, journeys: { main: { ...main, clocks } } };
}

function withDays(clock: Clock, days: number): Clock {
  const span = { kind: 'business-days', days } as const;
  return { ...clock, target: { owner: 'lead', span } };
}

test('a run keeps to the policy it began with, and the difference is shown', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  const today = (newest: Program) => told(life, monday + hour, newest)['to-visit']?.split('; ')[3];
  expect(today(measured)).toBeUndefined();
  // A copy that came back from where it is stored is the same policy.
  expect(today(JSON.parse(JSON.stringify(measured)) as Program)).toBeUndefined();
  expect(today(changed((clock) => withDays(clock, 5)))).toBe(
    "by today's policy: 5 business days, reached on 1 Dec 10:00.",
  );
  expect(today(changed(() => undefined))).toBe("by today's policy: no target.");
  const { office } = measured.calendars;
  if (office === undefined) throw new Error('There is no office.');
  const closed = { ...measured, calendars: { office: { ...office, holidays: ['2026-11-24'] } } };
  expect(today(closed)).toBe("by today's policy: 3 business days, reached on 27 Nov 10:00.");
  const { clocks } = explain(measured, life.state, { now: monday, newest: closed });
  expect(clocks[1]).toMatchObject({
    due: at('2026-11-27T10:00'),
    today: { target: '3 business days', due: at('2026-11-27T10:00') },
  });
});

test('of a run that rested, today is told by what is left', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  life.hold(monday + hour);
  life.resume(at('2026-11-24T10:00'));
  const newest = changed((clock) => withDays(clock, 1));
  // An hour has counted of a day of eight.
  expect(told(life, at('2026-11-24T10:00'), newest)['to-visit']).toContain(
    "; by today's policy: 1 business day, reached on 24 Nov 17:00.",
  );
});
