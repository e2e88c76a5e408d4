/** A development clock comes back where it was left, and a crowded move says where it stands. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifies } from './intake.ts';
import { devClock, standingClock } from './movable-clock.ts';
import { passTime } from './pass-time.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-clock-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('moves that overlap are saved in turn', async () => {
  const clock = await devClock(folder);
  clock.moveTo(Date.now() + 60_000);
  const first = clock.save();
  clock.moveTo(Date.now() + 3_600_000);
  await Promise.all([first, clock.save()]);
  expect((await devClock(folder)).aheadMs).toBe(clock.aheadMs);
});

test('a move that meets too many deadlines says where the clock stands', async () => {
  const clock = standingClock(0);
  const engine = { idle: async () => undefined, nextDue: async () => clock.now() + 1 };
  const moved = passTime({ engine, clock }, 1_000_000);
  await expect(moved).rejects.toMatchObject({
    code: 'ONW-TIME-CROWDED',
    message: expect.stringContaining('stands where it came to'),
  });
  expect(clock.now()).toBe(20_000);
});

test('deliveries are taken only by connectors that verify them', () => {
  const names = ['webhook', 'stripe', 'hl7v2', 'api', 'nobody', 'constructor'];
  expect(names.filter(verifies)).toEqual(['webhook', 'stripe']);
});
