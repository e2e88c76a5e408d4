/** Signatures of bodies: Standard Webhooks, or one HMAC-SHA256 in a header of the settings. */
import type { RawDelivery, SystemSetup } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { missingSecret } from '../refusal.ts';
import { checkSignature, keyReader, unsigned } from '../signature.ts';
import { verifyStandard } from '../webhook/standard.ts';
import type { Scheme, SignedBody } from './settings.ts';
import { signedPrefix } from './settings.ts';

/** The secret is the key as it is written. */
const keysIn = keyReader((secret) => Buffer.from(secret));

/** A system without a rotation needs one; a header is a list of no more than some. */
const longestHeader = 4096;

/** Undefined when the delivery was signed with one of the secrets. */
export function verifyBody(
  delivery: RawDelivery,
  { secret: variable, signature }: SignedBody,
  setup: SystemSetup,
): Refusal | undefined {
  const value = setup.secret(variable);
  if (signature === undefined) return verifyStandard(delivery, { variable, value });
  const keys = keysIn(value).filter((key) => key !== undefined);
  if (keys.length === 0) return missingSecret(variable);
  const given = delivery.headers[signature.header];
  if (!given) return unsigned(signature.header);
  const now = delivery.receivedAt;
  const { timestamp: timed } = signature;
  // A scheme that signs no time: ours stands in, and a replay is known by what it says.
  const timestamp = timed === undefined ? String(Math.floor(now / 1000)) : delivery.headers[timed];
  if (timed !== undefined && !timestamp) return unsigned(timed);
  return checkSignature({
    keys,
    parts: [signedPrefix(signature, timestamp ?? ''), delivery.body],
    signatures: signaturesIn(given.slice(0, longestHeader), signature),
    timestamp: timestamp ?? '',
    now,
  });
}

/** Several signatures stand parted by commas or blanks while a secret is rotated. */
function signaturesIn(header: string, { prefix, encoding }: Scheme): readonly Uint8Array[] {
  return header.split(/[\s,]+/).flatMap((each) => {
    if (!each.startsWith(prefix)) return [];
    const text = each.slice(prefix.length);
    const isWritten = encoding === 'hex' ? /^[0-9a-f]{64}$/i : /^[A-Za-z0-9+/]{43}=?$/;
    return isWritten.test(text) ? [Buffer.from(text, encoding)] : [];
  });
}
