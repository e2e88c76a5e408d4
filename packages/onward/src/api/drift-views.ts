/** Drift and comparisons as the API shows them. */
import { z } from 'zod';
import { driftClasses, driftId, journeyId, reconciliationId } from '../core/index.ts';
import type { Facts, FactTypes, Obligation, Program } from '../core/index.ts';
import { writeOf } from '../runtime/index.ts';
import type { Difference } from '../runtime/index.ts';
import type { DriftRow, ReconciliationRow } from '../store/index.ts';
import { codeSchema, factValueSchema, instantSchema, journeyIdSchema, named } from './schemas.ts';
import { instant, wireFacts } from './views.ts';

export const classSchema = z
  .enum(driftClasses)
  .describe('missed: it never came · out-of-order: something older came after it.');

const sideSchema = z.object({
  event: z.string(),
  occurredAt: instantSchema,
  facts: z.record(z.string(), factValueSchema),
});

export const driftSchema = named(
  'Drift',
  z.object({
    id: z.string(),
    journey: journeyIdSchema,
    system: z.string(),
    lookUp: z.string(),
    class: classSchema,
    policy: z.enum(['apply', 'propose', 'task']),
    believed: sideSchema.nullable().describe('What came, and is in doubt.'),
    found: sideSchema.nullable().describe('What the system says; null: nothing.'),
    evidence: z
      .object({ at: instantSchema, version: z.int().nullable() })
      .nullable()
      .describe('When the system said so, and which version of its record.'),
    code: codeSchema.nullable().describe('Why it could not be applied.'),
    owner: z.string(),
    due: instantSchema,
    firstSeen: instantSchema,
    lastSeen: instantSchema,
    write: z
      .string()
      .nullable()
      .describe('The command that would write back what is believed; null: none is declared.'),
    written: z
      .object({
        at: instantSchema,
        by: z.string(),
        command: z.string(),
        failed: z
          .string()
          .nullable()
          .describe('How it ended where the system did not take it: an exception of the journey.'),
      })
      .nullable()
      .describe('It was written back; the system is asked until it shows it, or it is due.'),
    closed: z
      .object({
        at: instantSchema,
        by: z.enum(['agreed', 'applied', 'verified', 'dismissed', 'ended']),
        actor: z.string().nullable(),
        reason: z.string().nullable(),
      })
      .nullable(),
  }),
);

/** As it is shown; `failed`: how what was written back ended, where an exception stands for it. */
export function driftView(row: DriftRow, program: Program, failed?: string) {
  const { id, journey, system, lookUp, policy, believed, found, code, owner, closed } = row;
  const { written } = row;
  const { observed } = found ?? {};
  const side = (word: Side | undefined) => (word === undefined ? null : sideView(word, program));
  return {
    id: driftId(id),
    journey: journeyId(journey),
    system,
    lookUp,
    class: row.class,
    policy,
    believed: side(believed),
    found: side(found),
    evidence:
      observed === undefined
        ? null
        : { at: instant(observed.at), version: observed.version ?? null },
    code: code ?? null,
    owner,
    due: instant(row.due),
    firstSeen: instant(row.firstSeen),
    lastSeen: instant(row.lastSeen),
    write: writeOf(program, row)?.command ?? null,
    written:
      written === undefined
        ? null
        : { ...written, at: instant(written.at), failed: failed ?? null },
    closed:
      closed === undefined
        ? null
        : {
            at: instant(closed.at),
            by: closed.by,
            actor: closed.actor ?? null,
            reason: closed.reason ?? null,
          },
  };
}

/**
 * How what was written back ended, where it failed: its exception is open in the journey. One that
 * stood before is of another order, and says nothing of this one.
 */
export function failedWrite(
  { system, written }: Pick<DriftRow, 'system' | 'written'>,
  obligations: readonly Pick<Obligation, 'kind' | 'name' | 'since'>[],
): string | undefined {
  if (written === undefined) return undefined;
  const order = `${system}.${written.command}:`;
  const open = obligations.find(
    ({ kind, name, since }) =>
      kind === 'exception' && since >= written.at && name.startsWith(order),
  );
  return open?.name.slice(order.length);
}

interface Side {
  readonly type: string;
  readonly occurredAt: number;
  readonly data: Facts;
}

function sideView({ type, occurredAt, data }: Side, program: Program) {
  const dot = type.indexOf('.');
  const event = program.systems[type.slice(0, dot)]?.events[type.slice(dot + 1)];
  const refs = Object.entries(event?.refs ?? {}).map(([name, { system }]) => {
    return [name, { kind: 'ref', system }] as const;
  });
  const types: FactTypes = { ...event?.data, ...Object.fromEntries(refs) };
  return { event: type, occurredAt: instant(occurredAt), facts: wireFacts(data, types) };
}

export const differenceSchema = z.object({
  journey: journeyIdSchema.nullable().describe('null: nobody has begun it yet.'),
  system: z.string(),
  lookUp: z.string(),
  class: classSchema,
  policy: z.enum(['apply', 'propose', 'task']),
  end: z.enum(['applied', 'proposed', 'task', 'refused', 'looked-at']),
  code: codeSchema.nullable(),
});

export function differenceView({ journey, code, ...rest }: Difference) {
  return {
    ...rest,
    journey: journey === undefined ? null : journeyId(journey),
    code: code ?? null,
  };
}

export const reconciliationSchema = named(
  'Reconciliation',
  z.object({
    id: z.string(),
    system: z.string(),
    lookUp: z.string(),
    by: z.string().describe('A person, or `rhythm`.'),
    preview: z.boolean(),
    beganAt: instantSchema,
    endedAt: instantSchema.nullable(),
    ended: z.enum(['done', 'failed', 'left']).nullable().describe('left: its process has gone.'),
    code: codeSchema.nullable(),
    asked: z.int().describe('Journeys that the system was asked about.'),
    agreed: z.int(),
    unanswered: z.int(),
    closed: z.int().describe('Open drifts that are no more.'),
    ends: z
      .record(z.string(), z.record(z.string(), z.int()))
      .describe('By class, how many differences ended how.'),
  }),
);

export function reconciliationView(row: ReconciliationRow) {
  const { id, beatAt: _beat, beganAt, endedAt, ended, code, ...rest } = row;
  return {
    ...rest,
    id: reconciliationId(id),
    beganAt: instant(beganAt),
    endedAt: endedAt === undefined ? null : instant(endedAt),
    ended: ended ?? null,
    code: code ?? null,
  };
}
