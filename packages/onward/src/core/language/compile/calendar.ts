/**
 * Compiles working time: days to shifts, in a zone, with holidays and single dates of their own.
 */
import { isZone } from '../../calendar/index.ts';
import { parseClock } from '../duration.ts';
import { expected } from '../surface/expected.ts';
import type { Calendar, Shift } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, toList } from './scope.ts';
import type { FileScope } from './scope.ts';
import { checkDate, compileHolidays } from './holidays.ts';
import type { HolidayScope } from './holidays.ts';
import type { WrittenCalendar } from '../surface/program.ts';

/** Compiles one calendar; one without working time would never come to a deadline. */
export function compileCalendar(
  written: WrittenCalendar,
  path: Path,
  scope: HolidayScope,
): Calendar {
  if (!isZone(written.zone)) {
    const message = `There is no time zone ${quote(written.zone)}.`;
    const fault = { code: 'ONW-LANG-TIME', message, allowed: expected.zone } as const;
    report(scope, [...path, 'zone'], fault);
  }
  const before = scope.findings.count;
  const week = compileWeek(written.week, [...path, 'week'], scope);
  const workMinutes = week.flat().reduce((sum, [from, to]) => sum + to - from, 0);
  if (workMinutes < leastMinutes && scope.findings.count === before) {
    const message = 'The week of this calendar has less than one hour of work.';
    report(scope, [...path, 'week'], { code: 'ONW-LANG-CALENDAR', message, key: true });
  }
  const overrides = entriesOf(written.overrides).map(([date, shifts]) => {
    const below = [...path, 'overrides', date];
    checkDate(date, { path: below, key: true }, scope);
    return [date, compileShifts(shifts, below, scope)] as const;
  });
  return {
    zone: written.zone,
    week,
    holidays: compileHolidays(written.holidays ?? [], [...path, 'holidays'], scope),
    overrides: Object.fromEntries(overrides),
  };
}

/** With less a week the search for the end of a span would be long. */
const leastMinutes = 60;

const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function compileWeek(
  written: WrittenCalendar['week'],
  path: Path,
  scope: FileScope,
): readonly (readonly Shift[])[] {
  const week: (readonly Shift[] | undefined)[] = weekDays.map(() => undefined);
  for (const [days, shifts] of entriesOf(written)) {
    const below = [...path, days];
    const [from = '', to = from] = days.split('-');
    const [first, last] = [weekDays.indexOf(from), weekDays.indexOf(to)];
    if (first > last) {
      const message = `The range ${quote(days)} runs backwards; a week begins on Monday.`;
      report(scope, below, { code: 'ONW-LANG-TIME', message, key: true });
    }
    const compiled = compileShifts(shifts, below, scope);
    for (let day = first; day <= last; day += 1) {
      if (week[day] !== undefined) {
        const message = `The day "${weekDays[day]}" stands in this week twice.`;
        report(scope, below, { code: 'ONW-LANG-DUPLICATE', message, key: true });
      }
      week[day] = compiled;
    }
  }
  return week.map((shifts) => shifts ?? []);
}

function compileShifts(
  written: string | readonly string[],
  path: Path,
  scope: FileScope,
): readonly Shift[] {
  const shifts = toList<string>(written).flatMap((text, index) => {
    const at = typeof written === 'string' ? path : [...path, index];
    const shift = parseShift(text);
    if (shift !== undefined) return [{ shift, at }];
    const message = `${quote(text)} is not a shift; one that runs past midnight is written as two.`;
    report(scope, at, { code: 'ONW-LANG-TIME', message, allowed: expected.shift });
    return [];
  });
  const sorted = shifts.toSorted((a, b) => a.shift[0] - b.shift[0]);
  sorted.forEach(({ shift, at }, index) => {
    const previous = sorted[index - 1]?.shift;
    if (previous === undefined || previous[1] <= shift[0]) return;
    report(scope, at, { code: 'ONW-LANG-CALENDAR', message: 'This shift overlaps another.' });
  });
  return sorted.map(({ shift }) => shift);
}

function parseShift(text: string): Shift | undefined {
  const [from, to] = text.split('-').map(parseClock);
  return from === undefined || to === undefined || from >= to ? undefined : [from, to];
}
