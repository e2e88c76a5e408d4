/** Rotation of the installation key, while everything runs. */
import type { KeyRing } from './keys.ts';
import { outsideRef } from './seal-facts.ts';
import type { RotationStore } from './store.ts';
import type { Random } from './vault-cipher.ts';
import { openedId, openKey, wrapKey } from './vault-cipher.ts';

export interface RotationParts {
  readonly keys: KeyRing;
  readonly store: RotationStore;
  readonly random: Random;
  /** Rows of one transaction; 1,000 unless told. */
  readonly pageSize?: number;
  /** Told after each page. */
  onProgress?(done: Rotated): void | Promise<void>;
}

/** Data keys wrapped anew, and refs that the current key's hash finds from now on. */
export interface Rotated {
  readonly keys: number;
  readonly refs: number;
}

/** `left` still needs an old key; with none left the old keys may be dropped. */
export interface Rotation extends Rotated {
  readonly left: Rotated;
}

const first = '0'.repeat(32);

/**
 * Brings everything under the current key. It may be broken off at any point and begun again, and
 * others may work meanwhile. A ref that the coordinator holds never changes: the current key's hash
 * becomes another name of it.
 *
 * The order for an operator, each step on every process before the next one begins:
 *
 * 1. `ONWARD_KEY="OLD NEW"`: all can open what the new key makes, and nothing is made by it yet;
 * 2. `ONWARD_KEY="NEW OLD"`: the new key makes everything;
 * 3. rotate, and again while anything is left: a process of step 1 may have been at work;
 * 4. `ONWARD_KEY="NEW"`: the old key is destroyed.
 *
 * @throws {StopError} ONW-VAULT-KEY when a row needs a key that is not in the ring
 */
export async function rotate(parts: RotationParts): Promise<Rotation> {
  const { keys: ring, store } = parts;
  const current = ring.current.id;
  const done = { keys: 0, refs: 0 };
  await inPages(
    parts,
    (page) => store.keys(page),
    async (keys) => {
      const opened = keys.map((key) => openKey(key, ring));
      await store.rewrap(opened.map((key) => wrapKey(key, ring.current, parts.random)));
      done.keys += keys.length;
      await parts.onProgress?.({ ...done });
      return keys.at(-1)?.id;
    },
  );
  await inPages(
    parts,
    (page) => store.rows(page),
    async (found) => {
      const aliases = found.map(({ row, key }) => {
        const id = openedId(row, openKey(key, ring));
        return { hash: outsideRef({ ...ring, old: [] }, row.system, id).ref, ref: row.ref };
      });
      await store.rename(aliases, current);
      done.refs += found.length;
      await parts.onProgress?.({ ...done });
      return found.at(-1)?.row.ref;
    },
  );
  return { ...done, left: await store.left(current) };
}

/** `work` does a page and returns its last id. */
async function inPages<T>(
  { keys, pageSize: limit = 1_000 }: RotationParts,
  read: (page: Parameters<RotationStore['keys']>[0]) => Promise<readonly T[]>,
  work: (page: readonly T[]) => Promise<string | undefined>,
): Promise<void> {
  const current = keys.current.id;
  let after: string | undefined = first;
  while (after !== undefined) {
    const page: readonly T[] = await read({ current, after, limit });
    after = page.length === 0 ? undefined : await work(page);
  }
}
