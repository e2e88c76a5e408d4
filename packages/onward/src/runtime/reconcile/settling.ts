/** What follows a difference: the event is taken, a person is told, or what was open is closed. */
import { declared, journeyId, OnwardError, parseJourneyId } from '../../core/index.ts';
import type {
  ControlInput,
  Differs,
  DriftInput,
  OnwardCode,
  OperationalEvent,
} from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { ComparedJourney, DriftRow, Store } from '../../store/index.ts';
import type { EventResult } from '../types.ts';
import { ownerOfSystem } from '../unmatched-owner.ts';
import { onceKey } from '../work.ts';
import type { Belief, Found, Look } from './look.ts';

export interface SettlingParts {
  readonly store: Store;
  now(): number;
  /** Takes events; answered when they are durable. */
  events(events: readonly OperationalEvent[]): Promise<readonly EventResult[]>;
  /**
   * Tells a journey that something differs, does so no longer, or is written back; once under each
   * key.
   */
  tell(journey: number, input: DriftInput | ControlInput, key: string): Promise<unknown>;
  numbers(cell: number, count: number): Promise<() => number>;
}

/** A journey of which something differs; without one it would begin. */
export interface Suspect {
  readonly journey?: ComparedJourney;
  readonly differs: Differs<Found, Belief>;
}

interface Refused {
  readonly suspect: Suspect;
  readonly code: OnwardCode;
}

/**
 * Does what the program says of each, in the order in which it happened; returns the journeys that
 * took what was applied.
 */
export async function settle(
  suspects: readonly Suspect[],
  look: Look,
  parts: SettlingParts,
): Promise<readonly number[]> {
  if (look.request.preview === true) {
    for (const suspect of suspects) note(look, suspect, { end: 'looked-at' });
    return [];
  }
  const isApplied = ({ differs }: Suspect): boolean =>
    differs.found !== undefined && look.how.policy[differs.class] === 'apply';
  const applied = suspects.filter(isApplied).toSorted((a, b) => timeOf(a) - timeOf(b));
  const { refused, took } = await apply(applied, look, parts);
  for (const { suspect, code } of refused) note(look, suspect, { end: 'refused', code });
  const left = suspects.filter((suspect) => !isApplied(suspect));
  for (const suspect of left) {
    const isProposed = look.how.policy[suspect.differs.class] === 'propose';
    note(look, suspect, { end: isProposed ? 'proposed' : 'task' });
  }
  await keep([...left.map((suspect) => ({ suspect })), ...refused], look, parts);
  return took;
}

function timeOf({ differs }: Suspect): number {
  return differs.found?.occurredAt ?? 0;
}

function note(
  { count, system, lookUp, how }: Look,
  { journey, differs }: Suspect,
  {
    end,
    code,
  }: {
    readonly end: 'applied' | 'proposed' | 'task' | 'refused' | 'looked-at';
    readonly code?: OnwardCode;
  },
): void {
  const about = journey === undefined ? {} : { journey: journey.id };
  const policy = how.policy[differs.class];
  const why = code === undefined ? {} : { code };
  count.differs({ ...about, system, lookUp, class: differs.class, policy, end, ...why });
}

/** Events taken in one go. */
const atOnce = 500;

interface Applied {
  readonly refused: readonly Refused[];
  readonly took: readonly number[];
}

async function apply(
  suspects: readonly Suspect[],
  look: Look,
  parts: SettlingParts,
): Promise<Applied> {
  const refused: Refused[] = [];
  const took: number[] = [];
  const take = (suspect: Suspect, result: EventResult | undefined): void => {
    const journeys = result?.journeys ?? [];
    took.push(...journeys.flatMap((journey) => parseJourneyId(journey) ?? []));
    if (journeys.length > 0) note(look, suspect, { end: 'applied' });
    else refused.push({ suspect, code: result?.code ?? 'ONW-EVENT-REJECTED' });
  };
  for (let at = 0; at < suspects.length; at += atOnce) {
    const part = suspects.slice(at, at + atOnce);
    const results = await parts.events(part.map(eventOf));
    // The system tells something else under an id that it used: it is told under one of ours.
    const isReused = (index: number): boolean => results[index]?.code === 'ONW-EVENT-ID-REUSED';
    const again = part.filter((_, index) => isReused(index));
    const retold = again.length === 0 ? [] : await parts.events(again.map(retell));
    for (const [index, suspect] of part.entries()) {
      if (!isReused(index)) take(suspect, results[index]);
    }
    for (const [index, suspect] of again.entries()) take(suspect, retold[index]);
  }
  return { refused, took };
}

/** What never came goes to whomever it belongs to; what is said again, to this journey alone. */
function eventOf(suspect: Suspect): OperationalEvent {
  const { found } = suspect.differs;
  if (found === undefined) throw new TypeError('Nothing was found that could be applied.');
  return suspect.differs.class === 'missed' ? found.event : retell(suspect);
}

/** A word of the system about a journey, as far as it is said again. */
interface Retold {
  readonly journey?: Pick<ComparedJourney, 'id'>;
  readonly differs: Pick<Differs<Found, Belief>, 'found'> & {
    readonly believed?: Pick<Belief, 'seq'>;
  };
}

