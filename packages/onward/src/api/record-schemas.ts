/** The shapes of what was told to people, and of what people did. */
import { z } from 'zod';
import { atSchema } from './figure-schemas.ts';
import { instantSchema, journeyIdSchema, named, nextSchema } from './schemas.ts';

export const messageFates = [
  'leaving',
  'sent',
  'deferred',
  'merged',
  'withheld',
  'superseded',
  'failed',
] as const;

export const messageListSchema = named(
  'MessageList',
  z.object({
    at: atSchema,
    rows: z.array(
      z.object({
        journey: journeyIdSchema,
        template: z.string(),
        via: z.string().describe('The system that sends it.'),
        channel: z.string(),
        purpose: z.string(),
        fate: z.enum(messageFates),
        rule: z.string().nullable().describe('Why it was not sent at once.'),
        known: z.string().nullable().describe('What the strongest receipt says.'),
        askedAt: instantSchema,
        at: instantSchema.describe('When its fate was decided.'),
        until: instantSchema.nullable().describe('Of one that is deferred.'),
      }),
    ),
    next: nextSchema,
  }),
);

export const messageSummarySchema = named(
  'MessageSummary',
  z.object({
    at: atSchema,
    templates: z.array(
      z.object({
        template: z.string(),
        purpose: z.string(),
        fates: z.partialRecord(z.enum(messageFates), z.int()),
      }),
    ),
    rules: z.array(z.object({ rule: z.string(), count: z.int() })),
  }),
);

export const recordPageSchema = named(
  'RecordPage',
  z.object({
    at: atSchema,
    rows: z.array(
      z.object({
        at: instantSchema,
        actor: z.string(),
        what: z.string().describe('An act by its name (`act:paid`), or what else was done.'),
        journey: journeyIdSchema.nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
        reason: z.string().nullable(),
      }),
    ),
    next: nextSchema.describe('Cursor of the next page: `before`.'),
  }),
);
