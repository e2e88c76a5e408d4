import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';

import type { Calendar, Shift, Span } from '../language/model.ts';
import { dueAt } from './due-at.ts';
import { dateOf, weekDayOf } from './epoch-day.ts';
import { instantOf, localOf } from './zone.ts';

const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];

const shiftsArbitrary: fc.Arbitrary<readonly Shift[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 48 }), { minLength: 0, maxLength: 4 })
  .map((halfHours) => {
    const bounds = halfHours.toSorted((a, b) => a - b).map((half) => half * 30);
    return bounds.flatMap((from, at): readonly Shift[] => {
      const to = bounds[at + 1];
      return at % 2 === 0 && to !== undefined ? [[from, to]] : [];
    });
  });

const calendarArbitrary: fc.Arbitrary<Calendar> = fc
  .record({
    zone: fc.constantFrom(...zones),
    week: fc.array(shiftsArbitrary, { minLength: 7, maxLength: 7 }),
    holidays: fc.array(fc.integer({ min: 20_500, max: 20_560 }).map(dateOf), { maxLength: 5 }),
    overrides: fc.dictionary(fc.integer({ min: 20_500, max: 20_560 }).map(dateOf), shiftsArbitrary),
  })
  .filter(({ week }) => week.flat().reduce((sum, [from, to]) => sum + to - from, 0) >= 120);

/** 2026, to the second. */
const fromArbitrary = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2027, 0, 1) / 1000 })
  .map((seconds) => seconds * 1000);

const ofTime = (ms: number): Span => ({ kind: 'business-time', ms });
const ofDays = (days: number): Span => ({ kind: 'business-days', days });
const spanArbitrary = fc.oneof(
  fc.integer({ min: 0, max: 40 * 3_600_000 }).map(ofTime),
  fc.integer({ min: 0, max: 20 }).map(ofDays),
);

/** The shifts of a date, stated in the simplest way, for comparison. */
function shiftsOn(calendar: Calendar, day: number): readonly Shift[] {
  const date = dateOf(day);
  if (calendar.overrides[date] !== undefined) return calendar.overrides[date];
  return calendar.holidays.includes(date) ? [] : (calendar.week[weekDayOf(day)] ?? []);
}

function isWithinShift(calendar: Calendar, ms: number): boolean {
  const { day } = localOf(calendar.zone, ms);
  // The end of a shift at midnight belongs to the day before.
  return [day - 1, day].some((date) =>
    shiftsOn(calendar, date).some(
      ([from, to]) =>
        instantOf(calendar.zone, date, from) <= ms && ms <= instantOf(calendar.zone, date, to),
    ),
  );
}

test('nothing is due before it began, and work is due in working time', () => {
  fc.assert(
    fc.property(calendarArbitrary, fromArbitrary, spanArbitrary, (calendar, from, span) => {
      const due = dueAt(calendar, from, span);
      expect(due).toBeGreaterThanOrEqual(from);
      expect(isWithinShift(calendar, due)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a longer span is not due earlier', () => {
  fc.assert(
    fc.property(
      calendarArbitrary,
      fromArbitrary,
      fc.tuple(fc.nat(40), fc.nat(40)),
      (calendar, from, [a, b]) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        for (const span of [ofDays, (n: number) => ofTime(n * 1_234_567)]) {
          expect(dueAt(calendar, from, span(short))).toBeLessThanOrEqual(
            dueAt(calendar, from, span(long)),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('working time that begins later is not due earlier', () => {
  fc.assert(
    fc.property(
      calendarArbitrary,
      fc.tuple(fromArbitrary, fc.nat(200_000_000)),
      fc.nat(90_000_000),
      (calendar, [from, later], ms) => {
        expect(dueAt(calendar, from, ofTime(ms))).toBeLessThanOrEqual(
          dueAt(calendar, from + later, ofTime(ms)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('working time adds up: two spans one after the other are their sum', () => {
  fc.assert(
    fc.property(
      calendarArbitrary,
      fromArbitrary,
      fc.tuple(fc.integer({ min: 1, max: 90_000_000 }), fc.integer({ min: 1, max: 90_000_000 })),
      (calendar, from, [first, second]) => {
        const stop = dueAt(calendar, from, ofTime(first));
        expect(dueAt(calendar, stop, ofTime(second))).toBe(
          dueAt(calendar, from, ofTime(first + second)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('adding nothing to wall time changes nothing, and no calendar matters to it', () => {
  fc.assert(
    fc.property(calendarArbitrary, fromArbitrary, fc.nat(), (calendar, from, ms) => {
      expect(dueAt(calendar, from, { kind: 'wall', ms })).toBe(from + ms);
    }),
  );
});

test('local times and instants agree with Temporal', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fromArbitrary, fc.nat(1439), (zone, ms, minute) => {
      const { day, minute: local } = localOf(zone, ms);
      const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
      expect(dateOf(day)).toBe(zoned.toPlainDate().toString());
      expect(local).toBeCloseTo(zoned.hour * 60 + zoned.minute + zoned.second / 60, 6);
      expect(weekDayOf(day)).toBe(zoned.dayOfWeek - 1);
      const wall = zoned.toPlainDate().toPlainDateTime().add({ minutes: minute });
      const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
      if (!first.toPlainDateTime().equals(wall)) return;
      expect(instantOf(zone, day, minute)).toBe(first.epochMilliseconds);
    }),
    { numRuns: 500 },
  );
});
