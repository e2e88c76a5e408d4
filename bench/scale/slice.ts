/** Which journeys are asked for events, in an order that jumps about among all of them. */
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { makeEvent } from '../workload.ts';
import type { Occurrence } from '../workload.ts';

/** Places of the order, from one up to another, of which one process takes every so many. */
export interface Slice {
  /** All journeys that there are. */
  readonly journeys: number;
  readonly from: number;
  readonly to: number;
  readonly party: number;
  readonly parties: number;
}

/** What is handed over together: one event each of journeys that are not neighbours. */
export interface SliceCall {
  /** The same for the same journeys. */
  readonly place: number;
  readonly events: readonly OperationalEvent[];
}

/** What happens after `storiesTaken`, again and again. */
const stories = ['form', 'booked', 'visited'] as const;
/** As in the main bench. */
export const eventsPerCall = 100;
/** A prime, far larger than the journeys of a page, that divides no size that is asked for. */
const jump = 611_953;

/** Each journey of the slice gets its next event before any gets one more; without an end. */
export function* callsOf(slice: Slice): Generator<SliceCall, undefined> {
  const at = Date.now();
  // Where there are more parties than calls, one has nothing to do.
  if (slice.from + slice.party * eventsPerCall >= slice.to) return;
  for (let lap = 0; ; lap += 1) {
    for (const story of stories) yield* callsOfStory(slice, story, { at, lap });
  }
}

function* callsOfStory(slice: Slice, story: string, occurrence: Occurrence): Generator<SliceCall> {
  const { journeys, from, to, party, parties } = slice;
  for (let place = from + party * eventsPerCall; place < to; place += parties * eventsPerCall) {
    const end = Math.min(place + eventsPerCall, to);
    const events = Array.from({ length: end - place }, (_, index) =>
      makeEvent(story, ((place + index) * jump) % journeys, occurrence),
    );
    yield { place, events };
  }
}
