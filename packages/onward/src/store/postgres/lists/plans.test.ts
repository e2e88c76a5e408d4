/**
 * Lists go by their indexes: at size, no list reads more rows than a page and its places ask for,
 * whatever is asked for, wherever the page begins, and whichever plan the server prefers.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import pg from 'pg';
import type { QueryResult, QueryResultRow } from 'pg';
import { openStore } from '../../index.ts';
import type { JourneyFilter, ObligationFilter, QueueFilter } from '../../index.ts';
import type { Runner } from '../sql.ts';
import { readJournal } from './journal.ts';
import { listJourneys } from './journeys.ts';
import { listObligations } from './obligations.ts';
import { listUnmatched } from './overview.ts';
import { listQueue } from '../console/queue.ts';

const schema = `t${randomBytes(6).toString('hex')}`;
const rows = 40_000;
const places = 24;
const limit = 51;
/** A page of each place, and what is counted and sorted of a place where some are overdue. */
const mostRead = limit * (places + 2) + 2 * 2_001;
const day = 86_400_000;
const now = Date.UTC(2026, 0, 5);

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

/**
 * Every second journey stands at one place, the newest tenth at another, three at a third, and
 * nobody at a fourth; two in a thousand are overdue, at one place every one.
 */
const filled = `
  insert into programs (id, hash, name, body, deployed_at)
  select n, 'h' || n, case when n = 3 then 'older' else 'bench' end, '{}', now()
    from generate_series(1, 3) n;
  insert into journeys (id, subject, program, journey, enrol_key, status, state, hash, opened_at,
                        timer_due, next_due, next_owner)
  select n * 1024, n * 1024, case when n % 9000 = 1 then 3 when n < 300 then 1 else 2 end,
         'journey-' || n % 2, n, case when n % 4 = 0 then 'ended' else 'open' end, '{}', '',
         now(), now(), now(), 'desk'
    from generate_series(1, ${rows}) n;
  insert into places
  select n, 'bench', 'journey-' || n % 2, 'stage-' || n % 3, 'step-' || n,
         (array['desk', 'lead'])[1 + n % 2], (array['await', 'task'])[1 + n % 2]
    from generate_series(1, ${places}) n;
  insert into obligations (journey, slot, standing, place, due)
  select n * 1024, 0, case n % 1000 when 11 then 1 when 13 then 2 else 0 end,
         case when n > ${rows * 0.9} then 2 when n % 13000 = 7 then 3 when n % 2 = 0 then 1
              when n % 10 = 1 then 5 else 6 + n % ${places - 5} end,
         to_timestamp(${now / 1_000})
           + case when n % 500 = 9 or (n % 10 = 1 and n % 2 = 1) then -1 else 1 end
           * (n % 700) * interval '1 minute'
    from generate_series(1, ${rows}) n;
  insert into unmatched (id, key, digest, source, event_id, type, reason, owner, due, occurred_at,
                         received_at, event, closed_at)
  select n, gen_random_uuid(), gen_random_uuid(), '', '', '', '', '', now(), now(), now(), '{}',
         case when n % 1000 > 0 then now() end
    from generate_series(1, ${rows}) n;
  insert into journal
  select n / 100, n % 100, now(), now(), '', '', '', '', '{}', ''
    from generate_series(1, ${rows}) n`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

function* nodes(plan: Plan): Generator<Plan> {
  yield plan;
  for (const each of plan.Plans ?? []) yield* nodes(each);
}

const small = new Set(['places', 'programs']);

/** A value as SQL text; columns travel as binary arrays, which `execute` does not take. */
function literal(value: Buffer | string | number | null): string {
  if (value === null) return 'null';
  if (!Buffer.isBuffer(value)) return client.escapeLiteral(String(value));
  const oid = value.readInt32BE(8);
  const all: string[] = [];
  for (let at = 20; at < value.length;) {
    const size = value.readInt32BE(at);
    const part = value.subarray(at + 4, at + 4 + size);
    const number =
      oid === 20 ? part.readBigInt64BE() : oid === 701 ? part.readDoubleBE() : String(part);
    all.push(String(number));
    at += 4 + size;
  }
  return client.escapeLiteral(`{${all.join(',')}}`);
}

