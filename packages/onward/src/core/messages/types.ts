/** The words of planned messages: what should be sent, when, about what; and what became of it. */
import type { Facts, Reminder, Telling } from '../language/model.ts';
import type { Hours } from './hours.ts';

/** A reminder of a step, by its place in the program; or what is said because of a transition. */
export interface Candidate {
  readonly step: string;
  /** Index among the reminders of the step; -1: the transition that was taken says it. */
  readonly index: number;
  readonly reminder: Telling & Pick<Reminder, 'when'>;
}

/** What a transition asked to be said; of the same words only the latest. */
export interface Informed {
  readonly key: string;
  readonly telling: Telling;
  /** The step that was left. */
  readonly step: string;
  readonly at: number;
  /** What its text states: once that is known no more, there is nothing to say. */
  readonly facts: readonly string[];
  /** The instants among it, as they were. */
  readonly stated: Readonly<Record<string, number>>;
  /** The earliest instant that its text states: afterwards it is of no use. */
  readonly until?: number;
}

/** A message that should exist, as the state has it now. */
export interface Intent {
  /**
   * Names it within its journey: what it says, and the instant it is about. Another instant is
   * another message, the same one is sent once.
   */
  readonly key: string;
  /** The key without its instant: what moves when the instant does. */
  readonly what: string;
  readonly template: string;
  /** The fact it is about; absent: the time at which its step began. */
  readonly fact?: string;
  /** The instant it is about, in epoch milliseconds. */
  readonly about: number;
  /** When it is to be sent. */
  readonly at: number;
  /** When it is of no use any more. */
  readonly until: number;
  /** A transition says it: it was never planned for another time, and is not too late. */
  readonly isNews?: true;
  /** Reminders that ask for this very message; the first whose guard holds is sent. */
  readonly candidates: readonly Candidate[];
}

/** Why a message that was planned, or should have been, is not sent. */
export type Withheld =
  /** Its time had passed when it was first planned. */
  | 'too-late'
  /** It could not be sent while it was of use. */
  | 'of-no-use'
  /** None of its guards held when its time came. */
  | 'guard'
  /** Another of the same words, about the same, is sent in its place. */
  | 'superseded';

/** Why a message is planned no more. */
export type Cancelled = 'left' | 'fact-changed' | 'parked' | 'ended';

/** What became of a message whose time has come; kept while it could be planned again. */
export interface Settled {
  readonly key: string;
  readonly at: number;
  readonly about: number;
  readonly fact?: string;
  readonly fate: 'sent' | 'withheld';
  readonly reason?: Withheld;
  /** How it was sent; absent where it was withheld. */
  readonly sent?: Sending;
}

/** A message on its way, and what is known of it. */
export interface Sending {
  /** Key (`version.index`) of the latest effect. */
  readonly asked: string;
  readonly step: string;
  readonly index: number;
  /** Index of the channel being tried. */
  readonly channel: number;
  /** When it is asked for over that channel; absent: it was. */
  readonly askAt?: number;
  /** The strongest receipt so far. */
  readonly known?: string;
}

/** How long a place has rested in parks: its clock stood still for as long. */
export interface Rest {
  readonly track: string;
  readonly since: number;
  readonly ms: number;
}

/** What a journey remembers of its planned messages; all else is derived again from its state. */
export interface Messages {
  /** When the next is to be sent; absent: none is planned. */
  readonly next?: number;
  readonly settled: readonly Settled[];
  readonly rests: readonly Rest[];
  /** Absent: no transition has asked for a message. */
  readonly informs?: readonly Informed[];
}

/** What the planner looks at: a state, or the working copy of one. */
export interface Ground {
  readonly places: readonly {
    readonly track: string;
    readonly step: string;
    readonly since: number;
    readonly ended?: string;
  }[];
  readonly facts: Facts;
  readonly rests: readonly Rest[];
  readonly informs: readonly Informed[];
  readonly hours: Hours;
  /** Parked or ended: nothing is to be sent. */
  readonly isSilent: boolean;
}
