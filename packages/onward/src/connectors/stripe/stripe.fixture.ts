/** Invented events, signed by Stripe's own library as Stripe signs them. */
import StripeSdk from 'stripe';
import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { stripe } from './index.ts';

export const now = Date.parse('2026-11-02T09:00:00Z');
export const secret = 'whsec_test_of_our_own';
export const out = realOutbound({ nowMs: () => now });
const sdk = new StripeSdk('sk_test_of_our_own');

export const setup = setupOf(stripe, { secret: 'S' }, { S: secret, STRIPE_API_KEY: 'rk_test' });
export const withSubject = setupOf(
  stripe,
  { secret: 'S', 'subject-system': 'clinic' },
  { S: secret },
);

/** The header as Stripe's own library makes it. */
export function header(body: string, { by = secret, at = now } = {}): string {
  const timestamp = Math.floor(at / 1000);
  return sdk.webhooks.generateTestHeaderString({ payload: body, secret: by, timestamp });
}

export function deliver(body: string, signature: string | undefined = header(body)): RawDelivery {
  const headers = signature === '' ? {} : { 'stripe-signature': signature };
  return { body: new TextEncoder().encode(body), headers, receivedAt: now };
}

export function event(type: string, object: Json): string {
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    created: 1_793_000_000,
    data: { object },
  });
}

export const payment = {
  id: 'pi_1',
  customer: 'cus_1',
  amount: 5_000,
  amount_received: 4_900,
  currency: 'usd',
  status: 'succeeded',
  description: 'Eleanor Canary, first visit',
  receipt_email: 'eleanor@example.com',
};
export const receive = async (
  delivery: RawDelivery,
  inSetup = setup,
): Promise<readonly Received[]> => (await stripe.receive?.(delivery, inSetup, out)) ?? [];
