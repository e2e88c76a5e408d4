/** What a program says about a Stripe account. */
import * as z from 'zod';
import { name, settingsReader, variable } from '../problems.ts';

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

/** Validates settings; the same object is validated once. */
export const stripeSettings = settingsReader<StripeSettings>(schema);
