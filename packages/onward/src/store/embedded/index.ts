/** The default database: a real PostgreSQL in the data folder, started and stopped by us. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAccount } from './account.ts';
import { explain, gaveUp, inUse } from './failures.ts';
import {
  checkVersion,
  isInitialised,
  layoutOf,
  makeFolder,
  names,
  readPassword,
  type Connection,
  type Layout,
} from './folder.ts';
import { initialise, removeUnfinished } from './initialise.ts';
import { locateBinaries } from './locate.ts';
import { makeWay } from './make-way.ts';
import { maintenance, Ownership } from './own.ts';
import { launch, type Launch, type Server } from './process.ts';

export interface EmbeddedDatabase {
  /** Settings for node-postgres' `new Pool(connection)`; `host` is a folder of sockets. */
  readonly connection: Connection;
  /** Fast shutdown of PostgreSQL and release of the folder. Idempotent. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The data folder, such as `.onward`; made if missing. */
  readonly directory: string;
  /** Told in a few words what takes time. */
  readonly onProgress?: (text: string) => void;
  /** More PostgreSQL settings; those that keep data durable and out of the log stay ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts PostgreSQL on the folder, making it first if need be, and owns the folder until `stop`
 * or the end of this process, whatever its cause. Committed data outlives both.
 *
 * Errors, all `StopError`: ONW-DATA-IN-USE (another process owns the folder), ONW-DATA-VERSION
 * (written by another major version), ONW-DATA-UNUSABLE (permission, disk, or the installation).
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const report = options.onProgress ?? (() => undefined);
  const layout = layoutOf(options.directory);
  try {
    const start = await prepare(layout, options.settings ?? {}, report);
    return await own(start, report);
  } catch (error) {
    throw explain(error);
  }
}

type Report = (text: string) => void;

async function prepare(
  layout: Layout,
  settings: Launch['settings'],
  report: Report,
): Promise<Launch> {
  const binaries = await locateBinaries();
  await makeFolder(layout.directory);
  const { account, major } = await chooseAccount(binaries, layout.directory, layout.home);
  if (!(await isInitialised(layout))) {
    report('making a new database');
    await initialise(layout, account, binaries);
  }
  await checkVersion(layout, major);
  return { layout, account, binaries, settings };
}

const attempts = 20;
const attemptPauseMs = 250;

/** Another process may start at the same time; each attempt either wins, loses or looks again. */
async function own(start: Launch, report: Report): Promise<EmbeddedDatabase> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await makeWay(start.layout, report);
    report('starting PostgreSQL');
    const server = await launch(start);
    const database = await claim(server, start.layout, report);
    if (database) return database;
    await sleep(attemptPauseMs);
  }
  throw inUse();
}

/** Undefined: a competitor came between, or the remains of a killed server are still going. */
async function claim(
  server: Server,
  layout: Layout,
  report: Report,
): Promise<EmbeddedDatabase | undefined> {
  const ready = await server.ready(() => report('recovering after an unclean stop'));
  if (!ready) {
    const said = await server.lastWords();
    if (/lock file .* already exists|pre-existing shared memory/.test(said)) return undefined;
    throw gaveUp(said);
  }
  const password = await readPassword(layout);
  const ownership = new Ownership(maintenance(server.sockets, password), () => server.exited);
  try {
    if (!(await ownership.take())) {
      await server.stop();
      return undefined;
    }
    await ownership.ensureDatabase();
    await removeUnfinished(layout);
  } catch (error) {
    await ownership.release();
    await server.stop();
    throw error;
  }
  const { user, database } = names;
  const connection = { ...maintenance(server.sockets, password), user, database };
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= ownership.release().then(() => server.stop()));
  return { connection, stop };
}
