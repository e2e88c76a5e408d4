/** Sources, incidents and holds as they stand in answers. */
import { z } from 'zod';
import type { SourceNow } from '../runtime/index.ts';
import type { HoldRow, IncidentRow } from '../store/index.ts';
import type { SourceView } from './ports.ts';
import { actorSchema, codeSchema, instantSchema, named, nameSchema } from './schemas.ts';
import { instant } from './views.ts';

const msSchema = z.int().describe('Milliseconds.');

export const incidentSchema = named(
  'Incident',
  z.object({
    id: z.string(),
    kind: z.enum(['silent', 'refused', 'away', 'lagging']),
    system: z.string(),
    code: codeSchema.nullable(),
    since: instantSchema.describe('When it began.'),
    openedAt: instantSchema.describe('When it was noticed.'),
    owner: z.string(),
    due: instantSchema,
    level: z.int().describe('0: the first owner; n: the n-th rung of the ladder.'),
    closedAt: instantSchema.nullable(),
  }),
);

export const holdSchema = named(
  'Hold',
  z.object({
    id: z.string(),
    system: z.string(),
    since: instantSchema.describe('Since when the system is out.'),
    setAt: instantSchema,
    review: instantSchema.describe('When somebody must look again; then it puts nothing off.'),
    by: actorSchema,
    reason: nameSchema,
    released: z
      .object({ at: instantSchema, by: actorSchema, reason: nameSchema })
      .nullable()
      .describe('Null: it is open.'),
  }),
);

export const sourceSchema = named(
  'Source',
  z.object({
    system: z.string(),
    connector: nameSchema,
    state: z
      .enum(['well', 'quiet', 'refused', 'away', 'unknown'])
      .describe('quiet: silent for longer than is normal · refused: it takes our credentials not.'),
    since: instantSchema.nullable().describe('Since when it is so.'),
    code: codeSchema.nullable().describe('What is wrong.'),
    lastGood: instantSchema.nullable().describe('Took or told something, or was found well.'),
    lastHeard: instantSchema.nullable().describe('Told something of itself.'),
    lastRefused: instantSchema.nullable(),
    lastAway: instantSchema.nullable(),
    silentMs: msSchema.nullable().describe('Since it was heard; null: it never was.'),
    normalSilence: z
      .object({
        ms: msSchema,
        from: z.enum(['week', 'day', 'all', 'declared']).describe('What it was learned from.'),
      })
      .nullable()
      .describe('The longest silence that is normal at this hour; null: not measured.'),
    lag: z
      .object({ p50Ms: msSchema, p95Ms: msSchema, events: z.int() })
      .nullable()
      .describe('Received less occurred, over a day; null: nothing came.'),
    lagging: z.boolean().describe('What came in the last hour came much later than it does.'),
    cursorAt: instantSchema.nullable().describe('When catch-up last read on.'),
    backlog: z
      .object({
        quarantined: z.int(),
        unmatched: z.int(),
        behind: z.boolean().describe('Catch-up knows of more than it has read.'),
      })
      .nullable()
      .describe('Null: it is the coordinator that knows.'),
    incident: incidentSchema.nullable(),
    hold: holdSchema.nullable(),
  }),
);

const orNull = (time: number | undefined): string | null =>
  time === undefined ? null : instant(time);

export function incidentOf({ id, code, closedAt, ...row }: IncidentRow) {
  const { kind, system, owner, level, since, openedAt, due } = row;
  return {
    id: String(id),
    kind,
    system,
    code: code ?? null,
    since: instant(since),
    openedAt: instant(openedAt),
    owner,
    due: instant(due),
    level,
    closedAt: orNull(closedAt),
  };
}

export function holdOf({ id, system, by, reason, ...row }: HoldRow) {
  const { since, setAt, review, releasedAt, releasedBy = '', releaseReason = '' } = row;
  return {
    id: String(id),
    system,
    since: instant(since),
    setAt: instant(setAt),
    review: instant(review),
    by,
    reason,
    released:
      releasedAt === undefined
        ? null
        : { at: instant(releasedAt), by: releasedBy, reason: releaseReason },
  };
}

/** As the coordinator knows it, or as the edge in this process has seen it. */
export function sourceOf(source: SourceNow | SourceView) {
  const { system, connector, state } = source;
  const known: Partial<SourceNow> = source;
  const { code, normalSilence, silentMs, lag, isLagging, backlog, incident, hold } = known;
  return {
    system,
    connector,
    state,
    since: orNull(known.since),
    code: code ?? null,
    lastGood: orNull(source.lastGood),
    lastHeard: orNull(source.lastHeard),
    lastRefused: orNull(source.lastRefused),
    lastAway: orNull(source.lastAway),
    silentMs: silentMs ?? null,
    normalSilence: normalSilence ?? null,
    lag: lag ?? null,
    lagging: isLagging ?? false,
    cursorAt: orNull(known.cursorAt),
    backlog: backlog ?? null,
    incident: incident === undefined ? null : incidentOf(incident),
    hold: hold === undefined ? null : holdOf(hold),
  };
}
