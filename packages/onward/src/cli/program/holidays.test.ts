/**
 * Holidays of places against dates that were taken from elsewhere: statutes and official lists, or
 * counted by hand (the fourth Thursday of November 2026 is the 26th). None came out of this code.
 */
import { expect, test } from 'vitest';
import {
  compileFiles,
  journeyText,
  linesOf,
  programText,
} from '../../core/language/program.fixture.ts';
import { holidays } from './holidays.ts';

function datesOf(place: string): readonly string[] {
  return holidays.datesOf(place, ['public']) ?? [];
}

/** Place, date, what it is; a `-` before the date: nobody is off. */
const table: readonly (readonly [place: string, date: string, why: string])[] = [
  // 5 U.S.C. 6103; the observed day of a Saturday is the Friday before, of a Sunday the Monday.
  ['us', '2026-11-26', 'Thanksgiving, the fourth Thursday of November'],
  ['us', '2026-05-25', 'Memorial Day, the last Monday of May'],
  ['us', '2026-07-03', 'Independence Day, observed: the fourth is a Saturday'],
  ['us', '2027-06-18', 'Juneteenth, observed: the nineteenth is a Saturday'],
  ['us', '2027-07-05', 'Independence Day, observed: the fourth is a Sunday'],
  ['us', '2027-12-31', 'New Year 2028, observed: it is a Saturday'],
  ['us', '2028-11-23', 'Thanksgiving 2028'],
  ['us', '-2026-04-03', 'Good Friday is no federal holiday'],
  ['us-la', '2026-04-03', 'Good Friday in Louisiana'],
  ['US-NY', '2026-02-12', "Lincoln's Birthday in New York"],
  // Easter Sunday is 5 April 2026 and 28 March 2027.
  ['de', '2026-10-03', 'Unity Day, though a Saturday: nothing is moved in Germany'],
  ['de', '-2026-10-05', 'and nobody is off on the Monday'],
  ['de', '2027-03-26', 'Good Friday'],
  ['de', '2026-04-06', 'Easter Monday'],
  ['de', '2027-05-17', 'Whit Monday, fifty days after Easter'],
  ['de', '-2027-01-06', 'Epiphany is none of the whole country'],
  ['de-by', '2027-01-06', 'Epiphany in Bavaria'],
  ['de-by', '2027-05-27', 'Corpus Christi in Bavaria'],
  // gov.uk/bank-holidays.
  ['gb-eng', '2026-12-28', 'Boxing Day, in its stead: the 26th is a Saturday'],
  ['gb-eng', '2027-12-27', 'Christmas Day, in its stead: the 25th is a Saturday'],
  ['gb-eng', '2027-12-28', 'Boxing Day, in its stead: the 26th is a Sunday'],
  ['gb-eng', '2027-03-29', 'Easter Monday in England'],
  ['gb-sct', '-2027-03-29', 'and not in Scotland'],
  ['gb-sct', '2026-11-30', "Saint Andrew's Day in Scotland"],
  ['jp', '2026-05-06', 'a day in lieu of Constitution Day, a Sunday, after two more holidays'],
  ['nz', '2027-04-26', 'Anzac Day, in its stead: the 25th is a Sunday'],
  ['fr', '2027-05-06', 'Ascension Day, thirty-nine days after Easter'],
  // It begins at noon of the 29th, and three whole days follow.
  ['tr', '2025-04-01', 'the third day of the feast of Ramadan'],
  ['tr', '-2025-03-29', 'its eve is a working day in the morning'],
  ['tr', '-2025-04-02', 'and the day after it all day'],
];

test.each(table)('%s %s: %s', (place, date, _why) => {
  const isOff = !date.startsWith('-');
  expect(datesOf(place).includes(date.replace(/^-/u, ''))).toBe(isOff);
});

