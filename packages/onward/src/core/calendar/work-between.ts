/** How much working time lies between two instants. */
import type { Calendar } from '../language/model.ts';
import { shiftsFrom } from './work-time.ts';

/** Milliseconds of working time from one instant to another; none when it is not later. */
export function workBetween(calendar: Calendar, fromMs: number, toMs: number): number {
  let sum = 0;
  if (toMs <= fromMs) return sum;
  for (const { startMs, endMs } of shiftsFrom(calendar, fromMs)) {
    if (startMs >= toMs) break;
    sum += Math.min(endMs, toMs) - Math.max(startMs, fromMs);
  }
  return sum;
}
