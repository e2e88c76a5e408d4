/**
 * Journeys whose stored state is damaged: what comes for them is kept with an owner and a date, so
 * that nothing is lost and somebody looks, and whatever else is in their batch goes on.
 */
import { closedFacts, declared, journeyId, parseJourneyId } from '../core/index.ts';
import type { OperationalEvent, Program } from '../core/index.ts';
import type { CellTransaction, JourneyRow } from '../store/index.ts';
import { hears, isUsed } from './handling.ts';
import type { EventWork } from './work.ts';
import { onceKey } from './work.ts';

/** Where the version is gone, too, nobody knows what it would hear. */
export interface BrokenJourney extends JourneyRow {
  readonly definition: Program | undefined;
}

export const stateBroken = {
  code: 'ONW-STATE-BROKEN',
  message:
    'The stored state of the journey is damaged; what came for it is kept until it is mended.',
} as const;

/** What is kept where there is no event that could be: a deadline passed, or a person acted. */
const noticeType = declared('state-broken');

/** A timer of a damaged journey fires again after this long. */
const restMs = 60_000;

export class BrokenJourneys {
  private readonly found = new Map<number, BrokenJourney>();
  private readonly kept = new Map<string, OperationalEvent>();
  private readonly resting = new Map<number, JourneyRow>();

  add(journey: BrokenJourney): void {
    this.found.set(journey.id, journey);
  }

  has(id: number): boolean {
    return this.found.size > 0 && this.found.has(id);
  }

  /** Those that an event is for, or would be if they could tell what they hear. */
  takers(
    { journey, subject, event }: EventWork,
    own: ReadonlyMap<string, number>,
  ): readonly BrokenJourney[] {
    if (this.found.size === 0) return [];
    const named = new Set(journey === undefined ? ownJourneys(event, own) : [journey]);
    return [...this.found.values()].filter((each) => {
      const isMeant = named.size > 0 ? named.has(each.id) : each.subject === subject;
      return isMeant && mayHear(each, event.type);
    });
  }

  /** For an event that others have taken: theirs is kept under an id of its own. */
  keepShare(event: OperationalEvent, { id: journey }: BrokenJourney): void {
    const id = declared(`${event.id}/${journeyId(journey)}`);
    this.kept.set(onceKey(event.source, id), { ...event, id, journey: journeyId(journey) });
  }

  /** Somebody is to know of it, whatever came. */
  notice(id: number, now: number): void {
    const journey = declared(journeyId(id));
    const key = onceKey(noticeType, journey);
    this.kept.set(key, {
      type: noticeType,
      source: declared('onward'),
      id: journey,
      occurredAt: now,
      refs: [],
      data: closedFacts({}),
      digest: declared(key),
      journey,
    });
  }

  /** Its timer rests a while instead of firing at every look. */
  rest(id: number, now: number): void {
    const row = this.found.get(id);
    if (row !== undefined) this.resting.set(id, { ...row, timerDue: now + restMs });
  }

  /** What must be written as timers. */
  timers(): Iterable<JourneyRow> {
    return this.resting.values();
  }

  /** What is to be kept and is not yet; one more round trip, only where something is broken. */
  async toKeep(tx: CellTransaction): Promise<readonly (readonly [string, OperationalEvent])[]> {
    if (this.kept.size === 0) return [];
    const known = await tx.unmatchedKeys([...this.kept.keys()]);
    for (const { key } of known) this.kept.delete(key);
    return [...this.kept];
  }
}

/** The journey that a notice is about; undefined for any other event. */
export function noticeOf({ type, journey }: OperationalEvent): number | undefined {
  return type === noticeType && journey !== undefined ? parseJourneyId(journey) : undefined;
}

function ownJourneys(
  { refs }: OperationalEvent,
  own: ReadonlyMap<string, number>,
): readonly number[] {
  return refs.flatMap(({ ref, of }) => (of === 'journey' ? (own.get(ref) ?? []) : []));
}

function mayHear({ definition, state }: BrokenJourney, type: string): boolean {
  if (definition === undefined) return true;
  const name: unknown = (state as { readonly journey?: unknown } | null)?.journey;
  const isKnown = typeof name === 'string' && Object.hasOwn(definition.journeys, name);
  return isKnown ? hears(definition, name, type) : isUsed(definition, type);
}