test('the window is fixed, the dates are in order, and none stands twice', () => {
  const dates = datesOf('us');
  expect([dates[0], dates.at(-1)]).toEqual(['2024-01-01', '2040-12-25']);
  expect(dates).toEqual([...new Set(dates)].toSorted());
});

test('kinds are chosen', () => {
  // Veterans Day 2028 is a Saturday: banks are shut on the Friday, which is no public holiday.
  expect(holidays.datesOf('us', ['public'])).not.toContain('2028-11-10');
  expect(holidays.datesOf('us', ['public', 'bank'])).toContain('2028-11-10');
});

const visit = journeyText('first: { wait: { for: 1d }, then: end }');

function compileWith(calendar: string) {
  const week = 'week: { mon-fri: 09:00-17:00 }';
  const text = programText.replace(week, `${week}, ${calendar}`);
  return compileFiles({ 'program.yaml': text, 'visit.yaml': visit }, holidays);
}

function compiled(calendar: string): readonly string[] {
  const { program, problems } = compileWith(calendar);
  expect(problems).toEqual([]);
  return program?.calendars['office']?.holidays ?? [];
}

test('a program holds the dates of its place, and its own', () => {
  expect(compiled('holidays: { of: US }')).toEqual(datesOf('us'));
  const own = compiled('holidays: { of: us, except: [2026-10-12], also: [2026-11-27] }');
  expect(own).not.toContain('2026-10-12');
  expect(own).toContain('2026-11-27');
  expect(own).toHaveLength(datesOf('us').length);
  const both = compiled('holidays: { of: [us, de] }');
  expect(both).toEqual([...new Set([...datesOf('us'), ...datesOf('de')])].toSorted());
});

test('a date of its own has its shifts, holiday or not', () => {
  const written = 'holidays: { of: us }, overrides: { 2026-11-26: 10:00-12:00 }';
  const { program } = compileWith(written);
  expect(program?.calendars['office']?.overrides).toEqual({ '2026-11-26': [[600, 720]] });
});

test.each([
  ['uk', 'There is no place "uk" whose holidays are known; did you mean "gb"?'],
  ['germani', 'There is no place "germani" whose holidays are known; did you mean "de"?'],
  ['us-nyy', 'There is no place "us-nyy" whose holidays are known; did you mean "us-ny"?'],
  [
    'us-new-york',
    'There is no place "us-new-york" whose holidays are known; did you mean "us-ny"?',
  ],
  ['us-la-xx', 'There is no place "us-la-xx" whose holidays are known; did you mean "us-la-no"?'],
  ['zz', 'There is no place "zz" whose holidays are known.'],
  ['us-ny-a-b', 'There is no place "us-ny-a-b" whose holidays are known.'],
  ['constructor', 'There is no place "constructor" whose holidays are known.'],
])('the place %s is not known, and what was meant is said', (place, message) => {
  const { program, problems } = compileWith(`holidays: { of: ${place} }`);
  expect(program).toBeUndefined();
  expect(problems).toMatchObject([{ code: 'ONW-LANG-HOLIDAYS', message, line: 4 }]);
  expect(problems[0]?.allowed).toContain('or a list of dates');
});

test('what is left out must be a holiday, and dates must be dates', () => {
  const lines = (written: string): readonly string[] => {
    return linesOf(compileWith(`holidays: ${written}`)).map((line) => line.split(' ')[0] ?? '');
  };
  expect(lines('{ of: us, except: [2026-10-13] }')).toEqual(['ONW-LANG-HOLIDAYS']);
  expect(lines('{ of: us, also: [2026-02-30] }')).toEqual(['ONW-LANG-TIME']);
  expect(lines('{ of: us, kinds: [publik] }')).toEqual(['ONW-LANG-TYPE']);
  expect(lines('{ in: us }')).toEqual(['ONW-LANG-MISSING', 'ONW-LANG-KEY']);
  expect(lines('us')).toEqual(['ONW-LANG-TYPE']);
});
