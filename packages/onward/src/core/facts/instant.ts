/**
 * Instants, dates and durations from their wire forms, by arithmetic on digits: ingestion runs
 * here.
 */

const dayMs = 86_400_000;
const zero = 0x30;

/** The years 0000 to 9999, as RFC 3339 can write them; every part that stores a time holds more. */
export const instants = { earliest: -62_167_219_200_000, latest: 253_402_300_799_999 } as const;

/** Whether epoch milliseconds are an instant that can be written. */
export function isInstant(ms: unknown): ms is number {
  const { earliest, latest } = instants;
  return Number.isSafeInteger(ms) && (ms as number) >= earliest && (ms as number) <= latest;
}

/**
 * Epoch milliseconds of an RFC 3339 date-time. An offset or Z is required; a day that the month
 * does not have, a leap second and hour 24 are refused. Digits beyond milliseconds are cut.
 */
export function readInstant(text: string): number | undefined {
  if (text.length < 20 || text.length > 40) return undefined;
  const separator = text[10];
  if (separator !== 'T' && separator !== 't') return undefined;
  const day = daysOf(text);
  if (day === undefined || text[13] !== ':' || text[16] !== ':') return undefined;
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  const fraction = readFraction(text, 19);
  if (fraction === undefined) return undefined;
  const offset = readOffset(text, fraction.end);
  if (offset === undefined) return undefined;
  const ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction.ms;
  const instant = day * dayMs + ms - offset * 60_000;
  return isInstant(instant) ? instant : undefined;
}

/** The date itself when it is a day of the Gregorian calendar written `YYYY-MM-DD`. */
export function readDate(text: string): string | undefined {
  return text.length === 10 && daysOf(text) !== undefined ? text : undefined;
}

/** Weeks, or days with a time of day; the seconds alone may have a fraction. */
const duration = /^P(?!$)(?:(\d{1,9})W|(?:(\d{1,9})D)?(?:T(?!$)(.+))?)$/;
const timeOfDay = /^(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,3})\d{0,6})?S)?$/;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds, a day being 24
 * hours. Months and years have no length and are refused.
 */
export function readDuration(text: string): number | undefined {
  const date = text.length > 64 ? null : duration.exec(text);
  const time = timeOfDay.exec(date?.[3] ?? '');
  if (date === null || time === null) return undefined;
  const [, weeks, days] = date;
  const [, hours, minutes, seconds, fraction] = time;
  const ms =
    (Number(weeks ?? 0) * 7 + Number(days ?? 0)) * dayMs +
    Number(hours ?? 0) * 3_600_000 +
    Number(minutes ?? 0) * 60_000 +
    Number(seconds ?? 0) * 1000 +
    Number((fraction ?? '0').padEnd(3, '0'));
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/**
 * Days from 1970-01-01 of the ten characters a text begins with; undefined when they are no date.
 */
function daysOf(text: string): number | undefined {
  if (text[4] !== '-' || text[7] !== '-') return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month))) {
    return undefined;
  }
  return daysFromCivil(year, month, day);
}

/**
 * The number written in a range of a text; NaN, which fails every comparison, if not all digits.
 */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function readFraction(text: string, at: number): { ms: number; end: number } | undefined {
  if (text[at] !== '.') return { ms: 0, end: at };
  let end = at + 1;
  while (end < text.length && !Number.isNaN(digits(text, end, end + 1))) end++;
  if (end === at + 1) return undefined;
  return { ms: Number(text.slice(at + 1, Math.min(end, at + 4)).padEnd(3, '0')), end };
}

/** Minutes east of UTC; the text must end with the offset. */
function readOffset(text: string, at: number): number | undefined {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : undefined;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text[at + 3] !== ':') {
    return undefined;
  }
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (!(hours < 24 && minutes < 60)) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}
