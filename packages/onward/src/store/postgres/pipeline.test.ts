/** What travels together is answered in order; after a failure nothing is, and all works again. */
import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openPool, types } from './connection.ts';
import { CopyRows } from './copy.ts';
import { Pipeline } from './pipeline.ts';
import type { Step } from './pipeline.ts';

let pool: pg.Pool;
let client: pg.PoolClient;
let pipeline: Pipeline;
beforeAll(() => {
  pool = openPool(inject('database'), 1);
});
beforeEach(async () => {
  client = await pool.connect();
  await client.query('create temp table kept (n int8 primary key)');
  pipeline = new Pipeline(client);
});
// A connection of its own for each test: what it was told is forgotten with it.
afterEach(() => client.release(true));
afterAll(() => pool.end());

const add = (n: number): Step => {
  const rows = new CopyRows({ fields: 1, rows: 1, bytes: 14 });
  rows.row();
  rows.int8(n);
  return { name: 'add', text: 'copy kept (n) from stdin (format binary)', values: [], rows };
};
const list: Step = { name: 'list', text: 'select n from kept order by n', values: [] };
const echo = (value: unknown): Step => ({
  name: 'echo',
  text: `select $1::text as text, $1::text is null as "isNull", '{"a":1}'::json as json`,
  values: [value],
});

test('answers come in the order of what was asked, each with its own rows', async () => {
  const [, one, two, gone, none] = await Promise.all([
    pipeline.run(add(7)),
    pipeline.run(list),
    pipeline.run(echo(2)),
    pipeline.run({ name: 'drop', text: 'delete from kept where n = $1', values: [7] }),
    pipeline.run(list),
  ]);
  expect(one.rows).toEqual([{ n: 7 }]);
  expect(two.rows).toEqual([{ text: '2', isNull: false, json: { a: 1 } }]);
  expect(gone).toMatchObject({ command: 'DELETE', rowCount: 1 });
  expect(none.rows).toEqual([]);
  expect((await pipeline.run(echo(null))).rows).toMatchObject([{ text: null, isNull: true }]);
});

test('what is asked for in one turn is answered at once, and before what follows', async () => {
  const { connection } = client as unknown as { readonly connection: EventEmitter };
  let synchronised = 0;
  connection.on('readyForQuery', () => (synchronised += 1));
  const first = Promise.all([pipeline.run(add(1)), pipeline.run(add(2)), pipeline.run(list)]);
  pipeline.flush();
  const behind = client.query('select count(*) as count from kept');
  const [, , listed] = await first;
  expect(listed.rows).toEqual([{ n: 1 }, { n: 2 }]);
  expect((await behind).rows).toEqual([{ count: 2 }]);
  expect(synchronised).toBe(2);
});

test('after a key that is there already nothing is done, and the connection is whole', async () => {
  await client.query('begin');
  const ended = await Promise.allSettled([
    pipeline.run(add(1)),
    pipeline.run(add(1)),
    pipeline.run(add(2)),
    pipeline.run(echo('new')),
  ]);
  expect(ended).toMatchObject([
    { status: 'fulfilled' },
    { reason: { code: '23505' } },
    { reason: { code: '25P02' } },
    { reason: { code: '25P02' } },
  ]);
  await client.query('rollback');
  // What the server was not told is told anew.
  expect((await pipeline.run(echo('new'))).rows).toMatchObject([{ text: 'new' }]);
  expect((await pipeline.run(list)).rows).toEqual([]);
});

test('a statement that the server does not understand is refused, each time', async () => {
  const wrong: Step = {
    name: 'wrong',
    text: 'copy nowhere from stdin (format binary)',
    values: [],
  };
  for (let times = 0; times < 2; times += 1) {
    const failing = pipeline.run({
      ...wrong,
      rows: new CopyRows({ fields: 1, rows: 0, bytes: 0 }),
    });
    await expect(failing).rejects.toMatchObject({ code: '42P01' });
    expect((await pipeline.run(echo(times))).rows).toMatchObject([{ text: String(times) }]);
  }
});

test('an answer that cannot be read is an error, and no more', async () => {
  const { getTypeParser } = types;
  const failing = new Pipeline(client, {
    getTypeParser: (oid, format) =>
      (oid as number) === 114
        ? () => {
            throw new SyntaxError('not read');
          }
        : getTypeParser(oid, format),
  });
  await expect(failing.run(echo('x'))).rejects.toThrow('not read');
  expect((await pipeline.run(echo('y'))).rows).toMatchObject([{ text: 'y' }]);
});

test('a value that would travel as something else is refused', async () => {
  await expect(pipeline.run(echo({ a: 1 }))).rejects.toThrow(TypeError);
});

test('of a connection that is cut off the first that was asked for says so', async () => {
  client.on('error', () => undefined);
  const cutting: Step = {
    name: 'cut',
    text: 'select pg_terminate_backend(pg_backend_pid())',
    values: [],
  };
  const ended = await Promise.allSettled([pipeline.run(cutting), pipeline.run(list)]);
  expect(ended).toMatchObject([{ reason: { code: '57P01' } }, { status: 'rejected' }]);
});