/** What a list reads of the tables that grow: where from, and how many rows. */
async function readBy(list: (runner: Runner) => Promise<unknown>): Promise<{
  readonly whole: readonly string[];
  readonly rows: number;
}> {
  const plans: Plan[] = [];
  const run: Runner['run'] = async <R extends QueryResultRow>(
    { text }: { readonly text: string },
    values: readonly unknown[],
  ): Promise<QueryResult<R>> => {
    const named = text.replaceAll('cell.', '');
    const name = `p${randomBytes(4).toString('hex')}`;
    const result = await client.query<R>({ name, text: named, values: [...values] });
    const given = values.map((each) => literal(each as Buffer | string | number | null)).join(', ');
    const explain = `explain (analyze, format json) execute ${name}(${given})`;
    const explained = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(explain);
    const plan = explained.rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (plan !== undefined) plans.push(plan);
    return result;
  };
  await list({ run });
  const scans = plans
    .flatMap((plan) => [...nodes(plan)])
    .filter((node) => {
      return node['Relation Name'] !== undefined && !small.has(node['Relation Name']);
    });
  expect(scans.length).toBeGreaterThan(0);
  return {
    whole: scans.map((node) => node['Node Type']).filter((type) => /^(Seq|Bitmap)/u.test(type)),
    rows: scans.reduce((sum, node) => {
      const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
      return sum + each * node['Actual Loops'];
    }, 0),
  };
}

const journeys: readonly JourneyFilter[] = [
  {},
  { status: 'open' },
  { status: 'ended' },
  { program: 'bench' },
  { status: 'open', program: 'older' },
  { status: 'ended', journey: 'journey-0', program: 'older' },
  { status: 'open', program: 'nowhere' },
  { status: 'open', owner: 'desk' },
  { status: 'open', step: 'step-1' },
  { status: 'open', step: 'step-2' },
  { status: 'open', step: 'step-3' },
  { status: 'open', step: 'step-4' },
  { status: 'open', step: 'nowhere' },
  { status: 'open', stage: 'stage-2', owner: 'desk', journey: 'journey-0' },
  { status: 'open', overdueAt: now },
  { status: 'open', overdueAt: now, step: 'step-2' },
  { status: 'open', overdueAt: now, step: 'step-5' },
  { status: 'open', overdueAt: now + 300 * day, step: 'step-1' },
  { status: 'open', overdueAt: now + 300 * day, step: 'step-2' },
];
const obligations: readonly ObligationFilter[] = [
  {},
  { owner: 'desk' },
  { owner: 'lead', kind: 'task' },
  { owner: 'desk', kind: 'task' },
  { kind: 'await' },
  { overdueAt: now },
  { overdueAt: now, owner: 'lead' },
  { owner: 'nobody' },
];
const ranked = {
  now,
  headStartMs: ({ kind }: { readonly kind: string }) => (kind === 'task' ? 4 * 3_600_000 : 0),
  dayEnd: () => now + day / 2,
  due: { from: () => now + day, before: () => now + 2 * day },
};
const queues: readonly QueueFilter[] = (
  ['all', 'overdue', 'today', 'held', 'due'] as const
).flatMap((state) => [
  { ...ranked, state },
  { ...ranked, state, owners: ['desk'] },
  { ...ranked, state, step: 'step-1' },
  { ...ranked, state, owners: ['lead', 'nobody'], kind: 'task', journey: 'journey-1' },
]);
const afters = [0, rows * 512, rows * 1_024];

describe.each(['force_custom_plan', 'force_generic_plan'])('with %s', (mode) => {
  const lists: (readonly [string, (runner: Runner) => Promise<unknown>])[] = afters.flatMap(
    (after) => [
      ...journeys.map((filter) => {
        const list = (runner: Runner) => listJourneys(runner, filter, { after, limit });
        return [`journeys ${JSON.stringify(filter)} after ${after}`, list] as const;
      }),
      ...obligations.map((filter) => {
        const behind = after === 0 ? {} : { after: { due: now, journey: after, slot: 0 } };
        const list = (runner: Runner) => listObligations(runner, filter, { limit, ...behind });
        return [`obligations ${JSON.stringify(filter)} after ${after}`, list] as const;
      }),
      ...queues.map((filter) => {
        const behind = after === 0 ? {} : { after: { rank: now, journey: after, slot: 0 } };
        const list = (runner: Runner) => listQueue(runner, filter, { limit, ...behind });
        return [`queue ${JSON.stringify(filter)} after ${after}`, list] as const;
      }),
      [`unmatched after ${after}`, (runner) => listUnmatched(runner, { after, limit })],
      [`journal after ${after}`, (runner) => readJournal(runner, 7, { after: after % 99, limit })],
    ],
  );

  test.for(lists)('%s', async ([, list]) => {
    await client.query(`set plan_cache_mode = ${mode}`);
    const { whole, rows: read } = await readBy(list);
    expect(whole).toEqual([]);
    expect(read).toBeLessThan(mostRead);
  });
});
