/** What the large sizes are measured on: journeys that are copied, and whole as any. */
import { randomBytes } from 'node:crypto';
import { inject, test } from 'vitest';
import { openStore } from '../../packages/onward/src/store/index.ts';
import { drop, openPool } from '../database.ts';
import { fill } from './fill.ts';
import { verifyFilled } from './verify.ts';

test('journeys that are made in numbers are as the engine would have made them', async () => {
  const connection = inject('database');
  const pool = openPool(connection, 1);
  const schema = `fill${randomBytes(6).toString('hex')}`;
  const opened = await openStore({ connection, schema });
  try {
    await fill(opened.store, 300, () => undefined);
    await verifyFilled(opened, 300);
  } finally {
    await opened.store.close();
    await drop(pool, schema);
    await pool.end();
  }
});
