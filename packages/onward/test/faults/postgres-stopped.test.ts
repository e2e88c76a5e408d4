/** R1 and R4: PostgreSQL is stopped at once, or restarted, under load, and the doctor looks on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figure, goal, patience, pause, until } from './figures.ts';
import { expectDone, expectSound, expectTaken, waitingOrders } from './ledger.ts';
import { Load } from './load.ts';
import { outliving, startOnward } from './onward.ts';
import { Postgres } from './postgres.ts';
import { Provider } from './provider.ts';
import { Snapshots } from './snapshots.ts';

const stops = goal({ short: 3, full: 50 });
const restarts = goal({ short: 1, full: 10 });
const journeys = goal({ short: 500, full: 6_000 });
const looks = goal({ short: 10, full: 1_000 });

test(
  'PostgreSQL stops at once under load: nothing is missing, nobody without owner and date',
  patience,
  async () => {
    const tell = figure({
      promise: 'R1',
      fault: 'immediate stop, and fast restart, of PostgreSQL under load',
      goal: '50 stops, 0 missing, each once',
    });
    const tellLooks = figure({
      promise: 'R4',
      fault: 'the doctor looks while PostgreSQL is stopped under load',
      goal: '1,000 snapshots, 0 violating rows',
    });
    const postgres = await Postgres.start();
    const data = await mkdtemp(join(tmpdir(), 'onward-stopped-'));
    const provider = await Provider.start();
    const onward = await startOnward({
      data,
      provider: provider.url,
      databaseUrl: postgres.through().url,
    });
    const load = new Load({ journeys });
    load.targets = [onward.edgeUrl];
    const sending = load.run();
    const snapshots = new Snapshots(() => postgres.direct, goal({ short: 200, full: 20 }));
    await outliving(onward, disturb({ postgres, load, sending, snapshots }));
    await outliving(
      onward,
      until(() => (provider.calls.size >= journeys * 4 ? true : undefined)),
    );
    const client = await postgres.client();
    await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
    expect(await onward.stop()).toBe(0);
    await expectTaken(client, load.acked);
    await client.end();
    expectDone(provider, journeys);
    await expectSound(postgres.direct, journeys);
    expect(snapshots.violations).toEqual([]);
    await tell(
      `${stops} immediate stops and ${restarts} fast restarts, ${load.acked.size} acknowledged, ` +
        `0 missing, each once; 0 of ${provider.calls.size} commands done twice`,
    );
    await tellLooks(`${snapshots.taken} snapshots, 0 violating rows`);
    provider.stop();
    await postgres.stop();
    await rm(data, { recursive: true, force: true });
  },
);

interface Disturbed {
  readonly postgres: Postgres;
  readonly load: Load;
  readonly sending: Promise<void>;
  readonly snapshots: Snapshots;
}

async function disturb({ postgres, load, sending, snapshots }: Disturbed): Promise<void> {
  const all = stops + restarts;
  for (let stopped = 0; stopped < all; stopped++) {
    await load.reached(Math.floor(((stopped + Math.random()) / all) * load.events * 0.98));
    await pause(Math.random() * 30);
    await postgres.restart(stopped % Math.ceil(all / restarts) === 1 ? 'fast' : 'immediate');
  }
  await sending;
  await snapshots.reached(looks);
  await snapshots.stop();
}
