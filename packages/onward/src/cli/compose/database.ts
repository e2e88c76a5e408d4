/** Opens the database of an installation: the one that is given, or our own in the data folder. */
import { openStore, startEmbedded, type OpenStore } from '../../store/index.ts';

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
    onProgress('opening the database');
    const opened = await openStore({ connection: { url } });
    return { ...opened, close: () => opened.store.close() };
  }
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
