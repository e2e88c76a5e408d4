/** When something may be done that may only be done in the shifts of a calendar. */
import type { Calendar } from '../language/model.ts';
import { shiftsFrom } from './work-time.ts';

const dayMs = 86_400_000;
/** Looking back, no calendar that people keep is shut for longer. */
const farthestBack = 30 * dayMs;
/** A shift is over at its end: the last moment of it is a minute before. */
const lastMs = 60_000;

/** At the end of all dates there is no time left to look for one. */
const farthest = 8_640_000_000_000_000 - 41_000 * dayMs;

/** The first moment from `ms` on that lies in a shift; undefined where there is none. */
export function openFrom(calendar: Calendar, ms: number): number | undefined {
  if (Math.abs(ms) > farthest) return undefined;
  for (const { startMs } of shiftsFrom(calendar, ms)) return Math.max(startMs, ms);
  return undefined;
}

/** The last moment up to `ms` that lies in a shift; undefined where there was none for a month. */
export function openUntil(calendar: Calendar, ms: number): number | undefined {
  if (Math.abs(ms) > farthest) return undefined;
  let last: number | undefined;
  for (const { startMs, endMs } of shiftsFrom(calendar, ms - farthestBack)) {
    if (startMs > ms) break;
    last = ms < endMs ? ms : Math.max(startMs, endMs - lastMs);
  }
  return last;
}
