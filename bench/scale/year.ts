/**
 * A year in minutes: journeys begin at a steady rate, take five events, and end some weeks later;
 * the clock is moved. With retention the tables and the rate stay as they were once its window is
 * reached, without it they grow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { startEngine } from '../../packages/onward/src/runtime/index.ts';
import type { Engine } from '../../packages/onward/src/runtime/index.ts';
import { openStore } from '../../packages/onward/src/store/index.ts';
import type { Connection, Retention, Store } from '../../packages/onward/src/store/index.ts';
import { count } from '../database.ts';
import { take } from '../onward.ts';
import { usedBy } from '../processes.ts';
import { compileBenchProgram } from '../program.ts';
import { quantile } from '../statistics.ts';
import { makeEvent, together } from '../workload.ts';

const dayMs = 86_400_000;
/** Time is moved by three days; each journey takes an event in each of its first five. */
const stepDays = 3;
const stepsOfMonth = 10;
const stories = ['start', 'paid', 'form', 'booked', 'visited'] as const;

/** Ended journeys are kept for two months, as they would be for a year and a month. */
export const window: Retention = { journeysMs: 60 * dayMs, keysMs: 35 * dayMs };
/** When the window is full: two months, and the weeks that a journey takes. */
export const monthFull = 4;

export const tables = ['journeys', 'journal', 'inbox', 'outcomes', 'begun'] as const;
export type TableName = (typeof tables)[number];

/** One month, at its end. */
export interface MonthFound {
  readonly tps: number;
  /** Processor time of an event with all that comes of it; microseconds. */
  readonly cpuUs: number;
  readonly rows: Readonly<Record<TableName, number>>;
  readonly bytes: Readonly<Record<TableName, number>>;
  /** Of all tables of the cell and of the directory, with their indexes. */
  readonly allBytes: number;
  readonly deadRows: number;
  /** A step of clearing up; absent where nothing is removed. */
  readonly stepMs?: { readonly p50: number; readonly p99: number };
}

export interface YearOptions {
  readonly connection: Connection;
  readonly pool: Pool;
  /** PostgreSQL's first process; without one its processor time is not counted. */
  readonly pid?: number | undefined;
  /** A name that nobody uses. */
  readonly schema: string;
  /** Journeys that begin in a month. */
  readonly journeys: number;
  /** Absent: everything is kept. */
  readonly keep?: Retention;
  /** For vacuum between two months, of which it has none in months that take seconds. */
  readonly restMs: number;
}

/** A year that is lived month by month. */
export interface Year {
  month(): Promise<MonthFound>;
  close(): Promise<void>;
}

export async function openYear(options: YearOptions): Promise<Year> {
  const { connection, schema, pid, restMs } = options;
  const { store } = await openStore({ connection, schema });
  let now = Date.UTC(2026, 0, 1, 9);
  let step = 0;
  const engine = await startEngine({
    store,
    program: compileBenchProgram(),
    clock: { now: () => now },
    wall: { now: () => Date.now() },
    random: Math.random,
    outlet: { idempotent: () => true, send: () => Promise.resolve({ kind: 'done', data: {} }) },
  });
  return {
    async month() {
      const spent: Spent = { seconds: 0, events: 0, stepsMs: [] };
      const before = await cpuSeconds(pid);
      for (let each = 0; each < stepsOfMonth; each++, step++) {
        now += stepDays * dayMs;
        await pass({ options, engine, store, now, step, spent });
      }
      await sleep(restMs);
      const cpuUs = (((await cpuSeconds(pid)) - before) * 1e6) / spent.events;
      return { ...(await measure(options, spent)), cpuUs };
    },
    async close() {
      await engine.stop();
      await store.close();
    },
  };
}

/** Of this process and of PostgreSQL, vacuum included. */
async function cpuSeconds(pid: number | undefined): Promise<number> {
  const own = process.cpuUsage();
  const used = pid === undefined ? undefined : await usedBy(pid);
  return (own.user + own.system) / 1e6 + (used?.cpuSeconds ?? 0);
}

interface Spent {
  seconds: number;
  events: number;
  readonly stepsMs: number[];
}

interface Passing {
  readonly options: YearOptions;
  readonly engine: Engine;
  readonly store: Store;
  readonly now: number;
  readonly step: number;
  readonly spent: Spent;
}

const callers = 10;
const eventsPerCall = 50;

/** Three days: deadlines first, then what happened, while what is over is cleared up. */
async function pass(passing: Passing): Promise<void> {
  const { engine, options, now, step, spent } = passing;
  await engine.idle();
  const perStep = Math.ceil(options.journeys / stepsOfMonth);
  const events = stories.flatMap((story, index) => {
    const first = (step - index) * perStep;
    if (first < 0) return [];
    return Array.from({ length: perStep }, (_, each) =>
      makeEvent(story, first + each, { at: now }),
    );
  });
  const work = async (): Promise<void> => {
    const began = performance.now();
    await together(callers, async (party) => {
      for (let at = party * eventsPerCall; at < events.length; at += callers * eventsPerCall) {
        await take(engine, events.slice(at, at + eventsPerCall));
      }
    });
    await engine.idle();
    spent.seconds += (performance.now() - began) / 1_000;
    spent.events += events.length;
  };
  await Promise.all([work(), clear(passing)]);
}

/** All that three days have to clear up, in the seconds that they take here. */
async function clear({ options, store, now, spent }: Passing): Promise<void> {
  const { keep } = options;
  if (keep === undefined) return;
  for (const cell of store.cells) {
    for (let more = true; more;) {
      const began = performance.now();
      ({ more } = await store.retain(cell, { now, keep, paceMs: 0 }));
      spent.stepsMs.push(performance.now() - began);
    }
  }
}

async function measure(
  { pool, schema }: YearOptions,
  spent: Spent,
): Promise<Omit<MonthFound, 'cpuUs'>> {
  const rows = await ofTables((table) => count(pool, `select count(*) from ${schema}_0.${table}`));
  const bytes = await ofTables((table) =>
    count(pool, `select pg_total_relation_size('${schema}_0.${table}')`),
  );
  const sum = (what: string): Promise<number> =>
    count(
      pool,
      `select coalesce(sum(${what}), 0) from pg_stat_user_tables
        where starts_with(schemaname, '${schema}')`,
    );
  const { stepsMs } = spent;
  return {
    tps: spent.events / spent.seconds,
    rows,
    bytes,
    allBytes: await sum('pg_total_relation_size(relid)'),
    deadRows: await sum('n_dead_tup'),
    ...(stepsMs.length === 0
      ? {}
      : { stepMs: { p50: quantile(stepsMs, 0.5), p99: quantile(stepsMs, 0.99) } }),
  };
}

async function ofTables(
  ask: (table: TableName) => Promise<number>,
): Promise<Readonly<Record<TableName, number>>> {
  const found = { journeys: 0, journal: 0, inbox: 0, outcomes: 0, begun: 0 };
  for (const table of tables) found[table] = await ask(table);
  return found;
}
