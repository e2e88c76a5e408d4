/** What the verbs of reconciliation read of a server's answers; a newer server may say more. */
import { z } from 'zod';

const side = z.looseObject({ event: z.string(), occurredAt: z.string() });

export const driftRow = z.looseObject({
  id: z.string(),
  journey: z.string(),
  system: z.string(),
  lookUp: z.string(),
  class: z.string(),
  policy: z.string(),
  believed: side.nullable(),
  found: side.nullable(),
  owner: z.string(),
  due: z.string(),
  firstSeen: z.string(),
  written: z.looseObject({ at: z.string() }).nullable().default(null),
  closed: z.looseObject({ at: z.string(), by: z.string() }).nullable(),
});
export type DriftRow = z.output<typeof driftRow>;

export const driftPage = z.looseObject({
  drifts: z.array(driftRow),
  next: z.string().nullable().default(null),
});

export const begun = z.looseObject({ reconciliations: z.array(z.string()) });

export const reconciliation = z.looseObject({
  id: z.string(),
  system: z.string(),
  lookUp: z.string(),
  by: z.string(),
  beganAt: z.string(),
  ended: z.string().nullable(),
  code: z.string().nullable(),
  asked: z.number(),
  agreed: z.number(),
  unanswered: z.number(),
  closed: z.number(),
  ends: z.record(z.string(), z.record(z.string(), z.number())),
});
export type Reconciliation = z.output<typeof reconciliation>;
export const reconciliations = z.looseObject({ reconciliations: z.array(reconciliation) });

export const compared = z.looseObject({
  journey: z.string(),
  agrees: z.boolean(),
  answered: z.boolean(),
  closed: z.number(),
  differences: z.array(
    z.looseObject({
      lookUp: z.string(),
      class: z.string(),
      end: z.string(),
      code: z.string().nullable(),
    }),
  ),
});
