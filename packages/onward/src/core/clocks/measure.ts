/** How a clock counts: all time, or the working time of its calendar. */
import { dueAt, workBetween } from '../calendar/index.ts';
import type { Calendar, Span } from '../language/model.ts';

export interface Measure {
  /** Milliseconds that count from one instant to another. */
  length(from: number, to: number): number;
  /** When so many milliseconds have counted. */
  after(from: number, ms: number): number;
  /** When a span that begins then is over. */
  dueAt(from: number, span: Span): number;
}

export function measureOf(calendar: Calendar | undefined): Measure {
  if (calendar === undefined) return byTheClock;
  return {
    length: (from, to) => workBetween(calendar, from, to),
    after: (from, ms) => dueAt(calendar, from, { kind: 'business-time', ms }),
    dueAt: (from, span) => dueAt(calendar, from, span),
  };
}

/** The compiler lets only spans by the clock stand without a calendar. */
const byTheClock: Measure = {
  length: (from, to) => Math.max(0, to - from),
  after: (from, ms) => from + ms,
  dueAt: (from, span) => from + (span.kind === 'business-days' ? Infinity : span.ms),
};
