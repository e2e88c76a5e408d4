/** When something may be done that may only be done in the shifts of a calendar. */
import type { Calendar } from '../language/model.ts';
import { shiftsFrom } from './work-time.ts';

const dayMs = 86_400_000;
/** Looking back, no calendar that people keep is shut for longer. */
const farthestBack = 30 * dayMs;
/** A shift is over at its end: the last moment of it is a minute before. */
const lastMs = 60_000;

/** The first moment from `ms` on that lies in a shift; undefined where there is none any more. */
export function openFrom(calendar: Calendar, ms: number): number | undefined {
  for (const { startMs } of shiftsFrom(calendar, ms)) return Math.max(startMs, ms);
  return undefined;
}

/** The last moment up to `ms` that lies in a shift; undefined where there was none for a month. */
export function openUntil(calendar: Calendar, ms: number): number | undefined {
  let last: number | undefined;
  for (const { startMs, endMs } of shiftsFrom(calendar, ms - farthestBack)) {
    if (startMs > ms) break;
    last = ms < endMs ? ms : Math.max(startMs, endMs - lastMs);
  }
  return last;
}
