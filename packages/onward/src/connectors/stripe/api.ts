/** Stripe's HTTP API (docs.stripe.com/api): where it is, and how a call is signed in. */
import type { OnwardCode, Outbound, SystemSetup } from '../../core/index.ts';
import type { ApiAnswer, ApiCall } from '../rest.ts';
import { apiBase, callApi } from '../rest.ts';
import type { StripeSettings } from './settings.ts';

/** One account of Stripe, and the way to it. */
export interface Line {
  readonly setup: SystemSetup;
  readonly settings: StripeSettings;
  readonly out: Outbound;
}

/** A call below the address of the API. */
export interface StripeCall {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Stripe answers a repeat under the same key with what it answered first, for 24 hours. */
  readonly key?: string;
}

/** The address of the API; undefined while the variable that the settings name is not set. */
export function stripeBase(setup: SystemSetup, settings: StripeSettings): string | undefined {
  return apiBase(setup, { variable: settings.url, own: 'https://api.stripe.com' });
}

/** Calls Stripe; a code when a variable it needs is not set. */
export async function callStripe(
  call: StripeCall,
  { setup, settings, out }: Line,
): Promise<ApiAnswer | { readonly kind: 'unset'; readonly code: OnwardCode }> {
  const secret = setup.secret(settings.key);
  const base = stripeBase(setup, settings);
  if (!secret || base === undefined) return { kind: 'unset', code: 'ONW-SECRET-MISSING' };
  const key = call.key === undefined ? {} : { 'idempotency-key': call.key };
  const request: ApiCall = {
    method: call.method,
    url: base + call.path,
    headers: { authorization: `Bearer ${secret}`, ...key },
    ...(call.form === undefined ? {} : { form: call.form }),
  };
  return callApi(request, out);
}
