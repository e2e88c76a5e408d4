/** The shapes of bulk acts: what is chosen, what would come of it, and how far a run has come. */
import { z } from 'zod';
import { errorCodes } from '../core/index.ts';
import type { RunView, Would } from '../runtime/index.ts';
import type { RecoveryItemRow } from '../store/index.ts';
import {
  codeSchema,
  instantSchema,
  journeyIdSchema,
  named,
  nameSchema,
  nextSchema,
  obligationIdSchema,
  reasonSchema,
  spanSchema,
} from './schemas.ts';
import { runView } from './recovery-schemas.ts';
import { instant } from './views.ts';
import { areDaysHeeded, daySchema, daysUnheeded, queueFilter } from './work-schemas.ts';

export const bulkPreviewRequestSchema = named(
  'BulkPreviewRequest',
  z.strictObject({
    select: z
      .union([
        z.strictObject({ ids: z.array(obligationIdSchema).min(1).max(1_000) }),
        z.strictObject({
          filter: z.strictObject(queueFilter(daySchema)).refine(areDaysHeeded, daysUnheeded),
        }),
      ])
      .describe('Open obligations by their ids, or as the queue finds them; at most 1,000.'),
    act: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('act'),
        action: nameSchema,
        data: z.record(z.string(), z.unknown()).default({}),
      }),
      z.strictObject({ kind: z.literal('assign'), owner: nameSchema }),
      z.strictObject({
        kind: z.literal('park'),
        owner: nameSchema,
        reason: reasonSchema,
        reviewEvery: spanSchema,
      }),
    ]),
  }),
);

export type BulkActRequest = z.output<typeof bulkPreviewRequestSchema>['act'];

const countsSchema = z.object({
  'not-eligible': z.int(),
  waiting: z.int(),
  acting: z.int(),
  unverified: z.int(),
  verified: z.int(),
  failed: z.int(),
});

export const bulkRunSchema = named(
  'BulkRun',
  z.object({
    id: z.string(),
    state: z.enum(['previewed', 'running', 'ended']),
    counts: countsSchema.describe('verified: it stands in the journey · unverified: not yet.'),
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
  }),
);

export function bulkRunView(run: RunView) {
  const { id, state, counts, startedAt, endedAt } = runView(run);
  return { id, state, counts, startedAt, endedAt };
}

export const bulkPreviewSchema = named(
  'BulkPreview',
  z.object({
    token: z.string().describe('Runs exactly what was previewed, for an hour.'),
    more: z.boolean().describe('There is more than one preview holds.'),
    eligible: z.int(),
    notEligible: z.array(
      z.object({
        id: z.string(),
        journey: journeyIdSchema,
        code: codeSchema,
        why: z.string().describe('What the code means, and what to do.'),
      }),
    ),
    run: bulkRunSchema,
    would: z
      .array(z.object({ step: z.string().nullable(), count: z.int() }))
      .describe('Where the journeys would stand, or how they would end.'),
  }),
);

const meaningOf = (code: RecoveryItemRow['code']): string =>
  (code === undefined ? undefined : errorCodes[code]) ?? 'It cannot be taken.';

export function bulkPreviewView(
  { run, more }: { readonly run: RunView; readonly more: boolean },
  rows: readonly RecoveryItemRow[],
) {
  const refused = rows.filter(({ status }) => status === 'not-eligible');
  const steps = new Map<string | null, number>();
  for (const { status, would } of rows) {
    if (status === 'not-eligible') continue;
    const foreseen: Would = would ?? {};
    const step = foreseen.step ?? null;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return {
    token: run.token,
    more,
    eligible: rows.length - refused.length,
    notEligible: refused.map(({ item, journey = '', code = 'ONW-INTERNAL' }) => {
      return { id: item, journey, code, why: meaningOf(code) };
    }),
    run: bulkRunView(run),
    would: [...steps]
      .map(([step, count]) => ({ step, count }))
      .toSorted((a, b) => b.count - a.count),
  };
}

export const bulkItemPageSchema = named(
  'BulkItemPage',
  z.object({
    items: z.array(
      z.object({
        place: z.int(),
        item: z.string(),
        journey: journeyIdSchema.nullable(),
        name: z.string(),
        status: z.enum(['not-eligible', 'waiting', 'acting', 'unverified', 'verified', 'failed']),
        code: codeSchema.nullable(),
        why: z.string().nullable(),
        at: instantSchema,
      }),
    ),
    next: nextSchema,
  }),
);

export function bulkItemView({ code, journey, at, ...row }: RecoveryItemRow) {
  const { place, item, name, status } = row;
  const told = { code: code ?? null, why: code === undefined ? null : meaningOf(code) };
  return { place, item, journey: journey ?? null, name, status, ...told, at: instant(at) };
}
