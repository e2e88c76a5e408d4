/** Folders that the user names: made step by step, and told in plain words when they cannot be. */
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { declared, joined, sentence, StopError } from '../../core/index.ts';

/**
 * Makes a folder with those it lies in, and sees that it can be worked in. One at a time, since
 * Node never comes back from making several under `/proc`.
 *
 * @throws StopError ONW-FOLDER-UNUSABLE
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  await usable(path, async () => {
    for (const folder of await missingFolders(resolve(path))) await makeOne(folder, mode);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  });
}

/** The data folder: the database's account must be able to pass through one that root makes. */
export function makeDataFolder(path: string): Promise<void> {
  return makeFolder(path, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/**
 * Does something with files; a system's refusal is a fault of the set-up, not of Onward.
 *
 * @throws StopError ONW-FOLDER-UNUSABLE
 */
export async function usable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    const why = declared(codeOf(error) ?? '');
    const what = sentence`${declared(path)} cannot be used (${why});`;
    const message = joined(what, 'name another, or mend its rights.');
    throw new StopError('ONW-FOLDER-UNUSABLE', message, { cause: error });
  }
}

/** From the outermost to the innermost. */
async function missingFolders(path: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT' && at !== dirname(at)) return undefined;
      throw error;
    });
    if (found === undefined) missing.unshift(at);
    else if (found.isDirectory()) return missing;
    else throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
  }
}

async function makeOne(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    // Another process was as fast.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** The code of a system error, `EACCES` for one; undefined for any other error. */
function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
