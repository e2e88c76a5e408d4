/** How far each system was read: one sealed text, which never goes back. */
import type { CursorRow, CursorStore } from './store.ts';
import type { DataKey, Random } from './vault-cipher.ts';
import { seal, unseal } from './vault-cipher.ts';

export interface Cursor {
  /** Of the system's own making; it may hold outside ids. */
  readonly text: string;
  readonly version: number;
}

export interface Cursors {
  /** Undefined before the first one. */
  read(system: string): Promise<Cursor | undefined>;
  /** Goes on from the cursor that was read; false when another process was first: read again. */
  advance(system: string, from: Cursor | undefined, text: string): Promise<boolean>;
}

export interface CursorsParts {
  readonly store: CursorStore;
  readonly key: DataKey;
  readonly random: Random;
}

export function createCursors({ store, key, random }: CursorsParts): Cursors {
  return {
    async read(system) {
      const row = await store.get(system);
      if (row === undefined) return undefined;
      return { text: unseal(row.sealed, key.bytes, boundOf(row)), version: row.version };
    },
    advance(system, from, text) {
      const place = { system, version: (from?.version ?? 0) + 1 };
      const sealed = seal(text, key.bytes, { to: boundOf(place), random });
      return store.set({ ...place, sealed });
    },
  };
}

/** Bound to its version as well, so that an older one does not pass for a newer one. */
function boundOf({ system, version }: Pick<CursorRow, 'system' | 'version'>): readonly string[] {
  return ['cursor', system, String(version)];
}
