/** Connections: how numbers and times are read, and which failures may be tried again. */
import pg from 'pg';
import type { CustomTypesConfig, Pool, PoolClient, PoolConfig, QueryResult } from 'pg';
import { RetryError } from '../../core/index.ts';

/** Where PostgreSQL is: a URL, or the settings of a socket. */
export type Connection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

const { INT8, TIMESTAMPTZ } = pg.types.builtins;

/** bigint as a number (all of ours are below 2^53), timestamptz as epoch milliseconds. */
const types: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format !== 'binary' && oid === INT8) return Number;
    if (format !== 'binary' && oid === TIMESTAMPTZ) return (text: string) => Date.parse(text);
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

const applicationName = 'onward';
/** Whoever says nothing for so long in a transaction is cut off, and its locks are free. */
const stillMs = 10_000;

/** A pool whose connections pipeline: statements sent together cost one round trip. */
export function openPool(connection: Connection, size: number): pg.Pool {
  const config: PoolConfig & { readonly pipeline: boolean } = {
    ...('url' in connection ? { connectionString: connection.url } : connection),
    max: size,
    pipeline: true,
    types,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    // A process that stands still must not hold up the others for longer than this.
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: stillMs,
    query_timeout: 60_000,
    keepAlive: true,
  };
  const pool = new pg.Pool(config);
  // A connection that breaks while idle is replaced; whoever uses one sees the error itself.
  pool.on('error', () => undefined);
  // One that breaks in the same breath as it is handed out has nobody yet who listens to it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * The server waits for the rows of a COPY without an end of its own: neither the time-out of an
 * idle transaction holds there nor that of a statement. So whoever beats cuts off a connection of
 * ours that sends none, because its process or its machine stands still.
 */
export const cutOffStill: Record<'name' | 'text', string> = {
  name: 'cut-off-still',
  text: `
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = '${applicationName}' and usename = current_user
       and datname = current_database() and state = 'active' and wait_event = 'ClientRead'
       and query_start < clock_timestamp() - interval '${stillMs} milliseconds'`,
};

const passing = new Set([
  '25006', // read-only after a failover
  '25P03', // idle in transaction for too long
  '40001', // serialization failure
  '40P01', // deadlock detected
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // cancelled
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // the socket is not there yet
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when the same work may succeed later; class 08 is a lost connection. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return /terminated|not queryable|timeout|closed/i.test(error.message);
  return passing.has(code) || code.startsWith('08');
}

/**
 * Begins a transaction of statements that are each planned once. Otherwise PostgreSQL would plan
 * most of them for the very arrays that they are given: with those of a whole batch that takes
 * milliseconds, and where a table has no statistics yet it ends in reading the whole of it. Rows
 * are joined to the arrays by hash: a nested loop would sort the whole array for each of its rows.
 */
export const plannedOnce =
  'begin; set local plan_cache_mode = force_generic_plan; set local enable_nestloop = off';

/** Ends a transaction, once; it may travel with its last statements. */
export type Commit = () => Promise<void>;

/**
 * Runs work in one transaction; a work that throws undoes it, unless it has sent the commit itself
 * and all statements before it succeed.
 * @throws RetryError as `rethrow`, also at the commit: it may have been done.
 */
export async function transact<T>(
  pool: Pool,
  work: (client: PoolClient, commit: Commit) => Promise<T>,
  begin: 'begin' | typeof plannedOnce = 'begin',
): Promise<T> {
  const client = await pool.connect().catch(rethrow);
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  let committed: Promise<void> | undefined;
  const commit: Commit = () => (committed ??= client.query('commit').then(requireCommitted));
  try {
    // Not awaited: the first statement travels with it.
    const begun = client.query(begin);
    begun.catch(() => undefined);
    const result = await work(client, commit);
    await commit();
    return result;
  } catch (error) {
    if (broken === undefined) await client.query('rollback').catch(onError);
    return rethrow(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** The commit of a transaction in which a statement has failed undoes it, and is no error. */
function requireCommitted({ command }: QueryResult): void {
  if (command !== 'COMMIT') throw new Error('The transaction was undone.');
}

/** A passing failure becomes a RetryError; anything else is passed on. */
export function rethrow(error: unknown): never {
  if (!isPassing(error)) throw error;
  throw new RetryError(
    'ONW-STORE-UNAVAILABLE',
    'The database does not answer; the work is tried again.',
    { cause: error },
  );
}

/** The same for a database that is opened: nothing is tried again yet. */
export function unavailable(error: unknown): unknown {
  if (!isPassing(error)) return error;
  return new RetryError(
    'ONW-STORE-UNAVAILABLE',
    'The database does not answer; start it, or check its address.',
    { cause: error },
  );
}
