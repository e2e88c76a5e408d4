/** The written form of a journey's smallest parts: names, durations, guards, transitions. */
import { z } from 'zod';

import { durationPattern } from '../duration.ts';
import { expected } from './expected.ts';
import {
  codePattern,
  longestName,
  namePattern,
  personPattern,
  qualifiedPattern,
} from '../names.ts';

/** A string of a given form; the phrase stands for every way to miss it. */
function form(pattern: RegExp, phrase: string, longest = longestName): z.ZodString {
  return z
    .string({ error: phrase })
    .regex(pattern, { error: phrase })
    .max(longest, { error: phrase });
}

export const nameSchema = form(namePattern, expected.name).meta({ id: 'Name' });
export const qualifiedSchema = form(qualifiedPattern, expected.qualified, 200).meta({
  id: 'Qualified',
});
export const personSchema = form(personPattern, expected.person);
export const codeSchema = form(codePattern, expected.codeValue);
export const dateSchema = form(/^\d{4}-\d{2}-\d{2}$/u, expected.date);
export const durationSchema = form(durationPattern, expected.duration).meta({
  id: 'Duration',
  description: 'A length of time by the clock: `90s`, `15m`, `24h`, `3d`, `2w`, `1d12h`.',
});
export const sentenceSchema = z
  .string({ error: expected.text })
  .min(1, { error: expected.text })
  .max(200, { error: expected.text });
const wholeSchema = z.int({ error: expected.count }).min(0, { error: expected.count });
export const fromOneSchema = z
  .int({ error: expected.atLeastOne })
  .min(1, { error: expected.atLeastOne });

/** One of something, or a list of at least one. */
export function oneOrMany<T extends z.ZodType>(
  item: T,
  phrase: string = expected.one,
): z.ZodUnion<[T, z.ZodArray<T>]> {
  const list = z.array(item, { error: phrase }).min(1, { error: phrase });
  return z.union([item, list], { error: phrase });
}

const businessSchema = z.strictObject({
  business: durationSchema.describe('Working days (`2d`) or working time (`4h`) of the owner.'),
});

export const spanSchema = z.union([durationSchema, businessSchema], { error: expected.span }).meta({
  id: 'Span',
  description: 'By the clock (`24h`), or in the working time of the owner (`{ business: 2d }`).',
});

export const untilFactSchema = z.strictObject({
  until: nameSchema.describe('A fact of type instant.'),
  plus: durationSchema.optional().describe('So long after the fact.'),
  minus: durationSchema.optional().describe('So long before the fact.'),
  else: spanSchema.describe('Counts while the fact is not known.'),
});

export const withinSchema = z
  .union([durationSchema, businessSchema, untilFactSchema], { error: expected.within })
  .meta({
    id: 'Within',
    description: 'The deadline: a span from the start, or relative to a fact.',
  });

export const factTypeSchema = z
  .union(
    [
      z.enum(['flag', 'instant', 'date', 'duration', 'money', 'zone'], {
        error: expected.factType,
      }),
      z.array(nameSchema, { error: expected.factType }).min(1, { error: expected.factType }),
      z.strictObject({
        count: fromOneSchema.max(10_000).describe('The highest value it may have.'),
      }),
      z.strictObject({ ref: nameSchema.describe('The system whose ids these are.') }),
      z.strictObject({ code: nameSchema.describe('The code list the value comes from.') }),
    ],
    { error: expected.factType },
  )
  .meta({ id: 'FactType', description: 'A closed type; there is no free text.' });

export const factTypesSchema = z.record(nameSchema, factTypeSchema);

const moneySchema = z.strictObject({
  amount: z.int({ error: expected.number }).describe('Minor units, such as cents.'),
  currency: form(/^[A-Z]{3}$/u, expected.currency).describe('ISO 4217.'),
});

const literals = [z.string(), z.number(), z.boolean(), moneySchema] as const;

export const literalSchema = z.union(literals, { error: expected.literal }).meta({
  id: 'Literal',
  description: 'A constant of the type of the fact it is compared with.',
});

export const valueSchema = z
  .union(
    [
      ...literals,
      z.null(),
      z.strictObject({ add: fromOneSchema.describe('Counts up, stopping at the highest value.') }),
    ],
    { error: expected.value },
  )
  .meta({
    id: 'Value',
    description: '`event.NAME`, `fact.NAME`, `now`, `null` to clear, `{ add: 1 }`, or a constant.',
  });

