/** PostgreSQL's settings: ours for a small machine, the caller's, and those nobody may change. */
import { totalmem } from 'node:os';
import { port } from './folder.ts';

type Settings = Readonly<Record<string, string>>;

const mega = 1024 * 1024;
const leastCache = 128 * mega;
const mostCache = 4_096 * mega;

/**
 * A quarter of the memory there is, as PostgreSQL's manual advises: bytes. It is taken page by page
 * as there is data; what finds no place in it is written out by whoever needs the place.
 */
export function cacheSize(memory = memoryHere()): number {
  const quarter = Math.floor(memory / 4 / mega) * mega;
  return Math.min(mostCache, Math.max(leastCache, quarter));
}

/** Of the machine, or what a container may have of it. */
function memoryHere(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** For two cores. WAL is not compressed with lz4: npm's builds are without it. */
const defaults: Settings = {
  shared_buffers: `${cacheSize() / mega}MB`,
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  max_connections: '60',
  jit: 'off',
  autovacuum_naptime: '15s',
  timezone: 'UTC',
};

/** What was acknowledged is on the disk. */
const durable: Settings = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

/**
 * No data in the log. `log` leaves out ordinary errors, whose text quotes values (the client gets
 * them anyway); `terse` leaves out the detail of the others, such as the statement that crashed.
 */
const quiet: Settings = {
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_duration: 'off',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'UTC',
};

/** The words for PostgreSQL's command line; of two equal names the later one holds. */
export function settingWords(extra: Settings, sockets: string): readonly string[] {
  const place: Settings = {
    listen_addresses: '',
    // A list, in which a quoted name may hold anything.
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: String(port),
  };
  const all = { ...defaults, ...extra, ...durable, ...quiet, ...place };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
