/**
 * The way to the database breaks under load: commits whose answer is lost, a full disk, connections
 * that others took, silence. The real process goes on by itself.
 */
import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figure, goal, isFull, patience, pause, until } from './figures.ts';
import { expectDone, expectSound, expectTaken, waitingOrders } from './ledger.ts';
import { Load } from './load.ts';
import { residentMb, startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Postgres } from './postgres.ts';
import { Provider } from './provider.ts';

const run = promisify(execFile);
const journeys = goal({ short: 200, full: 2_000 });

let postgres: Postgres;
let provider: Provider;
let onward: Onward;
let data = '';
let began = 0;
const acked = new Set<string>();

beforeAll(async () => {
  postgres = await Postgres.start();
  provider = await Provider.start();
  data = await mkdtemp(join(tmpdir(), 'onward-way-'));
  onward = await startOnward({
    data,
    provider: provider.url,
    databaseUrl: postgres.through().url,
  });
});

afterAll(async () => {
  // It is the process that was there from the beginning: nothing made it end.
  expect(await onward.stop()).toBe(0);
  provider.stop();
  await postgres.stop();
  await rm(data, { recursive: true, force: true });
});

/** A load during which something breaks; afterwards nothing is missing and nothing done twice. */
async function under(breaks: (load: Load) => Promise<void>): Promise<string> {
  const load = new Load({ journeys, from: began });
  began += journeys;
  load.targets = [onward.edgeUrl];
  const sending = load.run();
  await breaks(load);
  await sending;
  await until(() => (provider.calls.size >= began * 4 ? true : undefined));
  const client = await postgres.client();
  await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
  for (const id of load.acked) acked.add(id);
  await expectTaken(client, acked);
  await client.end();
  expectDone(provider, began);
  await expectSound(postgres.direct, began);
  const mb = await residentMb(onward.pid);
  expect(mb).toBeLessThan(1_500);
  const refused = [...load.refused.values()].reduce((sum, each) => sum + each, 0);
  return (
    `${load.events} acknowledged, 0 missing, each once, ${refused} refused for now; ` +
    `0 of ${journeys * 4} commands done twice; ${mb} MB`
  );
}

test(
  'the answer to a commit is lost: whether it was made is found out, not guessed',
  patience,
  async () => {
    const tell = figure({
      promise: 'R1',
      fault: 'connection cut after COMMIT was sent, before it or before its answer',
      goal: '0 missing, each once',
    });
    let commits = 0;
    const cuts = { unheard: 0, lost: 0 };
    postgres.proxy.fate = () => {
      commits++;
      if (commits % 9 !== 0) return 'pass';
      const fate = commits % 2 === 0 ? 'lost' : 'unheard';
      cuts[fate]++;
      return fate;
    };
    const said = await under((load) => load.reached(load.events));
    postgres.proxy.fate = () => 'pass';
    expect(cuts.unheard).toBeGreaterThan(3);
    await tell(`${cuts.unheard} made and unheard, ${cuts.lost} lost; ${said}`);
  },
);

test(
  'the disk is full for a while: nothing is acknowledged that is not kept',
  patience,
  async () => {
    const tell = figure({
      promise: 'R1',
      fault: 'disk full (53100) under load',
      goal: '0 missing, each once, goes on by itself',
    });
    let full = 0;
    const said = await under(async (load) => {
      await load.reached(load.events / 4);
      postgres.proxy.fate = () => {
        full++;
        return 'full';
      };
      await pause(3_000);
      postgres.proxy.fate = () => 'pass';
    });
    expect(full).toBeGreaterThan(0);
    await tell(`${full} commits refused by a full disk; ${said}`);
  },
);

test.runIf(isFull && process.getuid?.() === 0)(
  'a real disk is full',
  patience,
  async ({ skip }) => {
    const tell = figure({
      promise: 'R1',
      fault: 'the journal on a real disk that is full under load',
      goal: '0 missing, each once, goes on by itself',
    });
    const disk = await mkdtemp(join(postgres.directory, 'disk-'));
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
    skip(!mounted, 'A file system cannot be mounted here.');
    const owner = await stat(join(postgres.directory, 'postgres', 'data'));
    await chown(disk, owner.uid, owner.gid);
    const client = await postgres.client();
    await client.query(`create tablespace small location '${disk}'`);
    await client.query('alter table onward_0.journal set tablespace small');
    const filler = join(disk, 'filler');
    let stood = 0;
    const said = await under(async (load) => {
      await load.reached(load.events / 4);
      await run('sh', ['-c', 'cat /dev/zero > "$1" 2>&1 || true', 'sh', filler]);
      stood = await until(async () => {
        const before = load.acked.size;
        await pause(1_000);
        return load.acked.size === before ? before : undefined;
      });
      await truncate(filler, 0);
    });
    expect(stood).toBeGreaterThan(0);
    await client.query('alter table onward_0.journal set tablespace pg_default');
    await client.query('drop tablespace small');
    await client.end();
    await run('umount', [disk]);
    await tell(`stood still at ${stood} until there was room; ${said}`);
  },
);

test('others take every connection', patience, async () => {
  const tell = figure({
    promise: 'R1',
    fault: 'connection storm: others hold every connection of PostgreSQL (53300)',
    goal: '0 missing, each once, goes on by itself',
  });
  let taken = 0;
  const said = await under(async (load) => {
    await load.reached(load.events / 4);
    const others = await storm();
    taken = others.length;
    await pause(3_000);
    await Promise.all(others.map((other) => other.end()));
  });
  expect(taken).toBeGreaterThan(20);
  await tell(`${taken} connections taken; ${said}`);
});

/** Cuts what is connected and takes its place, until PostgreSQL has no connection left. */
async function storm(): Promise<readonly pg.Client[]> {
  const others: pg.Client[] = [];
  for (let refused = 0; refused < 10;) {
    postgres.proxy.cut();
    const other = new pg.Client(postgres.direct);
    other.on('error', () => undefined);
    const isIn = await other.connect().then(
      () => true,
      () => false,
    );
    if (isIn) others.push(other);
    else refused++;
  }
  return others;
}

test.runIf(isFull)('the way is silent for longer than locks are held', patience, async () => {
  const tell = figure({
    promise: 'R1',
    fault: 'the way to PostgreSQL is silent for 12 s, and nobody is told',
    goal: '0 missing, each once, goes on by itself',
  });
  const said = await under(async (load) => {
    await load.reached(load.events / 4);
    postgres.proxy.stall(true);
    await pause(12_000);
    postgres.proxy.stall(false);
  });
  await tell(said);
});
