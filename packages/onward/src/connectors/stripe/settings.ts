/** What a program says about a Stripe account. */
import * as z from 'zod';
import type { Json } from '../../core/index.ts';
import type { SettingsResult } from '../problems.ts';
import { name, readSettings, variable } from '../problems.ts';

const schema = z.strictObject({
  /** Signing secret of the webhook endpoint. */
  secret: variable,
  /** Restricted API key, for look-ups and refunds. */
  key: variable.default('STRIPE_API_KEY'),
  /** Address of the API, where it is not Stripe's own. */
  url: variable.optional(),
  /** The system whose id the checkout carries as client reference or `onward_subject` metadata. */
  'subject-system': name.optional(),
});

export type StripeSettings = z.infer<typeof schema>;

const compiled = new WeakMap<object, SettingsResult<StripeSettings>>();

/** Validates settings; the same object is validated once. */
export function stripeSettings(settings: Json): SettingsResult<StripeSettings> {
  if (typeof settings !== 'object' || settings === null) return readSettings(schema, settings);
  const known = compiled.get(settings);
  if (known !== undefined) return known;
  const result = readSettings<StripeSettings>(schema, settings);
  compiled.set(settings, result);
  return result;
}
