/** Opens the database of an installation: the one that is given, or our own in the data folder. */
import { StopError } from '../../core/index.ts';
import { openStore, startEmbedded, type OpenStore } from '../../store/index.ts';
import { makeDataFolder } from './make-folder.ts';

export interface DatabasePlace {
  /** `postgres://…`; without it PostgreSQL is started in the folder. */
  readonly url: string | undefined;
  readonly folder: string;
  readonly onProgress: (text: string) => void;
}

export interface Database extends OpenStore {
  /** Closes the connections, and stops PostgreSQL where it is ours. */
  close(): Promise<void>;
}

/** Starts what must be started and brings the schemas to the newest version. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const { url, folder, onProgress } = place;
  if (url !== undefined) {
    checkUrl(url);
    onProgress('opening the database');
    const opened = await openStore({ connection: { url } });
    return { ...opened, close: () => opened.store.close() };
  }
  await makeDataFolder(folder);
  const embedded = await startEmbedded({ directory: folder, onProgress });
  try {
    const opened = await openStore({ connection: embedded.connection });
    const close = async (): Promise<void> => {
      await opened.store.close();
      await embedded.stop();
    };
    return { ...opened, close };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** @throws StopError ONW-DATABASE-URL for what is no address; the text may hold a password */
export function checkUrl(url: string): void {
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return;
  const message = 'The address of the database is none; write postgres://user@host:5432/name.';
  throw new StopError('ONW-DATABASE-URL', message);
}