const operandSchema = form(
  /^(?:event\.)?[a-z][a-z0-9-]*$/u,
  'the name of a fact, or `event.NAME`',
  longestName + 6,
);
const boundSchema = z.union([wholeSchema, durationSchema], { error: expected.literal });
const boundsSchema = z.record(operandSchema, boundSchema).meta({ id: 'Bounds' });
/** RFC 3339, with its offset: an instant without one would depend on who reads it. */
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u;
const timeSchema = z.union(
  [form(/^now(?:[+-].{1,32})?$/u, expected.literal), form(instantPattern, expected.literal)],
  { error: '`now`, `now+24h`, `now-2h`, or an ISO 8601 instant with its offset' },
);
const timesSchema = z.record(operandSchema, timeSchema).meta({ id: 'Times' });

/** Written by hand, since a guard holds guards. */
export interface WrittenGuard {
  readonly is?: Readonly<Record<string, WrittenLiteral>> | undefined;
  readonly lt?: WrittenBounds | undefined;
  readonly lte?: WrittenBounds | undefined;
  readonly gt?: WrittenBounds | undefined;
  readonly gte?: WrittenBounds | undefined;
  readonly before?: WrittenTimes | undefined;
  readonly after?: WrittenTimes | undefined;
  readonly known?: string | readonly string[] | undefined;
  readonly all?: readonly WrittenGuard[] | undefined;
  readonly any?: readonly WrittenGuard[] | undefined;
  readonly not?: WrittenGuard | undefined;
}
export type WrittenBounds = Readonly<Record<string, number | string>>;
export type WrittenTimes = Readonly<Record<string, string>>;

const guards = z.lazy(() => z.array(guardSchema).min(1));
export const guardSchema: z.ZodType<WrittenGuard, WrittenGuard> = z
  .strictObject(
    {
      is: z.record(operandSchema, literalSchema).optional().describe('Equal, all of them.'),
      lt: boundsSchema.optional().describe('Less than.'),
      lte: boundsSchema.optional().describe('Less than or equal.'),
      gt: boundsSchema.optional().describe('Greater than.'),
      gte: boundsSchema.optional().describe('Greater than or equal.'),
      before: timesSchema.optional().describe('An instant earlier than this.'),
      after: timesSchema.optional().describe('An instant later than this.'),
      known: oneOrMany(operandSchema).optional().describe('A value is known, all of them.'),
      all: guards.optional().describe('Every one of them holds.'),
      any: guards.optional().describe('At least one of them holds.'),
      not: z
        .lazy(() => guardSchema)
        .optional()
        .describe('It does not hold.'),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? expected.guard : undefined) },
  )
  .meta({ id: 'Guard', description: 'A condition on facts and event data; several keys: all.' });

/** What is said, and how. */
export const tellingParts = {
  template: nameSchema.describe('What is sent.'),
  via: nameSchema
    .optional()
    .describe('The system that sends it; else the only one that can, of each channel.'),
  channels: z.array(nameSchema).min(1).optional().describe("In order; the template's unless said."),
};
export const tellingSchema = z
  .strictObject(tellingParts)
  .meta({ id: 'Telling', description: 'A message to the person.' });
const informSchema = z.union([nameSchema, tellingSchema], { error: expected.inform });

const callSchema = z.record(qualifiedSchema, z.record(nameSchema, valueSchema));

export const transitionParts = {
  when: guardSchema.optional().describe('Taken only when this holds.'),
  to: nameSchema.optional().describe('The step to go to; without it the journey stays.'),
  set: z.record(nameSchema, valueSchema).optional().describe('Facts to set.'),
  milestone: nameSchema.optional().describe('Reached by going this way.'),
  run: oneOrMany(callSchema).optional().describe('Commands asked in passing, with arguments.'),
  inform: oneOrMany(informSchema, expected.inform)
    .optional()
    .describe('What the person is told because this way was taken.'),
};

export const transitionSchema = z.strictObject(transitionParts).meta({
  id: 'Transition',
  description: 'A way on; `{}` stays.',
});

export const transitionsSchema = z
  .union(
    [
      nameSchema,
      transitionSchema,
      z.array(z.union([nameSchema, transitionSchema], { error: expected.transitions })).min(1),
    ],
    { error: expected.transitions },
  )
  .meta({ id: 'Transitions', description: 'A step, a transition, or an ordered list of them.' });

export type WrittenSpan = z.output<typeof spanSchema>;
export type WrittenWithin = z.output<typeof withinSchema>;
export type WrittenFactType = z.output<typeof factTypeSchema>;
export type WrittenFactTypes = z.output<typeof factTypesSchema>;
export type WrittenLiteral = z.output<typeof literalSchema>;
export type WrittenValue = z.output<typeof valueSchema>;
export type WrittenTelling = z.output<typeof tellingSchema>;
export type WrittenTransition = z.output<typeof transitionSchema>;
export type WrittenTransitions = z.output<typeof transitionsSchema>;
