/** The scanner proved on what it is for: twenty leaks in real artefacts, twenty found. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '../../src/store/index.ts';
import { canariesOf, leastWeight, weight } from './canaries.ts';
import { dump } from './dump.ts';
import { people } from './people.ts';
import type { Person } from './people.ts';
import { plants } from './plants.ts';
import type { RowPlant } from './plants.ts';
import { Scanner } from './scanner.ts';

let folder = '';
let data = '';

const names = Object.keys(plants);

/** A name that is too short is looked for with a birth date alone, and is no plant by itself. */
const named = people.filter(({ given, family }) => weight(given + family) >= leastWeight);

/** Each plant is of somebody else, so that what is found says which one it was. */
const owner = (name: string): Person => {
  const person = named[names.indexOf(name) + 1];
  if (person === undefined) throw new Error('there are not so many people');
  return person;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-plants-'));
  data = join(folder, 'data');
  await mkdir(join(folder, 'artefacts'));
  const database = await startEmbedded({ directory: data });
  const client = new Client(database.connection);
  await client.connect();
  await client.query('checkpoint');
  for (const [name, plant] of Object.entries(plants)) {
    if (plant.kind === 'row') await plantRow(client, name, plant);
    else await plantBytes(name, plant.bytes(owner(name)), plant.kind === 'name of a file');
  }
  await client.end();
  await database.stop();
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

async function plantRow(client: Client, name: string, plant: RowPlant): Promise<void> {
  const table = `"${name}"`;
  await client.query(`create table ${table} (id bigserial primary key, kept ${plant.type})`);
  const rows = `insert into ${table} (kept) select null from generate_series(1, 500)`;
  await client.query(rows);
  await client.query(`insert into ${table} (kept) values ($1)`, [plant.value(owner(name))]);
  await client.query(rows);
}

async function plantBytes(name: string, bytes: Buffer, isName: boolean): Promise<void> {
  const around = Buffer.from(
    `${JSON.stringify({ level: 30, code: 'ONW-EVENT-DATA' })}\n`.repeat(50),
  );
  const file = isName ? bytes.toString('utf8') : name.replaceAll(' ', '-');
  const content = isName ? around : Buffer.concat([around, bytes, around]);
  await writeFile(join(folder, 'artefacts', file), content);
}

test('twenty leaks of twenty kinds: twenty are found, in the files and in the dump', async () => {
  expect(names).toHaveLength(20);
  const scanner = new Scanner(named.slice(0, 24).flatMap(canariesOf));
  await scanner.folder(data, 'database');
  await scanner.folder(join(folder, 'artefacts'), 'artefacts');
  for (const { table, text } of await dump(data)) scanner.scan(Buffer.from(text), `dump ${table}`);
  const rows = names.map((name) => {
    const hits = scanner.hits.filter(({ person }) => person === owner(name).label);
    const places = [...new Set(hits.map(({ place }) => place.split(/[/ ]/)[0] ?? ''))];
    return { name, places, encodings: [...new Set(hits.map(({ encoding }) => encoding))] };
  });
  for (const { name, places, encodings } of rows) {
    process.stdout.write(
      `${name.padEnd(28)} ${(places.join(', ') || 'NOT FOUND').padEnd(16)} ${encodings[0] ?? ''}\n`,
    );
  }
  expect(rows.filter(({ places }) => places.length === 0).map(({ name }) => name)).toEqual([]);
  // What is in a row is in the pages and the log of what is written ahead, and in the dump.
  const inRows = rows.filter(({ name }) => plants[name]?.kind === 'row');
  expect(inRows.map(({ places }) => places)).toEqual(
    inRows.map(({ name }) => (name === 'gzip in a row' ? ['database'] : ['database', 'dump'])),
  );
  const wal = scanner.hits.filter(({ place }) => place.includes('pg_wal'));
  expect(new Set(wal.map(({ person }) => person)).size).toBe(inRows.length);
  // Whoever was not planted is not found.
  const planted = new Set(names.map((name) => owner(name).label));
  expect(scanner.hits.filter(({ person }) => !planted.has(person))).toEqual([]);
}, 120_000);
