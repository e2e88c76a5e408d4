/** What a user sees of the embedded database: it starts, keeps, refuses and survives. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedDatabase } from './index.ts';

const fixture = join(import.meta.dirname, 'owner.fixture.ts');
const options = { timeout: 120_000 };

let root: string;
let directory: string;
const running: EmbeddedDatabase[] = [];
const owners: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'onward-embedded-'));
  directory = join(root, 'data');
});

afterEach(async () => {
  for (const owner of owners.splice(0)) await kill(owner);
  await Promise.all(running.splice(0).map((database) => database.stop()));
  await rm(root, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

async function start(where = directory): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ directory: where });
  running.push(database);
  return database;
}

async function query(database: EmbeddedDatabase, sql: string): Promise<readonly unknown[]> {
  const client = new Client(database.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Another process that starts on the folder; resolves with what it says: 'owning' or a code. */
async function otherOwner(note: string): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(fixture, [directory, note], { execArgv: [] });
  owners.push(child);
  const [said] = (await once(child, 'message')) as unknown[];
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function postmasterId(): Promise<number> {
  const text = await readFile(join(directory, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return Number.parseInt(text, 10);
}

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(50);
  }
  throw new Error('PostgreSQL still runs');
}

test('data is there after a stop and a start, and stop may be called twice', options, async () => {
  const first = await start();
  await query(first, 'create table kept as select 42 as answer');
  await first.stop();
  await first.stop();
  const second = await start();
  expect(await query(second, 'select answer from kept')).toEqual([42]);
});

test('a second owner is refused while the first one works on', options, async () => {
  const first = await start();
  await expect(start()).rejects.toMatchObject({ code: 'ONW-DATA-IN-USE' });
  expect((await otherOwner('late')).said).toBe('ONW-DATA-IN-USE');
  expect(await query(first, 'select 1')).toEqual([1]);
});

test('of several processes that start a new folder at once, one owns it', options, async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((note) => otherOwner(note)));
  expect(all.map(({ said }) => String(said)).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'ONW-DATA-IN-USE',
    'ONW-DATA-IN-USE',
    'owning',
  ]);
  expect(await readdir(directory)).toEqual(['postgres']);
});

test('a killed owner leaves no PostgreSQL running, and its data', options, async () => {
  const { child, said } = await otherOwner('committed');
  expect(said).toBe('owning');
  const pid = await postmasterId();
  await kill(child);
  await untilGone(pid);
  expect(await query(await start(), 'select note from notes')).toEqual(['committed']);
});

test('the next owner may come at once after a kill', options, async () => {
  for (const note of ['one', 'two', 'three']) {
    const { child, said } = await otherOwner(note);
    expect(said).toBe('owning');
    await kill(child);
  }
  const notes = await query(await start(), 'select note from notes order by note');
  expect(notes).toEqual(['one', 'three', 'two']);
});

test('a killed PostgreSQL is recovered by the next start', options, async () => {
  const first = await start();
  await query(first, 'create table kept as select 42 as answer');
  process.kill(await postmasterId(), 'SIGKILL');
  const second = await start();
  expect(await query(second, 'select answer from kept')).toEqual([42]);
  await first.stop();
  expect(await query(second, 'select answer from kept')).toEqual([42]);
});

test('after the crash of one connection the folder is still owned', options, async () => {
  const database = await start();
  // Advisory locks of every database are listed; only the owner's connection has one.
  const [pid] = await query(database, `select pid from pg_locks where locktype = 'advisory'`);
  process.kill(Number(pid), 'SIGKILL');
  await sleep(1_500);
  await expect(start()).rejects.toMatchObject({ code: 'ONW-DATA-IN-USE' });
  expect(await query(database, 'select 1')).toEqual([1]);
});

test('a path may hold spaces, quotes and letters of any language', options, async () => {
  const database = await start(join(root, `Überweisung "a, b" 's – 東京`));
  expect(await query(database, 'select 1')).toEqual([1]);
});

test('a path may be too long for a socket', options, async () => {
  const database = await start(join(root, 'long'.repeat(30), 'data'));
  expect(database.connection.host.startsWith(root)).toBe(false);
  expect(await query(database, 'select 1')).toEqual([1]);
  await database.stop();
  await expect(readdir(database.connection.host)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an unfinished first start is swept away', options, async () => {
  const unfinished = join(directory, 'postgres.new-killed', 'data', 'base');
  await mkdir(unfinished, { recursive: true });
  await start();
  expect(await readdir(directory)).toEqual(['postgres']);
});

test(
  'a lock file of a dead server, even of a living number, is no hindrance',
  options,
  async () => {
    await (await start()).stop();
    const data = join(directory, 'postgres', 'data');
    const lockFile = `${process.pid}\n${data}\n1700000000\n5432\n${data}\n\n123 456\nready   \n`;
    await writeFile(join(data, 'postmaster.pid'), lockFile);
    expect(await query(await start(), 'select 1')).toEqual([1]);
  },
);

test('data of another major version is refused', options, async () => {
  await (await start()).stop();
  await writeFile(join(directory, 'postgres', 'data', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toMatchObject({ code: 'ONW-DATA-VERSION' });
});

test('a file where the folder should be is refused in words', options, async () => {
  await writeFile(directory, '');
  await expect(start()).rejects.toMatchObject({ code: 'ONW-DATA-UNUSABLE' });
});

test('the log holds no data, whatever fails', options, async () => {
  const weak = { fsync: 'off', log_statement: 'all', log_min_messages: 'debug1' };
  const database = await startEmbedded({ directory, settings: { ...weak, work_mem: '8MB' } });
  running.push(database);
  expect(await query(database, 'show work_mem')).toEqual(['8MB']);
  expect(await query(database, 'show fsync')).toEqual(['on']);
  await query(database, 'create table people (name text primary key)');
  await query(database, `insert into people values ('Zaphod')`);
  for (const sql of [
    `insert into people values ('Zaphod')`,
    `select 'Zaphod'::int`,
    `do $$ begin raise warning 'Zaphod'; end $$`,
    `select pg_terminate_backend(pg_backend_pid()) -- Zaphod`,
  ]) {
    await query(database, sql).catch(() => undefined);
  }
  await database.stop();
  const log = await readFile(join(directory, 'postgres', 'log'), 'utf8');
  expect(log).toContain('database system is shut down');
  expect(log).not.toContain('Zaphod');
});
