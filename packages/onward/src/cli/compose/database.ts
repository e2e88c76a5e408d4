/** Opens the database of an installation: the one that is given, or our own in the data folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StopError } from '../../core/index.ts';
import {
  openEdgeStore,
  openStore,
  startEmbedded,
  type Connection,
  type OpenEdgeStore,
  type OpenStore,
  type Witness,
} from '../../store/index.ts';
import { makeDataFolder } from './make-folder.ts';
import { readPrivate } from './private-file.ts';

export interface DatabasePlace {
  /** `postgres://…`; without it PostgreSQL is started in the folder. */
  readonly url: string | undefined;
  readonly folder: string;
  readonly onProgress: (text: string) => void;
}

export interface DatabaseOptions extends DatabasePlace {
  /** Tells an older copy of the database from the newer. */
  readonly witness?: Witness | undefined;
}

export interface Database extends OpenStore {
  /** How the database is reached. */
  readonly connection: Connection;
  /** It was started by us, and nobody else runs on it. */
  readonly isOurs: boolean;
  /** Closes the connections, and stops PostgreSQL where it is ours. */
  close(): Promise<void>;
}

/** Starts what must be started and brings the schemas to the newest version. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return openOn(await openConnection(options), options.witness);
}

/**
 * The database, also while a server has our own one started; it is left running then.
 *
 * @throws StopError ONW-DATA-ABSENT where there is none
 */
export async function openDatabaseBeside(place: DatabasePlace): Promise<Database> {
  const connection = await runningDatabase(place);
  if (connection === undefined) return openDatabase(place);
  return openOn({ connection, isOurs: false, stop: () => Promise.resolve() });
}

async function openOn(ground: Opened, witness?: Witness): Promise<Database> {
  const { connection } = ground;
  try {
    const opened = await openStore({ connection, witness });
    const close = async (): Promise<void> => {
      await opened.store.close();
      await ground.stop();
    };
    return { ...opened, connection, isOurs: ground.isOurs, close };
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

/** Where our own PostgreSQL listens while a server has it started; undefined when none has. */
export async function runningDatabase({
  url,
  folder,
}: DatabasePlace): Promise<Connection | undefined> {
  if (url !== undefined) return undefined;
  const home = join(folder, 'postgres');
  const password = await readPrivate(join(home, 'password'));
  if (password === undefined) {
    const message =
      'There is no database in the data folder; name it with --data, or give --database-url.';
    throw new StopError('ONW-DATA-ABSENT', message);
  }
  // Lines: process, data folder, start, port, socket folder, address, shared memory, status.
  const text = await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , port = '', host = '', , , status = ''] = text.split('\n');
  if (status.trim() !== 'ready' || !isAlive(Number(pid))) return undefined;
  const names = { user: 'onward', database: 'onward' };
  return { host, port: Number(port), password: password.trim(), ...names };
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Opened {
  readonly connection: Connection;
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

/** The database that is given, or our own in the folder, started. */
async function openConnection({ url, folder, onProgress }: DatabasePlace): Promise<Opened> {
  if (url !== undefined) {
    checkUrl(url);
    onProgress('opening the database');
    return { connection: { url }, isOurs: false, stop: () => Promise.resolve() };
  }
  await makeDataFolder(folder);
  const embedded = await startEmbedded({ directory: folder, onProgress });
  return { connection: embedded.connection, isOurs: true, stop: () => embedded.stop() };
}

/** The edge's own store, beside the coordinator's. */
export function openEdgePart({ connection }: Pick<Database, 'connection'>): Promise<OpenEdgeStore> {
  return openEdgeStore({ connection });
}

/** The edge's own store in a database of its own. */
export async function openEdgeDatabase(place: DatabasePlace): Promise<OpenEdgeStore> {
  const ground = await openConnection(place);
  const { connection } = ground;
  try {
    const store = await openEdgeStore({ connection });
    const close = async (): Promise<void> => {
      await store.close();
      await ground.stop();
    };
    return { ...store, close };
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

/** @throws StopError ONW-DATABASE-URL for what is no address; the text may hold a password */
export function checkUrl(url: string): void {
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return;
  const message = 'The address of the database is none; write postgres://user@host:5432/name.';
  throw new StopError('ONW-DATABASE-URL', message);
}
