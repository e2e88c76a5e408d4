/** HL7 times (DTM): `YYYYMMDDHHMM[SS[.SSSS]][+/-ZZZZ]`, with the zone settled one way. */
import { Temporal } from 'temporal-polyfill';
import { readDate, readInstant } from '../../core/index.ts';

/** Two digits each; a part stands only where those before it do. */
const dtm =
  /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4})?$/;

/** Where a time without an offset of its own was written. */
export interface Local {
  readonly zone: string | undefined;
  /** MSH-7: HL7 makes its offset the default of the whole message (v2.8, 2.13.9.7). */
  readonly headerTime: string;
}

/**
 * Epoch milliseconds. `none`: nothing there, or a day without an hour. `no-zone`: neither the time,
 * the settings nor the header say where. `unreadable`: no such time. The settings' zone wins over
 * the header's offset, since a header written in winter is wrong about a visit in summer.
 */
export function readTime(text: string, local: Local): number | 'none' | 'no-zone' | 'unreadable' {
  if (text === '') return 'none';
  const match = dtm.exec(text);
  if (match === null) return 'unreadable';
  const [, year, month, day, hour, minute, second, fraction, own] = match;
  if (hour === undefined || minute === undefined) return 'none';
  const date = `${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}.${fraction ?? '0'}`;
  if (own !== undefined) return atOffset(date, own);
  if (local.zone !== undefined) return inZone(date, local.zone);
  const offset = dtm.exec(local.headerTime)?.[8];
  return offset === undefined ? 'no-zone' : atOffset(date, offset);
}

/**
 * The day of a time as its writer has it, `YYYY-MM-DD`; empty where it says a month at most,
 * undefined where there is no such day.
 */
export function readDay(text: string): string | undefined {
  const match = dtm.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  return day === undefined ? '' : readDate(`${year}-${month}-${day}`);
}

/** `YYYYMMDDHHMMSS+/-ZZZZ`: local time with its offset in a zone, or UTC. */
export function writeTime(at: number, zone = 'UTC'): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const text = local.toPlainDateTime().toString({ smallestUnit: 'second' });
  return text.replaceAll(/[-:T]/g, '') + local.offset.replaceAll(':', '').slice(0, 5);
}

function atOffset(date: string, offset: string): number | 'unreadable' {
  return readInstant(`${date}${offset.slice(0, 3)}:${offset.slice(3)}`) ?? 'unreadable';
}

/** A time that a change of the clocks skips or repeats is taken as the earlier offset has it. */
function inZone(date: string, zone: string): number | 'unreadable' {
  if (readInstant(`${date}Z`) === undefined) return 'unreadable';
  return Temporal.PlainDateTime.from(date).toZonedDateTime(zone).epochMilliseconds;
}
