/**
 * Served by the edge: what the assistant was unsure of, for a person to say what it is, and what
 * people write about. The coordinator gives the pass, and sees none of it.
 */
import { z } from 'zod';
import { pageOf } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import type { ApiContext } from '../context.ts';
import type { ReviewDesk, ShownReading } from '../review-ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  instantSchema,
  missing,
  named,
  nextSchema,
  pageQuery,
  refusals,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';
import { passOf } from './decision.ts';
import { placeOf, quartersOf } from './id-cursor.ts';

const levelSchema = z.enum(['admin', 'routine', 'soon', 'review-now', 'emergency']);
const wordSchema = z.string().min(1).max(64);

export const readingSchema = named(
  'Reading',
  z.object({
    id: z.string(),
    at: instantSchema,
    state: z.enum(['seen', 'open', 'reviewed']),
    why: z.enum(['broken', 'rejected', 'unsure']).nullable(),
    text: z.string().nullable().describe('What the person wrote.'),
    about: z.string().nullable().describe('The conversation it is from.'),
    readAs: z.object({
      intent: wordSchema.nullable(),
      level: levelSchema,
      concepts: z.array(wordSchema),
      candidates: z
        .array(z.object({ concept: wordSchema, similarity: z.number() }))
        .describe('What it may be about, where nothing was found; no facts.'),
      confidence: z.number(),
      version: z.string(),
    }),
  }),
);

const queue = route({
  method: 'GET',
  path: '/review',
  operationId: 'listReview',
  summary: 'What the assistant was unsure of or could not read, the newest first.',
  access: 'pass',
  query: z.object(pageQuery),
  responses: {
    200: {
      description: 'A page; never cached.',
      schema: z.object({ readings: z.array(readingSchema), next: nextSchema }),
    },
    ...refusals,
    ...unfit,
  },
  async handle({ context, headers, query: { limit, after } }) {
    const before = after === undefined ? {} : { before: placeOf(after) };
    const found = await deskOf(context).queue(passOf(headers), { ...before, limit: limit + 1 });
    const { rows, next } = pageOf(found, limit, ({ at, id }) => [at, ...quartersOf(id)]);
    return { status: 200, json: { readings: rows.map(readingOf), next } };
  },
});

const review = jsonRoute({
  method: 'POST',
  path: '/review/:id',
  operationId: 'reviewReading',
  summary: 'Says what a message is; the assistant learns from it when it is trained next.',
  access: 'pass',
  params: z.object({
    id: z
      .string()
      .regex(/^[0-9a-f]{32}$/u)
      .describe('Id of a reading.'),
  }),
  body: z.strictObject({
    actor: actorSchema.describe('Whoever holds the pass.'),
    label: z
      .strictObject({
        intent: wordSchema.optional(),
        level: levelSchema.optional(),
        concepts: z.array(wordSchema).max(20).optional(),
      })
      .describe('What differs from how it was read; empty: it was read right.'),
    text: z
      .string()
      .min(1)
      .max(4_000)
      .optional()
      .describe('Of a reading that was kept without it, from its conversation.'),
  }),
  responses: {
    200: { description: 'Kept.', schema: readingSchema },
    ...missing,
    ...conflict,
    ...bodyRefusals,
    ...refusals,
    ...unfit,
  },
  async handle({ context, params: { id }, headers, body }) {
    const reading = await deskOf(context).review(id, passOf(headers), body);
    return { status: 200, json: readingOf(reading) };
  },
});

const topicSchema = named(
  'Topic',
  z.object({
    name: z.string(),
    intent: z.string(),
    concepts: z.array(z.string()),
    total: z.int(),
    weeks: z.array(z.object({ from: instantSchema, count: z.int() })),
    trend: z.enum(['rising', 'falling', 'steady']),
    levels: z.record(z.string(), z.int()).describe('How many were how urgent.'),
    readings: z.array(z.string()).describe('Ids, the newest first; at most 200.'),
  }),
);

export const issuesSchema = named(
  'Issues',
  z.object({
    at: instantSchema,
    weeks: z.int(),
    topics: z.array(topicSchema),
    isCut: z.boolean().describe('There were more readings than are looked at.'),
  }),
);

const issues = route({
  method: 'GET',
  path: '/issues',
  operationId: 'listIssues',
  summary: 'What people write about of late: topics with their counts by week and their trend.',
  access: 'pass',
  query: z.object({ weeks: z.coerce.number().int().min(2).max(26).default(8) }),
  responses: {
    200: {
      description: 'The commonest first.',
      schema: issuesSchema,
    },
    ...refusals,
    ...unfit,
  },
  async handle({ context, headers, query }) {
    const found = await deskOf(context).issues(passOf(headers), query.weeks);
    const topics = found.topics.map(({ ids, weeks, ...topic }) => ({
      ...topic,
      weeks: weeks.map(({ from, count }) => ({ from: instant(from), count })),
      readings: ids,
    }));
    const { at, weeks, isCut } = found;
    return { status: 200, json: { at: instant(at), weeks, topics, isCut } };
  },
});

function readingOf({ id, at, state, why, text, about, readAs }: ShownReading) {
  const { intent, level, concepts, candidates = [], confidence, version } = readAs;
  return {
    id,
    at: instant(at),
    state,
    why: why ?? null,
    text: text ?? null,
    about: about ?? null,
    readAs: { intent: intent ?? null, level, concepts, candidates, confidence, version },
  };
}

function deskOf({ deps }: ApiContext): ReviewDesk {
  if (deps.review === undefined) throw unknownRoute();
  return deps.review;
}

export const reviewRoutes = [queue, review, issues];
