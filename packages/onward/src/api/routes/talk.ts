/**
 * Conversations with people, served by the edge's own origin: a list without a word, and the words
 * of one to whoever holds a pass. The coordinator serves none of it.
 */
import { z } from 'zod';
import { most, pageOf, readCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { ShownTalk, TalkDesk } from '../ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  missing,
  named,
  nameSchema,
  reasonSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';
import { passOf } from './decision.ts';

const masked = z.object({
  id: z.string(),
  system: nameSchema.describe('The assistant.'),
  channel: z.enum(['sms', 'chat']),
  state: z.enum(['talking', 'person', 'closed']).describe('Whose turn it is.'),
  level: z.enum(['admin', 'routine', 'soon', 'review-now', 'emergency']),
  intent: nameSchema,
  language: nameSchema,
  begunAt: instantSchema,
  lastAt: instantSchema,
  messages: z.number(),
});
export const conversationsSchema = named(
  'Conversations',
  z.object({ conversations: z.array(masked), next: z.string().nullable() }),
);

const query = z.object({
  state: masked.shape.state.optional(),
  level: masked.shape.level.optional(),
  after: z.string().max(100).optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const list = route<z.ZodObject, typeof query>({
  method: 'GET',
  path: '/conversations',
  operationId: 'listConversations',
  summary: 'Conversations, the newest first, without a word of them.',
  access: 'pass',
  query,
  responses: {
    200: { description: 'A page.', schema: conversationsSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, query: { state, level, after, limit }, headers }) {
    const page = {
      ...(state === undefined ? {} : { state }),
      ...(level === undefined ? {} : { level }),
      ...(after === undefined ? {} : { before: beforeOf(after) }),
      limit: limit + 1,
    };
    const found = await deskOf(context).list(passOf(headers), page);
    const { rows, next } = pageOf(found, limit, cursorOf);
    return { status: 200, json: { conversations: rows.map(shown), next } };
  },
});

/** A place in the list: the time, and the id as four numbers of 32 bits. */
const bounds = [most.time, ...[1, 2, 3, 4].map(() => 0xff_ff_ff_ff)];

function cursorOf({ lastAt, id }: ShownTalk): readonly number[] {
  return [lastAt, ...[0, 8, 16, 24].map((from) => parseInt(id.slice(from, from + 8), 16))];
}

function beforeOf(cursor: string) {
  const [at = 0, ...parts] = readCursor(cursor, bounds);
  return { at, id: parts.map((part) => part.toString(16).padStart(8, '0')).join('') };
}

function shown({ begunAt, lastAt, ...rest }: ShownTalk) {
  return { ...rest, begunAt: instant(begunAt), lastAt: instant(lastAt) };
}

const span = z.object({ message: z.number(), start: z.number(), end: z.number() });
const reading = z.object({
  message: z.number().describe('Counted from 0.'),
  level: nameSchema,
  confidence: z.number(),
  intent: nameSchema,
  language: nameSchema,
  codes: z.array(z.object({ code: z.string(), span })),
  reasons: z.array(
    z.object({
      layer: z.string(),
      id: z.string(),
      level: nameSchema,
      version: z.string(),
      confidence: z.number(),
      spans: z.array(span),
    }),
  ),
  broken: z.array(z.string()),
});
const line = z.object({ text: z.string(), spans: z.array(span) });
export const revealedSchema = named(
  'RevealedConversation',
  masked.extend({
    said: z.array(
      z.object({
        who: z.enum(['person', 'assistant', 'staff', 'clinician']),
        at: instantSchema,
        text: z.string(),
      }),
    ),
    readings: z.array(reading),
    draft: z.array(z.object({ title: z.string(), lines: z.array(line) })),
    answers: z.array(z.object({ linkId: z.string(), text: z.string(), value: z.looseObject({}) })),
  }),
);

const params = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/u) });

const reveal = jsonRoute({
  method: 'POST',
  path: '/conversations/:id/reveal',
  operationId: 'revealConversation',
  summary: 'The words of a conversation; who sees them is recorded before they are shown.',
  access: 'pass',
  params,
  body: z.strictObject({ actor: actorSchema, reason: reasonSchema }),
  responses: {
    200: { description: 'It; never cached.', schema: revealedSchema },
    ...unfit,
    ...missing,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params: { id }, body, headers }) {
    const found = await deskOf(context).reveal(id, passOf(headers), body);
    if (found === undefined) {
      const message = 'There is no such conversation, or whom it was with is forgotten.';
      throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message });
    }
    const { said, readings, draft, ...rest } = found;
    const json = {
      ...shown(rest),
      said: said.map((each) => ({ ...each, at: instant(each.at) })),
      readings,
      draft: draft.note,
      answers: draft.form?.answers ?? [],
    };
    return { status: 200, json };
  },
});

function deskOf({ deps }: ApiContext): TalkDesk {
  if (deps.talk === undefined) throw unknownRoute();
  return deps.talk;
}

export const talkRoutes = [list, reveal];
