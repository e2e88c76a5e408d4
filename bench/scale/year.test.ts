/** The short form of the year: it runs, and what is removed keeps the tables from growing. */
import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { Connection } from '../../packages/onward/src/store/index.ts';
import { drop, openPool } from '../database.ts';
import { monthFull, openYear, window } from './year.ts';
import type { MonthFound } from './year.ts';

declare module 'vitest' {
  // Of the run's own PostgreSQL: packages/onward/test/database.ts.
  interface ProvidedContext {
    readonly database: Connection;
  }
}

test('a year’s tables stop growing once the window is full', async () => {
  const connection = inject('database');
  const pool = openPool(connection, 1);
  const schema = `year${randomBytes(6).toString('hex')}`;
  try {
    const year = await openYear({
      connection,
      pool,
      schema,
      journeys: 20,
      keep: window,
      restMs: 0,
    });
    const found: MonthFound[] = [];
    for (let month = 1; month <= 7; month++) found.push(await year.month());
    await year.close();
    const full = found[monthFull - 1];
    const last = found.at(-1);
    expect(full?.rows.journal).toBeGreaterThan(0);
    for (const table of ['journeys', 'journal', 'inbox', 'outcomes'] as const) {
      // Of keys and outcomes the week until they are looked at again is more or less of a month.
      const most = (full?.rows[table] ?? 0) * 1.3;
      expect(last?.rows[table], table).toBeLessThanOrEqual(most);
    }
    expect((last?.rows.begun ?? 0) + (last?.rows.journeys ?? 0)).toBe(7 * 20);
  } finally {
    await drop(pool, schema);
    await pool.end();
  }
});
