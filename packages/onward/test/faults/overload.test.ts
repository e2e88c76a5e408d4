/**
 * R12: more than can be taken is refused before it is acknowledged, with memory bounded; and a stop
 * under load ends in time with nothing lost.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figure, goal, patience, until } from './figures.ts';
import { expectDone, expectSound, expectTaken, waitingOrders } from './ledger.ts';
import { Load } from './load.ts';
import { residentMb, startOnward } from './onward.ts';
import { Postgres } from './postgres.ts';
import { Provider } from './provider.ts';

/** What is asked at once of a process that takes 256 requests at once. */
const senders = 2_560;
const waves = goal({ short: 1, full: 5 });
const stops = goal({ short: 2, full: 10 });

test(
  'ten times the load: refused before it is acknowledged, memory bounded',
  patience,
  async () => {
    const tell = figure({
      promise: 'R12',
      fault: 'ten times as many deliveries at once as are taken, the database standing still',
      goal: 'shed before acknowledged, memory bounded',
    });
    const postgres = await Postgres.start();
    const provider = await Provider.start();
    const data = await mkdtemp(join(tmpdir(), 'onward-overload-'));
    const databaseUrl = postgres.through().url;
    const onward = await startOnward({ data, provider: provider.url, databaseUrl });
    const acked = new Set<string>();
    let shed = 0;
    let most = 0;
    const calm = await residentMb(onward.pid);
    for (let wave = 0; wave < waves; wave++) {
      const load = new Load({ journeys: senders, from: wave * senders, senders, restMs: 500 });
      load.targets = [onward.edgeUrl];
      postgres.proxy.stall(true);
      const sending = load.run();
      await until(() => ((load.refused.get(503) ?? 0) >= senders * 2 ? true : undefined));
      // Nothing can be kept now, so nothing may be acknowledged.
      expect(load.acked.size).toBe(0);
      most = Math.max(most, await residentMb(onward.pid));
      postgres.proxy.stall(false);
      await load.reached(256);
      load.giveUp();
      await sending;
      shed += load.refused.get(503) ?? 0;
      for (const id of load.acked) acked.add(id);
    }
    expect(most).toBeLessThan(calm + 700);
    expect(await onward.stop()).toBe(0);
    const client = await postgres.client();
    const { rows } = await client.query<{ id: string }>(
      `select event_id as id from onward_0.journal where source = 'sys' and type <> 'outcome'`,
    );
    const journal = new Set(rows.map(({ id }) => id));
    expect([...acked].filter((id) => !journal.has(id))).toEqual([]);
    expect(journal.size).toBe(rows.length);
    await client.end();
    await postgres.stop();
    provider.stop();
    await rm(data, { recursive: true, force: true });
    await tell(
      `${senders} at once, ${shed} refused with 503, ${acked.size} acknowledged ` +
        `and none missing; ` +
        `${calm} MB before, ${most} MB at the most`,
    );
  },
);

test('asked to stop under load: it ends in time, and nothing is lost', patience, async () => {
  const tell = figure({
    promise: 'R12',
    fault: 'SIGTERM under load',
    goal: 'ends within 30 s, 0 lost',
  });
  const data = await mkdtemp(join(tmpdir(), 'onward-term-'));
  const postgres = await Postgres.start();
  const provider = await Provider.start();
  const databaseUrl = postgres.through().url;
  const journeys = stops * goal({ short: 100, full: 300 });
  const load = new Load({ journeys });
  const sending = load.run();
  let longest = 0;
  for (let stopped = 0; stopped < stops; stopped++) {
    const onward = await startOnward({ data, provider: provider.url, databaseUrl });
    load.targets = [onward.edgeUrl];
    await load.reached(Math.floor(((stopped + 0.5) / stops) * load.events));
    const from = performance.now();
    expect(await onward.stop()).toBe(0);
    longest = Math.max(longest, performance.now() - from);
    load.targets = [];
  }
  expect(longest).toBeLessThan(30_000);
  const last = await startOnward({ data, provider: provider.url, databaseUrl });
  load.targets = [last.edgeUrl];
  await sending;
  await until(() => (provider.calls.size >= journeys * 4 ? true : undefined));
  const client = await postgres.client();
  await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
  expect(await last.stop()).toBe(0);
  await expectTaken(client, load.acked);
  await client.end();
  expectDone(provider, journeys);
  await expectSound(postgres.direct, journeys);
  await postgres.stop();
  provider.stop();
  await rm(data, { recursive: true, force: true });
  await tell(
    `${stops} stops, the longest ${(longest / 1_000).toFixed(1)} s; ` +
      `${load.acked.size} acknowledged, ` +
      `0 missing, 0 done twice`,
  );
});
