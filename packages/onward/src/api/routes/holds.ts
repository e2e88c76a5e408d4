/** Holds: whom one would touch, what is on hold, and how it ends. */
import { z } from 'zod';
import { journeyId, readInstant } from '../../core/index.ts';
import { blastReasons } from '../../runtime/index.ts';
import type { HoldDesk } from '../../runtime/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  lengthSchema,
  journeyIdSchema,
  missing,
  named,
  nameSchema,
  nextSchema,
  pageQuery,
  reasonSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import { holdOf, holdSchema } from '../source-schemas.ts';
import { instant } from '../views.ts';

const list = route({
  method: 'GET',
  path: '/v1/holds',
  operationId: 'listHolds',
  summary: 'Systems on hold, and holds that were released in the last month.',
  access: 'read',
  responses: {
    200: { description: 'Every hold.', schema: z.object({ holds: z.array(holdSchema) }) },
    ...refusals,
  },
  async handle({ context }) {
    const holds = await deskOf(context).list();
    return { status: 200, json: { holds: holds.map(holdOf) } };
  },
});

const whySchema = z.enum(blastReasons);

const blastSchema = named(
  'BlastRadius',
  z.object({
    since: instantSchema.describe('The last good word of the system.'),
    counts: z.object({
      waiting: z.int().describe('Journeys that wait for it.'),
      falselyOverdue: z.int().describe('Obligations that would go overdue before the review.'),
      safety: z.int().describe('Obligations that may not wait.'),
      stale: z.int().describe('Journeys that were moved on since, by what may be stale.'),
    }),
    journeys: z.array(z.object({ journey: journeyIdSchema, why: z.array(whySchema) })),
    next: nextSchema,
  }),
);

/** When somebody looks again: an instant, or so long from now. */
const reviewParts = {
  review: instantSchema.optional().describe('When somebody must look again; within 30 days.'),
  for: lengthSchema.optional().describe('The same from now on: `4h`, `2d`.'),
};

interface Reviewed {
  readonly review?: string | undefined;
  readonly for?: number | undefined;
}

function reviewOf({ review, for: lasting }: Reviewed, now: number): number {
  return review === undefined ? now + (lasting ?? 0) : (readInstant(review) ?? 0);
}

const preview = route({
  method: 'GET',
  path: '/v1/holds/preview',
  operationId: 'previewHold',
  summary: 'Whom a hold of a system would touch: exact counts, and a page of journeys.',
  access: 'read',
  query: z.object({
    ...pageQuery,
    system: nameSchema,
    ...reviewParts,
    since: instantSchema.optional().describe('The last good word, where it is known better.'),
    why: whySchema.optional().describe('Journeys of this reason only; the counts are of all.'),
  }),
  responses: { 200: { description: 'It.', schema: blastSchema }, ...refusals, ...unfit },
  async handle({ context, query: { system, why, since: from, limit, after, ...query } }) {
    const [place = 0] = after === undefined ? [] : readCursor(after, [most.id]);
    const { since, counts, rows } = await deskOf(context).preview({
      system,
      review: reviewOf(query, context.deps.clock.now()),
      since: from === undefined ? undefined : readInstant(from),
      why,
      after: place,
      limit: limit + 1,
    });
    const page = pageOf(rows, limit, ({ journey }) => [journey]);
    const journeys = page.rows.map((row) => ({ ...row, journey: journeyId(row.journey) }));
    return { status: 200, json: { since: instant(since), counts, journeys, next: page.next } };
  },
});

const set = jsonRoute({
  method: 'POST',
  path: '/v1/holds',
  operationId: 'setHold',
  summary: 'Puts a system on hold, or gives the hold that it is on another review.',
  access: 'write',
  body: named(
    'SetHold',
    z.strictObject({
      actor: actorSchema,
      system: nameSchema,
      reason: reasonSchema,
      ...reviewParts,
      since: instantSchema.optional().describe('Since when it is out; its last good word.'),
    }),
  ),
  responses: {
    200: { description: 'It is on hold.', schema: holdSchema },
    ...missing,
    ...bodyRefusals,
    ...refusals,
    ...unfit,
  },
  async handle({ context, body: { actor, system, reason, since, ...body } }) {
    const row = await deskOf(context).set({
      system,
      reason,
      by: actor,
      review: reviewOf(body, context.deps.clock.now()),
      since: since === undefined ? undefined : readInstant(since),
    });
    return { status: 200, json: holdOf(row) };
  },
});

const missed = ['not-well', 'silent', 'lagging', 'behind', 'unanswered', 'conflicts'] as const;

const release = jsonRoute({
  method: 'POST',
  path: '/v1/holds/:id/release',
  operationId: 'releaseHold',
  summary: 'Asks the system about everyone who waited, and releases the hold if all is well.',
  access: 'write',
  params: z.object({ id: z.string().regex(/^[0-9]{1,15}$/u) }),
  body: named(
    'ReleaseHold',
    z.strictObject({
      actor: actorSchema,
      reason: reasonSchema,
      force: z.boolean().default(false).describe('Whatever is missing.'),
    }),
  ),
  responses: {
    200: {
      description: 'It is released, or what is missing.',
      schema: z.object({
        released: z.boolean(),
        missing: z.array(z.enum(missed)),
        readBack: z
          .object({
            asked: z.int(),
            unchanged: z.int(),
            closed: z.int().describe('What was missed is taken now.'),
            conflicts: z.int(),
            unanswered: z.int(),
          })
          .nullable()
          .describe('Null: nobody could be asked.'),
      }),
    },
    ...missing,
    ...bodyRefusals,
    ...refusals,
    ...unfit,
  },
  async handle({ context, params: { id }, body: { actor, reason, force } }) {
    const ask = { id: Number(id), by: actor, reason, force };
    const { released, missing: lacks, readBack } = await deskOf(context).release(ask);
    return { status: 200, json: { released, missing: lacks, readBack: readBack ?? null } };
  },
});

function deskOf({ deps }: ApiContext): HoldDesk {
  if (deps.watch === undefined) throw unknownRoute();
  return deps.watch.holds;
}

export const holdRoutes = [list, preview, set, release];
