/** Identity repair: two subjects that are one person, merged and taken apart; never silently. */
import { z } from 'zod';
import { declared, journeyId, mergeId, parseMergeId } from '../../core/index.ts';
import type { Consequences, Correction, Identity, MergeRequest } from '../../runtime/index.ts';
import type { MergeRow } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import { HttpError } from '../failure.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  instantSchema,
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
import { instant } from '../views.ts';

const asked = {
  from: journeyIdSchema.describe('A journey of whom is merged.'),
  into: journeyIdSchema.describe('A journey of whom they are.'),
  close: nameSchema
    .optional()
    .describe('The end at which a journey closes that stands twice; absent: all move.'),
};
const done = { token: z.string().max(64), actor: actorSchema, reason: reasonSchema };

const consequencesSchema = named(
  'MergeConsequences',
  z.object({
    token: z.string().describe('Over exactly what was seen.'),
    refs: z.int().describe('Outside ids that lead to the other from then on.'),
    contacts: z.int(),
    journeys: z.array(
      z.object({
        id: journeyIdSchema,
        journey: z.string(),
        status: z.enum(['open', 'ended', 'removed']),
        twice: z.boolean().describe('The other has an open one of the same definition.'),
        then: z.enum(['moves', 'closes', 'stays']),
      }),
    ),
    messages: z.int().describe('Messages that count for the other from then on.'),
    withdrawn: z
      .array(z.object({ channel: z.string().nullable(), purpose: z.string().nullable() }))
      .describe('What one of them does not want; null: all.'),
  }),
);

function consequencesView({ journeys, withdrawn, ...rest }: Consequences) {
  return {
    ...rest,
    journeys: journeys.map(({ id, ...each }) => ({ id: journeyId(id), ...each })),
    withdrawn: withdrawn.map(({ channel, purpose }) => {
      return { channel: channel ?? null, purpose: purpose ?? null };
    }),
  };
}

const mergeSchema = named(
  'Merge',
  z.object({
    id: z.string(),
    at: instantSchema,
    actor: z.string(),
    reason: z.string(),
    refs: z.int(),
    contacts: z.int(),
    journeys: z.array(journeyIdSchema),
    undone: z
      .object({ at: instantSchema, actor: z.string(), reason: z.string() })
      .nullable()
      .describe('When it was taken back, and by whom.'),
  }),
);

function mergeView({ id, at, actor, reason, moved, undoneAt, undoneBy, undoneReason }: MergeRow) {
  return {
    id: mergeId(id),
    at: instant(at),
    actor,
    reason,
    refs: moved.refs.length,
    contacts: moved.contacts.length,
    journeys: moved.journeys.map((each) => journeyId(each.id)),
    undone:
      undoneAt === undefined
        ? null
        : { at: instant(undoneAt), actor: undoneBy ?? '', reason: undoneReason ?? '' },
  };
}

type Asked = Pick<MergeRequest, 'from' | 'into'> & { readonly close?: string | undefined };

function requestOf({ from, into, close }: Asked): MergeRequest {
  const policy =
    close === undefined ? ({ kind: 'move' } as const) : ({ kind: 'close', to: close } as const);
  return { from, into, policy };
}

const answers = { ...missing, ...conflict, ...unfit, ...bodyRefusals, ...refusals };

const preview = jsonRoute({
  method: 'POST',
  path: '/v1/subjects/merges/preview',
  operationId: 'previewMerge',
  summary: 'Everything that follows if the two are one person; nothing is changed.',
  access: 'write',
  body: named('MergePreview', z.strictObject(asked)),
  responses: { 200: { description: 'What follows.', schema: consequencesSchema }, ...answers },
  async handle({ context, body }) {
    const seen = await identityOf(context).preview(requestOf(body));
    return { status: 200, json: consequencesView(seen) };
  },
});

const merge = jsonRoute({
  method: 'POST',
  path: '/v1/subjects/merges',
  operationId: 'mergeSubjects',
  summary: 'Makes two subjects one, exactly as it was seen; it can be taken back.',
  access: 'write',
  body: named('MergeRequest', z.strictObject({ ...asked, ...done })),
  responses: { 200: { description: 'Done, and durable.', schema: mergeSchema }, ...answers },
  async handle({ context, body }) {
    const { token, actor, reason } = body;
    const row = await identityOf(context).merge({ ...requestOf(body), token, actor, reason });
    return { status: 200, json: mergeView(row) };
  },
});

