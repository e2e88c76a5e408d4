/** Lengths of time are told in whole units, and no unit is ever full. */
import { beforeAll, expect, test, vi } from 'vitest';
import type * as Time from './time.ts';

let lasting: typeof Time.lasting;
let shortTime: typeof Time.shortTime;
beforeAll(async () => {
  vi.stubGlobal('location', { search: '' });
  ({ lasting, shortTime } = await import('./time.ts'));
});

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [59.6 * minute, '1 h'],
  [4 * hour - 5_000, '4 h'],
  [2 * hour + 5 * minute, '2 h 5 min'],
  [11 * hour + 20 * minute, '11 h'],
  [23.7 * hour, '1 d'],
  [2 * day - 10 * minute, '2 d'],
  [3 * day + 4 * hour, '3 d 4 h'],
  [6.99 * day, '7 d'],
  [-12 * day, '12 d'],
  [729 * day, '729 d'],
  [1_568 * day, '4 y'],
])('%d ms is %s', (ms, words) => {
  expect(lasting(ms)).toBe(words);
});

test('no length has sixty minutes or a whole day of hours beside', () => {
  for (let ms = 0; ms < 9 * day; ms += 97_001) {
    expect(lasting(ms)).not.toMatch(/\b60 (?:s|min)|\b24 h/u);
  }
});

test('a day far away has its year', () => {
  const now = Date.UTC(2026, 11, 7, 8);
  const exactly = (at: number): string => shortTime(at, 'UTC', now);
  expect(exactly(now + 40 * day)).toBe('Sat, Jan 16, 08:00');
  expect(exactly(now + 400 * day)).toBe('Jan 11, 2028, 08:00');
  expect(exactly(now - 400 * day)).toBe('Nov 2, 2025, 08:00');
});
