import { expect, test } from 'vitest';

import { StopError } from '../core/index.ts';
import { deriveKeys } from './keys.ts';
import { keyOf, ringOf } from './vault.fixture.ts';

test('the keys are of 32 bytes, unlike each other, and the same each time', () => {
  expect(() => deriveKeys(Buffer.alloc(16))).toThrow(StopError);
  expect(() => deriveKeys(keyOf(1), Buffer.alloc(33))).toThrow(StopError);
  const { current } = ringOf(1);
  expect(current.hash.equals(current.wrap)).toBe(false);
  expect(ringOf(1).current.wrap.equals(current.wrap)).toBe(true);
  expect(ringOf(2).current.wrap.equals(current.wrap)).toBe(false);
});

test('the first is current, the others are old, and one that is given twice counts once', () => {
  const ring = ringOf(2, 1, 2, 1, 3);
  const ids = [ring.current, ...ring.old].map(({ id }) => id);
  expect(ids).toEqual([2, 1, 3].map((byte) => ringOf(byte).current.id));
  expect(ids.every((id) => /^[0-9a-f]{16}$/u.test(id))).toBe(true);
});

test('a printer shows nothing of a ring', () => {
  const hex = Buffer.from(ringOf(1).current.wrap.export()).toString('hex');
  expect(JSON.stringify(ringOf(1))).not.toContain(hex);
  expect(Object.keys(ringOf(1).current)).toEqual(['id', 'hash', 'wrap', 'mark']);
});
