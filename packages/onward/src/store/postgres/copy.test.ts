/** Rows that are copied arrive as they were, or the transaction says why not. */
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openPool } from './connection.ts';
import { copy, CopyRows } from './copy.ts';

let pool: pg.Pool;
let client: pg.PoolClient;
beforeAll(async () => {
  pool = openPool(inject('database'), 1);
  client = await pool.connect();
  await client.query(`create temp table copied (
    n int4 primary key, eight int8, two int2, words text, at timestamptz, id uuid, bytes bytea)`);
});
afterAll(async () => {
  client.release();
  await pool.end();
});

const into = 'copy copied from stdin (format binary)';
const text = fc
  .string({ unit: 'grapheme' })
  .map((value) => value.replaceAll('\0', '').toWellFormed());
const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => Buffer.from(array).toString('hex'));
const row = fc.record({
  eight: fc.maxSafeInteger(),
  two: fc.integer({ min: -32_768, max: 32_767 }),
  words: fc.option(text),
  at: fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 })),
  id: hex(16),
  bytes: hex(32),
});

type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

/** A guess that is far too small grows. */
function rowsOf(rows: readonly Row[]): CopyRows {
  const to = new CopyRows({ fields: 7, rows: rows.length, bytes: 1 });
  rows.forEach(({ eight, two, words, at, id, bytes }, n) => {
    to.row();
    to.int4(n);
    to.int8(eight);
    to.int2(two);
    to.text(words);
    to.time(at);
    to.hex(id);
    to.hex(bytes);
  });
  return to;
}

test('every value of every column comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row), async (rows) => {
      await client.query('truncate copied');
      await copy(client, into, rowsOf(rows));
      const found = await client.query(`
        select eight, two, words, at, replace(id::text, '-', '') as id,
               encode(bytes, 'hex') as bytes
          from copied order by n`);
      expect(found.rows).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

const [one] = fc.sample(row, { numRuns: 1, seed: 1 });
const single = rowsOf(one === undefined ? [] : [one]);

const [some] = fc.sample(fc.array(row, { minLength: 1_000, maxLength: 1_000 }), {
  numRuns: 1,
  seed: 2,
});

test('many rows travel in parts, and a key that a later part repeats undoes them all', async () => {
  await client.query('truncate copied');
  const many = rowsOf(some ?? []);
  expect(many.parts()).toHaveLength(8);
  await copy(client, into, many);
  const found = await client.query('select eight from copied order by n');
  expect(found.rows).toEqual((some ?? []).map(({ eight }) => ({ eight })));

  await client.query('delete from copied where n < 900');
  await client.query('begin');
  await expect(copy(client, into, many)).rejects.toMatchObject({ code: '23505' });
  await client.query('rollback');
  expect((await client.query('select count(*) as count from copied')).rows).toEqual([
    { count: 100 },
  ]);
});

test('a key that is there already says so; what is sent behind it is passed over', async () => {
  await client.query('truncate copied');
  await client.query('begin');
  const taken = await Promise.allSettled([
    copy(client, into, single),
    copy(client, into, single),
    copy(client, into, single),
    client.query('select 1'),
  ]);
  expect(taken).toMatchObject([
    { status: 'fulfilled' },
    { reason: { code: '23505' } },
    { reason: { code: '25P02' } },
    { reason: { code: '25P02' } },
  ]);
  await client.query('rollback');
  expect((await client.query('select count(*) as count from copied')).rows).toEqual([{ count: 0 }]);
});

test('a statement that is refused leaves the connection as it was', async () => {
  const failing = copy(client, 'copy nowhere from stdin (format binary)', single);
  const behind = client.query('select 1 as one');
  await expect(failing).rejects.toMatchObject({ code: '42P01' });
  expect((await behind).rows).toEqual([{ one: 1 }]);
});
