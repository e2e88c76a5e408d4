/** The shapes that several routes share, each under the name it has in the OpenAPI document. */
import { z } from 'zod';
import { parseDuration } from '../core/index.ts';
import type { Span } from '../core/index.ts';

/** Components of the document by name; a list of its own, so that other schemas stay out. */
export const components = new Map<string, z.ZodType>();

export function named<T extends z.ZodType>(id: string, schema: T): T {
  components.set(id, schema);
  return schema;
}

const word = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;

/** Lower-case words joined by hyphens: the names of a program, reason codes, no free text. */
export const nameSchema = z.string().max(64).regex(word);
export const codeSchema = z
  .string()
  .max(64)
  .regex(/^ONW-[A-Z0-9-]+$/u)
  .describe('Stable; listed in the documentation.');
export const actorSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/u)
  .describe('Opaque id of a person of the program.');
export const reasonSchema = nameSchema.describe('A reason code; there is no free text.');
export const instantSchema = z.iso.datetime({ offset: true }).describe('RFC 3339.');
export const journeyIdSchema = z.string().regex(/^jrn_[0-9a-v]{1,11}$/u);
export const obligationIdSchema = z
  .string()
  .regex(/^obl_[0-9a-v]{1,11}-[1-9][0-9]{0,8}-[0-9]{1,4}$/u);

const errorSchema = named(
  'Error',
  z.object({
    error: z.object({
      code: codeSchema,
      message: z.string().describe('One sentence with the way out; no value of the input.'),
      at: z.string().optional().describe('Pointer to the member that is wrong.'),
      request: z.string().describe('Id of the request, as in the log.'),
    }),
  }),
);

const length = z.string().max(32).describe('A length of time: `90s`, `15m`, `24h`, `3d`, `2w`.');

/** A length of time by the clock, in milliseconds. */
export const lengthSchema = length.transform((written, context): number => {
  const ms = parseDuration(written);
  if (ms !== undefined && ms > 0) return ms;
  const message = 'must be a length of time such as `4h` or `2d`.';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const spanSchema = named(
  'Span',
  z
    .union([length, z.strictObject({ business: length.describe('Working days or working time.') })])
    .transform((written, context): Span => {
      const span = readSpan(written);
      if (span !== undefined) return span;
      const message = 'must be a length of time such as `24h`, `3d` or `{ business: 2d }`.';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
);

/** As in a program: more than a year of work is a slip. */
const mostBusinessDays = 500;
const mostBusinessMs = 100 * 86_400_000;

function readSpan(written: string | { readonly business: string }): Span | undefined {
  const text = typeof written === 'string' ? written : written.business;
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) return undefined;
  if (typeof written === 'string') return { kind: 'wall', ms };
  const days = Number(/^(\d{1,4})d$/u.exec(text)?.[1] ?? 0);
  if (days > 0) return days <= mostBusinessDays ? { kind: 'business-days', days } : undefined;
  return /[wd]/u.test(text) || ms > mostBusinessMs ? undefined : { kind: 'business-time', ms };
}

export const factTypeSchema = named(
  'FactType',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['flag', 'instant', 'date', 'duration', 'money', 'zone']) }),
    z.object({ kind: z.literal('count'), max: z.int() }),
    z.object({ kind: z.literal('one-of'), values: z.array(z.string()) }),
    z.object({ kind: z.literal('ref'), system: z.string() }),
    z.object({ kind: z.literal('code'), list: z.string() }),
  ]),
);

export const factValueSchema = named(
  'FactValue',
  z
    .union([
      z.boolean(),
      z.number(),
      z.string(),
      z.object({ amount: z.int(), currency: z.string() }),
    ])
    .describe('instant: RFC 3339 · duration: ISO 8601 · money: minor units and ISO 4217 code.'),
);

export const nextSchema = z.string().nullable().describe('Cursor of the next page: `after`.');

/** Names of teams and roles, separated by commas. */
export const ownersSchema = z
  .string()
  .max(1_000)
  .regex(/^[a-z0-9-]+(?:,[a-z0-9-]+)*$/u)
  .transform((text) => [...new Set(text.split(','))])
  .describe('Teams and roles, separated by commas.');

/** `limit` and `after` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(100),
  after: z.string().max(200).optional(),
};

/** Names of owners with commas between them; absent: everybody. */
export const ownersQuery = z
  .string()
  .max(2_000)
  .transform((names) => names.split(',').filter((name) => name !== ''))
  .optional();

export const journeyParams = z.object({ id: z.string().describe('Public id of a journey.') });
export const obligationParams = z.object({
  id: z.string().describe('Public id of an obligation.'),
});

/** Errors that any route may answer with. */
export const refusals = {
  400: { description: 'The request cannot be read.', schema: errorSchema },
  401: { description: 'The token is missing or wrong.', schema: errorSchema },
  403: { description: 'This caller is refused.', schema: errorSchema },
  500: { description: 'A defect inside Onward.', schema: errorSchema },
  503: { description: 'Busy or not ready; come again.', schema: errorSchema },
};
export const missing = { 404: { description: 'There is no such thing.', schema: errorSchema } };
/** Errors of routes that take a body. */
export const bodyRefusals = {
  408: { description: 'The body is too slow.', schema: errorSchema },
  413: { description: 'The body is too large.', schema: errorSchema },
  415: { description: 'The media type is not taken.', schema: errorSchema },
};
export const unfit = { 422: { description: 'Understood, and refused.', schema: errorSchema } };
export const conflict = { 409: { description: 'No longer possible.', schema: errorSchema } };
