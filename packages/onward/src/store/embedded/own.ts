/** One owner a folder: an advisory lock that the owner's connection holds while it lives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { errorCode, unusable } from './failures.ts';
import { names, port, type Connection } from './folder.ts';

/** 'ONWARD' in ASCII. Advisory locks belong to a database: ours is in the maintenance database. */
const key = '87197889942084';
const connectTimeoutMs = 5_000;
const retakePauseMs = 100;

/**
 * What a look at a server shows: an owner, no owner, a server that is starting or stopping, or
 * nobody who answers.
 */
export type Sighting = 'held' | 'free' | 'busy' | 'silent';

/** How to reach the maintenance database through a folder of sockets. */
export function maintenance(sockets: string, password: string): Connection {
  return { host: sockets, port, user: names.user, password, database: names.maintenance };
}

/** Looks whether a server has an owner, without taking its place. */
export async function sight(connection: Connection): Promise<Sighting> {
  const client = newClient(connection);
  try {
    await client.connect();
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock($1) as got',
      [key],
    );
    return rows[0]?.got === true ? 'free' : 'held';
  } catch (error) {
    return sightingOf(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sightingOf(error: unknown): Sighting {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'silent';
  // All connections are taken, so there is someone who took them.
  if (code === '53300') return 'held';
  if (code.startsWith('28')) {
    throw unusable('its password file does not fit its data; restore both from a backup', error);
  }
  return 'busy';
}

/** The lock, taken again by itself when only its connection is lost. */
export class Ownership {
  readonly #connection: Connection;
  readonly #serverGone: () => boolean;
  #client: Client | undefined;
  #released = false;

  /** `serverGone` says when there is nothing left to own. */
  constructor(connection: Connection, serverGone: () => boolean) {
    this.#connection = connection;
    this.#serverGone = serverGone;
  }

  /** Takes the lock, waiting out those who only look; false: another owner, or no server. */
  async take(): Promise<boolean> {
    const client = newClient(this.#connection);
    try {
      await client.connect();
      await client.query('select pg_advisory_lock($1)', [key]);
    } catch {
      await client.end().catch(() => undefined);
      return false;
    }
    this.#client = client;
    client.once('end', () => void this.#retake());
    return true;
  }

  /** Makes the database of the application on the first start. */
  async ensureDatabase(): Promise<void> {
    const found = await this.#client?.query('select 1 from pg_database where datname = $1', [
      names.database,
    ]);
    if (found?.rowCount === 0) await this.#client?.query(`create database ${names.database}`);
  }

  async release(): Promise<void> {
    this.#released = true;
    await this.#client?.end().catch(() => undefined);
  }

  /** When one of its processes crashes, PostgreSQL drops every connection and lives on. */
  async #retake(): Promise<void> {
    while (!this.#released && !this.#serverGone()) {
      if (await this.take()) return;
      await sleep(retakePauseMs, undefined, { ref: false });
    }
  }
}

function newClient(connection: Connection): Client {
  const client = new Client({
    ...connection,
    connectionTimeoutMillis: connectTimeoutMs,
    options: '-c lock_timeout=5s -c statement_timeout=0 -c idle_session_timeout=0',
  });
  // A connection that breaks while idle is told here; 'end' follows and is what we act on.
  client.on('error', () => undefined);
  return client;
}
