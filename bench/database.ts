/** The one PostgreSQL of a bench run: started and removed by it, or somebody's own. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { startEmbedded } from '../packages/onward/src/store/embedded/index.ts';
import type { Connection } from '../packages/onward/src/store/index.ts';
import { processOf } from './processes.ts';

/** The driver that the product brings, in the product's version. */
const fromProduct = createRequire(new URL('../packages/onward/package.json', import.meta.url));
const driver = fromProduct('pg') as { readonly Pool: typeof Pool };

export interface Database {
  readonly connection: Connection;
  /** For the measuring itself: bytes and versions. */
  readonly pool: Pool;
  /** The server's first process, where it runs on this machine and can be looked at. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL in a temporary folder, or takes the one at `url`. */
export async function openDatabase(
  url: string | undefined,
  onProgress: (text: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<Database> {
  const server = url === undefined ? await startOwn(onProgress, settings) : undefined;
  const connection = server?.connection ?? { url: url ?? '' };
  const pool = openPool(connection, 1);
  const end = async (): Promise<void> => {
    await pool.end();
    await server?.stop();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= end());
  try {
    await requireDurable(pool);
    return { connection, pool, pid: await serverPid(pool), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOwn(
  onProgress: (text: string) => void,
  more: Readonly<Record<string, string>>,
): Promise<Pick<Database, 'connection' | 'stop'>> {
  const directory = join(tmpdir(), `onward-bench-${randomBytes(6).toString('hex')}`);
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    // The product's own 60 connections are too few for the most that is tried by hand.
    const settings = { max_connections: '100', ...more };
    const server = await startEmbedded({ directory, onProgress, settings });
    return { connection: server.connection, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Plain node-postgres: no pipelining, one statement under way per connection. */
export function openPool(connection: Connection, size: number): Pool {
  const place = 'url' in connection ? { connectionString: connection.url } : connection;
  const pool = new driver.Pool({ ...place, max: size, idleTimeoutMillis: 0 });
  // A connection that breaks while idle is replaced; whoever uses one sees the error itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** A rate without durability would compare nothing. */
async function requireDurable(pool: Pool): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await pool.query<{ value: string }>('select current_setting($1) as value', [
      setting,
    ]);
    if (rows[0]?.value !== 'on') throw new Error(`The database runs with ${setting} off.`);
  }
}

/** The process that started all of the server's others, where it runs on this machine. */
async function serverPid(pool: Pool): Promise<number | undefined> {
  const backend = await processOf(await count(pool, 'select pg_backend_pid()'));
  return backend?.name === 'postgres' ? backend.parent : undefined;
}

/** The number that a query of one row and one column gives. */
export async function count(pool: Pool, query: string): Promise<number> {
  const { rows } = await pool.query<Record<string, unknown>>(query);
  return Number(Object.values(rows[0] ?? {})[0]);
}

/** How many more connections the server takes, a few being left for others. */
export function spareConnections(pool: Pool): Promise<number> {
  return count(
    pool,
    `select current_setting('max_connections')::int - count(*) - 10
       from pg_stat_activity where backend_type = 'client backend'`,
  );
}

/** The version of the server, such as `18.4`. */
export async function versionOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ value: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as value`,
  );
  return rows[0]?.value ?? 'unknown';
}

/** Every run starts right behind a checkpoint, so that none pays for the pages of another. */
export async function checkpoint(pool: Pool): Promise<void> {
  await pool.query('checkpoint');
}

/** Bytes of write-ahead log written since the server began. */
export function walBytes(pool: Pool): Promise<number> {
  return count(pool, `select pg_current_wal_lsn() - '0/0'::pg_lsn`);
}

/** Bytes of all tables, with their indexes, in the schemas that start with a name. */
export function tableBytes(pool: Pool, schema: string): Promise<number> {
  return count(
    pool,
    `select coalesce(sum(pg_total_relation_size(c.oid)), 0)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and starts_with(n.nspname, '${schema}')`,
  );
}

/** Drops the schemas that start with a name. */
export async function drop(pool: Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    'select nspname as name from pg_namespace where starts_with(nspname, $1)',
    [schema],
  );
  for (const { name } of rows) await pool.query(`drop schema "${name}" cascade`);
}
