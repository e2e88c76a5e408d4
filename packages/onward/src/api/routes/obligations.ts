/** Obligations: the queue of what must happen next, and a person's act on one of them. */
import { z } from 'zod';
import { parseObligationId, RejectError } from '../../core/index.ts';
import type { Facts, ObligationName } from '../../core/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { HttpError } from '../failure.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  journeyIdSchema,
  missing,
  named,
  nameSchema,
  obligationParams,
  pageQuery,
  refusals,
  unfit,
} from '../schemas.ts';
import { obligationPageSchema } from '../view-schemas.ts';
import { openObligation } from '../views.ts';
import { readActionData, readRepeatedData } from './read-action-data.ts';

const kinds = [
  'await',
  'task',
  'command',
  'message',
  'wait',
  'depends',
  'park',
  'exception',
  'ad-hoc',
] as const;

const listObligations = route({
  method: 'GET',
  path: '/v1/obligations',
  operationId: 'listObligations',
  summary: 'Open obligations of all journeys, the one that is due first standing first.',
  access: 'read',
  query: z.object({
    owner: z.string().min(1).max(200).optional(),
    kind: z.enum(kinds).optional(),
    overdue: z.enum(['true', 'false']).optional(),
    ...pageQuery,
  }),
  responses: { 200: { description: 'One page.', schema: obligationPageSchema }, ...refusals },
  async handle({ context: { deps }, query }) {
    const now = deps.clock.now();
    const { owner, kind, overdue, limit } = query;
    const filter = {
      ...(owner === undefined ? {} : { owner }),
      ...(kind === undefined ? {} : { kind }),
      ...(overdue === 'true' ? { overdueAt: now } : {}),
    };
    const after = afterOf(query.after);
    const page = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const found = await deps.reads.obligations(filter, page);
    const { rows, next } = pageOf(found, limit, (row) => {
      return [row.obligation.due, row.journey, row.obligation.slot];
    });
    return {
      status: 200,
      json: { obligations: rows.map((row) => openObligation(row, now)), next },
    };
  },
});

function afterOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [due = 0, journey = 0, slot = 0] = readCursor(cursor, [most.time, most.id, most.slot]);
  return { due, journey, slot };
}

const actSchema = named(
  'Act',
  z.strictObject({
    action: nameSchema.describe('One of the actions the obligation has.'),
    actor: actorSchema,
    data: z.record(z.string(), z.unknown()).default({}).describe('What the action needs, by name.'),
  }),
);

const takenSchema = named('Taken', z.object({ journey: journeyIdSchema }));

const act = jsonRoute({
  method: 'POST',
  path: '/v1/obligations/:id/act',
  operationId: 'act',
  summary: 'A person acts on an obligation; answered once it is durable.',
  access: 'write',
  idempotent: true,
  params: obligationParams,
  body: actSchema,
  responses: {
    200: { description: 'Taken.', schema: takenSchema },
    ...missing,
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body, headers }) {
    const name = parseObligationId(params.id);
    if (name === undefined) {
      throw new HttpError(404, 'ONW-OBLIGATION-ABSENT', {
        message: 'There is no such obligation.',
      });
    }
    const { action, actor } = body;
    const idempotencyKey = idempotencyKeyOf(headers);
    const repeats = idempotencyKey !== undefined;
    const data = await dataOf(context, name, { action, data: body.data, repeats });
    const { journey } = await context.deps.engine.act({
      obligation: params.id,
      action,
      actor,
      data,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return { status: 200, json: { journey } };
  },
});

interface Given {
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The request has a key, so it may repeat an act that was taken. */
  readonly repeats: boolean;
}

async function dataOf({ deps }: ApiContext, name: ObligationName, given: Given): Promise<Facts> {
  const { journey, opened, slot } = name;
  const stated = { ...given, sealRef: deps.sealRef?.bind(deps) };
  const view = await deps.reads.journey(journey);
  const open = view?.state.obligations.find((each) => each.slot === slot && each.opened === opened);
  if (view !== undefined && open !== undefined) return readActionData(view, open, stated);
  const again =
    view !== undefined && given.repeats ? await readRepeatedData(view, stated) : undefined;
  if (again !== undefined) return again;
  const message = 'This obligation is no longer open; read the journey again to see what is next.';
  throw new RejectError('ONW-OBLIGATION-CLOSED', message);
}

export const obligationRoutes = [listObligations, act];
