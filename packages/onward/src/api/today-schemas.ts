/** The shapes of a day's beginning: what changed, what is first, and what was handed over. */
import { z } from 'zod';
import { handoverId, journeyId, obligationId, parseObligationId } from '../core/index.ts';
import type { HandoverRow, JourneyView } from '../store/index.ts';
import {
  actorSchema,
  instantSchema,
  journeyIdSchema,
  named,
  obligationIdSchema,
} from './schemas.ts';
import { explainedRow, instant } from './views.ts';
import { queueRowSchema } from './work-schemas.ts';

const handedSchema = z.object({
  id: obligationIdSchema,
  journey: journeyIdSchema,
  sentence: z.string().nullable().describe('As it stands now; null: it is not open any more.'),
  due: instantSchema,
  open: z.boolean(),
});

export const handoverSchema = named(
  'Handover',
  z.object({
    id: z.string(),
    at: instantSchema,
    by: actorSchema,
    from: z.string(),
    to: z.string().describe('A team, a role, or a person.'),
    items: z.array(handedSchema),
  }),
);

export const handoverDraftSchema = named(
  'HandoverDraft',
  z.object({ at: instantSchema, from: z.string(), items: z.array(handedSchema) }),
);

/** Items as they stand now, where they are still open; else as they were handed over. */
export function handedViews(
  items: HandoverRow['items'],
  journeys: ReadonlyMap<number, JourneyView>,
  now: number,
) {
  return items.map(({ id, due }) => {
    const name = parseObligationId(id);
    const view = name && journeys.get(name.journey);
    const obligation = view?.state.obligations.find((each) => {
      return each.slot === name?.slot && each.opened === name.opened;
    });
    if (view === undefined || obligation === undefined) {
      const journey = journeyId(name?.journey ?? 0);
      return { id, journey, sentence: null, due: instant(due), open: false };
    }
    const { row } = explainedRow({ ...view, journey: view.id, obligation }, now);
    const { journey, sentence } = row;
    return { id, journey, sentence, due: instant(obligation.due), open: true };
  });
}

export function handoverView(
  { id, at, by, from, to, items }: HandoverRow,
  journeys: ReadonlyMap<number, JourneyView>,
  now: number,
) {
  const shown = handedViews(items, journeys, now);
  return { id: handoverId(id), at: instant(at), by, from, to, items: shown };
}

/** The id of an open obligation, and when it is due. */
export function handed({
  journey,
  obligation,
}: {
  readonly journey: number;
  readonly obligation: { readonly slot: number; readonly opened: number; readonly due: number };
}) {
  return { id: obligationId({ journey, ...obligation }), due: obligation.due };
}

export const todaySchema = named(
  'Today',
  z.object({
    at: instantSchema,
    since: instantSchema,
    measuredSince: instantSchema
      .nullable()
      .describe('Null: what came and went is not counted yet.'),
    arrived: z.int().nullable().describe('Journeys that began, whoever has them.'),
    closed: z
      .object({ events: z.int(), people: z.int(), deadlines: z.int(), other: z.int() })
      .nullable(),
    ended: z.int().nullable().describe('Journeys that ended, whoever had them.'),
    open: z.int(),
    overdue: z.int(),
    dueToday: z.int(),
    escalatedToUs: z.int().describe('It has climbed its ladder to these owners.'),
    held: z.array(
      z.object({
        system: z.string(),
        count: z.int(),
        since: instantSchema,
        review: instantSchema,
      }),
    ),
    absent: z.array(
      z.object({
        person: z.string(),
        owners: z.array(z.string()),
        until: instantSchema.nullable(),
        open: z.int().describe('Of their owners of whom nobody else is there.'),
      }),
    ),
    incidents: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        system: z.string(),
        since: instantSchema,
      }),
    ),
    handovers: z.array(handoverSchema),
    first: z.array(queueRowSchema),
  }),
);
