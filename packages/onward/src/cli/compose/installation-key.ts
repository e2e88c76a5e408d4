/** The installation's keys: the gate hashes outside ids with them, the vault seals with them. */
import type { Plain } from '../../core/index.ts';
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { declared, joined, sentence, StopError } from '../../core/index.ts';
import { deriveKeys, type KeyRing } from '../../edge/index.ts';
import { usable } from './make-folder.ts';
import { readPrivate, writePrivate } from './private-file.ts';

const keyBytes = 32;
const wayOut = declared(
  'make one with `openssl rand -hex 32`, keep it safe, and give it as ONWARD_KEY',
);

export interface KeyPlace {
  /** The value of ONWARD_KEY. */
  readonly given: string | undefined;
  /** The data folder, where a key may be made and kept; undefined where none may be made. */
  readonly folder: string | undefined;
}

/**
 * The keys, parted by white space: the first is current, the others still open what they sealed.
 * @throws StopError ONW-KEY-INVALID for a key that is no 64 hex digits, ONW-KEY-MISSING where one
 * must be given: nothing in a shared database can be correlated under another key; and ONW-KEY-LOST
 * where a database was made under a key that is gone.
 */
export async function installationKeys({ given, folder }: KeyPlace): Promise<KeyRing> {
  if (given !== undefined && given.trim() !== '') return decode(given, declared('ONWARD_KEY'));
  if (folder === undefined) {
    throw new StopError(
      'ONW-KEY-MISSING',
      sentence`This database needs the installation's key: ${wayOut}.`,
    );
  }
  const path = join(folder, 'key');
  const kept = await readPrivate(path);
  if (kept !== undefined) return decode(kept, declared('The key in the data folder'));
  if (await exists(join(folder, 'postgres'))) {
    const message = joined(
      'There is a database and no key beside it:',
      sentence`restore ${declared(path)}, or give its key as ONWARD_KEY.`,
    );
    throw new StopError('ONW-KEY-LOST', message);
  }
  const made = randomBytes(keyBytes);
  await writePrivate(path, `${made.toString('hex')}\n`);
  return deriveKeys(made);
}

async function exists(path: string): Promise<boolean> {
  const found = await usable(path, () => stat(path).catch(absent));
  return found !== undefined;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function decode(text: string, what: Plain): KeyRing {
  const words = text.trim().split(/\s+/);
  const [current, ...old] = words.map((word) => Buffer.from(word, 'hex'));
  if (current === undefined || !words.every((word) => /^[0-9a-f]{64}$/i.test(word))) {
    throw new StopError('ONW-KEY-INVALID', sentence`${what} is not 64 hex digits; ${wayOut}.`);
  }
  return deriveKeys(current, ...old);
}
