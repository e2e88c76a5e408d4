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
    }),
  ),
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
