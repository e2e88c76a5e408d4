/** How Onward does with many live journeys: any of them may be the next that hears something. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../packages/onward/src/store/index.ts';
import type { OpenStore } from '../../packages/onward/src/store/index.ts';
import { checkpoint, drop, tableBytes } from '../database.ts';
import type { Database } from '../database.ts';
import { usedBy } from '../processes.ts';
import { measureReadsOf } from '../reads.ts';
import type { ReadTime } from '../reads.ts';
import { quantile } from '../statistics.ts';
import type { Waits } from '../steady.ts';
import { fill } from './fill.ts';
import { measureLists } from './lists.ts';
import type { ListFound } from './lists.ts';
import type { Slice } from './slice.ts';
import { verifyFilled } from './verify.ts';
import { startWorkers } from './workers.ts';
import type { Workers } from './workers.ts';

/** What so many processes did together. */
export interface Share {
  readonly processes: number;
  readonly tps: number;
  readonly seconds: number;
  /** Processor time of a transition, all processes and PostgreSQL's; microseconds. */
  readonly cpuUs: number;
  readonly startMs: number;
  /** The most memory that one of them has held after a tenth of the time, and at the end; MiB. */
  readonly earlyMb: number;
  readonly peakMb: number;
  /** What the server did meanwhile. */
  readonly checkpoints: number;
  readonly vacuums: number;
}

/** One size. */
export interface ScaleFound {
  readonly journeys: number;
  readonly fillPerSecond: number;
  readonly bytesPerJourney: number;
  readonly shares: readonly Share[];
  /** At a fifth of the rate of one process. */
  readonly steady: Waits;
  readonly steadyPerSecond: number;
  /** A look for deadlines while all of them are ahead. */
  readonly pollMs: number;
  readonly reads: readonly ReadTime[];
  /** Lists of journeys that stand in many places. */
  readonly lists: readonly ListFound[];
}

export interface ScaleOptions {
  readonly sizes: readonly number[];
  /** For the events of each size. */
  readonly minutes: number;
  /** How many processes, one count after the other. */
  readonly processes: readonly number[];
}

const steadySeconds = 10;
const steadyPart = 0.2;
const polls = 40;

type Say = (text: string) => void;

/** One size after the other, each in a schema of its own. */
export async function measureScale(
  { sizes, minutes, processes }: ScaleOptions,
  database: Database,
  say: Say,
): Promise<readonly ScaleFound[]> {
  const found: ScaleFound[] = [];
  for (const journeys of sizes) {
    const schema = `scale${process.pid}x${journeys}`;
    const opened = await openStore({ connection: database.connection, schema });
    try {
      const setting = { journeys, minutes, processes, schema, opened, database, say };
      found.push(await measureSize(setting));
    } finally {
      await opened.store.close();
      await drop(database.pool, schema);
    }
  }
  return found;
}

interface Setting extends Omit<ScaleOptions, 'sizes'> {
  readonly journeys: number;
  readonly schema: string;
  readonly opened: OpenStore;
  readonly database: Database;
  readonly say: Say;
}

async function measureSize(setting: Setting): Promise<ScaleFound> {
  const { journeys, minutes, schema, opened, database, say } = setting;
  const { pool } = database;
  const began = performance.now();
  await fill(opened.store, journeys, say);
  const fillPerSecond = (journeys * 1_000) / (performance.now() - began);
  // As it would be by itself, some minutes later.
  await pool.query('vacuum analyze');
  await verifyFilled(opened, journeys);
  say(`${journeys} journeys: made and checked`);
  const bytesPerJourney = (await tableBytes(pool, schema)) / journeys;
  const pollMs = await pollTime(opened);
  const reads = await measureReadsOf(opened);
  const seconds = (minutes * 60) / setting.processes.length;
  const shares: Share[] = [];
  for (const [slice, processes] of setting.processes.entries()) {
    const share = await shareOf(setting, { slice, processes, seconds });
    say(`${journeys} journeys, ${processes} processes: ${Math.round(share.tps)} transitions/s`);
    shares.push(share);
  }
  const steadyPerSecond = (shares[0]?.tps ?? 0) * steadyPart;
  const steady = await steadyOf(setting, steadyPerSecond);
  const lists = await measureLists(opened, { pool, schema });
  return {
    journeys,
    fillPerSecond,
    bytesPerJourney,
    shares,
    steady,
    steadyPerSecond,
    pollMs,
    reads,
    lists,
  };
}