const list = route({
  method: 'GET',
  path: '/v1/subjects/merges',
  operationId: 'listMerges',
  summary: 'Who was made one, the newest first.',
  access: 'read',
  query: z.object(pageQuery),
  responses: {
    200: {
      description: 'One page.',
      schema: z.object({ merges: z.array(mergeSchema), next: nextSchema }),
    },
    ...missing,
    ...refusals,
  },
  async handle({ context, query: { limit, after } }) {
    const [before = most.id] = after === undefined ? [] : readCursor(after, [most.id]);
    const found = await identityOf(context).merges({ before, limit: limit + 1 });
    const { rows, next } = pageOf(found, limit, ({ id }) => [id]);
    return { status: 200, json: { merges: rows.map(mergeView), next } };
  },
});

const mergeParams = z.object({ id: z.string().describe('Public id of a merge.') });

const previewUndo = route({
  method: 'GET',
  path: '/v1/subjects/merges/:id/undo',
  operationId: 'previewUndoMerge',
  summary: 'What goes back if the two are not one person after all, and what stays.',
  access: 'read',
  params: mergeParams,
  responses: {
    200: { description: 'What follows.', schema: consequencesSchema },
    ...missing,
    ...unfit,
    ...refusals,
  },
  async handle({ context, params }) {
    const seen = await identityOf(context).previewUndo(numberOf(params.id));
    return { status: 200, json: consequencesView(seen) };
  },
});

const undo = jsonRoute({
  method: 'POST',
  path: '/v1/subjects/merges/:id/undo',
  operationId: 'undoMerge',
  summary: 'Takes two people apart: exactly what was moved goes back.',
  access: 'write',
  params: mergeParams,
  body: named('UndoMerge', z.strictObject(done)),
  responses: { 200: { description: 'Done, and durable.', schema: mergeSchema }, ...answers },
  async handle({ context, params, body }) {
    const row = await identityOf(context).undo({ merge: numberOf(params.id), ...body });
    return { status: 200, json: mergeView(row) };
  },
});

const correctionAsked = {
  journey: journeyIdSchema.describe('The journey that took the event.'),
  seq: z.int().min(1).max(most.place).describe('Which entry of its journal.'),
  to: journeyIdSchema.describe('The journey that the event is of.'),
};

const correctionSchema = named(
  'Correction',
  z.object({
    token: z.string().describe('Over exactly what was seen.'),
    stands: z.string(),
    wouldStand: z.string().describe('Where it would stand without the event.'),
    moves: z.boolean().describe('It is moved there; else somebody is told.'),
    facts: z.array(z.string()).describe('Names of facts that would be otherwise.'),
    milestones: z.array(z.string()),
    asked: z.array(z.string()).describe('What systems were asked for, which cannot be taken back.'),
    refused: z.int().describe('Later inputs that would not have been taken.'),
  }),
);

function correctionView({ facts, milestones, asked: what, ...rest }: Correction) {
  return { ...rest, facts: [...facts], milestones: [...milestones], asked: [...what] };
}

const previewCorrection = jsonRoute({
  method: 'POST',
  path: '/v1/subjects/corrections/preview',
  operationId: 'previewCorrection',
  summary: 'What an event did to a journey that it was not of; nothing is changed.',
  access: 'write',
  body: named('CorrectionPreview', z.strictObject(correctionAsked)),
  responses: { 200: { description: 'The difference.', schema: correctionSchema }, ...answers },
  async handle({ context, body }) {
    const seen = await identityOf(context).previewCorrection(body);
    return { status: 200, json: correctionView(seen) };
  },
});

const correct = jsonRoute({
  method: 'POST',
  path: '/v1/subjects/corrections',
  operationId: 'correctCorrelation',
  summary: 'Gives an event to the journey it is of, and sets the other one right.',
  access: 'write',
  body: named('CorrectionRequest', z.strictObject({ ...correctionAsked, ...done })),
  responses: { 200: { description: 'Done, and durable.', schema: correctionSchema }, ...answers },
  async handle({ context, body }) {
    return { status: 200, json: correctionView(await identityOf(context).correct(body)) };
  },
});

function numberOf(id: string): number {
  const number = parseMergeId(id);
  if (number !== undefined) return number;
  const message = declared('There is no such merge.');
  throw new HttpError(404, 'ONW-MERGE-ABSENT', { message });
}

function identityOf({ deps }: ApiContext): Identity {
  if (deps.identity === undefined) throw unknownRoute();
  return deps.identity;
}

export const identityRoutes = [preview, merge, list, previewUndo, undo, previewCorrection, correct];
