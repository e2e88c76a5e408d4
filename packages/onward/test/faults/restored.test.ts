/**
 * R13: a backup that is put in the place of a newer database sends nothing again, whatever its
 * senders deliver once more.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../src/store/index.ts';
import type { Connection } from '../../src/store/index.ts';
import { runningDatabase } from '../../src/cli/compose/database.ts';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { figure, goal, patience, pause, until } from './figures.ts';
import { expectSound, waitingOrders } from './ledger.ts';
import { deedsEach, kinds, Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Provider } from './provider.ts';

/** A third of the journeys go on in what is lost, a third begin in it, a third do neither. */
const third = goal({ short: 20, full: 2_000 });

test('a restored backup sends nothing again', patience, async () => {
  const tell = figure({
    promise: 'R13',
    fault: 'an older copy of the data folder is put in its place, and all is delivered again',
    goal: '0 done twice',
  });
  const ground = await Ground.make();
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
    const looked = await onwardAsIs('release', '--data', ground.data, '--json');
    expect(looked.exit).toBe(1);
    const { fence, orders } = JSON.parse(looked.out) as {
      readonly fence: object;
      readonly orders: readonly { readonly asked: string; readonly count: number }[];
    };
    expect(fence).toMatchObject({ up: true, epoch: 1, reason: 'behind-witness' });
    expect(orders.find(({ asked }) => asked === 'before')?.count).toBe(waiting);
    expect(new Set(orders.map(({ asked }) => asked))).toEqual(
      new Set(['before', 'doubt', 'since']),
    );
    expect((await onwardAsIs('doctor', '--data', ground.data)).exit).toBe(1);

    const words = ['--actor', 'p-1', '--reason', 'the disk of last night', '--json'];
    const released = await onwardAsIs('release', '--data', ground.data, ...words);
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

/** As an operator copies it: with its owners. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

class Ground {
  readonly data: string;
  readonly provider: Provider;
  private readonly folder: string;
  private readonly loads: Load[] = [];

  private constructor(folder: string, provider: Provider) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.provider = provider;
  }

  static async make(): Promise<Ground> {
    return new Ground(await mkdtemp(join(tmpdir(), 'onward-restored-')), await Provider.start());
  }

  async serve(work: (onward: Onward) => Promise<void>): Promise<void> {
    const variables = { ONWARD_WITNESS: join(this.folder, 'witness') };
    await work(await startOnward({ data: this.data, provider: this.provider.url, variables }));
  }

  async send(load: Load, onward: Onward): Promise<void> {
    this.loads.push(load);
    load.targets = [onward.edgeUrl];
    await load.run();
  }

  /** A cold copy; how many orders wait in it. */
  async backUp(): Promise<number> {
    await copy(this.data, join(this.folder, 'backup'));
    return this.ask(async (client) => {
      const { rows } = await client.query<{ left: number }>(
        `select coalesce(sum(total - cardinality(ended)), 0)::float8 as left from onward_0.outbox`,
      );
      return Number(rows[0]?.left);
    });
  }

  async restore(): Promise<void> {
    // Its PostgreSQL ends a moment after it.
    await until(async () => ((await this.running()) === undefined ? true : undefined));
    await rm(this.data, { recursive: true, maxRetries: 50, retryDelay: 100 });
    await copy(join(this.folder, 'backup'), this.data);
  }

  /** Resolves when nothing waits to be sent. */
  async drained(): Promise<void> {
    const client = new pg.Client((await this.running()) as pg.ClientConfig);
    await client.connect();
    await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
    await client.end();
  }

  private running(): Promise<Connection | undefined> {
    const onProgress = (): undefined => undefined;
    return runningDatabase({ url: undefined, folder: this.data, onProgress });
  }

  /** What was done, by case; and what the database says of it. */
  async inspect(journeys: number) {
    const cases = new Map(this.loads.flatMap((load) => [...load.cases]));
    const deeds = new Map<string, number>();
    for (const [deed, times] of this.provider.deeds) {
      const [journey = '', kind = ''] = deed.split('/');
      const name = `${cases.get(journey) ?? journey}/${kind}`;
      deeds.set(name, (deeds.get(name) ?? 0) + times);
    }
    return this.ask(async (client, database) => {
      expect(await waitingOrders(client)).toBe(0);
      const unknown = await client.query<{ count: number }>(
        `select count(*)::float8 as count from onward_0.outcomes o, unnest(o.outcomes) as each ` +
          `where each = 'unknown'`,
      );
      const doubts = await client.query<{ count: number }>(
        `select count(*)::float8 as count from onward_0.restored where doubt`,
      );
      await expectSound(database, journeys);
      return {
        deeds,
        unknown: Number(unknown.rows[0]?.count),
        doubts: Number(doubts.rows[0]?.count),
      };
    });
  }

  private async ask<T>(work: (client: pg.Client, database: Connection) => Promise<T>): Promise<T> {
    const database = await startEmbedded({ directory: this.data });
    const client = new pg.Client(database.connection);
    await client.connect();
    try {
      return await work(client, database.connection);
    } finally {
      await client.end();
      await database.stop();
    }
  }

  async leave(): Promise<void> {
    this.provider.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 50 });
  }
}
