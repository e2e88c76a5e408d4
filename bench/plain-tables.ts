/** The tables of a service written by hand: what the same work needs when nothing else is kept. */
import type { Pool } from 'pg';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { count } from './database.ts';
import { expectCount } from './system.ts';
import { nextStep, weekMs } from './workload.ts';
import type { Workload } from './workload.ts';

/**
 * As lean as the work allows: the journal's key is also what dedupes, the outside id is the
 * journey's key, and rows that change leave room to be changed in place.
 */
export async function makePlainTables(pool: Pool, schema: string): Promise<void> {
  await pool.query(`
    create schema ${schema};
    create table ${schema}.journal (
      event_id text primary key,
      journey uuid not null,
      type text not null,
      occurred_at timestamptz not null,
      at timestamptz not null,
      body json not null
    );
    create table ${schema}.journeys (
      id uuid primary key,
      step text not null,
      version integer not null,
      changed_at timestamptz not null
    ) with (fillfactor = 65);
    create table ${schema}.deadlines (
      journey uuid primary key,
      due timestamptz not null
    ) with (fillfactor = 80);
    create index on ${schema}.deadlines (due);
    create table ${schema}.outbox (
      id bigserial primary key,
      journey uuid not null,
      command text not null,
      created_at timestamptz not null
    );
  `);
}

/** The values of one event as the tables take them. */
export interface PlainRow {
  readonly eventId: string;
  readonly journey: string;
  readonly type: string;
  /** ISO 8601, which the driver passes on as it stands. */
  readonly occurredAt: string;
  readonly at: string;
  readonly body: string;
  readonly step: string;
  readonly due: string;
  readonly command: string;
}

export function plainRow(event: OperationalEvent): PlainRow {
  const { id: eventId, type, source, occurredAt, data } = event;
  const now = Date.now();
  const step = nextStep[type];
  const journey = event.refs[0]?.ref;
  if (step === undefined || journey === undefined) throw new Error(`nobody handles ${type}`);
  return {
    eventId,
    journey,
    type,
    occurredAt: iso(occurredAt),
    at: iso(now),
    body: JSON.stringify({ source, type, occurredAt, data }),
    step,
    due: iso(now + weekMs),
    command: 'notes.note',
  };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export async function verifyPlainTables(
  pool: Pool,
  schema: string,
  { events, journeys }: Workload,
): Promise<void> {
  const rows = (table: string, where = 'true'): Promise<number> =>
    count(pool, `select count(*) from ${schema}.${table} where ${where}`);
  expectCount('journal', await rows('journal'), events);
  expectCount('journeys', await rows('journeys', `step = 'rest' and version = 5`), journeys);
  expectCount('deadlines', await rows('deadlines', `due > now() + interval '6 days'`), journeys);
  expectCount('outbox', await rows('outbox'), 0);
}

/** The outside system: takes a command and says at once that it is done. */
export function sendNowhere(_command: number | string): Promise<'done'> {
  return Promise.resolve('done');
}
