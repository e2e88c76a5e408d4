/** What `check` says: for each journey, each property proved, refuted with a story, or unknown. */
import type { Position, Spot } from '../language/spot.ts';
import type { Input } from '../step/types.ts';

export type { Position, Spot };

export type PropertyId =
  | 'C1'
  | 'C2'
  | 'C3'
  | 'C4'
  | 'C5'
  | 'C6'
  | 'C7'
  | 'C8'
  | 'C9'
  | 'C10'
  | 'C11';

/** The properties in order, each with its name and the sentence that a proof of it entitles to. */
export const properties: Readonly<
  Record<PropertyId, { readonly name: string; readonly law: string }>
> = {
  C1: {
    name: 'Pending',
    law: 'whoever is on the way is owed a next thing: owned, dated, escalating',
  },
  C2: { name: 'Silence', law: 'if everyone falls silent, an accountable person is told in time' },
  C3: { name: 'Commands', law: 'every answer to a command leads on, the late one included' },
  C4: { name: 'Events', law: 'no event is met without a plan for it' },
  C5: { name: 'Can end', law: 'from wherever a journey stands, it can end' },
  C6: { name: 'Clean end', law: 'an end leaves nothing open behind it' },
  C7: { name: 'Progress', law: 'nothing goes in circles by itself' },
  C8: { name: 'Nothing dead', law: 'every step, transition and branch can be reached' },
  C9: { name: 'Compensation', law: 'whoever gives up undoes what was done, once' },
  C10: { name: 'Contracts', law: 'waiting for another journey is prepared for all it can do' },
  C11: { name: 'Staffed', law: 'every owner is somebody, and somebody stands in' },
};

/** unknown: the limit was reached before the end; it counts as a failure. */
export type Verdict = 'proved' | 'refuted' | 'unknown';

/** One line of a story: what happened, and where the journey stands after it. */
export interface StoryStep {
  /** Milliseconds since the story began. */
  readonly atMs: number;
  /** What is fed to the step then; a deadline is fed when its time has come. */
  readonly input: Input;
  /** The input in words: `payment is due and nothing has come`. */
  readonly says: string;
  /**
   * Where the journey stands then, one line for each place: `payment  await, owner billing-desk`.
   */
  readonly then: readonly string[];
}

/** The shortest way to what refutes a property, and what would mend it. */
export interface Counterexample {
  /** What is wrong at its end, in one sentence. */
  readonly says: string;
  readonly mend: string;
  /** Epoch milliseconds at which the story begins. */
  readonly startsAt: number;
  /** Empty where the program itself is the evidence (nobody is in a team, a step never reached). */
  readonly story: readonly StoryStep[];
  /** The configuration at its end, as `classOf` names it; the real engine must reach the same. */
  readonly endsIn?: string;
  readonly spot: Spot;
  readonly at?: Position;
}

/** Another place that refutes the same property. */
export interface OtherPlace {
  readonly says: string;
  readonly spot: Spot;
  readonly at?: Position;
}

export interface PropertyReport {
  readonly id: PropertyId;
  readonly verdict: Verdict;
  /** What is proved in figures, in words: for C2 who is told, and by when at the latest. */
  readonly bound?: string;
  readonly boundMs?: number;
  /** Why it is unknown, and the way out. */
  readonly reason?: string;
  /** How many places refute it; the first is told in full. */
  readonly count?: number;
  /** The others, up to 50 of them. */
  readonly also?: readonly OtherPlace[];
  readonly counterexample?: Counterexample;
}

export interface JourneyReport {
  readonly journey: string;
  /** Configurations that were looked at. */
  readonly configurations: number;
  readonly ms: number;
  readonly verdict: Verdict;
  readonly properties: readonly PropertyReport[];
}

export interface CheckReport {
  readonly verdict: Verdict;
  readonly journeys: readonly JourneyReport[];
}

export interface CheckProgress {
  readonly journey: string;
  readonly configurations: number;
}

export interface CheckOptions {
  /** Epoch milliseconds: stories begin then, and calendars are looked at from then on. */
  readonly now: number;
  /** Configurations of one journey beyond which its properties are unknown. */
  readonly cap?: number;
  /** A monotonic clock in milliseconds, for the report's own times. */
  readonly ticks?: () => number;
  readonly locate?: (spot: Spot) => Position | undefined;
  readonly onProgress?: (progress: CheckProgress) => void;
}
