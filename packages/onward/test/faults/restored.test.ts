/**
 * R13: a backup that is put in the place of a newer database sends nothing again, whatever its
 * senders deliver once more.
 */
import { expect, test } from 'vitest';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { figure, goal, patience, pause, until } from './figures.ts';
import { ReadBack, Replaced, TakenOver } from './grounds.ts';
import { deedsEach, kinds, Load } from './load.ts';

/** A third of the journeys go on in what is lost, a third begin in it, a third do neither. */
const third = goal({ short: 20, full: 1_000 });

const faults = [
  {
    fault: 'an older copy of the data folder is put in its place, and all is delivered again',
    make: () => Replaced.make(),
    reason: 'behind-witness',
  },
  {
    fault: 'an older dump is read back into another server, and all is delivered again',
    make: () => ReadBack.make(),
    reason: 'another-cluster',
  },
  {
    fault: 'a standby that was left behind takes over, and all is delivered again',
    make: () => TakenOver.make(),
    reason: 'another-timeline',
  },
] as const;

test.for(faults)('$fault: nothing is sent again', patience, async ({ fault, make, reason }) => {
  const tell = figure({ promise: 'R13', fault, goal: '0 done twice' });
  const ground = await make();
  const { provider } = ground;

  // Half of what is asked for before the backup waits in it.
  let calls = 0;
  provider.refuses = () => calls++ % 2 === 0;
  const before = new Load({ journeys: third * 2, kinds: ['started', 'paid'] });
  await ground.serve(async (onward) => {
    await ground.send(before, onward);
    expect(await onward.stop()).toBe(0);
  });
  const waiting = await ground.backUp();
  expect(waiting).toBeGreaterThan(0);

  // What is lost.
  provider.refuses = () => false;
  const lost = new Load({ journeys: third, kinds: kinds.slice(2) });
  const begunInIt = new Load({ journeys: third, from: third * 2 });
  await ground.serve(async (onward) => {
    await Promise.all([ground.send(lost, onward), ground.send(begunInIt, onward)]);
    const orders = third * 4 + third + third * 4;
    await until(() => (provider.total === orders ? true : undefined));
    // So that the last beat comes after the backup; the process ends as on a machine that is gone.
    await pause(6_000);
    await onward.kill();
  });
  await ground.restore();
  const done = provider.total;

  // The fence: events are taken, and nothing leaves.
  const after = new Load({ journeys: third, from: third, kinds: kinds.slice(2) });
  const fresh = new Load({ journeys: third, from: third * 3 });
  await ground.serve(async (onward) => {
    expect(onward.noted()).toContain('ONW-FENCED');
    for (const load of [lost, begunInIt]) {
      load.targets = [onward.edgeUrl];
      await load.again();
    }
    await ground.send(after, onward);
    await pause(1_000);
    expect(provider.total).toBe(done);
    const looked = await onwardAsIs('release', ...ground.where, '--json');
    expect(looked.exit).toBe(1);
    const { fence, orders } = JSON.parse(looked.out) as {
      readonly fence: object;
      readonly orders: readonly { readonly asked: string; readonly count: number }[];
    };
    expect(fence).toMatchObject({ up: true, epoch: 1, reason });
    expect(orders.find(({ asked }) => asked === 'before')?.count).toBe(waiting);
    expect(new Set(orders.map(({ asked }) => asked))).toEqual(
      new Set(['before', 'doubt', 'since']),
    );
    expect((await onwardAsIs('doctor', ...ground.where)).exit).toBe(1);

    const words = ['--actor', 'p-1', '--reason', 'the disk of last night', '--json'];
    const released = await onwardAsIs('release', ...ground.where, ...words);
    expect(released.exit).toBe(0);
    await ground.send(fresh, onward);
    await ground.drained();
    expect(await onward.stop()).toBe(0);
  });

  const { deeds, unknown, doubts } = await ground.inspect(third * 4);
  const wrong = [...deeds].filter(([deed, times]) => {
    return times !== deedsEach[deed.slice(deed.indexOf('/') + 1) as keyof typeof deedsEach];
  });
  expect(wrong).toEqual([]);
  expect(deeds.size).toBe(third * 4 * Object.keys(deedsEach).length);
  expect(unknown).toBeGreaterThan(0);
  expect(doubts).toBe(third * 2);
  await tell(
    `${third * 4} journeys, ${done} orders carried out before the restore, ${waiting} of them ` +
      `in the backup as not yet sent: 0 done twice, 0 missing; ${unknown} in doubt, each with an ` +
      `unknown outcome that its journey has taken`,
  );
  await ground.leave();
});
