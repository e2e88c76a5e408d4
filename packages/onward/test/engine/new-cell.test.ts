/**
 * A cell that was filled a moment ago has no statistics yet; what a batch reads in it grows with
 * the batch all the same, and not with the cell.
 */
import { expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { sql } from '../sql.ts';
import { event, Stage } from '../stage.ts';

const people = 1_500;
const others = 40_000;
const week = 7 * 86_400_000;

test('a batch looks up what it is about, and nothing else of a new cell', async () => {
  const schema = `new${process.pid}`;
  const first = await Stage.set({ program: zoo, schema });
  // What autovacuum learns of a table comes whenever it comes.
  for (const table of ['journeys', 'obligations']) {
    await sql(`alter table ${schema}_0.${table} set (autovacuum_enabled = false)`);
  }
  const names = Array.from({ length: people }, (_, index) => `new-${index}`);
  await first.send(...names.map((name) => event('started', name)));
  await first.engine.idle();
  await first.leave();
  await sql(
    `insert into ${schema}_0.obligations (journey, slot, place, due, standing)
     select -id, 0, 1, 'infinity', 0 from generate_series(1, ${others}) id`,
  );

  const second = await Stage.set({ program: zoo, schema });
  second.jump(week);
  await second.engine.idle();
  await second.leave();
  // What began was answered, and became due.
  await expect.poll(() => lookedUp(schema, 'journeys_subject')).toMatchObject({ rows: 2 * people });
  expect(await lookedUp(schema, 'journeys_open_kind')).toEqual({ scans: 0, rows: 0 });
  // Once for each batch, and not for each row of one.
  expect((await lookedUp(schema, 'obligations_pkey')).scans).toBeLessThan(people / 10);
});

/** What was found by an index; a process tells it when it ends. */
async function lookedUp(
  schema: string,
  index: string,
): Promise<{ readonly scans: number; readonly rows: number }> {
  const { rows } = await sql<{ readonly scans: number; readonly rows: number }>(
    `select idx_scan::int as scans, idx_tup_read::int as rows from pg_stat_user_indexes
      where schemaname = '${schema}_0' and indexrelname = '${index}'`,
  );
  return rows[0] ?? { scans: 0, rows: 0 };
}
