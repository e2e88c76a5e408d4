/** What a good engineer writes by hand: one transaction, which is one statement, for each event. */
import type { Pool, PoolClient } from 'pg';
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

/** Where a size is not tried out first. */
export const usualConnections = 32;

/** The service with so many connections, each serving one event after the other. */
export const openHandCte: Open = async ({ connection, schema, connections }) => {
  const parties = connections ?? usualConnections;
  const pool = openPool(connection, parties);
  await makePlainTables(pool, schema);
  const first = { name: 'begin', text: begin(schema) };
  const later = { name: 'advance', text: advance(schema) };
  const done = { name: 'complete', text: complete(schema) };
  /** The number of the command that is to be sent; none where the event was taken before. */
  const take = async (
    on: Pool | PoolClient,
    event: OperationalEvent,
  ): Promise<string | undefined> => {
    const row = plainRow(event);
    const { eventId, journey, type, occurredAt, at, body, step, due, command } = row;
    const values = [eventId, journey, type, occurredAt, at, body, step, due, command];
    const statement = type === 'outside.start' ? first : later;
    const { rows } = await on.query<{ id: string }>({ ...statement, values });
    return rows[0]?.id;
  };
  const send = async (on: Pool | PoolClient, id: string | undefined): Promise<void> => {
    if (id === undefined) return;
    if ((await sendNowhere(id)) === 'done') await on.query({ ...done, values: [id] });
  };
  const sending = new Set<Promise<void>>();
  return {
    run: (workload) =>
      together(parties, async (party) => {
        const client = await pool.connect();
        try {
          for (const [event] of shareOf(workload, { party, parties, chunk: 1 })) {
            if (event !== undefined) await send(client, await take(client, event));
          }
        } finally {
          client.release();
        }
      }),
    take: async (event) => {
      const sent = send(pool, await take(pool, event)).finally(() => sending.delete(sent));
      sending.add(sent);
    },
    settle: async () => {
      await Promise.all(sending);
    },
    verify: (workload) => verifyPlainTables(pool, schema, workload),
    close: () => pool.end(),
  };
};
