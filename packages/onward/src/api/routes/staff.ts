/** Who works when, and who is away. */
import { z } from 'zod';
import { isPerson, parseAbsenceId, readInstant, RejectError } from '../../core/index.ts';
import { expectPerson } from '../../runtime/index.ts';
import { HttpError } from '../failure.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  missing,
  named,
  refusals,
  unfit,
} from '../schemas.ts';
import { absenceSchema, absenceView, peopleSchema, peopleView } from '../staff-schemas.ts';
import { workOf } from './desk.ts';

const people = route({
  method: 'GET',
  path: '/v1/people',
  operationId: 'listPeople',
  summary: 'Owners with their people and hours, calendars, and who is away.',
  access: 'read',
  responses: {
    200: { description: 'All of them.', schema: peopleSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context }) {
    const { store, counts } = workOf(context);
    const { clock, engine } = context.deps;
    const now = clock.now();
    const [counted, absences] = await Promise.all([counts.get(), store.absences.list(now)]);
    const { program } = engine;
    return { status: 200, json: peopleView({ program, now, counts: counted, absences }) };
  },
});

const addAbsence = jsonRoute({
  method: 'POST',
  path: '/v1/absences',
  operationId: 'addAbsence',
  summary: 'Says that somebody is away, so that nobody waits for them unseen.',
  access: 'write',
  params: z.object({}),
  body: named(
    'AddAbsence',
    z.strictObject({
      actor: actorSchema,
      person: actorSchema,
      from: instantSchema,
      until: instantSchema.nullish().describe('Absent: nobody knows yet.'),
    }),
  ),
  responses: {
    201: { description: 'Kept.', schema: absenceSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body }) {
    const { actor, person } = body;
    const { clock, engine } = context.deps;
    expectPerson(engine.program, actor);
    if (!isPerson(engine.program, person)) {
      const message = 'The person is none of the program; use an id of one of its teams.';
      throw new RejectError('ONW-ACTOR-UNKNOWN', message, { at: '/person' });
    }
    const at = clock.now();
    const from = readInstant(body.from) ?? at;
    const until = readInstant(body.until ?? '');
    if (until !== undefined && (until <= from || until <= at)) {
      const message = 'The absence ends before it begins, or is over already; correct its times.';
      throw new RejectError('ONW-ABSENCE-SPAN', message, { at: '/until' });
    }
    const span = until === undefined ? { from } : { from, until };
    const row = await workOf(context).store.absences.add({ person, ...span, by: actor, at });
    return { status: 201, json: absenceView(row) };
  },
});

const endAbsence = jsonRoute({
  method: 'POST',
  path: '/v1/absences/:id/end',
  operationId: 'endAbsence',
  summary: 'Says that somebody is back, or will not be away.',
  access: 'write',
  params: z.object({ id: z.string().describe('Public id of an absence.') }),
  body: z.strictObject({ actor: actorSchema }),
  responses: {
    204: { description: 'Ended.' },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body: { actor } }) {
    const { clock, engine } = context.deps;
    expectPerson(engine.program, actor);
    const { absences } = workOf(context).store;
    const id = parseAbsenceId(params.id);
    const by = { actor, at: clock.now() };
    if (id === undefined || !(await absences.end(id, by))) {
      const message = 'There is no such absence, or it is over already.';
      throw new HttpError(404, 'ONW-ABSENCE-ABSENT', { message });
    }
    return new Response(null, { status: 204 });
  },
});

export const staffRoutes = [people, addAbsence, endAbsence];
