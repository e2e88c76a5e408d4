/** What a journey measures: how long something takes, whose time it is, and what it may take. */
import type { Span } from './calendar-model.ts';

/** Whose turn it is: ours, the subject's, or that of an outside partner. */
export type Turn = 'us' | 'subject' | 'partner';
/** To whom time is charged: whoever's turn it is, or nobody's, while a system was out of order. */
export type Party = Turn | 'outage';

/** Moments of a journey; whichever comes. */
export interface Points {
  /** The journey's own beginning. */
  readonly begin: boolean;
  /** Entering one of these steps. */
  readonly steps: readonly string[];
  /** Entering one of these stages from another one. */
  readonly stages: readonly string[];
  readonly milestones: readonly string[];
  /** Being told one of these events, whatever it leads to; one that is kept is told later. */
  readonly events: readonly string[];
}

/** When a clock rests; its time is charged all the same. */
export interface Pauses {
  /** While a place rests in one of these. */
  readonly steps: readonly string[];
  readonly stages: readonly string[];
  /** While the journey is on hold. */
  readonly parked: boolean;
  /** From one moment until another. */
  readonly from: Points;
  readonly until: Points;
}

export interface Clock {
  readonly starts: Points;
  /** The end of the journey stops every clock. */
  readonly stops: Points;
  readonly resets: Points;
  readonly pauses: Pauses;
  /** Whose time counts towards the target; what does not is charged all the same. */
  readonly counts: readonly Party[];
  /** Working time of this calendar counts; absent: all time does. */
  readonly calendar?: string;
  readonly target?: Target;
}

export interface Target {
  readonly span: Span;
  /** Who is told, once, when it is passed. */
  readonly owner: string;
  /** Per cent of it at which the owner is warned. */
  readonly warnPercent?: number;
}
