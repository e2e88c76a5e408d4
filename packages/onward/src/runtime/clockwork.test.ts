import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Clockwork } from './clockwork.ts';

test('a loop that hangs, or fails again and again, is told; one that turns is not', async () => {
  const clock = { now: 0 };
  const troubles: string[] = [];
  const clockwork = new Clockwork({
    now: () => clock.now,
    onTrouble: (code) => troubles.push(code),
  });
  const turns = { well: 0 };
  clockwork.every('well', 5, async () => {
    turns.well += 1;
  });
  clockwork.every('hangs', 5, () => new Promise(() => undefined));
  clockwork.every('fails', 5, () => Promise.reject(new Error('away')));
  try {
    expect(clockwork.still()).toEqual([]);
    clock.now = 119_000;
    await expect.poll(() => turns.well).toBeGreaterThan(2);
    expect(clockwork.still()).toEqual([]);
    clock.now = 121_000;
    await delay(30);
    expect(clockwork.still()).toEqual(['hangs', 'fails']);
    expect(new Set(troubles)).toEqual(new Set(['ONW-INTERNAL']));
  } finally {
    clockwork.stop();
  }
});
