/** Binary arrays arrive as PostgreSQL would have read them from text. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bools, byteas, float8s, int2s, int4s, int8s, texts, uuids } from './arrays.ts';

let client: pg.Client;
beforeAll(async () => {
  const connection = inject('database');
  client = new pg.Client('url' in connection ? connection.url : connection);
  await client.connect();
});
afterAll(() => client.end());

async function read(type: string, column: Buffer): Promise<unknown> {
  const { rows } = await client.query<{ back: unknown }>(`select to_json($1::${type}[]) as back`, [
    column,
  ]);
  return rows[0]?.back;
}
const same = <V>(value: V): V => value;

/** PostgreSQL texts hold no NUL; the gate lets none in. */
const text = fc
  .string({ unit: 'grapheme' })
  .map((value) => value.replaceAll('\0', '').toWellFormed());
const columns = fc.record({
  bool: fc.array(fc.option(fc.boolean())),
  int2: fc.array(fc.option(fc.integer({ min: -32_768, max: 32_767 }))),
  int4: fc.array(fc.option(fc.integer())),
  int8: fc.array(fc.option(fc.maxSafeInteger())),
  float8: fc.array(fc.option(fc.maxSafeInteger())),
  text: fc.array(fc.option(text)),
});

test('every value of every column comes back, nulls and empty arrays too', async () => {
  await fc.assert(
    fc.asyncProperty(columns, async ({ bool, int2, int4, int8, float8, text: words }) => {
      expect(await read('boolean', bools(bool, same))).toEqual(bool);
      expect(await read('smallint', int2s(int2, same))).toEqual(int2);
      expect(await read('integer', int4s(int4, same))).toEqual(int4);
      expect(await read('bigint', int8s(int8, same))).toEqual(int8);
      expect(await read('float8', float8s(float8, same))).toEqual(float8);
      expect(await read('text', texts(words, same))).toEqual(words);
    }),
    { numRuns: 60 },
  );
});

test('uuids and bytes', async () => {
  const hex = ['00112233445566778899aabbccddeeff', 'ffffffffffffffffffffffffffffffff'];
  const dashed = ['00112233-4455-6677-8899-aabbccddeeff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  expect(await read('uuid', uuids(hex, same))).toEqual(dashed);
  const bytes = [Uint8Array.of(0, 255, 7), new Uint8Array(0)];
  expect(await read('bytea', byteas(bytes, same))).toEqual(['\\x00ff07', '\\x']);
});
