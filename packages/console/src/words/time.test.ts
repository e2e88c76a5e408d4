/** Lengths of time are told in whole units, and no unit is ever full. */
import { beforeAll, expect, test, vi } from 'vitest';

let lasting: (ms: number) => string;
beforeAll(async () => {
  vi.stubGlobal('location', { search: '' });
  ({ lasting } = await import('./time.ts'));
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
])('%d ms is %s', (ms, words) => {
  expect(lasting(ms)).toBe(words);
});

test('no length has sixty minutes or a whole day of hours beside', () => {
  for (let ms = 0; ms < 9 * day; ms += 97_001) {
    expect(lasting(ms)).not.toMatch(/\b60 (?:s|min)|\b24 h/u);
  }
});