interface Part {
  readonly slice: number;
  readonly processes: number;
  readonly seconds: number;
}

async function shareOf(setting: Setting, { slice, processes, seconds }: Part): Promise<Share> {
  const { database, schema } = setting;
  const { connection, pool } = database;
  const workers = await startWorkers(processes, { connection, schema });
  try {
    await workers.tell(() => ({ kind: 'warm' }));
    await checkpoint(pool);
    const before = await readings(workers, database);
    const began = performance.now();
    const early = sleep(seconds * 100).then(() => peakMbOf(workers));
    const answers = await workers.tell((party) => {
      return { kind: 'send', seconds, slice: sliceOf(setting, slice, [party, processes]) };
    });
    const tookSeconds = (performance.now() - began) / 1_000;
    const after = await readings(workers, database);
    const events = answers.reduce((sum, answer) => sum + (answer.events ?? 0), 0);
    return {
      processes,
      tps: events / tookSeconds,
      seconds: tookSeconds,
      cpuUs: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / events,
      startMs: workers.startMs,
      earlyMb: await early,
      peakMb: await peakMbOf(workers),
      checkpoints: after.checkpoints - before.checkpoints,
      vacuums: after.vacuums - before.vacuums,
    };
  } finally {
    await workers.stop();
  }
}

async function steadyOf(setting: Setting, perSecond: number): Promise<Waits> {
  const { database, schema } = setting;
  const workers = await startWorkers(1, { connection: database.connection, schema });
  try {
    const slice = sliceOf(setting, setting.processes.length, [0, 1]);
    const seconds = steadySeconds;
    await workers.tell(() => ({ kind: 'warm' }));
    const [answer] = await workers.tell(() => ({ kind: 'steady', slice, seconds, perSecond }));
    return answer?.waits ?? { p50Ms: Number.NaN, p99Ms: Number.NaN };
  } finally {
    await workers.stop();
  }
}

/** Each count of processes, and the steady rate, has journeys of its own. */
function sliceOf(
  { journeys, processes }: Pick<Setting, 'journeys' | 'processes'>,
  slice: number,
  [party, parties]: readonly [number, number],
): Slice {
  const size = Math.floor(journeys / (processes.length + 1));
  return { journeys, from: slice * size, to: (slice + 1) * size, party, parties };
}

/** What had been used and done when it was looked at. */
async function readings(workers: Workers, { pid, pool }: Database) {
  const pids = [...workers.pids, ...(pid === undefined ? [] : [pid])];
  const used = await Promise.all(pids.map(usedBy));
  const { rows } = await pool.query<{ readonly checkpoints: number; readonly vacuums: number }>(
    `select (select (num_timed + num_requested)::int from pg_stat_checkpointer) as checkpoints,
            (select sum(autovacuum_count)::int from pg_stat_user_tables) as vacuums`,
  );
  const { checkpoints, vacuums } = rows[0] ?? { checkpoints: Number.NaN, vacuums: Number.NaN };
  const cpuSeconds = used.reduce((sum, each) => sum + each.cpuSeconds, 0);
  return { cpuSeconds, checkpoints, vacuums };
}

/** Of the one that has held the most. */
async function peakMbOf({ pids }: Workers): Promise<number> {
  const used = await Promise.all(pids.map(usedBy));
  return Math.max(...used.map(({ peakMb }) => peakMb));
}

async function pollTime({ store }: OpenStore): Promise<number> {
  const taken: number[] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    const began = performance.now();
    const due = await store.dueTimers(0, Date.now(), 1_000);
    taken.push(performance.now() - began);
    if (due.length > 0) throw new Error('A deadline is due; all of them should be ahead.');
  }
  return quantile(taken, 0.5);
}
