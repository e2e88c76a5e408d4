/** The shapes of the queue: a row that says why it stands where it does, and counts beside it. */
import { z } from 'zod';
import { headStartOf, whyHere } from '../core/index.ts';
import type { Program } from '../core/index.ts';
import type { PlaceCounts } from '../runtime/index.ts';
import type { PresenceRow, QueueView } from '../store/index.ts';
import {
  actorSchema,
  instantSchema,
  journeyIdSchema,
  named,
  nextSchema,
  ownersSchema,
} from './schemas.ts';
import { openShape, presenceSchema } from './view-schemas.ts';
import { explainedRow, instant, presenceView } from './views.ts';

const filterText = z.string().min(1).max(200).optional();
const mostDays = 366;

/** Days from today on, in a body. */
export const daySchema = z.int().min(0).max(mostDays);
/** The same in a query. */
export const dayText = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number of days.')
  .pipe(z.coerce.number<string>().max(mostDays));

/** What a queue is asked for by, and what an act on many is done to. */
export function queueFilter(day: z.ZodType<number>) {
  return {
    owner: ownersSchema.optional(),
    journey: filterText,
    stage: filterText,
    step: filterText,
    kind: filterText,
    state: z.enum(['overdue', 'today', 'held', 'due', 'all']).default('all'),
    fromDay: day
      .optional()
      .describe('Of `due`: from this day of the owner on; 0, today, has what is late.'),
    toDay: day.optional().describe('Of `due`: before this day of the owner.'),
  };
}

interface DaysAsked {
  readonly state: string;
  readonly fromDay?: number | undefined;
  readonly toDay?: number | undefined;
}

/** Days that were not heeded would widen what an act is done to. */
export function areDaysHeeded({ state, fromDay, toDay }: DaysAsked): boolean {
  return state === 'due' || (fromDay === undefined && toDay === undefined);
}

export const daysUnheeded = {
  message: 'Days are told of what is due; send `state` as `due` with them.',
  path: ['state'],
};

export const queueRowSchema = named(
  'QueueRow',
  z.object({
    ...openShape,
    why: z
      .object({
        kind: z.enum(['safety', 'exception', 'escalated', 'overdue', 'due']),
        headStartMs: z.int(),
        rankAt: instantSchema,
      })
      .describe(
        'Why it stands here: its due time less a head start, which a matter of safety has, and ' +
          'a smaller one what nobody planned for.',
      ),
    zone: z.string().describe('IANA zone of the times in the sentence.'),
    waitingFor: z.string().nullable(),
    from: z.string().nullable(),
    ifNothing: z.string().nullable().describe('What comes of it where nobody does anything.'),
    presence: presenceSchema,
  }),
);

export interface Around {
  readonly now: number;
  /** The program that runs now: it says what is a matter of safety. */
  readonly program: Program;
  readonly presence: readonly PresenceRow[];
}

export function queueRow(view: QueueView, { now, program, presence }: Around) {
  const { row, explained, zone } = explainedRow(view, now);
  const { obligation, journey } = view;
  const { step, kind } = obligation;
  const at = { program: view.program.program, journey: view.state.journey, step, kind };
  const { rankAt, ...why } = whyHere(obligation, headStartOf(program, at), now);
  return {
    ...row,
    why: { ...why, rankAt: instant(rankAt) },
    zone,
    waitingFor: explained?.waitingFor ?? null,
    from: explained?.from ?? null,
    ifNothing: explained?.ifNothing ?? null,
    presence: presenceView(presence.filter((each) => each.journey === journey)),
  };
}

const countsSchema = named(
  'QueueCounts',
  z.object({ open: z.int(), overdue: z.int(), dueToday: z.int(), held: z.int() }),
);

export const queueSchema = named(
  'Queue',
  z.object({
    at: instantSchema,
    rows: z.array(queueRowSchema),
    next: nextSchema,
    counts: countsSchema.nullable().describe('Of the same owners; null: not counted yet.'),
    countsAt: instantSchema.nullable().describe('As of when they were counted.'),
  }),
);

/** The sum over the places of these owners; of all where none are named. */
export function countsView(counts: PlaceCounts | undefined, owners?: readonly string[]) {
  if (counts === undefined) return { counts: null, countsAt: null };
  const sum = { open: 0, overdue: 0, dueToday: 0, held: 0 };
  for (const row of counts.rows) {
    if (owners !== undefined && !owners.includes(row.owner)) continue;
    sum.open += row.open;
    sum.overdue += row.overdue;
    sum.dueToday += row.dueToday;
    sum.held += row.held;
  }
  return { counts: sum, countsAt: instant(counts.at) };
}

export const presenceRequestSchema = named(
  'PresenceRequest',
  z.strictObject({
    actor: actorSchema,
    journey: journeyIdSchema,
  }),
);
