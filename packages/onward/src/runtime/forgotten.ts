/**
 * What happened so long ago that nobody knows whether it was taken: the keys of the journeys that
 * had ended since are gone (decision 15).
 */
import { leastRetentionMs } from '../store/index.ts';
import type { Reason } from './correlate.ts';
import type { EventWork, Work } from './work.ts';

/** Clocks of sources may be wrong by a day. */
const skewMs = 86_400_000;

/** Subjects of events that are old enough for it, and might go to any journey of theirs. */
export function forgettable(works: readonly Work[], now: number): readonly number[] {
  const oldest = now - leastRetentionMs + skewMs;
  const subjects = new Set<number>();
  for (const work of works) {
    if (work.kind !== 'event' || work.subject === undefined || work.fresh) continue;
    if (work.journey === undefined && work.event.occurredAt < oldest) subjects.add(work.subject);
  }
  return [...subjects];
}

/** True where the event may have been taken by a journey whose keys are gone. */
export function isForgotten(
  { subject, journey, event }: EventWork,
  forgotten: ReadonlyMap<number, number>,
): boolean {
  if (subject === undefined || journey !== undefined) return false;
  const until = forgotten.get(subject);
  return until !== undefined && event.occurredAt <= until + skewMs;
}

export const tooOld: Reason = {
  code: 'ONW-EVENT-OLD',
  message: 'It happened before a journey ended of which not all is kept; a person decides.',
};
