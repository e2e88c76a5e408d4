/**
 * How long a caller of Onward waits while there is room: events come one by one, at a steady rate.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkpoint, drop } from './database.ts';
import type { Database } from './database.ts';
import { quantile } from './measure.ts';
import { openOnward, take } from './onward.ts';
import { makeWorkload } from './workload.ts';

export interface Latency {
  /** Events offered in a second. */
  readonly tps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const seconds = 10;
/** Left out: compiling code and filling caches are not what a caller waits for. */
const warmUpSeconds = 2;

/**
 * Each event is a call of its own. Its time counts from the moment it was to be sent, whether or
 * not
 * this process was free to send it, until its transaction is durable.
 */
export async function measureLatency(tps: number, database: Database): Promise<Latency> {
  const { connection, pool } = database;
  const schema = `bench${process.pid}latency`;
  const workload = makeWorkload(Math.ceil((tps * seconds) / 5));
  const events = workload.rounds.flat();
  const system = await openOnward({ connection, schema });
  const waits: number[] = [];
  try {
    await checkpoint(pool);
    const started = performance.now();
    const answered: Promise<void>[] = [];
    for (let next = 0; next < events.length;) {
      const now = performance.now() - started;
      for (; next < events.length && (next * 1_000) / tps <= now; next += 1) {
        const due = (next * 1_000) / tps;
        const answer = take(system.engine, events.slice(next, next + 1));
        answered.push(
          answer.then(() => {
            if (due >= warmUpSeconds * 1_000) waits.push(performance.now() - started - due);
          }),
        );
      }
      await sleep(1);
    }
    await Promise.all(answered);
  } finally {
    await system.close();
    await drop(pool, schema);
  }
  return { tps, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}
