/** What a statement reads of the tables that grow, as the server explains it. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { QueryResult, QueryResultRow } from 'pg';
import type { Runner } from '../sql.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

export interface ReadBy {
  /** Tables of which more than ranges of an index were read, and how. */
  readonly whole: readonly string[];
  readonly rows: number;
}

const small = new Set(['places', 'programs']);

/** Runs what asks the runner, in a schema that stands for both the cell and the directory. */
export async function readBy(
  client: pg.Client,
  ask: (runner: Runner) => Promise<unknown>,
): Promise<ReadBy> {
  const plans: Plan[] = [];
  const run: Runner['run'] = async <R extends QueryResultRow>(
    { text }: { readonly text: string },
    values: readonly unknown[],
  ): Promise<QueryResult<R>> => {
    const named = text.replaceAll(/\b(?:cell|home)\./gu, '');
    const name = `p${randomBytes(4).toString('hex')}`;
    const result = await client.query<R>({ name, text: named, values: [...values] });
    const given = values.map((value) => literal(client, value)).join(', ');
    const explain = `explain (analyze, format json) execute ${name}(${given})`;
    const explained = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(explain);
    const plan = explained.rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (plan !== undefined) plans.push(plan);
    return result;
  };
  await ask({ run });
  const scans = plans
    .flatMap((plan) => [...nodes(plan)])
    .filter((node) => {
      const name = node['Relation Name'];
      return name !== undefined && !small.has(name) && node['Actual Loops'] > 0;
    });
  return {
    whole: scans
      .filter((node) => /^(?:Seq|Bitmap)/u.test(node['Node Type']))
      .map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}`),
    rows: scans.reduce((sum, node) => {
      const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
      return sum + each * node['Actual Loops'];
    }, 0),
  };
}

function* nodes(plan: Plan): Generator<Plan> {
  yield plan;
  for (const each of plan.Plans ?? []) yield* nodes(each);
}

function literal(client: pg.Client, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && !Array.isArray(value))
    return 'null';
  if (Array.isArray(value)) {
    return client.escapeLiteral(`{${value.map((each) => `"${String(each)}"`).join(',')}}`);
  }
  return client.escapeLiteral(String(value));
}
