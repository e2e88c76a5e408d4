/**
 * Passes to the edge: the coordinator says who may see what is known of whom an obligation is
 * about, for a minute, and the edge believes it by a key that the two share.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Who may look, at what, and why. */
export interface Pass {
  /** Public id of an obligation. */
  readonly obligation: string;
  /** Opaque id of a person of the program. */
  readonly person: string;
  /** A reason code. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** In place of an obligation: the pass is for conversations. */
export const talkPass = 'conversations';

/** How long a pass is good. */
export const passMs = 60_000;
const longest = 1_024;

/** The key of passes, from the secret that coordinator and edge share (RFC 5869). */
export function passKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'onward/1/brief-pass', 32));
}

/** The pass as text that fits into a header. */
export function writePass(pass: Pass, key: Uint8Array): string {
  const { obligation, person, reason, expiresAt } = pass;
  const content = Buffer.from(JSON.stringify([obligation, person, reason, expiresAt]));
  const text = content.toString('base64url');
  return `${text}.${seal(text, key).toString('base64url')}`;
}

/** The pass behind the text; undefined when it is forged, altered or over. */
export function readPass(given: string, key: Uint8Array, now: number): Pass | undefined {
  const [text = '', mark = '', ...more] = given.slice(0, longest).split('.');
  const expected = seal(text, key);
  const marked = Buffer.from(mark, 'base64url');
  if (more.length > 0 || marked.length !== expected.length) return undefined;
  if (!timingSafeEqual(marked, expected)) return undefined;
  const content = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
  const [obligation, person, reason, expiresAt] = content as [string, string, string, number];
  return expiresAt > now ? { obligation, person, reason, expiresAt } : undefined;
}

function seal(text: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
