/**
 * Brings the directory, each cell and the edge to the newest version; safe when several processes
 * start at once.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { StopError } from '../../core/index.ts';
import type { Schemas } from './sql.ts';

interface Migration {
  readonly version: number;
  readonly text: string;
}

/**
 * One process migrates at a time; the lock is the installation's, not a node's, in all we support.
 */
const lockKey = 7_365_221;
const folder = new URL('../../../sql/', import.meta.url);

/**
 * Runs what is missing, each schema in one transaction, its version kept beside it. Which cells
 * there are is chosen under the same lock.
 * @throws StopError ONW-STORE-NEWER when the database was migrated by a newer Onward.
 */
export function migrate(
  pool: Pool,
  schemas: Schemas,
  choose: (client: PoolClient) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  return alone(pool, async (client) => {
    const cells = await choose(client);
    await migrateSchema(client, schemas.home, await read('directory'));
    const migrations = await read('cell');
    for (const cell of cells) await migrateSchema(client, schemas.cell(cell), migrations);
    return cells;
  });
}

/**
 * The same for the edge's own schema.
 * @throws StopError ONW-STORE-NEWER when the database was migrated by a newer Onward.
 */
export function migrateEdge(pool: Pool, schemas: Schemas): Promise<void> {
  return alone(pool, async (client) => migrateSchema(client, schemas.edge, await read('edge')));
}

async function alone<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    // Whoever comes second waits for as long as the first needs.
    await client.query('set lock_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    return await work(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => undefined);
    await client.query('reset lock_timeout').catch(() => undefined);
    client.release();
  }
}

async function read(name: string): Promise<readonly Migration[]> {
  const files = (await readdir(new URL(`${name}/`, folder))).filter((file) =>
    /^\d{6}\.sql$/.test(file),
  );
  return Promise.all(
    files.toSorted().map(async (file) => ({
      version: Number(file.slice(0, 6)),
      text: await readFile(new URL(`${name}/${file}`, folder), 'utf8'),
    })),
  );
}

async function migrateSchema(
  client: PoolClient,
  schema: string,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(
    `create table if not exists ${schema}.migrations (version integer primary key)`,
  );
  const { rows } = await client.query<{ version: number | null }>(
    `select max(version) as version from ${schema}.migrations`,
  );
  const current = rows[0]?.version ?? 0;
  if (current > (migrations.at(-1)?.version ?? 0)) {
    throw new StopError(
      'ONW-STORE-NEWER',
      'The database was set up by a newer Onward; start that version, or restore an older backup.',
    );
  }
  for (const { version, text } of migrations.filter((each) => each.version > current)) {
    await apply(client, schema, { version, text });
  }
}

async function apply(
  client: PoolClient,
  schema: string,
  { version, text }: Migration,
): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`set local search_path to ${schema}`);
    await client.query(text);
    await client.query(`insert into ${schema}.migrations (version) values ($1)`, [version]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
