/** Recovery: what waits for a person and why, what could be done, and what came of it. */
import { z } from 'zod';
import { declared, parseRecoveryId, RejectError } from '../../core/index.ts';
import type { Recovery, RecoveryAct } from '../../runtime/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import { HttpError } from '../failure.ts';
import {
  causeSchema,
  causeView,
  itemPageSchema,
  itemView,
  previewedSchema,
  previewSchema,
  runItemPageSchema,
  runItemView,
  runPageSchema,
  runRequestSchema,
  runSchema,
  runView,
} from '../recovery-schemas.ts';
import { jsonRoute, route } from '../route.ts';
import { bodyRefusals, conflict, missing, pageQuery, refusals, unfit } from '../schemas.ts';

const causes = route({
  method: 'GET',
  path: '/v1/recovery/causes',
  operationId: 'listCauses',
  summary: 'What waits for a person, grouped by why, the most frequent first.',
  access: 'read',
  responses: {
    200: { description: 'Every cause.', schema: z.object({ causes: z.array(causeSchema) }) },
    ...missing,
    ...refusals,
  },
  async handle({ context }) {
    const found = await recoveryOf(context).causes();
    return { status: 200, json: { causes: found.map(causeView) } };
  },
});

const causeParams = z.object({ id: z.string().describe('Id of a cause.') });

const causeItems = route({
  method: 'GET',
  path: '/v1/recovery/causes/:id/items',
  operationId: 'listCauseItems',
  summary: 'Everything that waits for one reason.',
  access: 'read',
  params: causeParams,
  query: z.object(pageQuery),
  responses: {
    200: { description: 'One page.', schema: itemPageSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params, query: { limit, after } }) {
    const [number = 0, slot = 0] =
      after === undefined ? [] : readCursor(after, [most.id, most.slot]);
    const page = after === undefined ? { limit } : { limit, after: [number, slot] as const };
    const { cause, items, next } = await recoveryOf(context).items(params.id, page);
    const cursor = next === undefined ? null : writeCursor(next);
    const json = { cause: causeView(cause), items: items.map(itemView), next: cursor };
    return { status: 200, json };
  },
});

/** What an act cannot do without. */
const needs: Readonly<Record<RecoveryAct, readonly ('reason' | 'owner' | 'to' | 'journey')[]>> = {
  retry: [],
  'look-up': [],
  apply: [],
  skip: ['reason'],
  're-route': ['owner'],
  override: ['to', 'reason'],
  're-fetch': [],
  replay: [],
  migrate: ['journey'],
  merge: [],
};

const preview = jsonRoute({
  method: 'POST',
  path: '/v1/recovery/previews',
  operationId: 'previewRecovery',
  summary: 'Who is eligible for an act, what would happen to each, and who is not, and why.',
  access: 'write',
  body: previewSchema,
  responses: {
    200: { description: 'What was seen, item by item.', schema: previewedSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { cause, act, items, with: given } }) {
    const lacking = needs[act].find((name) => given[name] === undefined);
    if (lacking !== undefined) {
      const message = 'The act needs more to be said; see its description.';
      throw new RejectError('ONW-RECOVERY-WITH', message, { at: `/with/${lacking}` });
    }
    const { reason, owner, to, journey } = given;
    const stated = {
      ...(reason === undefined ? {} : { reason }),
      ...(owner === undefined ? {} : { owner }),
      ...(to === undefined ? {} : { to }),
      ...(journey === undefined ? {} : { journey }),
    };
    const only = items === undefined ? {} : { items };
    const asked = { cause, act, with: stated, ...only };
    const { more, ...run } = await recoveryOf(context).preview(asked);
    return { status: 200, json: { token: run.token, more, run: runView(run) } };
  },
});

const start = jsonRoute({
  method: 'POST',
  path: '/v1/recovery/runs',
  operationId: 'runRecovery',
  summary: 'Runs what was previewed, once; what has moved since is not touched.',
  access: 'write',
  body: runRequestSchema,
  responses: {
    202: { description: 'Begun; the same token again tells of the same run.', schema: runSchema },
    ...missing,
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body }) {
    return { status: 202, json: runView(await recoveryOf(context).run(body)) };
  },
});

const list = route({
  method: 'GET',
  path: '/v1/recovery/runs',
  operationId: 'listRecoveryRuns',
  summary: 'Runs that were begun, the newest first.',
  access: 'read',
  query: z.object(pageQuery),
  responses: { 200: { description: 'One page.', schema: runPageSchema }, ...missing, ...refusals },
  async handle({ context, query: { limit, after } }) {
    const [before = most.id] = after === undefined ? [] : readCursor(after, [most.id]);
    const found = await recoveryOf(context).runs({ before, limit: limit + 1 });
    const { rows, next } = pageOf(found, limit, ({ id }) => [id]);
    return { status: 200, json: { runs: rows.map(runView), next } };
  },
});

export const runParams = z.object({ id: z.string().describe('Public id of a preview or a run.') });

const one = route({
  method: 'GET',
  path: '/v1/recovery/runs/:id',
  operationId: 'getRecoveryRun',
  summary: 'A preview, or how far its run has come.',
  access: 'read',
  params: runParams,
  responses: { 200: { description: 'The run.', schema: runSchema }, ...missing, ...refusals },
  async handle({ context, params }) {
    const run = await recoveryOf(context).look(numberOf(params.id));
    if (run === undefined) throw noRun();
    return { status: 200, json: runView(run) };
  },
});

export const runItemsQuery = z.object({
  ...pageQuery,
  status: z
    .enum(['not-eligible', 'waiting', 'acting', 'unverified', 'verified', 'failed'])
    .optional(),
});

const runItems = route({
  method: 'GET',
  path: '/v1/recovery/runs/:id/items',
  operationId: 'listRecoveryItems',
  summary: 'What would happen to each item, or what came of it.',
  access: 'read',
  params: runParams,
  query: runItemsQuery,
  responses: {
    200: { description: 'One page.', schema: runItemPageSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params, query }) {
    const { rows, next } = await runItemsPage(context, numberOf(params.id), query);
    return { status: 200, json: { items: rows.map(runItemView), next } };
  },
});

/** A page of a run's items, in the order of their places. */
export async function runItemsPage(
  context: ApiContext,
  run: number,
  { limit, after, status }: z.infer<typeof runItemsQuery>,
) {
  const [place = -1] = after === undefined ? [] : readCursor(after, [most.place]);
  const only = status === undefined ? {} : { status };
  const page = { after: place, limit: limit + 1, ...only };
  const found = await recoveryOf(context).itemsOfRun(run, page);
  return pageOf(found, limit, (row) => [row.place]);
}

/** The number behind the public id of a run. */
export function numberOf(id: string): number {
  const number = parseRecoveryId(id);
  if (number === undefined) throw noRun();
  return number;
}

/** There is none, or it was removed. */
export function noRun(): HttpError {
  const message = declared(
    'There is no such preview or run; an old preview that nobody ran is removed.',
  );
  return new HttpError(404, 'ONW-RECOVERY-ABSENT', { message });
}

/** Where what failed is recovered from. */
export function recoveryOf({ deps }: ApiContext): Recovery {
  if (deps.recovery === undefined) throw unknownRoute();
  return deps.recovery;
}

export const recoveryRoutes = [causes, causeItems, preview, start, list, one, runItems];
