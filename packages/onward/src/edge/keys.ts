/** The keys of the edge: one installation key in, one key per use out. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { StopError } from '../core/index.ts';

/** Key objects: they are quick to use again, and a printer shows nothing of them. */
export interface Keys {
  /** For the keyed hashes that stand in place of outside ids. */
  readonly hash: KeyObject;
  /** For the outside ids in the vault. */
  readonly seal: KeyObject;
}

const keyBytes = 32;

/**
 * Derives the keys by HKDF-SHA256 (RFC 5869), so that none of them tells anything of another.
 *
 * @throws {StopError} ONW-KEY-LENGTH when the installation key is not 32 bytes
 */
export function deriveKeys(installationKey: Uint8Array): Keys {
  if (installationKey.length !== keyBytes) {
    throw new StopError(
      'ONW-KEY-LENGTH',
      'The installation key must be 32 bytes, written as 64 hex digits.',
    );
  }
  const derive = (use: string): KeyObject => {
    const bytes = hkdfSync('sha256', installationKey, '', `onward/1/${use}`, keyBytes);
    return createSecretKey(new Uint8Array(bytes));
  };
  return { hash: derive('outside-id'), seal: derive('vault') };
}

/** HMAC-SHA256 over words that hold no NUL, cut to so many hex digits. */
export function keyedHash(key: KeyObject, words: readonly string[], digits: number): string {
  return createHmac('sha256', key).update(words.join('\u0000')).digest('hex').slice(0, digits);
}
