/** Reading journeys: the list, one in full, its journal, and the sentence on where it stands. */
import { z } from 'zod';
import { readInstant, whyNot } from '../../core/index.ts';
import { asOf } from '../../runtime/index.ts';
import type { JourneyFilter, JourneyView } from '../../store/index.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { HttpError } from '../failure.ts';
import { route } from '../route.ts';
import { instantSchema, journeyParams, missing, pageQuery, refusals } from '../schemas.ts';
import {
  explanationSchema,
  journalPageSchema,
  journeyPageSchema,
  journeySchema,
  besideSchema,
  whyNotSchema,
} from '../view-schemas.ts';
import {
  explanationView,
  factTypesOf,
  journalEntry,
  journeyDetail,
  journeySummary,
} from '../views.ts';
import { presenceMs } from './desk.ts';
import { explainNow, momentOf } from './explain-now.ts';
import { findJourney } from './find-journey.ts';

const filterText = z.string().min(1).max(200).optional();
const filterQuery = z.object({
  program: filterText,
  journey: filterText,
  stage: filterText,
  step: filterText,
  owner: filterText,
  status: z.enum(['open', 'ended', 'any']).default('open'),
  overdue: z.enum(['true', 'false']).optional(),
  ...pageQuery,
});

const listJourneys = route({
  method: 'GET',
  path: '/v1/journeys',
  operationId: 'listJourneys',
  summary: 'Journeys, oldest first, each with the sentence on where it stands.',
  access: 'read',
  query: filterQuery,
  responses: { 200: { description: 'One page.', schema: journeyPageSchema }, ...refusals },
  async handle({ context: { deps }, query }) {
    const now = deps.clock.now();
    const [after = 0] = query.after === undefined ? [] : readCursor(query.after, [most.id]);
    const page = { after, limit: query.limit + 1 };
    const found = await deps.reads.journeys(filterOf(query, now), page);
    const { rows, next } = pageOf(found, query.limit, ({ id }) => [id]);
    return { status: 200, json: { journeys: rows.map((row) => journeySummary(row, now)), next } };
  },
});

function filterOf(query: z.output<typeof filterQuery>, now: number): JourneyFilter {
  const { program, journey, stage, step, owner, status, overdue } = query;
  return {
    ...(program === undefined ? {} : { program }),
    ...(journey === undefined ? {} : { journey }),
    ...(stage === undefined ? {} : { stage }),
    ...(step === undefined ? {} : { step }),
    ...(owner === undefined ? {} : { owner }),
    ...(status === 'any' ? {} : { status }),
    ...(overdue === 'true' ? { overdueAt: now } : {}),
  };
}

const getJourney = route({
  method: 'GET',
  path: '/v1/journeys/:id',
  operationId: 'getJourney',
  summary: 'Everything that is known of one journey, or was known at a time.',
  access: 'read',
  params: journeyParams,
  query: z.object({ at: instantSchema.optional().describe('As it was known then.') }),
  responses: {
    200: { description: 'The journey.', schema: journeySchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params, query }) {
    const view = await findJourney(context, params.id);
    const { clock, work } = context.deps;
    const now = clock.now();
    const presence = (await work?.store.presence.of([view.id], now - presenceMs)) ?? [];
    const at = Math.min(now, readInstant(query.at ?? '') ?? now);
    if (query.at === undefined) {
      const moment = await momentOf(context, view);
      return { status: 200, json: journeyDetail(view, moment, { presence }) };
    }
    const known = await asOf(context.deps.reads, view, at);
    if (known === undefined) {
      const message = 'The journey had not begun by then; ask for a later time.';
      throw new HttpError(404, 'ONW-JOURNEY-ABSENT', { message });
    }
    const { fates = [], ...moment } = await momentOf(context, known);
    const then = { ...moment, now: at, fates: fates.filter((fate) => fate.at <= at) };
    return { status: 200, json: journeyDetail(known, then, { asOf: at, presence }) };
  },
});

/** So many of one person are told. */
const mostBeside = 50;

const listBeside = route({
  method: 'GET',
  path: '/v1/journeys/:id/beside',
  operationId: 'listJourneysBeside',
  summary: 'Other journeys of the same person or thing, and which waits for which.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'At most 50, open ones first.', schema: besideSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const view = await findJourney(context, params.id);
    const now = context.deps.clock.now();
    const found = (await context.deps.work?.store.beside(view.id, mostBeside)) ?? [];
    const journeys = found.map((other) => ({
      ...journeySummary(other, now),
      relation: waits(view, other) ? 'waits-for-it' : waits(other, view) ? 'it-waits' : 'beside',
    }));
    return { status: 200, json: { journeys } };
  },
});

/** An obligation to depend on a journey has its name. */
function waits({ state }: JourneyView, other: JourneyView): boolean {
  return state.obligations.some(({ kind, name }) => {
    return kind === 'depends' && name === other.state.journey;
  });
}

const getWhyNot = route({
  method: 'GET',
  path: '/v1/journeys/:id/why-not',
  operationId: 'explainWhyNot',
  summary: 'Each way on from where the journey rests: which conditions are met, which block it.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'Every way on.', schema: whyNotSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const { program, state } = await findJourney(context, params.id);
    const now = context.deps.clock.now();
    const transitions = whyNot(program, state, now);
    return { status: 200, json: { at: new Date(now).toISOString(), transitions } };
  },
});

const getJournal = route({
  method: 'GET',
  path: '/v1/journeys/:id/journal',
  operationId: 'getJournal',
  summary: 'What happened to one journey, oldest first, as a hash chain.',
  access: 'read',
  params: journeyParams,
  query: z.object(pageQuery),
  responses: {
    200: { description: 'One page.', schema: journalPageSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params, query }) {
    const view = await findJourney(context, params.id);
    const [after = 0] = query.after === undefined ? [] : readCursor(query.after, [most.place]);
    const found = await context.deps.reads.journal(view.id, { after, limit: query.limit + 1 });
    const { rows, next } = pageOf(found, query.limit, ({ seq }) => [seq]);
    const types = factTypesOf(view);
    return { status: 200, json: { entries: rows.map((row) => journalEntry(row, types)), next } };
  },
});

const explainJourney = route({
  method: 'GET',
  path: '/v1/journeys/:id/explain',
  operationId: 'explainJourney',
  summary: 'What the journey waits for, from whom, since when, and what if nothing happens.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'The sentence and its parts.', schema: explanationSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const view = await findJourney(context, params.id);
    return { status: 200, json: explanationView(await explainNow(context, view)) };
  },
});

export const journeyRoutes = [
  listJourneys,
  getJourney,
  getJournal,
  explainJourney,
  listBeside,
  getWhyNot,
];
