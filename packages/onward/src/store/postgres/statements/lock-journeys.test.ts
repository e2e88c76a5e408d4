/** What changes while a batch waits for its locks comes back as it is then. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type pg from 'pg';
import { openStore } from '../../index.ts';
import { openPool } from '../connection.ts';
import { runner, schemasOf } from '../sql.ts';
import { lockJourneys } from './lock-journeys.ts';

const schema = `t${randomBytes(6).toString('hex')}`;
let pool: pg.Pool;
beforeAll(async () => {
  const connection = inject('database');
  const { store } = await openStore({ connection, schema });
  await store.close();
  pool = openPool(connection, 3);
  await pool.query(`
    insert into ${schema}_0.journeys (id, subject, program, journey, enrol_key, status, state, hash,
                                      opened_at, timer_due, next_due, next_owner)
    select n, n, 1, 'main', n, 'open', '{}', '', now(), now(), now(), 'desk'
      from generate_series(1, 3) n`);
});
afterAll(async () => {
  await pool.query(`drop schema ${schema}, ${schema}_0 cascade`);
  await pool.end();
});

test('who a merge moves meanwhile comes with the new subject, and what ends comes', async () => {
  const [other, own] = [await pool.connect(), await pool.connect()];
  try {
    await other.query('begin');
    await other.query(`update ${schema}_0.journeys set subject = 9 where id = 1`);
    await other.query(`update ${schema}_0.journeys set status = 'ended' where id = 2`);
    await own.query('begin');
    const locked = lockJourneys(runner(own, schemasOf(schema), 0), [1, 2, 3], []);
    const waits = `select count(*)::int as waiting from pg_stat_activity
                    where wait_event_type = 'Lock' and query like '%${schema}_0%'`;
    await expect
      .poll(async () => (await pool.query(waits)).rows, { timeout: 10_000 })
      .toEqual([{ waiting: 1 }]);
    await other.query('commit');
    const found = (await locked).map(({ id, subject }) => ({ id, subject }));
    expect(found).toEqual([
      { id: 1, subject: 9 },
      { id: 2, subject: 2 },
      { id: 3, subject: 3 },
    ]);
    await own.query('rollback');
  } finally {
    other.release();
    own.release();
  }
});
