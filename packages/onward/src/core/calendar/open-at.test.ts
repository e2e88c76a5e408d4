/**
 * When messages may leave: instants worked out by hand from the zones' published rules, one row for
 * each, and laws over random moments.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../language/model.ts';
import { openFrom, openUntil } from './open-at.ts';

function waking(zone: string, holidays: readonly string[] = []): Calendar {
  return { zone, week: Array.from({ length: 7 }, () => [[480, 1260]]), holidays, overrides: {} };
}

/** 08:00–21:00 in each zone: asked at, sent at, in UTC. */
const table: readonly (readonly [zone: string, asked: string, sent: string])[] = [
  // New York springs forward on 8 March 2026 at 07:00Z, and falls back on 1 November at 06:00Z.
  ['America/New_York', '2026-03-08T05:00Z', '2026-03-08T12:00Z'],
  ['America/New_York', '2026-03-07T05:00Z', '2026-03-07T13:00Z'],
  ['America/New_York', '2026-11-01T04:30Z', '2026-11-01T13:00Z'],
  ['America/New_York', '2026-10-31T04:30Z', '2026-10-31T12:00Z'],
  // Berlin on 29 March and 25 October 2026, both at 01:00Z.
  ['Europe/Berlin', '2026-03-29T00:30Z', '2026-03-29T06:00Z'],
  ['Europe/Berlin', '2026-10-25T00:30Z', '2026-10-25T07:00Z'],
  ['Europe/London', '2026-03-29T00:30Z', '2026-03-29T07:00Z'],
  ['Europe/London', '2026-10-25T00:30Z', '2026-10-25T08:00Z'],
  // Lord Howe moves by half an hour: +11 to +10:30 on 5 April, back on 4 October 2026.
  ['Australia/Lord_Howe', '2026-04-04T14:00Z', '2026-04-04T21:30Z'],
  ['Australia/Lord_Howe', '2026-10-03T14:00Z', '2026-10-03T21:00Z'],
  ['Australia/Sydney', '2026-04-04T15:00Z', '2026-04-04T22:00Z'],
  ['Australia/Sydney', '2026-10-03T15:00Z', '2026-10-03T21:00Z'],
  // Without clock changes, whole, half and three quarters of an hour.
  ['Asia/Kolkata', '2026-06-01T18:00Z', '2026-06-02T02:30Z'],
  ['Asia/Kathmandu', '2026-06-01T18:00Z', '2026-06-02T02:15Z'],
  ['Pacific/Chatham', '2026-06-01T10:00Z', '2026-06-01T19:15Z'],
  ['America/Phoenix', '2026-03-08T09:00Z', '2026-03-08T15:00Z'],
  ['America/St_Johns', '2026-07-01T02:00Z', '2026-07-01T10:30Z'],
  ['Asia/Tokyo', '2026-07-01T14:00Z', '2026-07-01T23:00Z'],
  // Samoa had no 30 December 2011: from the 29th, 21:30, it is the 31st, 08:00.
  ['Pacific/Apia', '2011-12-30T07:30Z', '2011-12-30T18:00Z'],
];

test.each(table)('in %s what is asked for at %s is sent at %s', (zone, asked, sent) => {
  const at = openFrom(waking(zone), Date.parse(asked));
  expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(
    new Date(sent).toISOString(),
  );
});

test('inside a shift nothing waits; its end is outside', () => {
  const calendar = waking('UTC');
  const [noon, nine] = [Date.UTC(2026, 5, 1, 12), Date.UTC(2026, 5, 1, 21)];
  expect(openFrom(calendar, noon)).toBe(noon);
  expect(openUntil(calendar, noon)).toBe(noon);
  expect(openFrom(calendar, nine)).toBe(Date.UTC(2026, 5, 2, 8));
  expect(openUntil(calendar, nine)).toBe(nine - 60_000);
});

test('a holiday is passed over, forwards and back', () => {
  const calendar = waking('UTC', ['2026-12-25']);
  const noon = Date.UTC(2026, 11, 25, 12);
  expect(openFrom(calendar, noon)).toBe(Date.UTC(2026, 11, 26, 8));
  expect(openUntil(calendar, noon)).toBe(Date.UTC(2026, 11, 24, 20, 59));
});

test('at the end of all dates there is no such moment', () => {
  for (const ms of [8_640_000_000_000_000, -8_640_000_000_000_000]) {
    expect(openFrom(waking('Europe/Berlin'), ms)).toBeUndefined();
    expect(openUntil(waking('Europe/Berlin'), ms)).toBeUndefined();
  }
});

describe('laws', () => {
  const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });

  /** By the platform's own clock, not by ours. */
  function hourIn(zone: string, ms: number): number {
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hour: 'numeric',
      hourCycle: 'h23',
    }).format(ms);
    return Number(parts);
  }

  test('nothing is sent outside the hours, and nothing waits longer than it must', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, ms) => {
        const calendar = waking(zone);
        for (const at of [openFrom(calendar, ms), openUntil(calendar, ms)]) {
          expect(at).toBeDefined();
          const hour = hourIn(zone, at ?? 0);
          expect(hour).toBeGreaterThanOrEqual(8);
          expect(hour).toBeLessThan(21);
        }
        const isOpen = hourIn(zone, ms) >= 8 && hourIn(zone, ms) < 21;
        const [from = 0, until = 0] = [openFrom(calendar, ms), openUntil(calendar, ms)];
        expect(from === ms).toBe(isOpen);
        expect(until === ms).toBe(isOpen);
        // A night is eleven hours, an hour more or less when the clocks change.
        expect(from - ms).toBeLessThanOrEqual(12 * 3_600_000);
        expect(ms - until).toBeLessThanOrEqual(12 * 3_600_000 + 60_000);
      }),
    );
  });
});
