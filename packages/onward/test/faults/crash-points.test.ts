/**
 * R2: a process that dies at any named point between decide, commit, send and record does nothing
 * twice where keys are honoured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../src/store/index.ts';
import { figure, goal, patience, until } from './figures.ts';
import { expectDone, expectSound, expectTaken } from './ledger.ts';
import { Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Provider } from './provider.ts';
import type { Moment } from './provider.ts';

const dying = fileURLToPath(new URL('dying.fixture.ts', import.meta.url));

/** In the process: at what it says to the database. */
const inside = ['stepped', 'written', 'commit-sent', 'committed', 'answered', 'recorded'] as const;
/** Around the send: at what the provider sees. */
const outside: readonly Moment[] = ['received', 'done', 'answered'];

const rounds = goal({ short: 1, full: 8 });
const journeysEach = 12;

test(
  'a process that dies between decide, commit, send and record does nothing twice',
  patience,
  async () => {
    const tell = figure({
      promise: 'R2',
      fault: 'death of the process at 9 named points from decide to record',
      goal: '0 duplicates where keys are honoured',
    });
    const data = await mkdtemp(join(tmpdir(), 'onward-points-'));
    const provider = await Provider.start();
    const ground: Ground = { data, provider, loads: [], sending: [] };
    for (let round = 0; round < rounds; round++) {
      for (const point of inside) await dieInside(ground, point, round * 2);
      for (const moment of outside) await dieOutside(ground, moment, round * 3);
    }
    const last = await startOnward({ data, provider: provider.url });
    for (const load of ground.loads) load.targets = [last.edgeUrl];
    await Promise.all(ground.sending);
    const journeys = ground.loads.length * journeysEach;
    await until(() => (provider.calls.size >= journeys * 4 ? true : undefined));
    expect(await last.stop()).toBe(0);
    await inspect(ground);
    const deaths = rounds * (inside.length + outside.length);
    await tell(
      `${deaths} deaths, ${provider.calls.size} commands, ` +
        `${provider.repeats} calls repeated under their key, 0 done twice, 0 events lost`,
    );
    provider.stop();
    await rm(data, { recursive: true, force: true });
  },
);

interface Ground {
  readonly data: string;
  readonly provider: Provider;
  /** Each process is given journeys of its own; what it leaves undone goes to the next. */
  readonly loads: Load[];
  readonly sending: Promise<void>[];
}

async function dieInside(ground: Ground, point: string, after: number): Promise<void> {
  const starting = startOnward({
    data: ground.data,
    provider: ground.provider.url,
    variables: { NODE_OPTIONS: `--import=${dying}`, DIES_AT: point, DIES_AFTER: String(after) },
  });
  // With what others left it may come to its point before it is ready.
  const onward = await starting.catch((error: unknown) => {
    expect(String(error)).toContain('ended with null');
    return undefined;
  });
  if (onward === undefined) return;
  await livesAndDies(ground, onward, onward.gone);
}

async function dieOutside(ground: Ground, moment: Moment, after: number): Promise<void> {
  const { data, provider } = ground;
  let left = after;
  const reached = Promise.withResolvers<void>();
  const starting = startOnward({ data, provider: provider.url });
  provider.at = async (now) => {
    if (now !== moment || left-- !== 0) return;
    await (await starting).kill();
    reached.resolve();
  };
  await livesAndDies(ground, await starting, reached.promise);
  provider.at = () => undefined;
}

async function livesAndDies(
  { loads, sending }: Ground,
  onward: Onward,
  death: Promise<unknown>,
): Promise<void> {
  const load = new Load({ journeys: journeysEach, from: loads.length * journeysEach, senders: 4 });
  loads.push(load);
  for (const each of loads) each.targets = [onward.edgeUrl];
  sending.push(load.run());
  await death;
  for (const each of loads) each.targets = [];
}

async function inspect({ data, provider, loads }: Ground): Promise<void> {
  const journeys = loads.length * journeysEach;
  const acked = new Set(loads.flatMap((load) => [...load.acked]));
  const database = await startEmbedded({ directory: data });
  const client = new pg.Client(database.connection);
  await client.connect();
  await expectTaken(client, acked);
  await client.end();
  expectDone(provider, journeys);
  await expectSound(database.connection, journeys);
  await database.stop();
}
