/**
 * What an edge in another process hands over is checked once more: closed types and keyed hashes,
 * or nothing. The coordinator trusts no sender to keep the boundary, its own edge included.
 */
import { z } from 'zod';
import { closedFacts, declared, instants, isFact, RejectError } from '../core/index.ts';
import type {
  EventType,
  Facts,
  FactTypes,
  Observed,
  OperationalEvent,
  Program,
} from '../core/index.ts';
import { codeSchema, journeyIdSchema, named, nameSchema } from './schemas.ts';

const hex32 = z.string().regex(/^[0-9a-f]{32}$/u);
const name = nameSchema;
const value = z.union([
  z.boolean(),
  z.number(),
  z.string().max(64),
  z.strictObject({ amount: z.int(), currency: z.string().length(3) }),
]);
/** At most so many facts, so that a body's bound bounds the work. */
const facts = z
  .record(name, value)
  .refine((all) => Object.keys(all).length <= 64, 'must have at most 64 facts.');

const eventSchema = z.strictObject({
  type: z
    .string()
    .max(130)
    .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9.-]*$/u),
  source: z.string().regex(/^(?:~[0-9a-f]{12}|[a-z][a-z0-9-]{0,63})$/u),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/u),
  occurredAt: z.int().min(instants.earliest).max(instants.latest),
  undated: z.literal(true).optional(),
  refs: z
    .array(z.strictObject({ name, ref: hex32, of: z.enum(['subject', 'journey', 'contact']) }))
    .max(32),
  data: facts,
  digest: hex32,
  journey: journeyIdSchema.optional(),
  answers: z
    .string()
    .regex(/^jrn_[0-9a-v]{1,11}\.[1-9][0-9]{0,8}\.[0-9]{1,4}(?:\.e[1-9][0-9]{0,4})?$/u)
    .optional(),
  observed: z
    .strictObject({
      by: z.enum(['look-up', 'catch-up', 'fetch']),
      at: z.int().min(instants.earliest).max(instants.latest),
      version: z.int().min(0).optional(),
    })
    .optional(),
});

/** Events as they cross the boundary. */
export const sealedEventsSchema = named('SealedEvents', z.array(eventSchema).max(1_000));

/** What came of an order, as an edge tells it. */
export const sentSchema = named(
  'Sent',
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['done', 'rejected', 'exhausted', 'unknown']),
      data: facts,
      code: codeSchema.optional(),
      observed: sealedEventsSchema.optional(),
      more: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('retry'),
      code: codeSchema,
      afterMs: z.int().min(0).max(3_600_000).optional(),
    }),
  ]),
);

type Sealed = z.output<typeof eventSchema>;

/**
 * The event, when the program declares it and every fact is of its declared type.
 *
 * @throws {RejectError} ONW-EVENT-UNDECLARED, ONW-EVENT-DATA
 */
export function admit(event: Sealed, program: Program): OperationalEvent {
  const dot = event.type.indexOf('.');
  const { journey, answers, undated, observed, ...rest } = event;
  const type = own(
    own(program.systems, event.type.slice(0, dot))?.events,
    event.type.slice(dot + 1),
  );
  if (type === undefined) {
    const message = 'The program declares no such event; let the edge load the program that runs.';
    throw new RejectError('ONW-EVENT-UNDECLARED', message);
  }
  // Held to its form above, and to its types here.
  return {
    ...rest,
    type: declared(event.type),
    source: declared(event.source),
    id: declared(event.id),
    digest: declared(event.digest),
    refs: event.refs.map((each) => ({ ...each, ref: declared(each.ref) })),
    data: closedFacts(admitFacts(event.data, typesOf(type), program)),
    ...(journey === undefined ? {} : { journey }),
    ...(answers === undefined ? {} : { answers }),
    ...(undated === undefined ? {} : { undated }),
    ...(observed === undefined ? {} : { observed: observedOf(observed) }),
  };
}

function observedOf({ version, ...rest }: NonNullable<Sealed['observed']>): Observed {
  return version === undefined ? rest : { ...rest, version };
}

/** @throws {RejectError} ONW-EVENT-DATA when a fact is not declared, or not of its type */
export function admitFacts(data: Facts, types: FactTypes, { codes }: Program): Facts {
  for (const [fact, given] of Object.entries(data)) {
    const type = own(types, fact);
    if (type !== undefined && isFact(type, given, codes)) continue;
    const message = 'A fact is not declared, or not of its declared type; mend the edge.';
    throw new RejectError('ONW-EVENT-DATA', message);
  }
  return data;
}

/** Declared data, and each ref under its name. */
function typesOf({ refs, data }: EventType): FactTypes {
  const hashes = Object.entries(refs).map(([ref, { system }]) => {
    return [ref, { kind: 'ref', system }] as const;
  });
  return { ...data, ...Object.fromEntries(hashes) };
}

function own<T>(all: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return all !== undefined && Object.hasOwn(all, key) ? all[key] : undefined;
}
