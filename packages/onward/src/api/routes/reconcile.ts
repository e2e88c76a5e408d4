/** Reconciliation: what systems say beside what journeys believe, and what people decide of it. */
import { z } from 'zod';
import {
  journeyId,
  parseDriftId,
  parseReconciliationId,
  RejectError,
  reconciliationId,
  type Program,
} from '../../core/index.ts';
import { expectPerson } from '../../runtime/index.ts';
import type { DriftRow } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import {
  classSchema,
  differenceSchema,
  differenceView,
  driftSchema,
  driftView,
  failedWrite,
  reconciliationSchema,
  reconciliationView,
} from '../drift-views.ts';
import { HttpError } from '../failure.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  journeyIdSchema,
  journeyParams,
  missing,
  named,
  nameSchema,
  nextSchema,
  pageQuery,
  reasonSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import { findJourney } from './find-journey.ts';

const begin = jsonRoute({
  method: 'POST',
  path: '/v1/reconciliations',
  operationId: 'reconcile',
  summary: 'Begins to compare a system with what journeys believe; read how far it has come by id.',
  access: 'write',
  body: named(
    'Reconcile',
    z.strictObject({
      system: nameSchema,
      lookUp: nameSchema.optional().describe('Absent: each look-up of the system.'),
      actor: actorSchema,
      preview: z.boolean().default(false).describe('Only looks: nothing is applied or kept.'),
    }),
  ),
  responses: {
    202: {
      description: 'Under way.',
      schema: z.object({ reconciliations: z.array(z.string()) }),
    },
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context: { deps }, body: { system, lookUp, actor: by, preview } }) {
    const { program, reconciling } = deps.engine;
    expectPerson(program, by);
    const lookUps =
      lookUp === undefined ? Object.keys(program.systems[system]?.lookUps ?? {}) : [lookUp];
    if (lookUps.length === 0) {
      const message = 'The program has no such system, or it has no look-ups.';
      throw new RejectError('ONW-LOOKUP-UNKNOWN', message);
    }
    const ids: string[] = [];
    let underWay: unknown;
    for (const each of lookUps) {
      try {
        ids.push(reconciliationId(await reconciling.start({ system, lookUp: each, by, preview })));
      } catch (error) {
        // The others are begun all the same; refused is only what would begin nothing.
        if (!(error instanceof RejectError) || error.code !== 'ONW-RECONCILE-UNDERWAY') throw error;
        underWay = error;
      }
    }
    if (ids.length === 0) throw underWay;
    return { status: 202, json: { reconciliations: ids } };
  },
});

const one = route({
  method: 'GET',
  path: '/v1/reconciliations/:id',
  operationId: 'readReconciliation',
  summary: 'How far a comparison has come, and what it came to.',
  access: 'read',
  params: z.object({ id: z.string() }),
  responses: {
    200: { description: 'As it stands now.', schema: reconciliationSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context: { deps }, params }) {
    const id = parseReconciliationId(params.id);
    const [row] = id === undefined ? [] : await deps.engine.reconciling.looks({ id, limit: 1 });
    if (row === undefined) {
      const message = 'There is no such reconciliation.';
      throw new HttpError(404, 'ONW-RECONCILE-ABSENT', { message });
    }
    return { status: 200, json: reconciliationView(row) };
  },
});

const list = route({
  method: 'GET',
  path: '/v1/reconciliations',
  operationId: 'listReconciliations',
  summary: 'What was compared when, the newest first; a hundred at the most.',
  access: 'read',
  query: z.object({ system: nameSchema.optional() }),
  responses: {
    200: {
      description: 'The newest.',
      schema: z.object({ reconciliations: z.array(reconciliationSchema) }),
    },
    ...refusals,
  },
  async handle({ context: { deps }, query: { system } }) {
    const of = { limit: 100, ...(system === undefined ? {} : { system }) };
    const rows = await deps.engine.reconciling.looks(of);
    return { status: 200, json: { reconciliations: rows.map(reconciliationView) } };
  },
});

const ofJourney = jsonRoute({
  method: 'POST',
  path: '/v1/journeys/:id/reconcile',
  operationId: 'reconcileJourney',
  summary: 'Asks systems about one journey now; answered when what differs is seen to.',
  access: 'write',
  params: journeyParams,
  body: named(
    'ReconcileJourney',
    z
      .strictObject({
        system: nameSchema.optional().describe('Absent: each that has look-ups.'),
        lookUp: nameSchema.optional().describe('Absent: each look-up of the system.'),
        actor: actorSchema,
        preview: z.boolean().default(false),
      })
      .refine(({ system, lookUp }) => lookUp === undefined || system !== undefined, {
        error: 'needs the `system` of the `lookUp`.',
      }),
  ),
  responses: {
    200: {
      description: 'What came of it.',
      schema: z.object({
        journey: journeyIdSchema,
        agrees: z.boolean(),
        answered: z.boolean().describe('The system gave an answer to every question.'),
        closed: z.int(),
        differences: z.array(differenceSchema),
      }),
    },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body: { system, lookUp, actor, preview } }) {
    const { id } = await findJourney(context, params.id);
    const { engine } = context.deps;
    expectPerson(engine.program, actor);
    const only = lookUp === undefined ? {} : { lookUp };
    const of = system === undefined ? withLookUps(engine.program) : [system];
    const came = await Promise.all(
      of.map((each) => {
        return engine.reconciling.run({ system: each, ...only, journeys: [id], preview });
      }),
    );
    const answered = came.every(({ unanswered }) => unanswered === 0);
    const closed = came.reduce((sum, each) => sum + each.closed, 0);
    const differences = came.flatMap((each) => each.differences);
    const json = {
      journey: journeyId(id),
      agrees: answered && differences.length === 0,
      answered,
      closed,
      differences: differences.map(differenceView),
    };
    return { status: 200, json };
  },
});

