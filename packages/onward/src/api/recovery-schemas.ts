/** The shapes of recovery: causes and their items, previews and runs. */
import { z } from 'zod';
import { errorCodes, recoveryId } from '../core/index.ts';
import type { OnwardCode } from '../core/index.ts';
import { acts, bulkActs, causeKinds } from '../runtime/index.ts';
import type { Cause, RecoveryItem, RunView, Would } from '../runtime/index.ts';
import type { RecoveryItemRow } from '../store/index.ts';
import {
  actorSchema,
  codeSchema,
  instantSchema,
  journeyIdSchema,
  named,
  nameSchema,
  nextSchema,
  reasonSchema,
} from './schemas.ts';
import { instant } from './views.ts';

const actSchema = z
  .enum(acts)
  .describe(
    'retry: the same order under its key · look-up: its system is asked · skip: closed for a ' +
      'reason · re-route: given to another owner · override: the journey is moved · re-fetch: ' +
      'the delivery is asked for again · replay: placed again · migrate: said whose it is · ' +
      'merge: the two people of a proposal are one.',
  );

export const causeSchema = named(
  'Cause',
  z.object({
    id: z.string().describe('Opaque; the same for as long as the reason is.'),
    kind: z.enum(causeKinds),
    name: z.string(),
    program: z.string().nullable(),
    journey: z.string().nullable().describe('Name of the definition.'),
    step: z.string().nullable(),
    system: z.string().nullable(),
    count: z.int(),
    oldest: instantSchema,
    owners: z.array(z.string()),
    acts: z.array(actSchema),
  }),
);

export function causeView({ oldest, owners, acts: allowed, ...cause }: Cause) {
  const { id, kind, name, count } = cause;
  return {
    id,
    kind,
    name,
    program: cause.program ?? null,
    journey: cause.journey ?? null,
    step: cause.step ?? null,
    system: cause.system ?? null,
    count,
    oldest: instant(oldest),
    owners: [...owners],
    acts: [...allowed],
  };
}

const itemSchema = named(
  'CauseItem',
  z.object({
    id: z.string().describe('An obligation, an unmatched input, or a delivery set aside.'),
    journey: journeyIdSchema.nullable(),
    name: z.string(),
    owner: z.string().nullable(),
    since: instantSchema,
  }),
);

export const itemPageSchema = named(
  'CauseItemPage',
  z.object({ cause: causeSchema, items: z.array(itemSchema), next: nextSchema }),
);

export function itemView({ id, journey, name, owner, since }: RecoveryItem) {
  return { id, journey: journey ?? null, name, owner: owner ?? null, since: instant(since) };
}

export const previewSchema = named(
  'RecoveryPreviewRequest',
  z.strictObject({
    cause: z.string().max(64),
    act: actSchema,
    items: z
      .array(z.string().max(64))
      .min(1)
      .max(1_000)
      .optional()
      .describe('Only these of its items.'),
    with: z
      .strictObject({
        reason: reasonSchema.optional(),
        owner: nameSchema.optional(),
        to: nameSchema.optional().describe('A step.'),
        journey: journeyIdSchema.optional().describe('Of a migrate: whose the input is.'),
      })
      .default({}),
  }),
);

export const runRequestSchema = named(
  'RecoveryRunRequest',
  z.strictObject({
    token: z.string().max(128).describe('Of the preview: exactly what it showed is run.'),
    actor: actorSchema,
  }),
);

const counts = z.object({
  'not-eligible': z.int(),
  waiting: z.int(),
  acting: z.int(),
  unverified: z.int(),
  verified: z.int(),
  failed: z.int(),
});

export const runSchema = named(
  'RecoveryRun',
  z.object({
    id: z.string(),
    state: z.enum(['previewed', 'running', 'ended']),
    cause: z.string(),
    kind: z.enum([...causeKinds, 'work']).describe('work: what people chose to do together.'),
    act: z.enum([...acts, ...bulkActs]),
    with: z.record(z.string(), z.string()),
    counts: counts.describe('verified: the cause is seen to be gone · unverified: not seen yet.'),
    previewedAt: instantSchema,
    actor: z.string().nullable(),
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
  }),
);

export const previewedSchema = named(
  'RecoveryPreview',
  z.object({
    token: z.string().describe('Runs what was previewed, for an hour.'),
    more: z.boolean().describe('The cause has more items than one preview holds.'),
    run: runSchema,
  }),
);

export const runPageSchema = named(
  'RecoveryRunPage',
  z.object({ runs: z.array(runSchema), next: nextSchema }),
);

export function runView(run: RunView) {
  const { id, cause, kind, act, given, counts: told, previewedAt, actor } = run;
  const { startedAt, endedAt } = run;
  const count = (name: keyof typeof told): number => told[name] ?? 0;
  return {
    id: recoveryId(id),
    state: endedAt !== undefined ? 'ended' : startedAt !== undefined ? 'running' : 'previewed',
    cause,
    kind,
    act,
    with: given,
    counts: {
      'not-eligible': count('not-eligible'),
      waiting: count('waiting'),
      acting: count('acting'),
      unverified: count('unverified'),
      verified: count('verified'),
      failed: count('failed'),
    },
    previewedAt: instant(previewedAt),
    actor: actor ?? null,
    startedAt: startedAt === undefined ? null : instant(startedAt),
    endedAt: endedAt === undefined ? null : instant(endedAt),
  };
}

const wouldSchema = named(
  'Would',
  z.object({
    step: z.string().nullable().describe('Where the journey would stand, or how it would end.'),
    asks: z.array(z.string()).describe('What systems would be asked for.'),
    opens: z.array(z.string()),
    closes: z.array(z.string()),
    owner: z.string().nullable(),
    journey: journeyIdSchema.nullable().describe('Which journey would take it.'),
  }),
);

const runItemSchema = named(
  'RecoveryItem',
  z.object({
    place: z.int(),
    item: z.string(),
    journey: journeyIdSchema.nullable(),
    name: z.string(),
    status: z.enum(['not-eligible', 'waiting', 'acting', 'unverified', 'verified', 'failed']),
    code: codeSchema.nullable(),
    why: z.string().nullable().describe('What the code means, and what to do.'),
    would: wouldSchema.nullable(),
    at: instantSchema,
  }),
);

export const runItemPageSchema = named(
  'RecoveryItemPage',
  z.object({ items: z.array(runItemSchema), next: nextSchema }),
);

export function runItemView(row: RecoveryItemRow) {
  const { place, item, journey, name, status, code, would, at } = row;
  return {
    place,
    item,
    journey: journey ?? null,
    name,
    status,
    code: code ?? null,
    why: code === undefined ? null : meaningOf(code),
    would: would === undefined ? null : wouldView(would),
    at: instant(at),
  };
}

function meaningOf(code: OnwardCode): string {
  return errorCodes[code] ?? 'It cannot be taken.';
}

function wouldView({ step, asks = [], opens = [], closes = [], owner, journey }: Would) {
  return {
    step: step ?? null,
    asks: [...asks],
    opens: [...opens],
    closes: [...closes],
    owner: owner ?? null,
    journey: journey ?? null,
  };
}
