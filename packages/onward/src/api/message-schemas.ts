/** The shapes of what is read of messages and of consent. */
import { z } from 'zod';
import { instantSchema, journeyIdSchema, named } from './schemas.ts';
import { messageSchema } from './view-schemas.ts';

export const consentSchema = named(
  'Consent',
  z.object({
    grants: z.boolean(),
    channel: z.string().nullable().describe('null: every channel.'),
    purpose: z.string().nullable().describe('null: every purpose.'),
    at: instantSchema,
    source: z.string().describe('The event by which it came, or `person`.'),
    actor: z.string().nullable(),
  }),
);

export const journeyMessagesSchema = named(
  'JourneyMessages',
  z.object({ messages: z.array(messageSchema), consents: z.array(consentSchema) }),
);

export const forecastSchema = named(
  'MessageForecast',
  z.object({
    journey: journeyIdSchema,
    template: z.string(),
    purpose: z.string(),
    channel: z.string(),
    planned: instantSchema.describe('When it is planned for.'),
    fate: z.enum(['send', 'defer', 'merge', 'withhold']),
    sendAt: instantSchema.nullable().describe('When it would be sent; null: it would not.'),
    rule: z.string().nullable().describe('Why not as planned.'),
  }),
);
