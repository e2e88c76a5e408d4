/**
 * The rhythm of a source, learned from what it said in the last five weeks: how long a silence is
 * normal at this hour, and how late its events come. Hours and weekdays are those of UTC, which
 * moves a habit by an hour twice a year; the hours beside are looked at as well.
 */
import type { SourceHour } from '../../store/index.ts';

/** From what a normal silence was learned; `declared`: by the connector, nothing was learned. */
export type LearnedFrom = 'week' | 'day' | 'all' | 'declared';

export interface NormalSilence {
  readonly ms: number;
  readonly from: LearnedFrom;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** So much is learned from. */
export const learnedMs: number = 5 * weekMs;

/** Beyond what was seen: half as much again, and a minute. */
const marginFactor = 1.5;
const marginMs = 60_000;

/**
 * The longest silence that is normal now; undefined where nothing was measured or declared.
 *
 * @param hours of one source, in order of time.
 */
export function normalSilence(
  hours: readonly SourceHour[],
  now: number,
  declaredMs?: number,
): NormalSilence | undefined {
  const ages = agesOf(hours);
  const learned = ofWeek(ages, now) ?? ofDay(ages, now) ?? ofAll(ages);
  if (learned !== undefined) {
    return { ms: Math.round(learned.ms * marginFactor) + marginMs, from: learned.from };
  }
  return declaredMs === undefined ? undefined : { ms: declaredMs, from: 'declared' };
}

/** How old a silence grew in each hour; hours before the first and after the last are unknown. */
type Ages = ReadonlyMap<number, number>;

function agesOf(hours: readonly SourceHour[]): Ages {
  const ages = new Map<number, number>();
  hours.forEach(({ hour, gapMs }, at) => {
    const next = hours[at + 1];
    ages.set(hour, Math.max(gapMs, ages.get(hour) ?? 0));
    if (next === undefined) return;
    // The silence after it, as old as it can have been at the end of each hour that it covers.
    for (let silent = hour; silent < next.hour; silent += hourMs) {
      const end = silent + hourMs;
      const age = Math.min(end - hour, Math.max(0, end - (next.hour - next.gapMs)));
      ages.set(silent, Math.max(age, ages.get(silent) ?? 0));
    }
  });
  return ages;
}

function around(ages: Ages, at: number): number | undefined {
  const hour = at - (at % hourMs);
  const known = [hour - hourMs, hour, hour + hourMs].flatMap((each) => ages.get(each) ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

const leastWeeks = 3;

/** The same hour of the same weekday: one week may have been out of the ordinary. */
function ofWeek(ages: Ages, now: number): NormalSilence | undefined {
  const weeks = Array.from({ length: learnedMs / weekMs }, (_, at) => now - (at + 1) * weekMs);
  const samples = weeks.flatMap((at) => around(ages, at) ?? []);
  return samples.length < leastWeeks ? undefined : { ms: quantile(samples, 0.75), from: 'week' };
}

const leastDays = { week: 4, weekend: 2 };

/** The same hour of other working days, or of other days of weekends. */
function ofDay(ages: Ages, now: number): NormalSilence | undefined {
  const days = Array.from({ length: learnedMs / dayMs }, (_, at) => now - (at + 1) * dayMs);
  const alike = days.filter((at) => isWeekend(at) === isWeekend(now));
  const samples = alike.flatMap((at) => around(ages, at) ?? []);
  const least = isWeekend(now) ? leastDays.weekend : leastDays.week;
  return samples.length < least ? undefined : { ms: quantile(samples, 0.9), from: 'day' };
}

function isWeekend(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day === 0 || day === 6;
}

const leastHours = 24;

function ofAll(ages: Ages): NormalSilence | undefined {
  const samples = [...ages.values()];
  return samples.length < leastHours ? undefined : { ms: quantile(samples, 0.99), from: 'all' };
}

function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1] ?? 0;
}

export interface Lag {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly events: number;
}

/** Received less occurred, to the next power of two seconds; undefined where nothing came. */
export function lagOf(hours: readonly SourceHour[], from: number): Lag | undefined {
  const sums: number[] = [];
  for (const { hour, lags } of hours) {
    if (hour + hourMs <= from) continue;
    lags.forEach((count, bucket) => (sums[bucket] = (sums[bucket] ?? 0) + count));
  }
  const events = sums.reduce((sum, count) => sum + count, 0);
  if (events === 0) return undefined;
  return { p50Ms: boundOf(sums, events * 0.5), p95Ms: boundOf(sums, events * 0.95), events };
}

function boundOf(sums: readonly number[], wanted: number): number {
  let seen = 0;
  const bucket = sums.findIndex((count) => (seen += count) >= wanted);
  return 1_000 * 2 ** Math.max(0, bucket);
}

/** Lags under this are never out of the ordinary. */
const leastLagMs = 600_000;
const lagFactor = 4;
/** Fewer events say nothing. */
const leastEvents = 5;

/** Whether what came in the last hour came much later than it does. */
export function isLagging(hours: readonly SourceHour[], now: number): boolean {
  const lately = lagOf(hours, now - hourMs);
  if (lately === undefined || lately.events < leastEvents) return false;
  const before = hours.filter(({ hour }) => hour + hourMs <= now - hourMs);
  const usual = lagOf(before, 0)?.p95Ms ?? 0;
  return lately.p95Ms > Math.max(leastLagMs, lagFactor * usual);
}
