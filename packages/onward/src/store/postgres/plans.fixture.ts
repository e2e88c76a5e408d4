/** A cell filled at size, and what statements read of the tables that grow. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import pg from 'pg';
import type { QueryResult, QueryResultRow } from 'pg';
import { openStore } from '../index.ts';
import type { Runner, Statement } from './sql.ts';

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

export interface Read {
  /** `statement: table`, for each that was read from end to end. */
  readonly whole: readonly string[];
  /** Rows of the tables that grow. */
  readonly rows: number;
}

export class FilledCell {
  private readonly client: pg.Client;
  private readonly schema: string;
  /** Tables that stay small. */
  private readonly small: ReadonlySet<string>;

  private constructor(client: pg.Client, schema: string, small: readonly string[]) {
    this.client = client;
    this.schema = schema;
    this.small = new Set(small);
  }

  static async fill(text: string, small: readonly string[] = []): Promise<FilledCell> {
    const schema = `t${randomBytes(6).toString('hex')}`;
    const connection = inject('database');
    const { store } = await openStore({ connection, schema });
    await store.close();
    const client = new pg.Client('url' in connection ? connection.url : connection);
    await client.connect();
    await client.query(`set search_path to ${schema}_0, ${schema}`);
    await client.query(text);
    await client.query('vacuum analyze');
    return new FilledCell(client, schema, small);
  }

  async empty(): Promise<void> {
    await this.client.query(`drop schema ${this.schema}_0, ${this.schema} cascade`);
    await this.client.end();
  }

  /** Runs what reads and writes, and tells what it read; nothing that it wrote stays. */
  async readBy(work: (runner: Runner) => Promise<unknown>): Promise<Read> {
    const whole: string[] = [];
    let rows = 0;
    const run = async <R extends QueryResultRow>(
      { name: called, text }: Statement,
      values: readonly unknown[],
    ): Promise<QueryResult<R>> => {
      const bare = text.replaceAll(/\b(?:cell|home)\./gu, '');
      await this.client.query('savepoint before');
      const explained = await this.client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${bare}`,
        [...values],
      );
      const plan = explained.rows[0]?.['QUERY PLAN'][0]?.Plan;
      for (const node of plan === undefined ? [] : nodes(plan)) {
        const table = node['Relation Name'];
        if (table === undefined || this.small.has(table)) continue;
        const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
        rows += each * node['Actual Loops'];
        if (node['Node Type'] === 'Seq Scan') whole.push(`${called}: ${table}`);
      }
      // It was done to be explained.
      await this.client.query('rollback to before');
      return this.client.query<R>(bare, [...values]);
    };
    await this.client.query('begin');
    try {
      await work({ run });
    } finally {
      await this.client.query('rollback');
    }
    return { whole, rows };
  }
}
