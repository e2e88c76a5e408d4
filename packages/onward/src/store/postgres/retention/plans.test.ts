/** A step of clearing up reads what it removes and no more: no table is read whole for it. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import pg from 'pg';
import type { QueryResult, QueryResultRow } from 'pg';
import { openStore } from '../../index.ts';
import { endedOf, readEnrolled, subjectsOf } from '../statements/correlate.ts';
import type { Runner } from '../sql.ts';
import { removeJourneys } from './journeys.ts';
import { forgottenOf, removeKeys } from './keys.ts';
import { removeOutcomes } from './outcomes.ts';
import { removeUnmatched } from './unmatched.ts';

const schema = `t${randomBytes(6).toString('hex')}`;
const rows = 40_000;
const now = Date.UTC(2026, 0, 5);
const day = 86_400_000;

let client: pg.Client;
beforeAll(async () => {
  const connection = inject('database');
  const { store } = await openStore({ connection, schema });
  await store.close();
  client = new pg.Client('url' in connection ? connection.url : connection);
  await client.connect();
  await client.query(`set search_path to ${schema}_0`);
  await client.query(filled);
  await client.query('vacuum analyze');
});
afterAll(async () => {
  await client.query(`drop schema ${schema}_0 cascade`);
  await client.end();
});

/** Every second journey has ended, one in each five minutes of the last months. */
const filled = `
  insert into journeys (id, subject, program, journey, enrol_key, status, state, hash, opened_at,
                        ended_at, timer_due, next_due, next_owner)
  select n, n, 1, 'main', n, case when n % 2 = 0 then 'ended' else 'open' end, '{}', '', t.at,
         case when n % 2 = 0 then t.at end, t.at, t.at, 'desk'
    from generate_series(1, ${rows}) n
   cross join lateral (
     select to_timestamp(${now / 1_000}) - n * interval '5 minutes' as at) t;
  insert into begun
  select -n, -n, 'main', -n, to_timestamp(0), '', '{}', 1, '', to_timestamp(0)
    from generate_series(1, ${rows}) n;
  insert into journal
  select n, 1, now(), now(), '', '', '', '', '{}', '' from generate_series(1, ${rows}) n;
  insert into timers select n, n, now() from generate_series(1, ${rows}) n;
  insert into inbox
  select gen_random_uuid(), gen_random_uuid(), n from generate_series(1, ${rows}) n;
  insert into outcomes
  select n, to_timestamp(0), '{}', '{}', '{}' from generate_series(1, ${rows}) n;
  insert into messages
  select n, 1, 0, n, '', '', '', '', '', gen_random_uuid(), 'sent', null, null, null, null,
         to_timestamp(0), null, to_timestamp(0)
    from generate_series(1, ${rows}) n;
  insert into drifts (id, key, journey, system, look_up, class, policy, owner, due, first_seen,
                      last_seen)
  select n, gen_random_uuid(), n, '', '', 'vanished', 'task', '', now(), now(), now()
    from generate_series(1, ${rows}) n;
  insert into unmatched (id, key, digest, source, event_id, type, reason, owner, due, occurred_at,
                         received_at, event, closed_at)
  select n, gen_random_uuid(), gen_random_uuid(), '', '', '', '', '', now(), now(), now(), '{}',
         to_timestamp(0)
    from generate_series(1, ${rows}) n`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

function* nodes(plan: Plan): Generator<Plan> {
  yield plan;
  for (const each of plan.Plans ?? []) yield* nodes(each);
}

const small = new Set(['outbox', 'retention']);

/** Runs statements, and notes which tables they read whole. */
function noting(whole: string[]): Runner {
  return {
    run: async <R extends QueryResultRow>(
      statement: { readonly name: string; readonly text: string },
      values: readonly unknown[],
    ): Promise<QueryResult<R>> => {
      const text = statement.text.replaceAll('cell.', '');
      const { rows: plans } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (format json) ${text}`,
        [...values],
      );
      const plan = plans[0]?.['QUERY PLAN'][0]?.Plan;
      for (const node of plan === undefined ? [] : nodes(plan)) {
        const table = node['Relation Name'];
        if (node['Node Type'] !== 'Seq Scan' || table === undefined || small.has(table)) continue;
        whole.push(`${statement.name}: ${table}`);
      }
      return client.query<R>(text, [...values]);
    },
  };
}

test.for(['force_custom_plan', 'force_generic_plan'])('with %s', async (mode) => {
  await client.query(`set plan_cache_mode = ${mode}`);
  const whole: string[] = [];
  const runner = noting(whole);
  const page = { now, before: now - 60 * day, place: '' };
  const { place, removed, entries } = await removeJourneys(runner, page);
  expect({ removed, entries }).toEqual({ removed: 200, entries: 200 });
  expect((await removeJourneys(runner, { ...page, place })).removed).toBe(200);
  expect((await removeKeys(runner, page)).removed).toBeGreaterThan(0);
  expect((await removeOutcomes(runner, page)).removed).toBe(200);
  expect((await removeUnmatched(runner, page)).removed).toBe(200);
  await forgottenOf(runner, [2, -2]);
  expect(await endedOf(runner, [2, -2])).toHaveLength(2);
  expect(await readEnrolled(runner, ['main'], ['2', '-2'])).toHaveLength(2);
  expect((await subjectsOf(runner, [2, -2])).size).toBe(2);
  expect(whole).toEqual([]);
});
