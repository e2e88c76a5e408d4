/** R1: what is acknowledged is never lost, though the process is killed at any moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../src/store/index.ts';
import { figure, goal, patience, pause, until } from './figures.ts';
import { expectDone, expectSound, expectTaken, waitingOrders } from './ledger.ts';
import { Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Provider } from './provider.ts';

const kills = goal({ short: 20, full: 200 });
const journeys = goal({ short: 2_000, full: 14_000 });

test(
  'killed again and again under load: nothing acknowledged is missing, nothing done twice',
  patience,
  async () => {
    const tell = figure({
      promise: 'R1',
      fault: 'kill -9 of the process under load, its database with it',
      goal: '200 kills, 0 missing, each once',
    });
    const data = await mkdtemp(join(tmpdir(), 'onward-killed-'));
    const provider = await Provider.start();
    const load = new Load({ journeys });
    let onward: Onward = await startOnward({ data, provider: provider.url });
    load.targets = [onward.edgeUrl];
    const sending = load.run();
    for (let killed = 0; killed < kills; killed++) {
      // At random, but so that work is still left for the last one.
      await load.reached(Math.floor(((killed + Math.random()) / kills) * load.events * 0.98));
      await pause(Math.random() * 30);
      load.targets = [];
      await onward.kill();
      onward = await startOnward({ data, provider: provider.url });
      load.targets = [onward.edgeUrl];
    }
    await sending;
    expect(await onward.stop()).toBe(0);
    expect(load.acked.size).toBe(load.events);
    await inspect(data, load);
    await finish(data, provider);
    await tell(
      `${kills} kills, ${load.acked.size} acknowledged, 0 missing, each once; ` +
        `${provider.calls.size} commands, ${provider.repeats} calls repeated under ` +
        `their key, 0 done twice`,
    );
    provider.stop();
    await rm(data, { recursive: true, force: true });
  },
);

async function inspect(data: string, load: Load): Promise<void> {
  const database = await startEmbedded({ directory: data });
  const client = new pg.Client(database.connection);
  await client.connect();
  await expectTaken(client, load.acked);
  await client.end();
  await expectSound(database.connection, journeys);
  await database.stop();
}

/** Lets what is still waiting leave, and looks at what the provider counted. */
async function finish(data: string, provider: Provider): Promise<void> {
  const onward = await startOnward({ data, provider: provider.url });
  await until(() => (provider.calls.size >= journeys * 4 ? true : undefined));
  expect(await onward.stop()).toBe(0);
  expectDone(provider, journeys);
  const database = await startEmbedded({ directory: data });
  const client = new pg.Client(database.connection);
  await client.connect();
  expect(await waitingOrders(client)).toBe(0);
  await client.end();
  await database.stop();
}
