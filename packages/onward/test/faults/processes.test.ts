/**
 * Several processes on one database: one dies, one is held up past every time-out and goes on as if
 * nothing had been. What others took over it does not do again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figure, goal, patience, pause, until } from './figures.ts';
import { expectDone, expectSound, expectTaken, waitingOrders } from './ledger.ts';
import { Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Postgres } from './postgres.ts';
import { Provider } from './provider.ts';

/** Longer than a process may be silent before it is taken for dead. */
const heldMs = 24_000;
const rounds = goal({ short: 1, full: 4 });
const journeysEach = 300;

async function share(count: number): Promise<void> {
  const tell = figure({
    promise: 'R2',
    fault:
      `${count} processes share the work; ${count > 2 ? 'one is killed, ' : ''}` +
      `one stands still for ${heldMs / 1_000} s and goes on`,
    goal: '0 missing, each once, 0 done twice',
  });
  const postgres = await Postgres.start({ max_connections: '200' });
  const provider = await Provider.start();
  const data = await mkdtemp(join(tmpdir(), 'onward-several-'));
  const databaseUrl = postgres.through().url;
  const another = (): Promise<Onward> => startOnward({ data, provider: provider.url, databaseUrl });
  // Slow enough that orders are waiting and under way when a process is held up.
  provider.at = (moment) => (moment === 'received' ? pause(30) : undefined);
  const acked = new Set<string>();
  let journeys = 0;
  // One after the other: the first one sets up the folder.
  const crew: Onward[] = [];
  while (crew.length < count) crew.push(await another());
  for (let round = 0; round < rounds; round++) {
    const load = new Load({ journeys: journeysEach, from: journeys });
    journeys += journeysEach;
    load.targets = crew.map((each) => each.edgeUrl);
    const sending = load.run();
    await load.reached(load.events / 3);
    const [held, dies] = crew;
    if (held === undefined || dies === undefined) throw new Error('There are two at least.');
    load.targets = load.targets.filter((each) => each !== held.edgeUrl);
    process.kill(held.pid, 'SIGSTOP');
    if (count > 2) {
      load.targets = load.targets.filter((each) => each !== dies.edgeUrl);
      await dies.kill();
      crew[1] = await another();
      load.targets = [...load.targets, crew[1].edgeUrl];
    }
    await pause(heldMs);
    process.kill(held.pid, 'SIGCONT');
    await sending;
    for (const id of load.acked) acked.add(id);
  }
  await until(() => (provider.calls.size >= journeys * 4 ? true : undefined));
  const client = await postgres.client();
  await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
  for (const each of crew) expect(await each.stop()).toBe(0);
  await expectTaken(client, acked);
  await client.end();
  expectDone(provider, journeys);
  await expectSound(postgres.direct, journeys);
  await postgres.stop();
  provider.stop();
  await rm(data, { recursive: true, force: true });
  await tell(
    `${rounds} rounds, ${acked.size} acknowledged, 0 missing, each once; ` +
      `${provider.calls.size} commands, ` +
      `${provider.repeats} calls repeated under their key, 0 done twice`,
  );
}

test.each(goal({ short: 1, full: 2 }) === 1 ? [4] : [2, 4])(
  '%s processes: one stands still and goes on, of four another dies',
  patience,
  share,
);
