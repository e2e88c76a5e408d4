/** What the verbs read of the server's answers; a newer server may say more. */
import { z } from 'zod';
import { RetryError } from '../../core/index.ts';

const next = z.string().nullable().default(null);

export const journeyRow = z.looseObject({
  id: z.string(),
  program: z.string(),
  journey: z.string(),
  stage: z.string(),
  step: z.string(),
  status: z.string(),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  since: z.string().nullable(),
  sentence: z.string(),
});
export type JourneyRow = z.output<typeof journeyRow>;
export const journeyPage = z.looseObject({ journeys: z.array(journeyRow), next });

const action = z.looseObject({
  name: z.string(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const obligation = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  owner: z.string(),
  due: z.string(),
  sentence: z.string(),
  actions: z.array(action).default([]),
});
const messages = z
  .array(
    z.looseObject({
      template: z.string(),
      sentence: z.string(),
      at: z.string(),
      fate: z.string(),
    }),
  )
  .default([]);

const clocks = z.array(z.looseObject({ name: z.string(), sentence: z.string() })).default([]);

export const journeyDetail = z.looseObject({
  id: z.string(),
  journey: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  stage: z.string(),
  facts: z.record(z.string(), z.unknown()),
  milestones: z.array(z.string()),
  places: z.array(z.looseObject({ step: z.string(), since: z.string() })),
  obligations: z.array(obligation),
  explain: z.looseObject({ sentence: z.string(), zone: z.string(), messages, clocks }),
});
export type JourneyDetail = z.output<typeof journeyDetail>;

export const explanation = z.looseObject({
  sentence: z.string(),
  waitingFor: z.string().nullable(),
  from: z.string().nullable(),
  since: z.string().nullable(),
  next: z.string().nullable(),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  ifNothing: z.string().nullable(),
  overdue: z.boolean(),
  zone: z.string(),
  messages,
  clocks,
});

export const journalPage = z.looseObject({
  entries: z.array(
    z.looseObject({
      seq: z.number(),
      at: z.string(),
      occurredAt: z.string(),
      type: z.string(),
      source: z.string(),
      eventId: z.string(),
      step: z.string(),
      hash: z.string(),
      observed: z.looseObject({ by: z.string(), at: z.string() }).nullable().default(null),
    }),
  ),
  next,
});

export const unmatchedPage = z.looseObject({
  unmatched: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      source: z.string(),
      eventId: z.string(),
      reason: z.string(),
      owner: z.string(),
      due: z.string(),
    }),
  ),
  next,
});

export const eventResults = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string().nullable(),
      status: z.string(),
      code: z.string().optional(),
      message: z.string().optional(),
      journeys: z.array(z.string()),
    }),
  ),
});

export const taken = z.looseObject({ journey: z.string() });

/** The answer in the shape asked for. @throws RetryError when something else answers there. */
export function expectShape<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new RetryError(
    'ONW-SERVER-ANSWER',
    'The answer is not one of this Onward; check --url, and that both are of the same version.',
  );
}
