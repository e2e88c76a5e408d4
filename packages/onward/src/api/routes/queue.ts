/** The queue: what must happen next, in an order that says why; and who looks at what. */
import { z } from 'zod';
import { expectPerson } from '../../runtime/index.ts';
import type { QueueSpot } from '../../store/index.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { jsonRoute, route } from '../route.ts';
import { actorSchema, bodyRefusals, missing, pageQuery, refusals, unfit } from '../schemas.ts';
import {
  areDaysHeeded,
  countsView,
  daysUnheeded,
  dayText,
  presenceRequestSchema,
  queueFilter,
  queueRow,
  queueSchema,
} from '../work-schemas.ts';
import { presenceMs, queueFilterOf, workOf } from './desk.ts';
import { findJourney } from './find-journey.ts';

const queueQuery = z
  .object({
    ...queueFilter(dayText),
    actor: actorSchema.optional().describe('Without `owner`: the teams and roles of this person.'),
    ...pageQuery,
  })
  .refine(areDaysHeeded, daysUnheeded);

const queue = route({
  method: 'GET',
  path: '/v1/queue',
  operationId: 'readQueue',
  summary: 'What must happen next, in the order in which it should be looked at, and why.',
  access: 'read',
  query: queueQuery,
  responses: { 200: { description: 'One page.', schema: queueSchema }, ...missing, ...refusals },
  async handle({ context, query }) {
    const { store, counts } = workOf(context);
    const { clock, engine } = context.deps;
    const now = clock.now();
    const filter = queueFilterOf(context, query, now);
    const after = query.after === undefined ? {} : { after: spotOf(query.after) };
    const [found, counted] = await Promise.all([
      store.queue(filter, { limit: query.limit + 1, ...after }),
      counts.get(),
    ]);
    const { rows, next } = pageOf(found, query.limit, (row) => {
      return [row.rank, row.journey, row.obligation.slot];
    });
    const journeys = [...new Set(rows.map(({ journey }) => journey))];
    const presence = await store.presence.of(journeys, now - presenceMs);
    const around = { now, program: engine.program, presence };
    const json = {
      at: new Date(now).toISOString(),
      rows: rows.map((row) => queueRow(row, around)),
      next,
      ...countsView(counted, filter.owners),
    };
    return { status: 200, json };
  },
});

function spotOf(cursor: string): QueueSpot {
  const bounds = [most.time, most.id, most.slot];
  const [rank = 0, journey = 0, slot = 0] = readCursor(cursor, bounds);
  return { rank, journey, slot };
}

const presence = jsonRoute({
  method: 'POST',
  path: '/v1/presence',
  operationId: 'notePresence',
  summary: 'Says that a person looks at a journey; true for a minute unless it is said again.',
  access: 'write',
  params: z.object({}),
  body: presenceRequestSchema,
  responses: {
    204: { description: 'Noted.' },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { actor, journey } }) {
    const { store } = workOf(context);
    const { clock, engine } = context.deps;
    expectPerson(engine.program, actor);
    const { id } = await findJourney(context, journey);
    const at = clock.now();
    await store.presence.note({ journey: id, actor, at, lastMs: presenceMs });
    return new Response(null, { status: 204 });
  },
});

export const queueRoutes = [queue, presence];
