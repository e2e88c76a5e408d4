/** The rhythm of sources that speak at all hours, in the morning, or on working days only. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceHour } from '../../store/index.ts';
import { isLagging, lagOf, normalSilence } from './rhythm.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
/** A Monday, 00:00 UTC. */
const monday = Date.UTC(2026, 9, 5);

const lagBuckets = 24;

function lagBucket(lagMs: number): number {
  return lagMs < 1_000 ? 0 : Math.floor(Math.log2(lagMs / 1_000)) + 1;
}

/** What is kept of a source that spoke at these times. */
function kept(times: readonly number[], lagMs = 0): SourceHour[] {
  const hours = new Map<number, SourceHour>();
  const sorted = times.toSorted((a, b) => a - b);
  sorted.forEach((at, index) => {
    const start = at - (at % hour);
    const before = hours.get(start);
    const lags = before?.lags ?? Array.from({ length: lagBuckets }, () => 0);
    hours.set(start, {
      system: 'ehr',
      hour: start,
      events: (before?.events ?? 0) + 1,
      gapMs: Math.max(before?.gapMs ?? 0, at - (sorted[index - 1] ?? at)),
      lags: lags.map((count, bucket) => count + Number(bucket === lagBucket(lagMs))),
    });
  });
  return [...hours.values()];
}

/** Whether a source that has spoken at these times is silent out of the ordinary. */
function isSilent(times: readonly number[], now: number): boolean {
  const said = times.filter((at) => at <= now);
  const normal = normalSilence(kept(said), now);
  return normal !== undefined && now - Math.max(...said) > normal.ms;
}

const perMinute = (from: number, days: number) =>
  Array.from({ length: days * 1440 }, (_, at) => from + at * minute);
/** Each working day at eight. */
const mornings = Array.from({ length: 6 * 7 }, (_, at) => monday + at * day + 8 * hour).filter(
  (at) => ![0, 6].includes(new Date(at).getUTCDay()),
);

test('nothing is known of a source that never spoke, but what its connector declares', () => {
  expect(normalSilence([], monday)).toBeUndefined();
  expect(normalSilence(kept([monday]), monday + hour)).toBeUndefined();
  expect(normalSilence([], monday, hour)).toEqual({ ms: hour, from: 'declared' });
});

test('one that speaks each minute is missed within minutes', () => {
  const times = perMinute(monday, 28);
  const last = times.at(-1) ?? 0;
  expect(isSilent(times, last + 2 * minute)).toBe(false);
  expect(isSilent(times, last + 4 * minute)).toBe(true);
  expect(normalSilence(kept(times), last)?.from).toBe('week');
});

test('one that speaks each morning is missed two hours after the one it left out', () => {
  const fifth = monday + 5 * week;
  const now = (atMs: number) => mornings.filter((at) => at < fifth + atMs);
  expect(isSilent(now(0), fifth + 7 * hour)).toBe(false);
  expect(isSilent(now(0), fifth + 9 * hour)).toBe(false);
  expect(isSilent(now(0), fifth + 11 * hour)).toBe(true);
  expect(isSilent(now(9 * hour), fifth + 23 * hour)).toBe(false);
  expect(isSilent(mornings, fifth + 6 * day + 12 * hour)).toBe(false);
});

test('after one week other working days speak for this one', () => {
  const times = mornings.filter((at) => at < monday + 8 * day);
  const normal = normalSilence(kept(times), monday + 8 * day + 7 * hour);
  expect(normal?.from).toBe('day');
  expect(isSilent(times, monday + 8 * day + 7 * hour)).toBe(false);
});

test('one bad week in five makes nobody deaf', () => {
  const out = [monday + 2 * week + 2 * day, monday + 2 * week + 5 * day] as const;
  const times = perMinute(monday, 35).filter((at) => at < out[0] || at > out[1]);
  const stopped = times.filter((at) => at < monday + 4 * week + 4 * day);
  expect(isSilent(stopped, monday + 4 * week + 4 * day + 10 * minute)).toBe(true);
});

/** Times of a week at which a source speaks, each week within ten minutes of the same. */
const weekly = fc
  .uniqueArray(fc.integer({ min: 0, max: 7 * 96 - 1 }), { minLength: 1, maxLength: 60 })
  .map((slots) => slots.map((slot) => slot * 15 * minute));
const jitter = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 97, maxLength: 97 });

function life(slots: readonly number[], by: readonly number[], weeks: number): number[] {
  return Array.from({ length: weeks }, (_, at) => at).flatMap((at) =>
    slots.map((slot, n) => monday + at * week + slot + (by[(at * 31 + n) % 97] ?? 0) * minute),
  );
}

test('whoever keeps to the week that they have is never missed', () => {
  const at = fc.integer({ min: 0, max: 7 * 24 * 4 - 1 });
  const law = fc.property(weekly, jitter, at, (slots, by, quarter) => {
    const now = monday + 5 * week + quarter * 15 * minute;
    expect(isSilent(life(slots, by, 7), now)).toBe(false);
  });
  fc.assert(law, { numRuns: 300 });
});

test('whoever stops is missed before twice the longest silence of the week', () => {
  const law = fc.property(weekly, jitter, (slots, by) => {
    const times = life(slots, by, 5).toSorted((a, b) => a - b);
    const gaps = times.map((time, at) => time - (times[at - 1] ?? time));
    const last = Math.max(...times);
    const latest = last + 2 * Math.max(...gaps, (7 * day) / 60) + 3 * hour;
    if (slots.length < 2 || latest > monday + 6 * week) return;
    expect(isSilent(times, latest)).toBe(true);
  });
  fc.assert(law, { numRuns: 300 });
});

test('lag is told by powers of two, and is out of the ordinary beside its own past', () => {
  const times = perMinute(monday, 2);
  expect(lagOf(kept(times, 3_000), monday)).toEqual({ p50Ms: 4_000, p95Ms: 4_000, events: 2_880 });
  expect(lagOf([], monday)).toBeUndefined();
  const now = monday + 2 * day;
  const late = perMinute(now, 1).slice(0, 30);
  const both = [...kept(times, 3_000), ...kept(late, 2 * hour)];
  expect(isLagging(both, now + 30 * minute)).toBe(true);
  expect(isLagging(kept([...times, ...late], 2 * hour), now + 30 * minute)).toBe(false);
});
