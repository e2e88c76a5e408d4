/** Reading journeys: the list, one in full, its journal, and the sentence on where it stands. */
import { z } from 'zod';
import type { JourneyFilter } from '../../store/index.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { route } from '../route.ts';
import { journeyParams, missing, pageQuery, refusals } from '../schemas.ts';
import {
  explanationSchema,
  journalPageSchema,
  journeyPageSchema,
  journeySchema,
} from '../view-schemas.ts';
import {
  explanationView,
  factTypesOf,
  journalEntry,
  journeyDetail,
  journeySummary,
} from '../views.ts';
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
  summary: 'Everything that is known of one journey.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'The journey.', schema: journeySchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const view = await findJourney(context, params.id);
    return { status: 200, json: journeyDetail(view, await momentOf(context, view)) };
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

export const journeyRoutes = [listJourneys, getJourney, getJournal, explainJourney];
