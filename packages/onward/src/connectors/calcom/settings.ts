/** What a program says about a Cal.com account. */
import * as z from 'zod';
import { name, settingsReader, variable } from '../problems.ts';

const schema = z.strictObject({
  /** Secret of the webhook. */
  secret: variable,
  /** API key, for look-ups and commands. */
  key: variable.default('CALCOM_API_KEY'),
  /** Address of the API, where it is not Cal.com's own. */
  url: variable.optional(),
  /** Version of the API (`cal-api-version`); Cal.com keeps old ones. */
  version: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a version of the API, such as 2024-08-13.')
    .default('2024-08-13'),
  /** Where the subject's id in another system stands: a key of the booking's metadata. */
  subject: z
    .strictObject({
      metadata: z.string().regex(/^[\w.-]{1,64}$/, 'Write a key of the metadata.'),
      system: name,
    })
    .optional(),
  /** Systems whose subjects are named by telephone number or mail address. */
  contacts: z.strictObject({ phone: name.optional(), email: name.optional() }).default({}),
  /** What attendees read when Onward cancels or moves a booking. */
  reason: z.string().min(1).max(200).optional(),
});

export type CalcomSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const calcomSettings = settingsReader<CalcomSettings>(schema);
