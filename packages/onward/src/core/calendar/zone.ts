/**
 * Turns instants into local days and minutes of a zone, and back, right on days of clock changes.
 */
import { Temporal } from 'temporal-polyfill';

/** Zones asked about so far that there are. */
const zones = new Set<string>();

/** Whether the text names a zone of the IANA database; a bare offset such as `+05:00` does not. */
export function isZone(text: string): boolean {
  if (zones.has(text)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/u.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
  } catch {
    return false;
  }
  zones.add(text);
  return true;
}

/** A local date and the time on it. */
export interface Local {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Minutes since midnight by the clock on the wall, with seconds as a fraction. */
  readonly minute: number;
}

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** The local date and time of an instant. */
export function localOf(zone: string, ms: number): Local {
  const wallMs = ms + periodAt(zone, ms).offsetMs;
  const day = Math.floor(wallMs / dayMs);
  return { day, minute: (wallMs - day * dayMs) / minuteMs };
}

/**
 * The instant of a minute (0 to 1440) of a local date. It never runs backwards within a day: of a
 * time that comes twice it is the first, and for all times that the clocks skip it is the moment
 * of the change.
 */
export function instantOf(zone: string, day: number, minute: number): number {
  const wallMs = day * dayMs + Math.round(minute * minuteMs);
  let period = periodAt(zone, wallMs - dayMs);
  while (wallMs >= period.toMs + period.offsetMs) period = periodAt(zone, period.toMs);
  return Math.max(period.fromMs, wallMs - period.offsetMs);
}

/** When the local day of an instant is over: midnight, by the clock on the wall. */
export function endOfDay(zone: string, ms: number): number {
  return instantOf(zone, localOf(zone, ms).day + 1, 0);
}

/** A time during which a zone keeps its offset. */
interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** Periods seen so far, by zone: two a year at most, and looking one up costs much. */
const seen = new Map<string, Period[]>();

function periodAt(zone: string, ms: number): Period {
  const periods = seen.get(zone) ?? [];
  const known = periods.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
  if (known !== undefined) return known;
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone);
  const next = zoned.getTimeZoneTransition('next');
  // The previous change before the next millisecond: one that happens at `ms` itself counts.
  const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const period = {
    fromMs: previous?.epochMilliseconds ?? -Infinity,
    toMs: next?.epochMilliseconds ?? Infinity,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  };
  seen.set(zone, [...periods, period]);
  return period;
}
