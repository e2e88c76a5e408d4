/** Hand-overs: drawn from what is open, without a word of text. */
import { z } from 'zod';
import { isPerson, parseObligationId, RejectError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { expectPerson } from '../../runtime/index.ts';
import type { HandoverRow, JourneyView, WorkStore } from '../../store/index.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  missing,
  named,
  nameSchema,
  obligationIdSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import {
  handed,
  handedViews,
  handoverDraftSchema,
  handoverSchema,
  handoverView,
} from '../today-schemas.ts';
import { instant } from '../views.ts';
import { queueFilterOf, workOf } from './desk.ts';

/** So much somebody reads. */
const mostDrafted = 20;

/** The journeys of obligations, by their numbers. */
export async function journeysOfItems(
  store: Pick<WorkStore, 'journeys'>,
  items: HandoverRow['items'],
): Promise<ReadonlyMap<number, JourneyView>> {
  const numbers = new Set(items.flatMap(({ id }) => parseObligationId(id)?.journey ?? []));
  const found = numbers.size === 0 ? [] : await store.journeys([...numbers]);
  return new Map(found.map((view) => [view.id, view]));
}

const draft = route({
  method: 'GET',
  path: '/v1/handovers/draft',
  operationId: 'draftHandover',
  summary: 'What an owner would hand over: what stands first in their queue.',
  access: 'read',
  query: z.object({ owner: nameSchema }),
  responses: {
    200: { description: 'At most 20 items.', schema: handoverDraftSchema },
    ...missing,
    ...unfit,
    ...refusals,
  },
  async handle({ context, query: { owner } }) {
    const { store } = workOf(context);
    const { clock, engine } = context.deps;
    expectOwner(engine.program, owner, '/owner');
    const now = clock.now();
    const filter = queueFilterOf(context, { owner: [owner], state: 'all' }, now);
    const rows = await store.queue(filter, { limit: mostDrafted });
    const items = rows.map(handed);
    const journeys = await journeysOfItems(store, items);
    const json = { at: instant(now), from: owner, items: handedViews(items, journeys, now) };
    return { status: 200, json };
  },
});

const handOver = jsonRoute({
  method: 'POST',
  path: '/v1/handovers',
  operationId: 'handOver',
  summary: 'Tells another owner, or a person, what they should know of; whose it is stays.',
  access: 'write',
  params: z.object({}),
  body: named(
    'HandOver',
    z.strictObject({
      actor: actorSchema,
      from: nameSchema,
      to: actorSchema.describe('A team, a role, or a person.'),
      items: z.array(obligationIdSchema).min(1).max(50),
    }),
  ),
  responses: {
    201: { description: 'Kept.', schema: handoverSchema },
    ...missing,
    ...conflict,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body: { actor, from, to, items: ids } }) {
    const { store } = workOf(context);
    const { clock, engine } = context.deps;
    const { program } = engine;
    expectPerson(program, actor);
    expectOwner(program, from, '/from');
    if (!Object.hasOwn(program.teams, to) && !isPerson(program, to)) {
      const message = 'A hand-over goes to a team, a role or a person of the program; name one.';
      throw new RejectError('ONW-HANDOVER-TO', message, { at: '/to' });
    }
    const now = clock.now();
    const asked = [...new Set(ids)].map((id) => ({ id, due: now }));
    const journeys = await journeysOfItems(store, asked);
    const views = handedViews(asked, journeys, now);
    const closed = views.findIndex(({ open }) => !open);
    if (closed >= 0) {
      const message =
        'This obligation is no longer open; read the queue again for what can be handed over.';
      throw new RejectError('ONW-OBLIGATION-CLOSED', message, { at: `/items/${closed}` });
    }
    const items = views.map(({ id, due }) => ({ id, due: Date.parse(due) }));
    const row = await store.handovers.add({ at: now, by: actor, from, to, items });
    return { status: 201, json: handoverView(row, journeys, now) };
  },
});

function expectOwner({ teams }: Program, owner: string, at: string): void {
  if (Object.hasOwn(teams, owner)) return;
  const message = 'The program has no such team or role; name one of its teams or roles.';
  throw new RejectError('ONW-OWNER-UNKNOWN', message, { at });
}

export const handoverRoutes = [draft, handOver];
