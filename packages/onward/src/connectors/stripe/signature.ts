/**
 * Stripe's scheme: `t=…,v1=…` over time and raw body (docs.stripe.com/webhooks, "Verify manually").
 */
import type { RawDelivery } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { missingSecret } from '../refusal.ts';
import { checkSignature, keyReader, unsigned } from '../signature.ts';

/** The secret is the key as it is written, prefix and all. */
const keysIn = keyReader((secret) => Buffer.from(secret));

/** Undefined when one of the signatures was made with one of the secrets, lately. */
export function verifyStripe(
  delivery: RawDelivery,
  secret: { readonly variable: string; readonly value: string | undefined },
): Refusal | undefined {
  const keys = keysIn(secret.value).filter((key) => key !== undefined);
  if (keys.length === 0) return missingSecret(secret.variable);
  const header = delivery.headers['stripe-signature'];
  if (!header) return unsigned('stripe-signature');
  const items = header.split(',').map((item) => item.trim());
  const timestamp = items.find((item) => item.startsWith('t='))?.slice(2) ?? '';
  const signatures = items
    .filter((item) => /^v1=[0-9a-f]{64}$/i.test(item))
    .map((item) => Buffer.from(item.slice(3), 'hex'));
  const parts = [`${timestamp}.`, delivery.body];
  return checkSignature({ keys, parts, signatures, timestamp, now: delivery.receivedAt });
}
