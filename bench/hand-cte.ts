/** What a good engineer writes by hand: one transaction, which is one statement, for each event. */
import type { PoolClient } from 'pg';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { openPool } from './database.ts';
import { makePlainTables, plainRow, sendNowhere, verifyPlainTables } from './plain-tables.ts';
import type { Open } from './system.ts';
import { shareOf, together } from './workload.ts';

/**
 * Tried over many short runs, against this one: an upsert of journey and deadline for every event,
 * 5 %
 * to 10 % slower; the deadline as an indexed column of the journey, the same within the noise;
 * outcomes
 * written to the outbox row instead of deleting it, the same, but the table grows; commit_delay of
 * 100 µs and 500 µs, no faster.
 */
const record = (schema: string): string => `
  with taken as (
    insert into ${schema}.journal (event_id, journey, type, occurred_at, at, body)
    values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing
    returning journey
  )`;

const ask = (schema: string): string => `
  insert into ${schema}.outbox (journey, command, created_at)
  select journey, $9, $5 from taken
  returning id`;

const begin = (schema: string): string => `
  ${record(schema)}, begun as (
    insert into ${schema}.journeys (id, step, version, changed_at)
    select journey, $7, 1, $5 from taken
  ), dated as (
    insert into ${schema}.deadlines (journey, due) select journey, $8 from taken
  )
  ${ask(schema)}`;

const advance = (schema: string): string => `
  ${record(schema)}, moved as (
    update ${schema}.journeys j set step = $7, version = j.version + 1, changed_at = $5
      from taken where j.id = taken.journey
  ), dated as (
    update ${schema}.deadlines d set due = $8 from taken where d.journey = taken.journey
  )
  ${ask(schema)}`;

const complete = (schema: string): string => `delete from ${schema}.outbox where id = $1`;

/** The service with so many connections, each serving one event after the other. */
export function openHandCte(connections: number): Open {
  return async ({ connection, schema }) => {
    const pool = openPool(connection, connections);
    await makePlainTables(pool, schema);
    const first = { name: 'begin', text: begin(schema) };
    const later = { name: 'advance', text: advance(schema) };
    const done = { name: 'complete', text: complete(schema) };
    const serve = async (client: PoolClient, event: OperationalEvent): Promise<void> => {
      const row = plainRow(event);
      const { eventId, journey, type, occurredAt, at, body, step, due, command } = row;
      const values = [eventId, journey, type, occurredAt, at, body, step, due, command];
      const take = type === 'outside.start' ? first : later;
      const { rows } = await client.query<{ id: string }>({ ...take, values });
      const id = rows[0]?.id;
      // No row: the event was taken before.
      if (id === undefined) return;
      if ((await sendNowhere(id)) === 'done') await client.query({ ...done, values: [id] });
    };
    return {
      run: (workload) =>
        together(connections, async (party) => {
          const client = await pool.connect();
          try {
            const share = { party, parties: connections, chunk: 1 };
            for (const events of shareOf(workload, share)) {
              for (const event of events) await serve(client, event);
            }
          } finally {
            client.release();
          }
        }),
      verify: (workload) => verifyPlainTables(pool, schema, workload),
      close: () => pool.end(),
    };
  };
}
