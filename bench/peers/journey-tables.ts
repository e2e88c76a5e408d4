/** What an application keeps beside a job queue: which events it took, and where journeys stand. */
import type { Pool } from 'pg';
import { count } from '../database.ts';
import { expectCount } from '../system.ts';
import type { Workload } from '../workload.ts';

/** As lean as those of the hand-written service. */
export async function makeJourneyTables(pool: Pool, schema: string): Promise<void> {
  await pool.query(`
    create schema ${schema};
    create table ${schema}.taken (
      event_id text primary key,
      journey uuid not null,
      type text not null,
      occurred_at timestamptz not null,
      body json not null
    );
    create table ${schema}.journeys (
      id uuid primary key,
      step text not null,
      version integer not null,
      changed_at timestamptz not null
    ) with (fillfactor = 65);`);
}

/**
 * The head of a statement that takes an event once ($1 to $5) and moves its journey to a step ($6)
 * at a time ($7); `taken` has a row where the event is new.
 */
export function takeEvent(schema: string, isFirst: boolean): string {
  const moved = isFirst
    ? `insert into ${schema}.journeys (id, step, version, changed_at)
       select journey, $6, 1, $7::timestamptz from taken`
    : `update ${schema}.journeys j set step = $6, version = j.version + 1, changed_at = $7
         from taken where j.id = taken.journey`;
  return `
    with taken as (
      insert into ${schema}.taken (event_id, journey, type, occurred_at, body)
      values ($1, $2, $3, $4, $5)
          on conflict do nothing
      returning event_id, journey
    ), moved as (${moved})`;
}

export async function verifyJourneyTables(
  pool: Pool,
  schema: string,
  { events, journeys }: Workload,
): Promise<void> {
  const rows = (table: string, where = 'true'): Promise<number> =>
    count(pool, `select count(*) from ${schema}.${table} where ${where}`);
  expectCount('taken', await rows('taken'), events);
  expectCount('journeys', await rows('journeys', `step = 'rest' and version = 5`), journeys);
}
