/** What the verbs of the edge read of a server's answers; a newer server may say more. */
import { z } from 'zod';

export const sourcesAnswer = z.looseObject({
  sources: z.array(
    z.looseObject({
      system: z.string(),
      connector: z.string(),
      state: z.string(),
      lastGood: z.string().nullable(),
      lastHeard: z.string().nullable(),
      lastRefused: z.string().nullable(),
      lastAway: z.string().nullable(),
      since: z.string().nullable().default(null),
      code: z.string().nullable().default(null),
      silentMs: z.number().nullable().default(null),
      normalSilence: z.looseObject({ ms: z.number() }).nullable().default(null),
      lag: z.looseObject({ p50Ms: z.number(), p95Ms: z.number() }).nullable().default(null),
      backlog: z
        .looseObject({ quarantined: z.number(), unmatched: z.number(), behind: z.boolean() })
        .nullable()
        .default(null),
      incident: z
        .looseObject({ kind: z.string(), owner: z.string(), due: z.string() })
        .nullable()
        .default(null),
      hold: z.looseObject({ review: z.string() }).nullable().default(null),
    }),
  ),
});

export const incidentsAnswer = z.looseObject({
  incidents: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      system: z.string(),
      code: z.string().nullable(),
      since: z.string(),
      owner: z.string(),
      due: z.string(),
      level: z.number(),
      closedAt: z.string().nullable(),
    }),
  ),
});

export const holdAnswer = z.looseObject({
  id: z.string(),
  system: z.string(),
  since: z.string(),
  review: z.string(),
  by: z.string(),
  reason: z.string(),
  released: z.looseObject({ at: z.string(), by: z.string() }).nullable(),
});
export const holdsAnswer = z.looseObject({ holds: z.array(holdAnswer) });

export const blastAnswer = z.looseObject({
  since: z.string(),
  counts: z.looseObject({
    waiting: z.number(),
    falselyOverdue: z.number(),
    safety: z.number(),
    stale: z.number(),
  }),
  journeys: z.array(z.looseObject({ journey: z.string(), why: z.array(z.string()) })),
  next: z.string().nullable(),
});

export const releasedAnswer = z.looseObject({
  released: z.boolean(),
  missing: z.array(z.string()),
  readBack: z
    .looseObject({
      asked: z.number(),
      unchanged: z.number(),
      closed: z.number(),
      conflicts: z.number(),
      unanswered: z.number(),
    })
    .nullable(),
});

export const quarantinePage = z.looseObject({
  quarantined: z.array(
    z.looseObject({
      id: z.string(),
      system: z.string(),
      code: z.string(),
      at: z.array(z.string()),
      bytes: z.number(),
      receivedAt: z.string(),
      nextAt: z.string(),
      state: z.string(),
      tries: z.number(),
    }),
  ),
  next: z.string().nullable().default(null),
});

export const refetched = z.object({
  refetched: z.number(),
  givenUp: z.number(),
  left: z.number(),
});
