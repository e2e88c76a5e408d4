/** One act on many obligations: previewed, run once, and told row by row. */
import { z } from 'zod';
import {
  actionsOf,
  journeyId,
  obligationId,
  parseObligationId,
  RejectError,
} from '../../core/index.ts';
import type { Obligation } from '../../core/index.ts';
import { workItem } from '../../runtime/index.ts';
import type { ActWith, RecoveryItem, RunView } from '../../runtime/index.ts';
import type { JourneyView, QueueSpot } from '../../store/index.ts';
import {
  bulkItemPageSchema,
  bulkItemView,
  bulkPreviewRequestSchema,
  bulkPreviewSchema,
  bulkPreviewView,
  bulkRunSchema,
  bulkRunView,
} from '../bulk-schemas.ts';
import type { BulkActRequest } from '../bulk-schemas.ts';
import type { ApiContext } from '../context.ts';
import { runRequestSchema } from '../recovery-schemas.ts';
import { jsonRoute, route } from '../route.ts';
import { bodyRefusals, conflict, missing, refusals, unfit } from '../schemas.ts';
import { queueFilterOf, workOf } from './desk.ts';
import type { QueueAsked } from './desk.ts';
import { readActionData } from './read-action-data.ts';
import { noRun, numberOf, recoveryOf, runItemsPage, runItemsQuery, runParams } from './recovery.ts';

/** Items of one preview. */
const mostItems = 1_000;
const pageSize = 500;

/** What was chosen, as it stands now. */
interface Chosen {
  readonly id: string;
  readonly view: Pick<JourneyView, 'id' | 'program' | 'state'> | undefined;
  readonly obligation: Obligation | undefined;
}

const preview = jsonRoute({
  method: 'POST',
  path: '/v1/bulk/preview',
  operationId: 'previewBulk',
  summary: 'What one act would do to many obligations, and to which of them it cannot be done.',
  access: 'write',
  params: z.object({}),
  body: bulkPreviewRequestSchema,
  responses: {
    200: { description: 'What was seen.', schema: bulkPreviewSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { select, act } }) {
    const recovery = recoveryOf(context);
    const chosen =
      'ids' in select ? await byIds(context, select.ids) : await byFilter(context, select.filter);
    if (chosen.length === 0) {
      const message = 'Nothing fits what was asked for; widen the filter, or name others.';
      throw new RejectError('ONW-BULK-NONE', message, { at: '/select' });
    }
    const shown = chosen.slice(0, mostItems);
    const given = await givenOf(context, act, shown);
    const items = shown.map(itemOf);
    const run = await recovery.previewWork({ act: act.kind, with: given, items });
    const rows = await recovery.itemsOfRun(run.id, { after: -1, limit: mostItems });
    const more = chosen.length > shown.length;
    return { status: 200, json: bulkPreviewView({ run, more }, rows) };
  },
});

async function byIds(context: ApiContext, ids: readonly string[]): Promise<readonly Chosen[]> {
  const all = [...new Set(ids)].map((id) => ({ id, name: parseObligationId(id) }));
  const numbers = new Set(all.flatMap(({ name }) => name?.journey ?? []));
  const views = await workOf(context).store.journeys([...numbers]);
  const byNumber = new Map(views.map((view) => [view.id, view]));
  return all.map(({ id, name }) => {
    const view = name && byNumber.get(name.journey);
    const obligation = view?.state.obligations.find((each) => {
      return each.slot === name?.slot && each.opened === name.opened;
    });
    return { id, view, obligation };
  });
}

/** As the queue finds them, in its order; one more than a preview holds tells of the rest. */
async function byFilter(context: ApiContext, asked: QueueAsked): Promise<readonly Chosen[]> {
  const { store } = workOf(context);
  const filter = queueFilterOf(context, asked, context.deps.clock.now());
  const found: Chosen[] = [];
  for (let after: QueueSpot | undefined; found.length <= mostItems;) {
    const page = await store.queue(filter, { limit: pageSize, ...(after && { after }) });
    for (const { journey, program, state, obligation } of page) {
      const id = obligationId({ journey, ...obligation });
      found.push({ id, view: { id: journey, program, state }, obligation });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = { rank: last.rank, journey: last.journey, slot: last.obligation.slot };
  }
  return found;
}

/** What is not open any more stands in the preview all the same, as not eligible. */
function itemOf({ id, view, obligation }: Chosen): RecoveryItem {
  if (view !== undefined && obligation !== undefined) return workItem(view, obligation, id);
  const journey = journeyId(parseObligationId(id)?.journey ?? 0);
  return { id, version: 0, journey, name: '', since: 0 };
}

/** Data is read as the first of them declares it that has such an action; the others may refuse. */
async function givenOf(
  { deps }: ApiContext,
  act: BulkActRequest,
  chosen: readonly Chosen[],
): Promise<ActWith> {
  if (act.kind === 'assign') return { owner: act.owner };
  if (act.kind === 'park') {
    const { owner, reason, reviewEvery } = act;
    return { owner, reason, reviewEvery: JSON.stringify(reviewEvery) };
  }
  const { action, data } = act;
  const able = chosen.find(({ view, obligation }) => {
    const journey = view?.program.journeys[view.state.journey];
    if (journey === undefined || obligation === undefined) return false;
    return actionsOf(journey, obligation).some(({ name }) => name === action);
  });
  if (able?.view === undefined || able.obligation === undefined) return { action };
  const stated = { action, data, sealRef: deps.sealRef?.bind(deps) };
  const facts = await readActionData(able.view, able.obligation, stated);
  return { action, data: JSON.stringify(facts) };
}

const start = jsonRoute({
  method: 'POST',
  path: '/v1/bulk/runs',
  operationId: 'runBulk',
  summary: 'Runs what was previewed, once; what would come to something else is not touched.',
  access: 'write',
  params: z.object({}),
  body: runRequestSchema,
  responses: {
    202: {
      description: 'Begun; the same token again tells of the same run.',
      schema: bulkRunSchema,
    },
    ...missing,
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body }) {
    return { status: 202, json: bulkRunView(await recoveryOf(context).run(body)) };
  },
});

const one = route({
  method: 'GET',
  path: '/v1/bulk/runs/:id',
  operationId: 'getBulkRun',
  summary: 'How far a run has come.',
  access: 'read',
  params: runParams,
  responses: { 200: { description: 'The run.', schema: bulkRunSchema }, ...missing, ...refusals },
  async handle({ context, params }) {
    return { status: 200, json: bulkRunView(await findRun(context, params.id)) };
  },
});

async function findRun(context: ApiContext, id: string): Promise<RunView> {
  const run = await recoveryOf(context).look(numberOf(id));
  if (run?.kind !== 'work') throw noRun();
  return run;
}

const items = route({
  method: 'GET',
  path: '/v1/bulk/runs/:id/items',
  operationId: 'listBulkItems',
  summary: 'What came of each: verified, or failed with a code and what it means.',
  access: 'read',
  params: runParams,
  query: runItemsQuery,
  responses: {
    200: { description: 'One page.', schema: bulkItemPageSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params, query }) {
    const { id } = await findRun(context, params.id);
    const { rows, next } = await runItemsPage(context, id, query);
    return { status: 200, json: { items: rows.map(bulkItemView), next } };
  },
});

export const bulkRoutes = [preview, start, one, items];
