/**
 * Signatures over raw bytes: HMAC-SHA256, compared in constant time, against every rotated secret.
 */
import { declared, sentence } from '../core/index.ts';
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Refusal } from './refusal.ts';
import { refusal } from './refusal.ts';

/** More than any rotation needs; a longer list is only a way to make us work. */
const mostSignatures = 16;
/** How far a signed time may be from ours, as both schemes say. */
const toleranceMs = 300_000;

export interface Signed {
  readonly keys: readonly KeyObject[];
  /** What was signed, in order; the last part is the raw body. */
  readonly parts: readonly (string | Uint8Array)[];
  /** The signatures given, as bytes; any may match any key. */
  readonly signatures: readonly Uint8Array[];
  /** Seconds since the epoch, as the sender wrote them. */
  readonly timestamp: string;
  /** Epoch milliseconds of our clock. */
  readonly now: number;
}

/** Undefined when the signature holds and is fresh, else the refusal. */
export function checkSignature(signed: Signed): Refusal | undefined {
  if (!/^\d{1,11}$/.test(signed.timestamp)) return invalid();
  const distance = Math.abs(signed.now - Number(signed.timestamp) * 1000);
  if (distance > toleranceMs) {
    const message =
      'The signature is older or newer than five minutes; check the clocks, then resend.';
    return refusal('ONW-SIGNATURE-TIME', message);
  }
  const given = signed.signatures.slice(0, mostSignatures);
  let holds = false;
  for (const key of signed.keys) {
    const expected = sign(key, signed.parts);
    for (const signature of given) {
      const equal = signature.length === expected.length && timingSafeEqual(signature, expected);
      holds = holds || equal;
    }
  }
  return holds ? undefined : invalid();
}

/** HMAC-SHA256 of the parts, one after the other. */
export function sign(key: KeyObject, parts: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** Values of variables whose keys are kept ready; a program has a few systems. */
const mostValues = 64;

/**
 * Reads the keys of a variable's value: secrets parted by white space, so that an old one stays
 * good for a while. A secret that does not decode is undefined. A value is read once, since making
 * a key costs ten times as much as using it.
 */
export function keyReader(
  decode: (secret: string) => Uint8Array | undefined,
): (value: string | undefined) => readonly (KeyObject | undefined)[] {
  const known = new Map<string, readonly (KeyObject | undefined)[]>();
  return (value = '') => {
    const kept = known.get(value);
    if (kept !== undefined) return kept;
    const secrets = value.split(/\s+/).filter((secret) => secret !== '');
    const keys = secrets.map((secret) => {
      const bytes = decode(secret);
      return bytes === undefined ? undefined : createSecretKey(bytes);
    });
    if (known.size >= mostValues) known.clear();
    known.set(value, keys);
    return keys;
  };
}

function invalid(): Refusal {
  const message =
    'The signature does not match the body; check that both sides hold the same secret.';
  return refusal('ONW-SIGNATURE-INVALID', message);
}

/** A header that the scheme needs is not there. */
export function unsigned(header: string): Refusal {
  return refusal(
    'ONW-SIGNATURE-MISSING',
    sentence`The header ${declared(header)} is missing; sign the delivery.`,
  );
}
