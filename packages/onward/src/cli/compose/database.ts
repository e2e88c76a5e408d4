/** Opens the database of an installation: the one that is given, or our own in the data folder. */
import { StopError } from '../../core/index.ts';
import {
  openEdgeStore,
  openStore,
  startEmbedded,
  type Connection,
  type OpenEdgeStore,
  type OpenStore,
} from '../../store/index.ts';
import { makeDataFolder } from './make-folder.ts';

export interface DatabasePlace {
  /** `postgres://…`; without it PostgreSQL is started in the folder. */
  readonly url: string | undefined;
  readonly folder: string;
  readonly onProgress: (text: string) => void;
}

export interface Database extends OpenStore {
  /** How the database is reached. */
  readonly connection: Connection;
  /** Closes the connections, and stops PostgreSQL where it is ours. */
  close(): Promise<void>;
}

/** Starts what must be started and brings the schemas to the newest version. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const ground = await openConnection(place);
  const { connection } = ground;
  try {
    const opened = await openStore({ connection });
    const close = async (): Promise<void> => {
      await opened.store.close();
      await ground.stop();
    };
    return { ...opened, connection, close };
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

interface Opened {
  readonly connection: Connection;
  stop(): Promise<void>;
}

/** The database that is given, or our own in the folder, started. */
async function openConnection({ url, folder, onProgress }: DatabasePlace): Promise<Opened> {
  if (url !== undefined) {
    checkUrl(url);
    onProgress('opening the database');
    return { connection: { url }, stop: () => Promise.resolve() };
  }
  await makeDataFolder(folder);
  const embedded = await startEmbedded({ directory: folder, onProgress });
  return { connection: embedded.connection, stop: () => embedded.stop() };
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
