/** Refs are found however many are asked for, and those of one event without planning it anew. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type pg from 'pg';
import { openStore } from '../../index.ts';
import { openPool } from '../connection.ts';
import { runner, schemasOf } from '../sql.ts';
import type { Runner } from '../sql.ts';
import { resolveRefs, teachRefs } from './directory.ts';

const schema = `t${randomBytes(6).toString('hex')}`;
const refs = Array.from({ length: 9 }, (_, n) => `${n}`.repeat(32));

let pool: pg.Pool;
let home: Runner;
beforeAll(async () => {
  const connection = inject('database');
  const { store } = await openStore({ connection, schema });
  await store.close();
  pool = openPool(connection, 1);
  home = runner(pool, schemasOf(schema), 0);
  await teachRefs(
    home,
    refs.map((ref, subject) => ({ ref, subject })),
    0,
  );
});
afterAll(async () => {
  await pool.query(`drop schema ${schema}, ${schema}_0 cascade`);
  await pool.end();
});

test('none, some and many are found; what is not known is left out', async () => {
  expect(await resolveRefs(home, [])).toEqual(new Map());
  for (let count = 1; count <= refs.length; count += 1) {
    const some = refs.slice(0, count);
    const found = await resolveRefs(home, ['f'.repeat(32), ...some]);
    expect(found).toEqual(new Map(some.map((ref, subject) => [ref, subject])));
  }
});

test('what one event names is planned once', async () => {
  for (let time = 0; time < 12; time += 1) await resolveRefs(home, refs.slice(0, 1 + (time % 4)));
  const { rows } = await pool.query<{ generic_plans: number; custom_plans: number }>(
    `select generic_plans, custom_plans from pg_prepared_statements where name like 'resolve-few%'`,
  );
  // Five times it is planned with its values before it is seen that they do not matter.
  expect(rows[0]?.custom_plans).toBe(5);
  expect(rows[0]?.generic_plans).toBeGreaterThanOrEqual(7);
});
