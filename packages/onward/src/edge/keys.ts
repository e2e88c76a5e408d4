/** The keys of the edge: a ring of installation keys in, one key per use out. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { declared, StopError } from '../core/index.ts';
import type { Plain } from '../core/index.ts';

/** What one installation key is for. Key objects: a printer shows nothing of them. */
export interface InstallationKey {
  /**
   * 16 hex digits, derived from the key; it tells nothing of it and is kept beside what it wraps.
   */
  readonly id: string;
  /** For the keyed hashes that stand in place of outside ids. */
  readonly hash: KeyObject;
  /** For the data keys that everything else is sealed with. */
  readonly wrap: KeyObject;
  /** For marks in what goes out and comes back, such as links. */
  readonly mark: KeyObject;
}

/** The current key makes everything new; the old ones still open and recognise what they made. */
export interface KeyRing {
  readonly current: InstallationKey;
  readonly old: readonly InstallationKey[];
}

/** What the gate hashes with. */
export interface GateKeys {
  readonly ring: KeyRing;
  /**
   * For digests and hashed event ids. It is kept wrapped in the edge's store and outlives every
   * rotation, so that an event that is delivered again is known again.
   */
  readonly dedupe: KeyObject;
}

/** Bytes of an installation key and of every key derived from it or wrapped by it. */
export const keyBytes = 32;

/**
 * Derives the keys by HKDF-SHA256 (RFC 5869), so that none of them tells anything of another. A key
 * that is given twice counts once.
 *
 * @throws {StopError} ONW-KEY-LENGTH when an installation key is not 32 bytes
 */
export function deriveKeys(current: Uint8Array, ...old: readonly Uint8Array[]): KeyRing {
  const first = derive(current);
  const others = new Map(old.map((each) => derive(each)).map((each) => [each.id, each]));
  others.delete(first.id);
  return { current: first, old: [...others.values()] };
}

function derive(installationKey: Uint8Array): InstallationKey {
  if (installationKey.length !== keyBytes) {
    throw new StopError(
      'ONW-KEY-LENGTH',
      'An installation key must be 32 bytes, written as 64 hex digits.',
    );
  }
  const bytesFor = (use: string, count = keyBytes): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', installationKey, '', `onward/1/${use}`, count));
  return {
    id: Buffer.from(bytesFor('key-id', 8)).toString('hex'),
    hash: createSecretKey(bytesFor('outside-id')),
    wrap: createSecretKey(bytesFor('wrap')),
    mark: createSecretKey(bytesFor('mark')),
  };
}

/** HMAC-SHA256 over words that hold no NUL, cut to so many hex digits. */
export function keyedHash(key: KeyObject, words: readonly string[], digits: number): Plain {
  const digest = createHmac('sha256', key)
    .update(words.join('\u0000'))
    .digest('hex')
    .slice(0, digits);
  return declared(digest);
}
