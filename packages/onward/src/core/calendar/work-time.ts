/** The working time of a calendar as instants, found day by day in the calendar's own zone. */
import type { Calendar, Shift } from '../language/model.ts';
import { dateOf, weekDayOf } from './epoch-day.ts';
import { localOf, instantOf } from './zone.ts';

/** One shift of one date, half open. */
export interface WorkTime {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** A date on which somebody works. */
export interface WorkDay {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  /** In minutes of the local day, in order; at least one. */
  readonly shifts: readonly Shift[];
}

/** Holidays in a row beyond this are no calendar any more; the search ends here. */
const mostDays = 40_000;

/** Shifts that are not over at `fromMs`, in order, the one under way first. */
export function* shiftsFrom(calendar: Calendar, fromMs: number): Generator<WorkTime> {
  // The day before: nothing of it can be left, except where a zone skipped part of a day.
  const first = localOf(calendar.zone, fromMs).day - 1;
  for (let day = first; day < first + mostDays; day += 1) {
    for (const [from, to] of shiftsOf(calendar, day)) {
      const endMs = instantOf(calendar.zone, day, to);
      if (endMs <= fromMs) continue;
      const startMs = instantOf(calendar.zone, day, from);
      // A shift that lies wholly in an hour the clocks skip is no working time.
      if (startMs < endMs) yield { day, startMs, endMs };
    }
  }
}

/** The n-th working day after a day; undefined when the calendar has none for a century. */
export function workDay(calendar: Calendar, after: number, n: number): WorkDay | undefined {
  let left = n;
  for (let day = after + 1; day < after + mostDays; day += 1) {
    const shifts = shiftsOf(calendar, day);
    if (shifts.some((shift) => isThere(calendar, day, shift))) left -= 1;
    if (left === 0) return { day, shifts };
  }
  return undefined;
}

/** False for a shift that the clocks skip, as all of Samoa's 30 December 2011. */
function isThere({ zone }: Calendar, day: number, [from, to]: Shift): boolean {
  return instantOf(zone, day, from) < instantOf(zone, day, to);
}

/** Minutes since local midnight, with seconds as a fraction. */
export function minuteOfDay(calendar: Calendar, ms: number): number {
  return localOf(calendar.zone, ms).minute;
}

/** The shifts of a local date, in days since 1970-01-01. */
export function shiftsOf(calendar: Calendar, day: number): readonly Shift[] {
  const date = dateOf(day);
  if (Object.hasOwn(calendar.overrides, date)) return calendar.overrides[date] ?? [];
  const shifts = calendar.week[weekDayOf(day)] ?? [];
  return shifts.length === 0 || isHoliday(calendar, date) ? [] : shifts;
}

/** The holidays of calendars seen so far: the dates of a place over the years are hundreds. */
const known = new WeakMap<Calendar['holidays'], ReadonlySet<string>>();

function isHoliday({ holidays }: Calendar, date: string): boolean {
  let dates = known.get(holidays);
  if (dates === undefined) known.set(holidays, (dates = new Set(holidays)));
  return dates.has(date);
}
