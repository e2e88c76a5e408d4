/** The shapes of counts: the whole, what stands still, what is due to whom, and clocks. */
import { z } from 'zod';
import {
  instantSchema,
  journeyIdSchema,
  named,
  nextSchema,
  obligationIdSchema,
} from './schemas.ts';

export const msSchema = z.int().describe('Milliseconds.');
const countSchema = z.int();
const unmeasured = 'Null: not measured yet.';
/** As of when it was counted. */
export const atSchema = instantSchema.describe('As of when it was counted.');
/** Of which time all that happened is counted. */
export const measured = {
  measuredSince: instantSchema.nullable().describe('From when on it was counted; null: not yet.'),
  measuredTo: instantSchema.nullable().describe('As far as it was counted; null: not yet.'),
};

export const summarySchema = named(
  'Summary',
  z.object({
    at: atSchema,
    open: countSchema,
    ended: countSchema,
    overdue: countSchema.describe('Obligations that are late, as the queue counts them.'),
    stalls: countSchema.nullable().describe(`Causes. ${unmeasured}`),
    promisesAtRisk: countSchema.nullable().describe(unmeasured),
    sourcesTroubled: countSchema,
    unmatched: countSchema,
    quarantined: countSchema.nullable().describe('Null: no edge has said.'),
    drifts: countSchema,
    causes: countSchema.describe('Of what waits to be recovered from.'),
    messagesFailed: countSchema.nullable().describe('Of the last seven days.'),
    incidents: countSchema,
  }),
);

const stallSchema = named(
  'StallCause',
  z.object({
    id: z.string(),
    kind: z
      .enum(['source', 'absence', 'command', 'rule', 'step', 'slow'])
      .describe('step: late for no other known reason · slow: slower than 19 of 20 of its kind.'),
    system: z.string().nullable(),
    owner: z.string().nullable().describe('Who has to see to it.'),
    journey: z.string().nullable(),
    step: z.string().nullable(),
    command: z.string().nullable().describe('The order, message or event that it is about.'),
    state: z.enum(['silent', 'refused', 'away', 'lagging', 'held']).nullable(),
    people: countSchema.describe('Journeys that one fix frees.'),
    overdue: countSchema,
    slow: countSchema,
    held: countSchema,
    oldest: instantSchema,
    consequences: z
      .array(
        z.object({
          journey: journeyIdSchema,
          obligation: obligationIdSchema,
          sentence: z.string(),
          due: instantSchema,
        }),
      )
      .describe("What concerns a person's safety, or was not said to them; at most 500."),
    moreConsequences: countSchema.describe('Those that found no place among them.'),
    queue: z.string().describe('Query of the queue that lists what waits.'),
    fix: z.enum(['hold', 'hand-over', 'recover', 'queue', 'look-up']),
    cause: z.string().nullable().describe('Under which it can be recovered from.'),
  }),
);

export const stallsSchema = named(
  'Stalls',
  z.object({
    at: atSchema.nullable(),
    causes: z.array(stallSchema).describe('What frees most stands first.'),
  }),
);

export const loadSchema = named(
  'Load',
  z.object({
    at: atSchema,
    ...measured,
    days: z.array(z.iso.date()),
    owners: z.array(
      z.object({
        owner: z.string(),
        kind: z.enum(['team', 'role']),
        people: countSchema,
        presentPeople: countSchema,
        open: countSchema,
        overdue: countSchema,
        due: z.array(countSchema).describe('By day; the first holds what is overdue as well.'),
        later: countSchema,
        hours: z.array(z.number()).describe('Working hours of its calendar, by day.'),
        dueHours: z
          .array(z.number())
          .nullable()
          .describe(
            `Working hours that what is due takes at the pace of the last week. ${unmeasured}`,
          ),
        closedPerDay: z.number().nullable().describe(`In the last seven days. ${unmeasured}`),
        daysToClear: z.number().nullable().describe('Null: not measured, or nothing is closed.'),
        manual: countSchema.nullable().describe('What people did in the last seven days.'),
      }),
    ),
  }),
);

const chargedSchema = z
  .object({ us: msSchema, subject: msSchema, partner: msSchema, outage: msSchema })
  .describe('Time so far, by whose it is.');

const promiseRowSchema = z.object({
  journey: journeyIdSchema,
  journeyName: z.string(),
  clock: z.string(),
  standing: z.enum(['running', 'paused', 'stopped']),
  turn: z.enum(['us', 'subject', 'partner']).nullable(),
  due: instantSchema.nullable(),
  leftMs: msSchema.nullable(),
  passed: instantSchema.nullable(),
  charged: chargedSchema,
  sentence: z.string(),
  owner: z.string().nullable(),
  zone: z.string(),
});

export const promisesSchema = named(
  'Promises',
  z.object({
    at: atSchema.nullable(),
    complete: z.boolean().describe('False: of some clock only the most urgent 2,000 are listed.'),
    clocks: z.array(
      z.object({
        journey: z.string(),
        clock: z.string(),
        target: z.string().nullable(),
        running: countSchema,
        paused: countSchema,
        atRisk: countSchema.describe('Warned of, or with less than a fifth of its time left.'),
        passed: countSchema,
        charged: chargedSchema,
      }),
    ),
    rows: z.array(promiseRowSchema).describe('What was or will be passed first stands first.'),
    next: nextSchema,
  }),
);
