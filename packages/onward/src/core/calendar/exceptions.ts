/** Dates on which a calendar is otherwise than its week says. */
import type { Calendar, Shift } from '../language/model.ts';
import { dateOf, weekDayOf } from './epoch-day.ts';
import { shiftsOf } from './work-time.ts';
import { localOf } from './zone.ts';

export interface ExceptionalDay {
  /** `YYYY-MM-DD`, local. */
  readonly date: string;
  /** Empty: nobody works. */
  readonly shifts: readonly Shift[];
}

/** Of so many days from the local day of `ms` on. */
export function exceptionsFrom(
  calendar: Calendar,
  ms: number,
  days: number,
): readonly ExceptionalDay[] {
  const first = localOf(calendar.zone, ms).day;
  return Array.from({ length: days }, (_, at) => first + at).flatMap((day) => {
    const shifts = shiftsOf(calendar, day);
    const usual = calendar.week[weekDayOf(day)] ?? [];
    const isUsual = JSON.stringify(shifts) === JSON.stringify(usual);
    return isUsual ? [] : [{ date: dateOf(day), shifts }];
  });
}
