/**
 * The raw batched write: the same rows a thousand at a time, and nothing that thinks about them.
 */
import { openPool } from './database.ts';
import { makePlainTables, plainRow, sendNowhere, verifyPlainTables } from './plain-tables.ts';
import type { PlainRow } from './plain-tables.ts';
import type { Open } from './system.ts';
import { shareOf, together } from './workload.ts';

const writers = 2;
const batch = 1_000;

const takeEvents = (schema: string): string => `
  with given as (
    select * from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[],
                         $6::text[], $7::timestamptz[], $8::text[])
             as g(event_id, journey, type, occurred_at, body, step, due, command)
  ), taken as (
    insert into ${schema}.journal (event_id, journey, type, occurred_at, at, body)
    select event_id, journey, type, occurred_at, $9::timestamptz, body::json from given
        on conflict do nothing
    returning event_id
  ), fresh as (
    select given.* from given join taken using (event_id)
  ), moved as (
    insert into ${schema}.journeys as j (id, step, version, changed_at)
    select journey, step, 1, $9::timestamptz from fresh
        on conflict (id) do update
       set step = excluded.step, version = j.version + 1, changed_at = excluded.changed_at
  ), dated as (
    insert into ${schema}.deadlines (journey, due)
    select journey, due from fresh
        on conflict (journey) do update set due = excluded.due
  )
  insert into ${schema}.outbox (journey, command, created_at)
  select journey, command, $9::timestamptz from fresh
  returning id`;

const complete = (schema: string): string =>
  `delete from ${schema}.outbox where id = any($1::bigint[])`;

export const openRaw: Open = async ({ connection, schema }) => {
  const pool = openPool(connection, writers);
  await makePlainTables(pool, schema);
  const take = { name: 'take-events', text: takeEvents(schema) };
  const done = { name: 'complete', text: complete(schema) };
  return {
    run: (workload) =>
      together(writers, async (party) => {
        const share = { party, parties: writers, chunk: batch };
        for (const events of shareOf(workload, share)) {
          const values = columns(events.map(plainRow));
          const { rows } = await pool.query<{ id: string }>({ ...take, values });
          const ids = rows.map(({ id }) => id);
          for (const id of ids) void sendNowhere(id);
          await pool.query({ ...done, values: [ids] });
        }
      }),
    verify: (workload) => verifyPlainTables(pool, schema, workload),
    close: () => pool.end(),
  };
};

function columns(rows: readonly PlainRow[]): unknown[] {
  return [
    rows.map((row) => row.eventId),
    rows.map((row) => row.journey),
    rows.map((row) => row.type),
    rows.map((row) => row.occurredAt),
    rows.map((row) => row.body),
    rows.map((row) => row.step),
    rows.map((row) => row.due),
    rows.map((row) => row.command),
    rows[0]?.at,
  ];
}
