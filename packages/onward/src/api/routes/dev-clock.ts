/** The clock of a development run: read it, and move it ahead to see what becomes due. */
import { z } from 'zod';
import { readInstant, RejectError } from '../../core/index.ts';
import { HttpError } from '../failure.ts';
import { jsonRoute, route } from '../route.ts';
import {
  bodyRefusals,
  instantSchema,
  missing,
  named,
  refusals,
  spanSchema,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';

const clockSchema = named('Clock', z.object({ now: instantSchema }));

const readClock = route({
  method: 'GET',
  path: '/v1/dev/clock',
  operationId: 'readClock',
  summary: 'What time the engine takes it to be.',
  access: 'dev',
  responses: { 200: { description: 'The time.', schema: clockSchema }, ...missing, ...refusals },
  handle({ context: { deps } }) {
    return Promise.resolve({ status: 200, json: { now: instant(deps.clock.now()) } });
  },
});

const moveSchema = named(
  'MoveClock',
  z
    .strictObject({ to: instantSchema.optional(), by: spanSchema.optional() })
    .refine(({ to, by }) => (to === undefined) !== (by === undefined), {
      error: 'needs either `to` or `by`.',
    }),
);

const moveClock = jsonRoute({
  method: 'POST',
  path: '/v1/dev/clock',
  operationId: 'moveClock',
  summary: 'Moves the clock ahead; answered when what became due is done.',
  access: 'dev',
  params: z.object({}),
  body: moveSchema,
  responses: {
    200: { description: 'The time now.', schema: clockSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context: { deps }, body: { to, by } }) {
    if (deps.dev === undefined) {
      throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message: 'There is nothing at this path.' });
    }
    const now = deps.clock.now();
    if (by !== undefined && by.kind !== 'wall') {
      const message = 'The clock moves by clock time; send a length such as `2d`.';
      throw new RejectError('ONW-CLOCK-SPAN', message, { at: '/by' });
    }
    const target = by === undefined ? (readInstant(to ?? '') ?? now) : now + by.ms;
    if (target < now) {
      const message = 'The clock cannot go back; send a later time.';
      throw new RejectError('ONW-CLOCK-BACKWARD', message, { at: '/to' });
    }
    await deps.dev.moveClock(target);
    return { status: 200, json: { now: instant(deps.clock.now()) } };
  },
});

export const devRoutes = [readClock, moveClock];
