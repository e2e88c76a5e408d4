/**
 * pg-boss: its calls share the transaction of the event by their `db` option, as its documentation
 * recommends (pgboss.io, "Transactions"); a worker in this process sends the commands in batches.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { count, openPool } from '../database.ts';
import { plainRow } from '../plain-tables.ts';
import { expectCount } from '../system.ts';
import type { Open, Place } from '../system.ts';
import { sendSingly } from '../workload.ts';
import { Dispatched } from './dispatched.ts';
import { makeJourneyTables, takeEvent, verifyJourneyTables } from './journey-tables.ts';

/**
 * Tried: 8, 16 and 32 senders, and a partition of its own for the commands, with no clear
 * difference; 100, 500 and 2,000 commands at a time, of which 500 did best: a worker looks twice a
 * second, so that 100 hold it back.
 */
const senders = 16;
const batchSize = 500;

const record = (schema: string, isFirst: boolean): string =>
  `${takeEvent(schema, isFirst)} select event_id from taken`;

export const open: Open = async ({ connection, schema }) => {
  const pool = openPool(connection, senders);
  await makeJourneyTables(pool, schema);
  const dispatched = new Dispatched();
  const boss = await startBoss({ connection, schema }, dispatched);
  const apply = applier(boss, schema);
  const take = async (event: OperationalEvent): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await apply(client, event);
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  const jobs = (where: string): Promise<number> =>
    count(pool, `select count(*) from ${schema}_boss.job where ${where}`);
  const settle = async (): Promise<void> => {
    while ((await jobs(`name = 'note' and state < 'completed'`)) > 0) await sleep(5);
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
      expectCount('done', await jobs(`name = 'note' and state = 'completed'`), workload.events);
      const isAhead = `name = 'deadline' and state = 'created'
        and start_after > now() + interval '6 days'`;
      expectCount('deadlines', await jobs(isAhead), workload.journeys);
    },
    close: async () => {
      await boss.stop({ graceful: true, timeout: 5_000 });
      await pool.end();
    },
  };
};

async function startBoss({ connection, schema }: Place, dispatched: Dispatched): Promise<PgBoss> {
  const place = 'url' in connection ? { connectionString: connection.url } : connection;
  const boss = new PgBoss({
    ...place,
    schema: `${schema}_boss`,
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue('note');
  // One job in waiting for a key: the deadline that is replaced is found by a unique index.
  await boss.createQueue('deadline', { policy: 'short' });
  await boss.work<{ readonly event: string }>(
    'note',
    { batchSize, pollingIntervalSeconds: 0.5 },
    async (jobs) => {
      for (const { data } of jobs) await dispatched.take(data.event);
    },
  );
  return boss;
}

type Apply = (client: PoolClient, event: OperationalEvent) => Promise<void>;

/** What one event does inside its transaction. */
function applier(boss: PgBoss, schema: string): Apply {
  const first = { name: 'begin', text: record(schema, true) };
  const later = { name: 'advance', text: record(schema, false) };
  return async (client, event) => {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const { eventId, journey, type, occurredAt, at, body, step, due } = plainRow(event);
    const isFirst = type === 'outside.start';
    const values = [eventId, journey, type, occurredAt, body, step, at];
    const { rowCount } = await client.query({ ...(isFirst ? first : later), values });
    if (rowCount === 0) return;
    const deadline = { singletonKey: journey, startAfter: due, db };
    if (isFirst) await boss.send('deadline', { journey }, deadline);
    else await boss.update('deadline', { journey }, deadline);
    await boss.send('note', { event: eventId }, { db });
  };
}
