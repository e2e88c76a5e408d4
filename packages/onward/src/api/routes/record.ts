/** What was told to people, and what people did: lists over all journeys, the newest first. */
import { z } from 'zod';
import { journeyId } from '../../core/index.ts';
import { csvOf, ocelOf, recordPage } from '../../runtime/index.ts';
import type { RecordSpot } from '../../runtime/index.ts';
import { recordSources } from '../../store/index.ts';
import type { MessageSpot } from '../../store/index.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import {
  messageFates,
  messageListSchema,
  messageSummarySchema,
  recordPageSchema,
} from '../record-schemas.ts';
import { route } from '../route.ts';
import { actorSchema, pageQuery, refusals } from '../schemas.ts';
import { instant } from '../views.ts';
import { figuresOf } from './figures.ts';

const messages = route({
  method: 'GET',
  path: '/v1/messages',
  operationId: 'listMessages',
  summary: 'Messages of all journeys and what became of them, the newest first.',
  access: 'read',
  query: z.object({
    fate: z.enum(messageFates).optional(),
    template: z.string().min(1).max(200).optional(),
    ...pageQuery,
  }),
  responses: { 200: { description: 'One page.', schema: messageListSchema }, ...refusals },
  async handle({ context, query: { fate, template, limit, after } }) {
    const { figures: store } = figuresOf(context).parts;
    const filter = {
      ...(fate === undefined ? {} : { fate }),
      ...(template === undefined ? {} : { template }),
    };
    const behind = after === undefined ? {} : { before: messageSpot(after) };
    const found = await store.messages(filter, { ...behind, limit: limit + 1 });
    const { rows, next } = pageOf(found, limit, ({ askedAt, journey, seq, index }) => {
      return [askedAt, journey, seq, index];
    });
    const json = {
      at: instant(context.deps.clock.now()),
      rows: rows.map(({ journey, system, askedAt, at, until, ...row }) => ({
        journey: journeyId(journey),
        ...{ template: row.template, via: system, channel: row.channel, purpose: row.purpose },
        ...{ fate: row.fate, rule: row.rule, known: row.known },
        ...{ askedAt: instant(askedAt), at: instant(at) },
        until: until === null ? null : instant(until),
      })),
      next,
    };
    return { status: 200, json };
  },
});

function messageSpot(cursor: string): MessageSpot {
  const bounds = [most.time, most.id, most.place, most.slot];
  const [askedAt = 0, journey = 0, seq = 0, index = 0] = readCursor(cursor, bounds);
  return { askedAt, journey, seq, index };
}

const messageSummary = route({
  method: 'GET',
  path: '/v1/messages/summary',
  operationId: 'getMessageSummary',
  summary: 'How many messages became what, by their text, and why some were not sent at once.',
  access: 'read',
  query: z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }),
  responses: { 200: { description: 'Counts.', schema: messageSummarySchema }, ...refusals },
  async handle({ context, query: { days } }) {
    const { at, value } = await figuresOf(context).messages(days);
    const { templates } = context.deps.engine.program;
    const groups = Map.groupBy(value.tallies, ({ template }) => template);
    const json = {
      at: instant(at),
      templates: [...groups]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([template, tallies]) => ({
          template,
          purpose: templates[template]?.purpose ?? '',
          fates: Object.fromEntries(tallies.map(({ fate, count }) => [fate, count])),
        })),
      rules: value.rules.toSorted((a, b) => b.count - a.count),
    };
    return { status: 200, json };
  },
});

const record = route({
  method: 'GET',
  path: '/v1/record',
  operationId: 'listRecord',
  summary: 'What people did, and what they were shown; the newest first.',
  access: 'read',
  query: z.object({
    actor: actorSchema.optional(),
    what: z
      .string()
      .max(130)
      .regex(/^[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?$/u)
      .optional()
      .describe('An act by its name (`act:paid`), or what else was done.'),
    limit: pageQuery.limit,
    before: pageQuery.after,
  }),
  responses: { 200: { description: 'One page.', schema: recordPageSchema }, ...refusals },
  async handle({ context, query: { actor, what, limit, before } }) {
    const { figures: store } = figuresOf(context).parts;
    const filter = {
      ...(actor === undefined ? {} : { actor }),
      ...(what === undefined ? {} : { what }),
    };
    const behind = before === undefined ? {} : { before: recordSpot(before) };
    const found = await recordPage(store, filter, { ...behind, limit: limit + 1 });
    const { rows, next } = pageOf(found, limit, ({ spot: { at, source, a, b } }) => {
      return [at, recordSources.indexOf(source), a, b];
    });
    const json = {
      at: instant(context.deps.clock.now()),
      rows: rows.map(({ spot: _spot, at, journey, ...row }) => {
        return { at: instant(at), ...row, journey: journey === null ? null : journeyId(journey) };
      }),
      next,
    };
    return { status: 200, json };
  },
});

function recordSpot(cursor: string): RecordSpot {
  const bounds = [most.time, recordSources.length - 1, most.id, most.place];
  const [at = 0, place = 0, a = 0, b = 0] = readCursor(cursor, bounds);
  return { at, source: recordSources[place] ?? 'acts', a, b };
}

const timeQuery = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();

const exported = route({
  method: 'GET',
  path: '/v1/export',
  operationId: 'exportJournals',
  summary: 'Journals for other tools: a table, or an object-centric event log (OCEL 2.0).',
  access: 'read',
  query: z.object({
    format: z.enum(['ocel', 'csv']).default('ocel'),
    journey: z.string().min(1).max(200).optional(),
    from: timeQuery,
    to: timeQuery,
  }),
  responses: {
    200: { description: 'Written while it is read.', type: 'application/json' },
    ...refusals,
  },
  async handle({ context, query: { format, journey, from, to }, signal }) {
    const { figures: store } = figuresOf(context).parts;
    const filter = {
      ...(journey === undefined ? {} : { journey }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    const parts = { store, program: context.deps.engine.program };
    const text = format === 'csv' ? csvOf(parts, filter) : ocelOf(parts, filter);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8';
    const name = `onward.${format === 'csv' ? 'csv' : 'ocel.json'}`;
    const headers = {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
    };
    return Promise.resolve(new Response(streamOf(text, signal), { headers }));
  },
});

/** Writes as fast as it is read, and stops when nobody reads any more. */
function streamOf(text: AsyncGenerator<string>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = signal.aborted ? undefined : await text.next();
      if (next === undefined || next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
}

export const recordRoutes = [messages, messageSummary, record, exported];
