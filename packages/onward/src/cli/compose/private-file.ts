/** Small private files of the data folder: readable by their owner alone, never half written. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDataFolder, usable } from './make-folder.ts';

/** The text of a private file; undefined when there is none. */
export async function readPrivate(path: string): Promise<string | undefined> {
  return usable(path, async () => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
}

/** Replaces the file as a whole, with mode 0600. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await makeDataFolder(dirname(path));
  await usable(path, () => replace(path, text));
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
