/**
 * graphile-worker: the event's own transaction adds its jobs, as its documentation recommends
 * (worker.graphile.org, "Adding jobs through SQL"); a worker in this process sends the commands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { count, openPool } from '../database.ts';
import { plainRow } from '../plain-tables.ts';
import { expectCount } from '../system.ts';
import type { Open } from '../system.ts';
import { sendSingly } from '../workload.ts';
import { Dispatched } from './dispatched.ts';
import { makeJourneyTables, takeEvent, verifyJourneyTables } from './journey-tables.ts';

/**
 * Tried: 2, 4, 8, 16 and 32 senders, of which 8 did twice as much as any other: each adds a NOTIFY,
 * and those commit one after the other; 4 and 16 jobs at a time, 50 to 500 fetched, completions at
 * once or collected for 20 ms, with no clear difference.
 */
const senders = 8;
const concurrentJobs = 16;
/** Jobs that are fetched and locked together ("Performance: local queue"). */
const fetched = 500;

/** A job key replaces the deadline before it ("Job key"); the other job is the command. */
const record = (schema: string, isFirst: boolean): string => `
  ${takeEvent(schema, isFirst)}
  select ${schema}_worker.add_job('deadline', json_build_object('journey', journey),
                                  run_at := $8::timestamptz, job_key := journey::text),
         ${schema}_worker.add_job('note', json_build_object('event', event_id))
    from taken`;

export const open: Open = async ({ connection, schema }) => {
  const pool = openPool(connection, senders);
  await makeJourneyTables(pool, schema);
  const workerPool = openPool(connection, concurrentJobs + 2);
  const dispatched = new Dispatched();
  const runner = await run({
    pgPool: workerPool,
    schema: `${schema}_worker`,
    noHandleSignals: true,
    taskList: {
      note: async (payload) => {
        await dispatched.take((payload as { readonly event: string }).event);
      },
      deadline: () => Promise.reject(new Error('A deadline of seven days has fired.')),
    },
    preset: {
      worker: {
        concurrentJobs,
        localQueue: { size: fetched, refetchDelay: { durationMs: 5 } },
        completeJobBatchDelay: 0,
        logger: new Logger(() => () => undefined),
      },
    },
  });
  const first = { name: 'begin', text: record(schema, true) };
  const later = { name: 'advance', text: record(schema, false) };
  const take = async (event: OperationalEvent): Promise<void> => {
    const { eventId, journey, type, occurredAt, at, body, step, due } = plainRow(event);
    const statement = type === 'outside.start' ? first : later;
    const values = [eventId, journey, type, occurredAt, body, step, at, due];
    await pool.query({ ...statement, values });
  };
  const jobs = (task: string, where = 'true'): Promise<number> =>
    count(
      pool,
      `select count(*) from ${schema}_worker.jobs where task_identifier = '${task}' and ${where}`,
    );
  const settle = async (): Promise<void> => {
    while ((await jobs('note')) > 0) await sleep(5);
  };
  return {
    run: async (workload) => {
      await sendSingly(workload, senders, take);
      await settle();
    },
    take,
    settle,
    verify: async (workload) => {
      dispatched.verify(workload);
      await verifyJourneyTables(pool, schema, workload);
      const isAhead = `run_at > now() + interval '6 days'`;
      expectCount('deadlines', await jobs('deadline', isAhead), workload.journeys);
    },
    close: async () => {
      await runner.stop();
      await workerPool.end();
      await pool.end();
    },
  };
};
