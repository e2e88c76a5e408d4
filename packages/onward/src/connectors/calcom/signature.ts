/** Cal.com's scheme: HMAC-SHA256 of the raw body in `X-Cal-Signature-256`, as hex digits. */
import type { RawDelivery } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { missingSecret } from '../refusal.ts';
import { checkSignature, keyReader, unsigned } from '../signature.ts';

/** The secret is the key as it is written. */
const keysIn = keyReader((secret) => Buffer.from(secret));

/** Undefined when the signature was made with one of the secrets. */
export function verifyCalcom(
  delivery: RawDelivery,
  secret: { readonly variable: string; readonly value: string | undefined },
): Refusal | undefined {
  const keys = keysIn(secret.value).filter((key) => key !== undefined);
  if (keys.length === 0) return missingSecret(secret.variable);
  const header = delivery.headers['x-cal-signature-256'];
  if (!header) return unsigned('x-cal-signature-256');
  const signatures = /^[0-9a-f]{64}$/i.test(header) ? [Buffer.from(header, 'hex')] : [];
  // The scheme signs no time, so that ours stands in: an old delivery is recognised by its content.
  const timestamp = String(Math.floor(delivery.receivedAt / 1000));
  const parts = [delivery.body];
  return checkSignature({ keys, parts, signatures, timestamp, now: delivery.receivedAt });
}
