/**
 * Onward itself: the engine in this process, with its defaults, and an outlet that does nothing.
 */
import type { Pool } from 'pg';
import { startEngine } from '../packages/onward/src/runtime/index.ts';
import type { Engine } from '../packages/onward/src/runtime/index.ts';
import { openStore } from '../packages/onward/src/store/index.ts';
import type { Store } from '../packages/onward/src/store/index.ts';
import type { OperationalEvent, Program } from '../packages/onward/src/core/index.ts';
import { count, openPool } from './database.ts';
import { compileBenchProgram } from './program.ts';
import { expectCount } from './system.ts';
import type { Open } from './system.ts';
import { shareOf, together } from './workload.ts';
import type { Workload } from './workload.ts';

/** As many callers as an API server may have at a time, each with a batch of events. */
const callers = 40;
const eventsPerCall = 100;

/** The engine with its defaults on a store, and a way out that does nothing. */
export function startBenchEngine(
  store: Store,
  program: Program = compileBenchProgram(),
): Promise<Engine> {
  return startEngine({
    store,
    program,
    clock: { now: () => Date.now() },
    random: Math.random,
    // The webhook's manifest says that repeats are safe, as its outlet would.
    outlet: { idempotent: () => true, send: () => Promise.resolve({ kind: 'done', data: {} }) },
    onTrouble: (code) => console.error(`trouble: ${code}`),
  });
}

export const openOnward: Open = async ({ connection, schema }) => {
  const { store } = await openStore({ connection, schema });
  const engine = await startBenchEngine(store);
  const pool = openPool(connection, 1);
  return {
    run: (workload) => run(engine, workload),
    take: (event) => take(engine, [event]),
    settle: () => engine.idle(),
    verify: (workload) => verifyOnward(pool, schema, workload),
    close: async () => {
      await engine.stop();
      await store.close();
      await pool.end();
    },
  };
};

/** Throws unless every journey is where its five events lead, and every command has its outcome. */
export async function verifyOnward(
  pool: Pool,
  schema: string,
  { events, journeys }: Workload,
): Promise<void> {
  const rows = (table: string, where = 'true'): Promise<number> =>
    count(pool, `select count(*) from ${schema}_0.${table} where ${where}`);
  expectCount('journeys', await rows('journeys', `status = 'open'`), journeys);
  expectCount('journal', await rows('journal'), events);
  expectCount('outbox', await rows('outbox'), 0);
  const outcomes = `select coalesce(sum(cardinality(keys)), 0) from ${schema}_0.outcomes`;
  expectCount('outcomes', await count(pool, outcomes), events);
}

async function run(engine: Engine, workload: Workload): Promise<void> {
  await together(callers, async (party) => {
    const share = { party, parties: callers, chunk: eventsPerCall };
    for (const events of shareOf(workload, share)) await take(engine, events);
  });
  // Every outcome is recorded when the engine has nothing left to do.
  await engine.idle();
}

/** Hands events over; the answer comes when they are durable. */
export async function take(engine: Engine, events: readonly OperationalEvent[]): Promise<void> {
  const results = await engine.events(events);
  const refused = results.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`an event was ${refused.status}: ${refused.message}`);
}
