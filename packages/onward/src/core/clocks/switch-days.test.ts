/**
 * The days on which clocks change, zone by zone: when nine o'clock comes next, when the next Monday
 * at eight in the evening is, how long the day is, and when two working days over a holiday are
 * over; both as a deadline and as the target of a clock.
 */
import { describe, expect, test } from 'vitest';
import { dueAt, openFrom, workBetween } from '../calendar/index.ts';
import type { Calendar, Shift, Span } from '../language/model.ts';
import { begin, elapse, measureOf } from './index.ts';
import { rows } from './switch-days.fixture.ts';
import type { Row } from './switch-days.fixture.ts';

const nine: readonly Shift[] = [[540, 1020]];
const always: readonly Shift[] = [[0, 1440]];

function calendarOf(zone: string, week: Calendar['week'], holidays: readonly string[]): Calendar {
  return { zone, week, holidays, overrides: {} };
}
function everyDay(zone: string, shifts: readonly Shift[]): Calendar {
  return calendarOf(
    zone,
    Array.from({ length: 7 }, () => shifts),
    [],
  );
}
function office({ zone, holiday }: Row): Calendar {
  return calendarOf(zone, [nine, nine, nine, nine, nine, [], []], [holiday]);
}

function instant(at: number | undefined): string | undefined {
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 16)}Z`;
}

describe.each(rows)('$zone on $day', (row) => {
  const { zone, day, hours, nine: at, monday, days } = row;

  test('nine o’clock is nine o’clock', () => {
    const calendar = everyDay(zone, nine);
    const [asked, first, second] = at;
    expect(instant(openFrom(calendar, Date.parse(asked)))).toBe(first);
    // From the end of that day's work.
    const over = Date.parse(first) + 8 * 3_600_000;
    expect(instant(openFrom(calendar, over))).toBe(second);
  });

  test('Mondays at eight in the evening', () => {
    const week = [[[1200, 1260] as const], [], [], [], [], [], []];
    const [asked, due] = monday;
    expect(instant(openFrom(calendarOf(zone, week, []), Date.parse(asked)))).toBe(due);
  });

  test('the day is as long as it is', () => {
    const calendar = everyDay(zone, always);
    const [before, after] = [
      Date.parse(at[1]) - 40 * 3_600_000,
      Date.parse(at[1]) + 40 * 3_600_000,
    ];
    const others = new Set([day]);
    const only = { ...calendar, holidays: datesAround(day).filter((date) => !others.has(date)) };
    expect(workBetween(only, before, after) / 3_600_000).toBe(hours);
  });

  const spans: readonly Span[] = [
    { kind: 'business-days', days: 2 },
    // Seven hours of the first day, eight of the next, and one.
    { kind: 'business-time', ms: 16 * 3_600_000 },
  ];
  test.each(spans)('two working days over a holiday, as $kind', (span) => {
    const [from, due] = days.map((each) => Date.parse(each)) as [number, number];
    const calendar = office(row);
    expect(instant(dueAt(calendar, from, span))).toBe(days[1]);
    const by = {
      clock: { counts: ['us'], target: { span, owner: 'lead' } },
      measure: measureOf(calendar),
    } as const;
    const run = begin(by, from, { turn: 'us', isPaused: false });
    expect(instant(run.due)).toBe(days[1]);
    expect(elapse(by, run, { to: due - 1 }).breached).toBeUndefined();
    const passed = elapse(by, run, { to: due });
    expect(passed).toMatchObject({ breached: due, counted: 16 * 3_600_000 });
    expect(passed.charged.us).toBe(due - from);
  });
});

/** A week of dates around a day. */
function datesAround(day: string): readonly string[] {
  return [-3, -2, -1, 0, 1, 2, 3].map((days) => {
    return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  });
}
