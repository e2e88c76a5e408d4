/** The words of an explanation: what is waited for, who sees to it, what if nothing happens. */
import type { FactTypes } from '../language/model.ts';
import type { Obligation } from '../step/types.ts';

/** Something a person may do about an obligation. */
export interface ActionChoice {
  readonly name: string;
  /** What the person must state with the action. */
  readonly with: FactTypes;
  /** Where it may lead; empty when the journey stays where it is. */
  readonly leadsTo: readonly string[];
}

/** One open obligation in a coordinator's words. */
export interface ExplainedObligation {
  readonly obligation: Obligation;
  /** What must happen. */
  readonly waitingFor: string;
  /** Who or what must make it happen; null where only time must pass. */
  readonly from: string | null;
  /** Where the journey goes when it does. */
  readonly next: string;
  /** What follows of itself when it does not. */
  readonly ifNothing: string;
  /** The deadline has passed, now or earlier. */
  readonly overdue: boolean;
  /** What is out of the ordinary about it. */
  readonly why?: string;
  readonly sentence: string;
  readonly actions: readonly ActionChoice[];
}

/** A journey in one sentence, and the parts it is made of; the parts are null once it has ended. */
export interface Explanation {
  readonly sentence: string;
  readonly waitingFor: string | null;
  readonly from: string | null;
  /** Epoch milliseconds, as are all times here; the sentences use the owner's zone. */
  readonly since: number | null;
  readonly next: string | null;
  readonly owner: string | null;
  readonly due: number | null;
  readonly ifNothing: string | null;
  readonly overdue: boolean;
  readonly why?: string;
  /** The zone in which the sentence tells its times. */
  readonly zone: string;
  /** Every open obligation; the one the sentence is about stands first. */
  readonly obligations: readonly ExplainedObligation[];
  /** Obligations that rest while the journey is on hold. */
  readonly resting: readonly Obligation[];
}
