/**
 * The raw batched write in the leanest rows that still hold the work: what the database could do
 * if nothing were kept but what is needed to go on.
 */
import type { Pool } from 'pg';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { count, openPool } from './database.ts';
import { sendNowhere } from './plain-tables.ts';
import { expectCount } from './system.ts';
import type { Open } from './system.ts';
import { shareOf, together, weekMs } from './workload.ts';
import type { Workload } from './workload.ts';

/**
 * Tried on two cores: two, three and four writers, with 500, 1,000 and 2,000 events a batch; four
 * with 2,000 did half as much again as two with 1,000. Each has its own slice of subjects, so that
 * no writer waits for a row of another.
 */
const writers = 4;
const batch = 2_000;

/**
 * An event is one row under a hash of its id; a journey is one row that is changed in place, its
 * due time in it, since no index stands on what changes; its timer row is written once and set
 * again only when it fires. What leaves, and how it came out, is one row for each batch.
 */
const tables = (schema: string): string => `
  create schema ${schema};
  create table ${schema}.journal (
    key uuid primary key,
    journey uuid not null,
    type smallint not null,
    occurred_at timestamptz not null,
    at timestamptz not null
  );
  create table ${schema}.journeys (
    subject uuid primary key,
    step smallint not null,
    version smallint not null,
    due timestamptz not null
  ) with (fillfactor = 65);
  create table ${schema}.timers (journey uuid primary key, due timestamptz not null);
  create index on ${schema}.timers (due);
  create table ${schema}.outbox (
    id bigserial primary key,
    at timestamptz not null,
    journeys uuid[] not null,
    commands smallint[] not null
  );
  create table ${schema}.outcomes (
    id bigint primary key,
    at timestamptz not null,
    outcomes smallint[] not null
  );`;

const taken = (schema: string): string => `
  with taken as (
    insert into ${schema}.journal (key, journey, type, occurred_at, at)
    select u.key, u.journey, u.type, u.occurred_at, $5::timestamptz
      from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[])
           as u(key, journey, type, occurred_at)
        on conflict do nothing
    returning journey, type
  )`;

const ask = (schema: string): string => `
  insert into ${schema}.outbox (at, journeys, commands)
  select $5::timestamptz, array_agg(journey), array_agg(type) from taken
  returning id, cardinality(journeys) as events`;

const begin = (schema: string): string => `
  ${taken(schema)}, begun as (
    insert into ${schema}.journeys (subject, step, version, due)
    select journey, type, 1, $6::timestamptz from taken
  ), dated as (
    insert into ${schema}.timers (journey, due) select journey, $6::timestamptz from taken
  )
  ${ask(schema)}`;

const advance = (schema: string): string => `
  ${taken(schema)}, moved as (
    update ${schema}.journeys j
       set step = taken.type, version = j.version + 1, due = $6::timestamptz
      from taken where j.subject = taken.journey and j.subject = any($2::uuid[])
  )
  ${ask(schema)}`;

const complete = (schema: string): string => `
  with gone as (delete from ${schema}.outbox where id = $1 returning id)
  insert into ${schema}.outcomes (id, at, outcomes) select id, $2, $3 from gone`;

export const openRawLean: Open = async ({ connection, schema }) => {
  const pool = openPool(connection, writers);
  await pool.query(tables(schema));
  const first = { name: 'begin', text: begin(schema) };
  const later = { name: 'advance', text: advance(schema) };
  const done = { name: 'complete', text: complete(schema) };
  return {
    run: (workload) =>
      together(writers, async (party) => {
        const share = { party, parties: writers, chunk: batch };
        for (const events of shareOf(workload, share)) {
          const take = events[0]?.type === 'outside.start' ? first : later;
          const { rows } = await pool.query<Asked>({ ...take, values: columns(events) });
          const { id = '', events: asked = 0 } = rows[0] ?? {};
          const outcomes = Array.from({ length: asked }, () => 1);
          for (let each = 0; each < asked; each += 1) void sendNowhere(id);
          await pool.query({ ...done, values: [id, new Date().toISOString(), outcomes] });
        }
      }),
    verify: (workload) => verify(pool, schema, workload),
    close: () => pool.end(),
  };
};

interface Asked {
  readonly id: string;
  readonly events: number;
}

const kinds = ['start', 'paid', 'form', 'booked', 'visited'].map((kind) => `outside.${kind}`);

/** The content's hash is at hand and as good a key as one of the id would be. */
function columns(events: readonly OperationalEvent[]): unknown[] {
  const now = Date.now();
  return [
    events.map(({ digest }) => digest),
    events.map(({ refs }) => refs[0]?.ref),
    events.map(({ type }) => kinds.indexOf(type)),
    events.map(({ occurredAt }) => new Date(occurredAt).toISOString()),
    new Date(now).toISOString(),
    new Date(now + weekMs).toISOString(),
  ];
}

async function verify(pool: Pool, schema: string, { events, journeys }: Workload): Promise<void> {
  const number = (what: string): Promise<number> => count(pool, `select ${what}`);
  const rows = (table: string, where = 'true'): Promise<number> =>
    number(`count(*) from ${schema}.${table} where ${where}`);
  const isAhead = `due > now() + interval '6 days'`;
  expectCount('journal', await rows('journal'), events);
  expectCount('journeys', await rows('journeys', `version = 5 and ${isAhead}`), journeys);
  expectCount('timers', await rows('timers', isAhead), journeys);
  expectCount('outbox', await rows('outbox'), 0);
  const outcomes = await number(`coalesce(sum(cardinality(outcomes)), 0) from ${schema}.outcomes`);
  expectCount('outcomes', outcomes, events);
}
