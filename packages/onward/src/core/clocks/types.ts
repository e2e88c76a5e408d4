/** What a journey remembers of its clocks: one run each, kept as small as its figures. */
import type { Party, Turn } from '../language/clock-model.ts';

/** Milliseconds by the clock on the wall, by whose they are. They add up to all that passed. */
export type Charges = Readonly<Record<Party, number>>;

/** One run of a clock, from its start or its last reset. All times are epoch milliseconds. */
export interface Run {
  readonly since: number;
  /** Everything up to here is charged. */
  readonly at: number;
  /** Present once it has stopped. */
  readonly stopped?: number;
  /** Who is charged from `at` on. */
  readonly turn: Party;
  /** It rests from `at` on, as the program says. */
  readonly paused?: true;
  /** Some of its time did not count. */
  readonly rested?: true;
  /** Between the two moments of a pause. */
  readonly held?: true;
  readonly charged: Charges;
  /** Milliseconds towards the target: all time, or working time where there is a calendar. */
  readonly counted: number;
  /** The target in the same milliseconds, as the calendar had it when the first of them counted. */
  readonly budget?: number;
  /** When the target is reached if nothing changes; absent while nothing counts, and afterwards. */
  readonly due?: number;
  readonly warned?: number;
  readonly breached?: number;
}

/** The clocks of a journey, by name; those that have not started yet are not there. */
export interface Clocks {
  /** When the journey must be looked at for one of them. */
  readonly next?: number;
  readonly runs: Readonly<Record<string, Run>>;
}

/** Said in the journal. */
export type ClockTold = {
  readonly kind: 'clock';
  readonly clock: string;
  readonly at: number;
} & (
  | { readonly how: 'started' | 'warned' | 'breached' }
  | { readonly how: 'paused' | 'resumed'; readonly turn: Turn }
  /** With whom the time of the run is charged to. */
  | {
      readonly how: 'stopped' | 'reset';
      readonly charged: Charges;
      readonly counted: number;
    }
);

/** A time during which a system was out of order, half open. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}
