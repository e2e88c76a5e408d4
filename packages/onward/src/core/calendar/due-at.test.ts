import { describe, expect, test } from 'vitest';

import type { Calendar, Shift, Span } from '../language/model.ts';
import { dueAt } from './due-at.ts';

const nine: readonly Shift[] = [[540, 1020]];
const clinicDay: readonly Shift[] = [
  [480, 720],
  [780, 1080],
];
const office: Calendar = {
  zone: 'America/New_York',
  week: [nine, nine, nine, nine, nine, [], []],
  holidays: ['2026-11-26', '2026-12-25'],
  overrides: {},
};
const clinic: Calendar = {
  zone: 'America/New_York',
  week: [clinicDay, clinicDay, clinicDay, clinicDay, [[480, 840]], [], []],
  holidays: ['2026-11-26', '2026-12-25'],
  overrides: { '2026-12-24': [[480, 720]], '2026-12-26': [[600, 660]] },
};

const days = (n: number): Span => ({ kind: 'business-days', days: n });
const hours = (n: number): Span => ({ kind: 'business-time', ms: n * 3_600_000 });
const wall = (n: number): Span => ({ kind: 'wall', ms: n * 3_600_000 });

/** Local times with their offset, so that a reader sees both. */
type Example = readonly [what: string, calendar: Calendar, span: Span, from: string, due: string];

function check(examples: readonly Example[]): void {
  test.each(examples)('%s', (...example) => {
    const [, calendar, span, from, due] = example;
    const at = new Date(dueAt(calendar, Date.parse(from), span)).toISOString();
    expect(at).toBe(new Date(Date.parse(due)).toISOString());
  });
}

describe('wall time', () => {
  check([
    [
      'an hour is an hour when clocks go forward',
      office,
      wall(24),
      '2026-03-07T12:00-05:00',
      '2026-03-08T13:00-04:00',
    ],
    [
      'an hour is an hour when clocks go back',
      office,
      wall(24),
      '2026-10-31T12:00-04:00',
      '2026-11-01T11:00-05:00',
    ],
    ['nothing is nothing', office, wall(0), '2026-01-03T03:00-05:00', '2026-01-03T03:00-05:00'],
  ]);
});

describe('working days', () => {
  check([
    ['the same time tomorrow', office, days(1), '2026-01-05T10:15-05:00', '2026-01-06T10:15-05:00'],
    ['over a weekend', office, days(1), '2026-01-09T16:30-05:00', '2026-01-12T16:30-05:00'],
    ['over a holiday', office, days(1), '2026-11-25T10:00-05:00', '2026-11-27T10:00-05:00'],
    [
      'a start at night moves to the morning',
      office,
      days(1),
      '2026-01-05T22:00-05:00',
      '2026-01-07T09:00-05:00',
    ],
    [
      'a start on Saturday moves to Monday',
      office,
      days(2),
      '2026-01-10T12:00-05:00',
      '2026-01-14T09:00-05:00',
    ],
    [
      'the end of a shift is outside it',
      office,
      days(1),
      '2026-01-05T17:00-05:00',
      '2026-01-07T09:00-05:00',
    ],
    [
      'no days from within a shift',
      office,
      days(0),
      '2026-01-05T10:00-05:00',
      '2026-01-05T10:00-05:00',
    ],
    ['no days from outside', office, days(0), '2026-01-03T10:00-05:00', '2026-01-05T09:00-05:00'],
    [
      'the same local time when clocks go forward',
      office,
      days(1),
      '2026-03-06T10:00-05:00',
      '2026-03-09T10:00-04:00',
    ],
    [
      'the same local time when clocks go back',
      office,
      days(1),
      '2026-10-30T10:00-04:00',
      '2026-11-02T10:00-05:00',
    ],
    [
      'after the last shift: its end',
      clinic,
      days(1),
      '2026-01-08T16:00-05:00',
      '2026-01-09T14:00-05:00',
    ],
    [
      'in a break: the next shift',
      clinic,
      days(3),
      '2026-01-09T12:30-05:00',
      '2026-01-14T13:00-05:00',
    ],
    [
      'before the first shift: its start',
      clinic,
      days(1),
      '2026-12-24T09:00-05:00',
      '2026-12-26T10:00-05:00',
    ],
    [
      'a date of its own is a working day',
      clinic,
      days(1),
      '2026-12-23T16:00-05:00',
      '2026-12-24T12:00-05:00',
    ],
    ['a hundred days', office, days(100), '2026-01-05T10:00-05:00', '2026-05-25T10:00-04:00'],
  ]);
});

describe('working time', () => {
  check([
    ['within a shift', office, hours(4), '2026-01-05T10:00-05:00', '2026-01-05T14:00-05:00'],
    ['to the end of a shift', office, hours(8), '2026-01-05T09:00-05:00', '2026-01-05T17:00-05:00'],
    ['over a night', office, hours(4), '2026-01-05T15:00-05:00', '2026-01-06T11:00-05:00'],
    ['over a weekend', office, hours(4), '2026-01-09T16:00-05:00', '2026-01-12T12:00-05:00'],
    ['over a break', clinic, hours(2), '2026-01-05T11:00-05:00', '2026-01-05T14:00-05:00'],
    ['over a holiday', office, hours(8), '2026-11-25T13:00-05:00', '2026-11-27T13:00-05:00'],
    ['from the night', office, hours(1), '2026-01-05T03:00-05:00', '2026-01-05T10:00-05:00'],
    [
      'over a date of its own',
      clinic,
      hours(5),
      '2026-12-24T08:00-05:00',
      '2026-12-26T11:00-05:00',
    ],
  ]);
});

describe('a shift across a change of the clocks', () => {
  const night: Calendar = {
    ...office,
    week: [[], [], [], [], [], [], [[0, 360]]],
    holidays: [],
  };
  const early: Calendar = { ...night, week: [[], [], [], [], [], [[540, 1020]], [[120, 180]]] };
  check([
    [
      'is an hour shorter when they go forward',
      night,
      hours(5),
      '2026-03-07T20:00-05:00',
      '2026-03-08T06:00-04:00',
    ],
    [
      'is an hour longer when they go back',
      night,
      hours(7),
      '2026-10-31T20:00-04:00',
      '2026-11-01T06:00-05:00',
    ],
    [
      'counts both of the hours that come twice',
      night,
      hours(2),
      '2026-11-01T00:00-04:00',
      '2026-11-01T01:00-05:00',
    ],
    [
      'is no working time when it is skipped',
      early,
      hours(1),
      '2026-03-08T00:00-05:00',
      '2026-03-14T10:00-04:00',
    ],
    [
      'a skipped time of day is the moment of the change',
      night,
      days(1),
      '2026-03-01T02:30-05:00',
      '2026-03-08T03:00-04:00',
    ],
    [
      'a time that comes twice is the first',
      night,
      days(1),
      '2026-10-25T01:30-04:00',
      '2026-11-01T01:30-04:00',
    ],
  ]);
});

test('other zones and half hours', () => {
  const howe: Calendar = { ...office, zone: 'Australia/Lord_Howe', holidays: [] };
  const from = Date.parse('2026-04-03T10:00+11:00');
  const due = new Date(dueAt(howe, from, days(1)));
  expect(due.toISOString()).toBe(new Date('2026-04-06T10:00+10:30').toISOString());
});

test('a calendar without working time is a defect, not an endless search', () => {
  const never: Calendar = { ...office, week: [[], [], [], [], [], [], []] };
  expect(() => dueAt(never, 0, days(1))).toThrow(/without working time/u);
  expect(() => dueAt(never, 0, hours(1))).toThrow(/without working time/u);
});
