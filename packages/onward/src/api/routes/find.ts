/** Search by ids, and questions that people keep. */
import { z } from 'zod';
import {
  parseJourneyId,
  parseObligationId,
  parseViewId,
  RejectError,
  viewId,
} from '../../core/index.ts';
import { expectPerson } from '../../runtime/index.ts';
import type { JourneyView, SavedViewRow } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  missing,
  named,
  nameSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import { journeySummarySchema } from '../view-schemas.ts';
import { instant, journeySummary } from '../views.ts';
import { ownersOf, workOf } from './desk.ts';

const mostFound = 20;

const search = jsonRoute({
  method: 'POST',
  path: '/v1/search',
  operationId: 'search',
  summary: 'Journeys by their id, by an obligation, or by an id of an outside system.',
  access: 'write',
  params: z.object({}),
  body: named(
    'SearchRequest',
    z.strictObject({
      text: z
        .string()
        .trim()
        .min(1)
        .max(256)
        .describe('An outside id is hashed at the edge; it is neither kept nor logged.'),
    }),
  ),
  responses: {
    200: {
      description: 'What was found, open journeys first; at most 20.',
      schema: named('SearchResult', z.object({ journeys: z.array(journeySummarySchema) })),
    },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { text } }) {
    const now = context.deps.clock.now();
    const found = await journeysOf(context, text);
    return { status: 200, json: { journeys: found.map((view) => journeySummary(view, now)) } };
  },
});

async function journeysOf(context: ApiContext, text: string): Promise<readonly JourneyView[]> {
  const { deps } = context;
  const id = parseJourneyId(text) ?? parseObligationId(text)?.journey;
  const view = id === undefined ? undefined : await deps.reads.journey(id);
  if (view !== undefined) return [view];
  // What looks like an id of ours may be another system's all the same.
  const refs = (await deps.findRefs?.(text)) ?? [];
  return workOf(context).store.journeysOf(refs, mostFound);
}

export const viewSchema = named(
  'SavedView',
  z.object({
    id: z.string(),
    name: nameSchema,
    scope: z.enum(['mine', 'team', 'program']),
    team: z.string().nullable(),
    screen: nameSchema,
    query: z.string(),
    by: actorSchema,
    at: instantSchema,
  }),
);

function savedView({ id, team, at, ...row }: SavedViewRow) {
  return { ...row, id: viewId(id), team: team ?? null, at: instant(at) };
}

const listViews = route({
  method: 'GET',
  path: '/v1/views',
  operationId: 'listViews',
  summary: 'Saved views: one’s own, those of one’s teams, and everybody’s.',
  access: 'read',
  query: z.object({ actor: actorSchema }),
  responses: {
    200: {
      description: 'All of them.',
      schema: named('SavedViews', z.object({ views: z.array(viewSchema) })),
    },
    ...missing,
    ...refusals,
  },
  async handle({ context, query: { actor } }) {
    const teams = ownersOf(context.deps.engine.program, actor);
    const views = await workOf(context).store.views.list({ actor, teams });
    return { status: 200, json: { views: views.map(savedView) } };
  },
});

const saveView = jsonRoute({
  method: 'POST',
  path: '/v1/views',
  operationId: 'saveView',
  summary: 'Keeps a question under a name, for oneself, a team or everybody.',
  access: 'write',
  params: z.object({}),
  body: named(
    'SaveView',
    z
      .strictObject({
        actor: actorSchema,
        name: nameSchema,
        scope: z.enum(['mine', 'team', 'program']),
        team: nameSchema.optional(),
        screen: nameSchema,
        query: z
          .string()
          .max(500)
          .regex(/^[a-z0-9=&,.:-]*$/u)
          .describe('Names and ids only; there is no free text.'),
      })
      .refine(({ scope, team }) => (scope === 'team') === (team !== undefined), {
        error: 'needs a `team` where its scope is one, and none elsewhere.',
      }),
  ),
  responses: {
    201: { description: 'Kept.', schema: viewSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { actor, team, ...view } }) {
    const { clock, engine } = context.deps;
    expectPerson(engine.program, actor);
    if (team !== undefined && !Object.hasOwn(engine.program.teams, team)) {
      const message = 'The program has no such team or role; name one of its teams or roles.';
      throw new RejectError('ONW-OWNER-UNKNOWN', message, { at: '/team' });
    }
    const of = team === undefined ? {} : { team };
    const row = { ...view, ...of, by: actor, at: clock.now() };
    return { status: 201, json: savedView(await workOf(context).store.views.add(row)) };
  },
});

const removeView = jsonRoute({
  method: 'POST',
  path: '/v1/views/:id/remove',
  operationId: 'removeView',
  summary: 'Removes a saved view: one’s own, or one of a team that one is in.',
  access: 'write',
  params: z.object({ id: z.string().describe('Public id of a saved view.') }),
  body: z.strictObject({ actor: actorSchema }),
  responses: {
    204: { description: 'Removed.' },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body: { actor } }) {
    const { engine } = context.deps;
    expectPerson(engine.program, actor);
    const { views } = workOf(context).store;
    const id = parseViewId(params.id);
    const row = id === undefined ? undefined : await views.one(id);
    const teams = ownersOf(engine.program, actor);
    const isTheirs = row?.by === actor || (row?.team !== undefined && teams.includes(row.team));
    if (row === undefined || (row.scope === 'mine' && !isTheirs)) {
      throw new HttpError(404, 'ONW-VIEW-ABSENT', { message: 'There is no such saved view.' });
    }
    if (!isTheirs) {
      const message = 'The saved view is somebody else’s; whoever saved it can remove it.';
      throw new HttpError(403, 'ONW-VIEW-OTHERS', { message });
    }
    await views.remove(row.id);
    return new Response(null, { status: 204 });
  },
});

export const findRoutes = [search, listViews, saveView, removeView];
