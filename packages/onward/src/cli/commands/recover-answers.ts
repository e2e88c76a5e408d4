/** What `onward recover` reads of the server's answers; a newer server may say more. */
import { z } from 'zod';

const next = z.string().nullable().default(null);
const cause = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  journey: z.string().nullable(),
  step: z.string().nullable(),
  system: z.string().nullable(),
  count: z.number(),
  oldest: z.string(),
  owners: z.array(z.string()),
  acts: z.array(z.string()),
});
export type CauseRow = z.output<typeof cause>;
export const causePage = z.looseObject({ causes: z.array(cause) });

const item = z.looseObject({
  id: z.string(),
  journey: z.string().nullable(),
  name: z.string(),
  owner: z.string().nullable(),
  since: z.string(),
});
export const causeItems = z.looseObject({ cause, items: z.array(item), next });

export const recoveryRun = z.looseObject({
  id: z.string(),
  state: z.enum(['previewed', 'running', 'ended']),
  act: z.string(),
  counts: z.looseObject({
    'not-eligible': z.number(),
    waiting: z.number(),
    acting: z.number(),
    unverified: z.number(),
    verified: z.number(),
    failed: z.number(),
  }),
});
export type RecoveryRun = z.output<typeof recoveryRun>;
export const recoveryPreview = z.looseObject({
  token: z.string(),
  more: z.boolean(),
  run: recoveryRun,
});

const would = z.looseObject({
  step: z.string().nullable(),
  asks: z.array(z.string()),
  opens: z.array(z.string()),
  closes: z.array(z.string()),
  owner: z.string().nullable(),
  journey: z.string().nullable(),
});
const runItem = z.looseObject({
  item: z.string(),
  journey: z.string().nullable(),
  name: z.string(),
  status: z.string(),
  code: z.string().nullable(),
  why: z.string().nullable(),
  would: would.nullable(),
});
export type RunItem = z.output<typeof runItem>;
export const runItems = z.looseObject({ items: z.array(runItem), next });
