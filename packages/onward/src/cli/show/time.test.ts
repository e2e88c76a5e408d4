/** Times as people read them. */
import { expect, test } from 'vitest';
import { lasting, localTime, minute } from './time.ts';

test('an instant is told in the zone of its owner', () => {
  const at = Date.parse('2026-03-09T13:00:00Z');
  expect(localTime(at, 'America/New_York')).toBe('Mon 2026-03-09 09:00');
  expect(localTime(at, 'UTC')).toBe('Mon 2026-03-09 13:00');
});

test('a length of time is told by its two largest units', () => {
  expect(lasting(12_000)).toBe('12s');
  expect(lasting(35 * 60_000)).toBe('35m');
  expect(lasting(((2 * 24 + 4) * 60 + 9) * 60_000)).toBe('2d 4h');
  expect(lasting(24 * 3_600_000)).toBe('1d');
});

test('an ISO time is cut to its minute', () => {
  expect(minute('2026-03-02T14:00:59.123Z')).toBe('2026-03-02 14:00');
});
