/** Where an edge is: how its systems stand, and what of theirs was set aside. */
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import type { SetAside, SourceView, SystemsDesk } from '../ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  bodyRefusals,
  codeSchema,
  instantSchema,
  named,
  nameSchema,
  nextSchema,
  pageQuery,
  refusals,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';

const sourceSchema = named(
  'Source',
  z.object({
    system: z.string(),
    connector: nameSchema,
    state: z
      .enum(['well', 'quiet', 'refused', 'away', 'unknown'])
      .describe('quiet: silent for longer than is normal · refused: it takes our credentials not.'),
    lastGood: instantSchema.nullable().describe('Took or told something, or was found well.'),
    lastHeard: instantSchema.nullable().describe('Told something of itself.'),
    lastRefused: instantSchema.nullable(),
    lastAway: instantSchema.nullable(),
  }),
);

const sources = route({
  method: 'GET',
  path: '/v1/sources',
  operationId: 'listSources',
  summary: 'How the systems stand, as far as this process has seen since it began.',
  access: 'read',
  responses: {
    200: { description: 'Every system.', schema: z.object({ sources: z.array(sourceSchema) }) },
    ...refusals,
  },
  handle({ context }) {
    return Promise.resolve({
      status: 200,
      json: { sources: deskOf(context).sources().map(sourceOf) },
    });
  },
});

function sourceOf({ system, connector, state, ...times }: SourceView) {
  const at = (time: number | undefined): string | null =>
    time === undefined ? null : instant(time);
  return {
    system,
    connector,
    state,
    lastGood: at(times.lastGood),
    lastHeard: at(times.lastHeard),
    lastRefused: at(times.lastRefused),
    lastAway: at(times.lastAway),
  };
}

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

/** An id is 32 hex digits; a cursor holds numbers. */
const bounds = Array.from({ length: 4 }, () => 0xff_ff_ff_ff);

function quartersOf(id: string): readonly number[] {
  return [0, 8, 16, 24].map((from) => Number.parseInt(id.slice(from, from + 8), 16));
}

function placeOf(cursor: string): { readonly at: number; readonly id: string } {
  const [at = 0, ...quarters] = readCursor(cursor, [most.time, ...bounds]);
  return { at, id: quarters.map((each) => each.toString(16).padStart(8, '0')).join('') };
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

export const sourceRoutes = [sources, quarantine, refetch];
