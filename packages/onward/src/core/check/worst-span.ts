/** How long a span can take on the clock, the worst weekend and holiday counted. */
import { dueAt } from '../calendar/index.ts';
import { dateOf, weekDayOf } from '../calendar/epoch-day.ts';
import { instantOf, localOf } from '../calendar/zone.ts';
import type { Calendar, Span } from '../language/model.ts';

const dayMs = 86_400_000;

/**
 * The longest time, in milliseconds, from any beginning at or after `now` until a span is over.
 *
 * What counts in a calendar changes only at the borders of its shifts, and the wait is longest for
 * whoever begins just when a shift ends. Looked at are a whole week, and the time before every
 * holiday, every date with shifts of its own, and every change of the clocks within a year.
 */
export function worstMs(calendar: Calendar, span: Span, now: number): number {
  if (span.kind === 'wall') return span.ms;
  let worst = 0;
  for (const day of daysThatMatter(calendar, span, now)) {
    for (const begin of borders(calendar, day)) {
      if (begin < now) continue;
      worst = Math.max(worst, dueAt(calendar, begin, span) - begin);
    }
  }
  return worst;
}

/** Midnight, and the borders of the day's shifts. */
function borders(calendar: Calendar, day: number): readonly number[] {
  const date = dateOf(day);
  const shifts = calendar.overrides[date] ?? calendar.week[weekDayOf(day)] ?? [];
  const minutes = new Set([0, ...shifts.flat()]);
  return [...minutes].map((minute) => instantOf(calendar.zone, day, minute));
}

function daysThatMatter(calendar: Calendar, span: Span, now: number): ReadonlySet<number> {
  const today = localOf(calendar.zone, now).day;
  const days = new Set<number>();
  const add = (from: number, to: number): void => {
    for (let day = from; day <= to; day++) if (day >= today - 1) days.add(day);
  };
  // So many days before a special date a span may begin that still lasts when it comes.
  const length = span.kind === 'business-days' ? span.days : Math.ceil(span.ms / (dayMs / 8));
  const reach = 2 * length + 8;
  add(today, today + 8);
  for (const date of [...calendar.holidays, ...Object.keys(calendar.overrides)]) {
    const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
    add(day - reach, day + 1);
  }
  for (let day = today; day < today + 366; day += 7) {
    const hours = (at: number): number => instantOf(calendar.zone, at, 720) - at * dayMs;
    if (hours(day) !== hours(day + 7)) add(day - reach, day + 7);
  }
  return days;
}
