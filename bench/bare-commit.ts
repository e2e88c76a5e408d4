/** The least that PostgreSQL can do for one event: one row in a transaction of its own. */
import { openPool } from './database.ts';
import type { Open } from './system.ts';

/** Takes events one by one only; there is nothing of the work in it. */
export const openBareCommit: Open = async ({ connection, schema }) => {
  const pool = openPool(connection, 1);
  await pool.query(
    `create schema ${schema}; create table ${schema}.taken (id text primary key, at timestamptz)`,
  );
  const text = `insert into ${schema}.taken (id, at) values ($1, $2)`;
  const insert = { name: 'take', text };
  return {
    run: () => Promise.reject(new Error('A bare commit does no work.')),
    take: async ({ id, occurredAt }) => {
      await pool.query({ ...insert, values: [id, new Date(occurredAt).toISOString()] });
    },
    verify: () => Promise.resolve(),
    close: () => pool.end(),
  };
};