/**
 * The same word under an id of ours, which follows from what it is said after: a run that is made
 * again says it once.
 */
export function retell({ journey, differs }: Retold): OperationalEvent {
  const { found, believed } = differs;
  if (found === undefined) throw new TypeError('Nothing was found that could be applied.');
  const { event } = found;
  const after = `${event.id}/${event.digest}/${journey?.id ?? 0}/${believed?.seq ?? 0}`;
  const id = declared(`again-${onceKey(event.source, after)}`);
  return journey === undefined
    ? { ...event, id }
    : { ...event, id, journey: journeyId(journey.id) };
}

/** Keeps differences with both sides, and tells their journeys: somebody owns them from now on. */
async function keep(
  kept: readonly { readonly suspect: Suspect; readonly code?: OnwardCode }[],
  look: Look,
  parts: SettlingParts,
): Promise<void> {
  const cells = Map.groupBy(kept, ({ suspect }) => cellOf(suspect.journey?.id ?? 0));
  for (const [cell, each] of cells) {
    const next = await parts.numbers(cell, each.length);
    const now = parts.now();
    const rows = each.flatMap((one) => rowOf(one, look, { id: next(), now }));
    const first = [...new Map(rows.map((row) => [row.key, row])).values()];
    const open = await parts.store.reconciling.keepDrifts(cell, first);
    // Together, so that they share commits.
    await Promise.all(
      open.map(({ id, journey, class: drift }) =>
        tell({ journey, drift, says: 'differs', key: `drift/${id}/${now}` }, look, parts),
      ),
    );
  }
}

function rowOf(
  { suspect, code }: { readonly suspect: Suspect; readonly code?: OnwardCode },
  { system, lookUp, how, program }: Look,
  { id, now }: { readonly id: number; readonly now: number },
): readonly DriftRow[] {
  const { journey, differs } = suspect;
  if (journey === undefined) return [];
  const { class: drift, found, believed } = differs;
  const record = found?.record ?? believed?.record ?? '';
  const key = onceKey(`drift/${journey.id}`, `${system}.${lookUp}/${drift}/${record}`);
  const { seq, type, occurredAt, data } = believed ?? {};
  const came =
    seq === undefined || type === undefined || occurredAt === undefined || data === undefined
      ? {}
      : { believed: { seq, type, occurredAt, data } };
  const row = {
    ...{ id, key, journey: journey.id, system, lookUp },
    class: drift,
    policy: how.policy[drift],
    ...came,
    ...(found === undefined ? {} : { found: found.event }),
    ...(code === undefined ? {} : { code }),
    ...ownerOfSystem(program, system, now),
    firstSeen: now,
    lastSeen: now,
  };
  return [row];
}

interface Telling {
  readonly journey: number;
  readonly drift: DriftRow['class'];
  readonly says: DriftInput['says'];
  readonly key: string;
}

/** A journey that has ended meanwhile, or knows of it, needs not be told. */
async function tell(
  { journey, drift, says, key }: Telling,
  { program, system, lookUp }: Pick<Look, 'program' | 'system' | 'lookUp'>,
  { now, tell: submit }: Pick<SettlingParts, 'now' | 'tell'>,
): Promise<void> {
  const { owner } = ownerOfSystem(program, system, now());
  const what = `${system}.${lookUp}`;
  try {
    await submit(journey, { kind: 'drift', what, class: drift, says, owner }, key);
  } catch (error) {
    if (!(error instanceof OnwardError) || error.code === 'ONW-STORE-UNAVAILABLE') throw error;
  }
}

/** Closes drifts; whose exception nothing else keeps open, closes too. */
export async function closeDrifts(
  rows: readonly DriftRow[],
  end: Omit<NonNullable<DriftRow['closed']>, 'at'>,
  {
    look,
    parts,
  }: {
    readonly look: Pick<Look, 'program' | 'system' | 'lookUp'>;
    readonly parts: Omit<SettlingParts, 'numbers' | 'events'>;
  },
): Promise<readonly DriftRow[]> {
  const { reconciling } = parts.store;
  const closed: DriftRow[] = [];
  for (const [cell, each] of Map.groupBy(rows, ({ journey }) => cellOf(journey))) {
    const ids = each.map(({ id }) => id);
    const journeys = [...new Set(each.map(({ journey }) => journey))];
    const { system, lookUp } = look;
    const open = await reconciling.openDrifts(cell, { system, lookUp, journeys });
    const still = open.filter(({ id }) => !ids.includes(id));
    const over = each.filter(({ journey, class: drift }) => {
      return !still.some((other) => other.journey === journey && other.class === drift);
    });
    // Told before the row is closed: whoever dies in between finds it open, and tells again.
    await Promise.all(
      over.map(({ id, journey, class: drift }) =>
        tell({ journey, drift, says: 'agrees', key: `drift/${id}/closed` }, look, parts),
      ),
    );
    const were = await reconciling.closeDrifts(cell, ids, { ...end, at: parts.now() });
    closed.push(...each.filter(({ id }) => were.includes(id)));
  }
  return closed;
}
