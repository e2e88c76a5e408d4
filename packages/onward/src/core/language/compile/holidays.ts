/** Compiles holidays: dates as they are listed, or those of a place, which become dates here. */
import { readDate } from '../../facts/instant.ts';
import type { Holidays } from '../../holidays.ts';
import { expected } from '../surface/expected.ts';
import type { WrittenHolidays } from '../surface/program.ts';
import { nearest, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { checkOnce, report, toList } from './scope.ts';
import type { FileScope } from './scope.ts';

export interface HolidayScope extends FileScope {
  /** Absent where nobody knows the holidays of places. */
  readonly holidays: Holidays | undefined;
}

/** The dates on which nobody works, in order where a place gives them. */
export function compileHolidays(
  written: WrittenHolidays,
  path: Path,
  scope: HolidayScope,
): readonly string[] {
  if (!('of' in written)) return compileDates(written, path, scope);
  const { of, kinds = ['public'], except = [], also = [] } = written;
  checkOnce(kinds, [...path, 'kinds'], scope);
  compileDates(except, [...path, 'except'], scope);
  compileDates(also, [...path, 'also'], scope);
  const dates = new Set<string>();
  const places = toList<string>(of);
  const unknown = places.filter((place, index) => {
    const found = scope.holidays?.datesOf(place, kinds);
    for (const date of found ?? []) dates.add(date);
    const below = typeof of === 'string' ? [...path, 'of'] : [...path, 'of', index];
    if (found === undefined) reportPlace(place, below, scope);
    return found === undefined;
  });
  if (unknown.length > 0) return [];
  except.forEach((date, index) => {
    if (dates.delete(date)) return;
    const message = `${quote(date)} is no holiday there: nothing is left out.`;
    report(scope, [...path, 'except', index], { code: 'ONW-LANG-HOLIDAYS', message });
  });
  return [...new Set([...dates, ...also])].toSorted();
}

function reportPlace(place: string, path: Path, scope: HolidayScope): void {
  const names = scope.holidays?.namesNear(place) ?? {};
  const near = names[nearest(place, Object.keys(names)) ?? ''];
  const meant = near === undefined ? '.' : `; did you mean "${near}"?`;
  const message = `There is no place ${quote(place)} whose holidays are known${meant}`;
  const allowed = `${expected.place}; or a list of dates`;
  report(scope, path, { code: 'ONW-LANG-HOLIDAYS', message, allowed });
}

function compileDates(written: readonly string[], path: Path, scope: FileScope): readonly string[] {
  checkOnce(written, path, scope);
  written.forEach((date, index) => {
    checkDate(date, { path: [...path, index], key: false }, scope);
  });
  return written;
}

/** A date must be one of the calendar. */
export function checkDate(
  date: string,
  { path, key }: { readonly path: Path; readonly key: boolean },
  scope: FileScope,
): void {
  if (readDate(date) !== undefined) return;
  const message = `${quote(date)} is not a date of the calendar.`;
  report(scope, path, { code: 'ONW-LANG-TIME', message, allowed: expected.date, key });
}