/** None that could be asked is not none that differs. */
function withLookUps({ systems }: Program): readonly string[] {
  const able = Object.entries(systems).filter(([, { lookUps }]) => Object.keys(lookUps).length > 0);
  if (able.length > 0) return able.map(([name]) => name);
  const message = 'No system of the program has look-ups: there is nothing to compare with.';
  throw new RejectError('ONW-LOOKUP-UNKNOWN', message);
}

const drifts = route({
  method: 'GET',
  path: '/v1/drifts',
  operationId: 'listDrifts',
  summary: 'Where journeys and systems differ, with both sides; the newest first.',
  access: 'read',
  query: z.object({
    state: z.enum(['open', 'closed']).optional(),
    system: nameSchema.optional(),
    class: classSchema.optional(),
    journey: journeyIdSchema.optional(),
    ...pageQuery,
  }),
  responses: {
    200: {
      description: 'One page.',
      schema: named('DriftPage', z.object({ drifts: z.array(driftSchema), next: nextSchema })),
    },
    ...refusals,
  },
  async handle({ context, query: { state, system, class: drift, journey, limit, after } }) {
    const { reconciling } = context.deps.engine;
    const [before] = after === undefined ? [] : readCursor(after, [most.id]);
    const of = journey === undefined ? undefined : await findJourney(context, journey);
    const filter = {
      ...(state === undefined ? {} : { state }),
      ...(system === undefined ? {} : { system }),
      ...(drift === undefined ? {} : { class: drift }),
      ...(of === undefined ? {} : { journey: of.id }),
    };
    const page = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
    const found = await reconciling.drifts(filter, page);
    const { rows, next } = pageOf(found, limit, ({ id }) => [id]);
    const shown = await Promise.all(rows.map((row) => viewOf(context, row)));
    return { status: 200, json: { drifts: shown, next } };
  },
});

/** Whether what is being written back has failed stands in its journey. */
async function viewOf({ deps }: ApiContext, row: DriftRow) {
  const { program } = deps.engine;
  if (row.written === undefined || row.closed !== undefined) return driftView(row, program);
  const journey = await deps.reads.journey(row.journey);
  return driftView(row, program, failedWrite(row, journey?.state.obligations ?? []));
}

const driftParams = z.object({ id: z.string().describe('Public id of a drift.') });

const drift = route({
  method: 'GET',
  path: '/v1/drifts/:id',
  operationId: 'readDrift',
  summary: 'One difference, with both sides and what closed it.',
  access: 'read',
  params: driftParams,
  responses: { 200: { description: 'The drift.', schema: driftSchema }, ...missing, ...refusals },
  async handle({ context, params }) {
    const row = await context.deps.engine.reconciling.drift(driftOf(params.id));
    if (row === undefined) throw absent();
    return { status: 200, json: await viewOf(context, row) };
  },
});

function driftOf(id: string): number {
  const number = parseDriftId(id);
  if (number === undefined) throw absent();
  return number;
}

function absent(): RejectError {
  return new RejectError('ONW-DRIFT-ABSENT', 'There is no such drift.');
}

const decide = jsonRoute({
  method: 'POST',
  path: '/v1/drifts/:id/decide',
  operationId: 'decideDrift',
  summary: 'A person says who is right, the system or we, or that it stays as it is.',
  access: 'write',
  params: driftParams,
  body: named(
    'DecideDrift',
    z.discriminatedUnion('act', [
      z.strictObject({ act: z.literal('apply'), actor: actorSchema }),
      z.strictObject({ act: z.literal('write'), actor: actorSchema }),
      z.strictObject({ act: z.literal('dismiss'), actor: actorSchema, reason: reasonSchema }),
    ]),
  ),
  responses: {
    200: { description: 'Closed, or being written back.', schema: driftSchema },
    ...missing,
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body }) {
    const { reconciling } = context.deps.engine;
    const row = await reconciling.decide({ id: driftOf(params.id), ...body });
    return { status: 200, json: await viewOf(context, row) };
  },
});

export const reconcileRoutes = [begin, list, one, ofJourney, drifts, drift, decide];
