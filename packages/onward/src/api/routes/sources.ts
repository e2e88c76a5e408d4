/** How systems stand, who must see to them, and what of theirs was set aside. */
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import type { SetAside, SystemsDesk } from '../ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  bodyRefusals,
  codeSchema,
  instantSchema,
  named,
  nextSchema,
  pageQuery,
  refusals,
  unfit,
} from '../schemas.ts';
import { incidentOf, incidentSchema, sourceOf, sourceSchema } from '../source-schemas.ts';
import { instant } from '../views.ts';
import { placeOf, quartersOf } from './id-cursor.ts';

const sources = route({
  method: 'GET',
  path: '/v1/sources',
  operationId: 'listSources',
  summary: 'How the systems stand, as all processes have seen; at an edge, as it has seen itself.',
  access: 'read',
  responses: {
    200: { description: 'Every system.', schema: z.object({ sources: z.array(sourceSchema) }) },
    ...refusals,
  },
  async handle({ context }) {
    const { watch } = context.deps;
    const found = watch === undefined ? deskOf(context).sources() : await watch.sources.list();
    return { status: 200, json: { sources: found.map(sourceOf) } };
  },
});

const monthMs = 30 * 86_400_000;

const incidents = route({
  method: 'GET',
  path: '/v1/incidents',
  operationId: 'listIncidents',
  summary: 'Sources that somebody must see to, and those of the last month, the newest first.',
  access: 'read',
  query: z.object({ state: z.enum(['open', 'any']).default('open') }),
  responses: {
    200: {
      description: 'At most 1,000.',
      schema: z.object({ incidents: z.array(incidentSchema) }),
    },
    ...refusals,
  },
  async handle({ context: { deps }, query: { state } }) {
    if (deps.watch === undefined) throw unknownRoute();
    const since = state === 'open' ? undefined : deps.clock.now() - monthMs;
    const found = await deps.watch.incidents(since);
    return { status: 200, json: { incidents: found.map(incidentOf) } };
  },
});

const states = ['open', 'refetched', 'given-up'] as const;

const asideSchema = named(
  'SetAside',
  z.object({
    id: z.string(),
    system: z.string(),
    code: codeSchema.describe('Why it was not taken.'),
    at: z.array(z.string()).describe('Where it did not fit: names, and nothing of the content.'),
    bytes: z.int(),
    receivedAt: instantSchema,
    nextAt: instantSchema.describe('Not asked for again before.'),
    state: z.enum(states),
    tries: z.int(),
  }),
);

const quarantine = route({
  method: 'GET',
  path: '/v1/quarantine',
  operationId: 'listQuarantine',
  summary: 'Deliveries that could not be mapped, the newest first; nothing of them was kept.',
  access: 'read',
  query: z.object({ ...pageQuery, state: z.enum(states).optional() }),
  responses: {
    200: {
      description: 'A page.',
      schema: z.object({ quarantined: z.array(asideSchema), next: nextSchema }),
    },
    ...refusals,
    ...unfit,
  },
  async handle({ context, query: { limit, after, state } }) {
    const before = after === undefined ? undefined : placeOf(after);
    const found = await deskOf(context).setAside({
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { before }),
    });
    const { rows, next } = pageOf(found, limit, ({ receivedAt, id }) => [
      receivedAt,
      ...quartersOf(id),
    ]);
    return { status: 200, json: { quarantined: rows.map(asideOf), next } };
  },
});

function asideOf({ id, system, code, pointers, size, state, tries, ...times }: SetAside) {
  const { receivedAt, nextAt } = times;
  return {
    id,
    system,
    code,
    at: pointers,
    bytes: size,
    receivedAt: instant(receivedAt),
    nextAt: instant(nextAt),
    state,
    tries,
  };
}

const refetch = jsonRoute({
  method: 'POST',
  path: '/v1/quarantine/refetch',
  operationId: 'refetchQuarantine',
  summary: 'Asks the systems once more for every open item that is due; answered when all are.',
  access: 'write',
  body: z.strictObject({}),
  responses: {
    200: {
      description: 'What came of them.',
      schema: z.object({
        refetched: z.int().describe('Their events are durable now.'),
        givenUp: z.int().describe('The system has them no longer, or they were refused too often.'),
        left: z.int().describe('Tried again later.'),
      }),
    },
    ...bodyRefusals,
    ...refusals,
    ...unfit,
  },
  async handle({ context }) {
    const { refetched, givenUp, left } = await deskOf(context).refetch();
    return { status: 200, json: { refetched, givenUp, left } };
  },
});

function deskOf({ deps }: ApiContext): SystemsDesk {
  if (deps.systems === undefined) throw unknownRoute();
  return deps.systems;
}

/** Where journeys are kept. */
export const watchRoutes = [sources, incidents];

/** What an edge has of its own. */
export const quarantineRoutes = [quarantine, refetch];

/** Of an edge that stands alone. */
export const sourceRoutes = [sources, ...quarantineRoutes];
