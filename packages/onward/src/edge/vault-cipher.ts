/**
 * Envelope encryption: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) with random nonces, under data
 * keys that an installation key wraps. A sealed text is bound to the words of where it stands.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { StopError } from '../core/index.ts';
import type { InstallationKey, KeyRing } from './keys.ts';
import { keyBytes } from './keys.ts';
import type { VaultRow, WrappedKey } from './store.ts';

/** So many fresh random bytes. */
export type Random = (bytes: number) => Uint8Array;

/** A data key, opened. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly wrapped: WrappedKey;
}

const version = 1;
const nonceBytes = 24;
const idBytes = 16;

/** Version, nonce, ciphertext and tag. */
export function seal(
  text: string,
  key: Uint8Array,
  bound: { readonly to: readonly string[]; readonly random: Random },
): Uint8Array {
  return sealBytes(Buffer.from(text, 'utf8'), key, bound);
}

/** @throws {StopError} ONW-VAULT-KEY when it was sealed with another key, moved or altered */
export function unseal(sealed: Uint8Array, key: Uint8Array, to: readonly string[]): string {
  return Buffer.from(unsealBytes(sealed, key, to)).toString('utf8');
}

/** What the sealed id of a row is bound to. */
export function boundOfRow({
  ref,
  system,
  rides,
}: Pick<VaultRow, 'ref' | 'system' | 'rides'>): readonly string[] {
  return ['vault', ref, system, rides ? 'rides' : 'stays'];
}

/** @throws {StopError} ONW-VAULT-KEY as `unseal` */
export function openedId(row: VaultRow, key: DataKey): string {
  return unseal(row.sealed, key.bytes, boundOfRow(row));
}

/** 32 fresh hex digits. */
export function freshId(random: Random): string {
  return Buffer.from(random(idBytes)).toString('hex');
}

/** A data key made for an id, wrapped by the current installation key. */
export function makeKey(id: string, ring: KeyRing, random: Random): DataKey {
  const bytes = random(keyBytes);
  return { id, bytes, wrapped: wrapKey({ id, bytes }, ring.current, random) };
}

/** @throws {StopError} ONW-VAULT-KEY when no key of the ring wrapped it, or it was altered */
export function openKey(wrapped: WrappedKey, ring: KeyRing): DataKey {
  const { id, kek } = wrapped;
  const by = [ring.current, ...ring.old].find((each) => each.id === kek);
  if (by === undefined) throw doesNotOpen();
  const bytes = unsealBytes(wrapped.wrapped, by.wrap.export(), boundOfKey(id, kek));
  return { id, bytes, wrapped };
}

/** The same key, wrapped by another installation key. */
export function wrapKey(
  { id, bytes }: Pick<DataKey, 'id' | 'bytes'>,
  by: InstallationKey,
  random: Random,
): WrappedKey {
  const bound = { to: boundOfKey(id, by.id), random };
  return { id, kek: by.id, wrapped: sealBytes(bytes, by.wrap.export(), bound) };
}

function boundOfKey(id: string, kek: string): readonly string[] {
  return ['data-key', id, kek];
}

function sealBytes(
  plain: Uint8Array,
  key: Uint8Array,
  { to, random }: { readonly to: readonly string[]; readonly random: Random },
): Uint8Array {
  const nonce = random(nonceBytes);
  const sealed = xchacha20poly1305(key, nonce, boundTo(to)).encrypt(plain);
  return Buffer.concat([Uint8Array.of(version), nonce, sealed]);
}

function unsealBytes(sealed: Uint8Array, key: Uint8Array, to: readonly string[]): Uint8Array {
  const start = 1 + nonceBytes;
  if (sealed[0] !== version || sealed.length < start) throw doesNotOpen();
  try {
    const cipher = xchacha20poly1305(key, sealed.subarray(1, start), boundTo(to));
    return cipher.decrypt(sealed.subarray(start));
  } catch (cause) {
    throw doesNotOpen(cause);
  }
}

function boundTo(words: readonly string[]): Uint8Array {
  return Buffer.from(['onward/1', ...words].join('\u0000'), 'utf8');
}

function doesNotOpen(cause?: unknown): StopError {
  const message = 'A row of the vault does not open; start with the key it was sealed with.';
  return new StopError('ONW-VAULT-KEY', message, { cause });
}
