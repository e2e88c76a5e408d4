/** The holidays of places, from what `date-holidays` collects (ISC; its data CC BY 3.0). */
import { createRequire } from 'node:module';
import type Almanac from 'date-holidays';
import type { HolidayKind, Holidays } from '../../core/index.ts';

/**
 * The years for which dates are listed, whenever a program is compiled: the same files give the
 * same bytes this year and next. A journey that runs beyond knows no holidays there, so the window
 * moves long before its end, with a release that says so.
 */
const years = { first: 2024, last: 2040 };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What people call countries, beside their English names. */
const otherNames = { uk: 'gb', england: 'gb-eng', scotland: 'gb-sct', wales: 'gb-wls', usa: 'us' };

export const holidays: Holidays = { datesOf, namesNear };

function datesOf(place: string, kinds: readonly HolidayKind[]): readonly string[] | undefined {
  const [country = '', ...parts] = place.toLowerCase().split('-');
  if (!isPlace(country, parts)) return undefined;
  const [state = '', region = ''] = parts;
  const almanac = new (rules())({ country, state, region });
  const dates = new Set<string>();
  for (let year = years.first; year <= years.last; year += 1) {
    for (const { date, start, end, type } of almanac.getHolidays(year)) {
      if (!(kinds as readonly string[]).includes(type)) continue;
      for (const each of wholeDays(date, end.getTime() - start.getTime())) dates.add(each);
    }
  }
  return [...dates].toSorted();
}

/**
 * The dates that belong to a holiday as a whole. One that begins at noon leaves its date a working
 * day: whoever closes early writes the shifts of that date under `overrides`.
 *
 * @param date its beginning as the place's own clocks say it: `2026-12-24 14:00:00`.
 */
function wholeDays(date: string, lengthMs: number): readonly string[] {
  const [day = '', time = ''] = date.split(' ');
  if (time !== '00:00:00') return [];
  // An hour more or less where the clocks change.
  const count = Math.floor((lengthMs + hourMs) / dayMs);
  const first = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    return new Date(first + index * dayMs).toISOString().slice(0, 10);
  });
}

function isPlace(country: string, parts: readonly string[]): boolean {
  const [state, region, ...rest] = parts;
  if (!has(known().getCountries(), country) || rest.length > 0) return false;
  if (state === undefined) return true;
  if (!has(known().getStates(country), state)) return false;
  return region === undefined || has(known().getRegions(country, state), region);
}

/** The library answers `undefined` where a place has no parts. */
function has(places: Readonly<Record<string, string>> | undefined, code: string): boolean {
  return places !== undefined && Object.hasOwn(places, code.toUpperCase());
}

/** Countries by their names; parts of a country, where that is known, by their codes as well. */
function namesNear(place: string): Readonly<Record<string, string>> {
  const [country = '', state = ''] = place.toLowerCase().split('-');
  if (!isPlace(country, [])) {
    return { ...named(known().getCountries('en'), ''), ...otherNames };
  }
  const isState = state !== '' && isPlace(country, [state]);
  const above = isState ? `${country}-${state}-` : `${country}-`;
  const parts = isState
    ? known().getRegions(country, state, 'en')
    : known().getStates(country, 'en');
  const codes = Object.keys(parts ?? {}).map((code) => `${above}${code.toLowerCase()}`);
  return { ...named(parts ?? {}, above), ...Object.fromEntries(codes.map((code) => [code, code])) };
}

function named(places: Readonly<Record<string, string>>, above: string): Record<string, string> {
  const entries = Object.entries(places).map(([code, title]) => {
    const name = title.toLowerCase().replaceAll(/[^\p{L}]+/gu, '-');
    return [`${above}${name}`, `${above}${code.toLowerCase()}`] as const;
  });
  return Object.fromEntries(entries);
}

let loaded: typeof Almanac | undefined;

/** Loaded when a program first names a place: the rules of the world take a moment to read. */
function rules(): typeof Almanac {
  const read = createRequire(import.meta.url);
  loaded ??= read('date-holidays') as typeof Almanac;
  return loaded;
}

let world: Almanac | undefined;

function known(): Almanac {
  world ??= new (rules())();
  return world;
}
