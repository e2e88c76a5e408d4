/** Everything that the edge keeps, under one ring of keys. */
import { createSecretKey } from 'node:crypto';
import { BugError } from '../core/index.ts';
import type { Conversations } from './conversations.ts';
import { createConversations } from './conversations.ts';
import type { Cursors } from './cursors.ts';
import { createCursors } from './cursors.ts';
import type { Rotation, RotationParts } from './keys-rotate.ts';
import { rotate } from './keys-rotate.ts';
import type { GateKeys, KeyRing } from './keys.ts';
import type { Notes } from './notes.ts';
import { createNotes } from './notes.ts';
import type { Quarantine } from './quarantine.ts';
import { createQuarantine } from './quarantine.ts';
import type { Readings } from './readings.ts';
import { createReadings } from './readings.ts';
import type { EdgeStore } from './store.ts';
import type { DataKey, Random } from './vault-cipher.ts';
import { makeKey, openKey } from './vault-cipher.ts';
import type { Vault } from './vault.ts';
import { createVault } from './vault.ts';

export interface Safe {
  /** What the gate hashes with. */
  readonly keys: GateKeys;
  readonly vault: Vault;
  readonly quarantine: Quarantine;
  readonly cursors: Cursors;
  readonly notes: Notes;
  readonly readings: Readings;
  readonly conversations: Conversations;
  /** As the function of that name, on all of it. */
  rotate(how?: Pick<RotationParts, 'pageSize' | 'onProgress'>): Promise<Rotation>;
}

export interface SafeParts {
  readonly keys: KeyRing;
  readonly store: EdgeStore;
  readonly random: Random;
  nowMs(): number;
}

/** Keys of the installation that are nobody's: their ids are fixed, no subject's is ever one. */
const dedupeId = '1'.padStart(32, '0');
const ownId = '2'.padStart(32, '0');

/**
 * Opens what the edge keeps; the first to come makes its persistent keys.
 *
 * @throws {StopError} ONW-VAULT-KEY when the store was made under keys that are not in the ring
 */
export async function openSafe(parts: SafeParts): Promise<Safe> {
  const { keys: ring, store, random } = parts;
  const made = [dedupeId, ownId].map((id) => makeKey(id, ring, random).wrapped);
  const settled = await store.vault.settle(made);
  const opened = new Map(settled.map((key) => [key.id, openKey(key, ring)]));
  const keyOf = (id: string): DataKey => {
    const key = opened.get(id);
    if (key === undefined) throw new BugError('ONW-VAULT-KEY', 'A persistent key is missing.');
    return key;
  };
  const dedupe = createSecretKey(keyOf(dedupeId).bytes);
  const own = { key: keyOf(ownId), random };
  return {
    keys: { ring, dedupe },
    vault: createVault({ ...parts, store: store.vault, nowMs: () => parts.nowMs() }),
    quarantine: createQuarantine({ ...own, dedupe, store: store.quarantine }),
    cursors: createCursors({ ...own, store: store.cursors }),
    notes: createNotes({ keys: ring, random, vault: store.vault, store: store.notes }),
    readings: createReadings({ keys: ring, random, vault: store.vault, store: store.readings }),
    conversations: createConversations({
      keys: ring,
      random,
      vault: store.vault,
      store: store.conversations,
    }),
    rotate: (how = {}) => rotate({ keys: ring, store: store.rotation, random, ...how }),
  };
}
