/** The vault: outside ids, sealed under the hashes that stand for them, opened only to send. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { StopError } from '../core/index.ts';
import type { Keys } from './keys.ts';
import type { OutsideRef } from './seal-facts.ts';

export interface VaultRow {
  /** 32 hex digits. */
  readonly ref: string;
  readonly system: string;
  readonly sealed: Uint8Array;
}

/** Where sealed rows are kept; a row never changes once it is there. */
export interface VaultStore {
  /** Adds what is not there yet. */
  put(rows: readonly VaultRow[]): Promise<void>;
  get(refs: readonly string[]): Promise<readonly VaultRow[]>;
}

export interface Vault {
  /** Keeps outside ids; resolves once they are durable. */
  remember(refs: readonly OutsideRef[]): Promise<void>;
  /** The outside ids behind refs; refs that are unknown or erased are left out. */
  open(refs: readonly string[]): Promise<ReadonlyMap<string, OutsideRef>>;
}

export interface VaultParts {
  readonly keys: Keys;
  readonly store: VaultStore;
  readonly random: (bytes: number) => Uint8Array;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
/** Refs remembered lately are not sealed again: most events are about subjects just seen. */
const recentlyKept = 10_000;

export function createVault({ keys, store, random }: VaultParts): Vault {
  const recent = new Set<string>();
  return {
    async remember(refs) {
      const fresh = new Map<string, OutsideRef>();
      for (const each of refs) if (!recent.has(each.ref)) fresh.set(each.ref, each);
      if (fresh.size === 0) return;
      const rows = [...fresh.values()].map((each) => ({
        ref: each.ref,
        system: each.system,
        sealed: seal(each, keys.seal, random(nonceBytes)),
      }));
      await store.put(rows);
      if (recent.size + fresh.size > recentlyKept) recent.clear();
      for (const ref of fresh.keys()) recent.add(ref);
    },
    async open(refs) {
      const rows = await store.get([...new Set(refs)]);
      return new Map(rows.map((row) => [row.ref, open(row, keys.seal)]));
    },
  };
}

/** Version, nonce, tag, ciphertext: AES-256-GCM, bound to the row's ref and system. */
function seal(each: OutsideRef, key: KeyObject, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(each));
  const text = Buffer.concat([cipher.update(each.id, 'utf8'), cipher.final()]);
  return Buffer.concat([Uint8Array.of(version), nonce, cipher.getAuthTag(), text]);
}

/**
 * The outside id of a row.
 *
 * @throws {StopError} ONW-VAULT-KEY when the row was sealed with another key, moved or altered
 */
function open(row: VaultRow, key: KeyObject): OutsideRef {
  const start = 1 + nonceBytes;
  try {
    if (row.sealed[0] !== version) throw new RangeError('version');
    const nonce = row.sealed.subarray(1, start);
    const tag = row.sealed.subarray(start, start + tagBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(boundTo(row));
    decipher.setAuthTag(tag);
    const text = decipher.update(row.sealed.subarray(start + tagBytes));
    const id = Buffer.concat([text, decipher.final()]).toString('utf8');
    return { ref: row.ref, system: row.system, id };
  } catch (cause) {
    const message = 'A row of the vault does not open; start with the key it was sealed with.';
    throw new StopError('ONW-VAULT-KEY', message, { cause });
  }
}

function boundTo({ ref, system }: Pick<VaultRow, 'ref' | 'system'>): Buffer {
  return Buffer.from(`onward/1/vault\u0000${ref}\u0000${system}`);
}

/** A store that lives as long as the process, for tests and trials. */
export function memoryVaultStore(): VaultStore {
  const rows = new Map<string, VaultRow>();
  return {
    put(added) {
      for (const row of added) if (!rows.has(row.ref)) rows.set(row.ref, row);
      return Promise.resolve();
    },
    get(refs) {
      return Promise.resolve(refs.flatMap((ref) => rows.get(ref) ?? []));
    },
  };
}
