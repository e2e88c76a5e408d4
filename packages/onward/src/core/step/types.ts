/**
 * The words of the step: state, input, entry, effect; each a closed union, all of them plain data.
 */
import type { ClockTold, Clocks } from '../clocks/index.ts';
import type { OnwardCode } from '../errors.ts';
import type { ConsentWord, Facts, FactValue, Parking, Transition } from '../language/model.ts';
import type { Cancelled, Messages, Withheld } from '../messages/index.ts';
import type { EventInput, SignalInput } from './inputs.ts';

export type * from './inputs.ts';

export type ObligationKind =
  | 'await'
  | 'task'
  | 'command'
  | 'message'
  | 'wait'
  | 'depends'
  | 'park'
  | 'exception'
  | 'ad-hoc';

/**
 * What must happen next: what, who, by when. `slot` and `opened` name it for as long as it lives.
 */
export interface Obligation {
  /** Place in the journey's row set, reused after it closes. */
  readonly slot: number;
  /** Version of the journey when it was opened; with the slot it is unique for ever. */
  readonly opened: number;
  readonly kind: ObligationKind;
  /** What is waited for or must be done: an event, task, command, template or reason code. */
  readonly name: string;
  readonly step: string;
  readonly track: string;
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly due: number;
  readonly since: number;
  /** 0: the first owner; n: the n-th rung of the ladder. */
  readonly level: number;
  /** The deadline has passed at least once. */
  readonly overdue: boolean;
  /** Key of the command, message or look-up that is on its way. */
  readonly command?: string;
  /** Key of the look-up made because the deadline passed. */
  readonly lookUp?: string;
  /** Index of the channel being tried. */
  readonly channel?: number;
  /** When the message is asked for, since it is too early or too late in the day to send it. */
  readonly askAt?: number;
  /** Of a command that is read back: what its system must say, as it was written. */
  readonly writes?: Facts;
  /** Its system has done it, and does not say so yet. */
  readonly readBack?: ReadingBack;
  /** The journey waited for has begun. */
  readonly started?: boolean;
  /** Its deadline was put off while a system is out. */
  readonly onHold?: OnHold;
  /** `opened.slot` of the obligation that must be checked by hand. */
  readonly checks?: string;
  /** Of an exception: keys of failed orders that somebody asked for again and are not done yet. */
  readonly orders?: readonly string[];
  /** Those of them that are on their way. */
  readonly again?: readonly string[];
}

/** The system that is out, since when, and what is left of the deadline afterwards. */
export interface OnHold {
  readonly system: string;
  readonly since: number;
  readonly leftMs: number;
}

/** A write whose system is asked what it holds now. */
export interface ReadingBack {
  /** Key of the command that wrote. */
  readonly order: string;
  /** What came with `done`. */
  readonly data: Facts;
  /** Key of the question that is on its way. */
  readonly asked?: string;
  /** Where none is: when it is asked again. */
  readonly next?: number;
}

/** Where the journey rests: one place, or one per track. */
export interface Place {
  readonly track: string;
  readonly step: string;
  readonly since: number;
  /** Outcome, once the track has ended. */
  readonly ended?: string;
}

export interface DeferredEvent {
  readonly event: EventInput;
  readonly expires: number;
  /** Who looks at it if it is still kept then. */
  readonly owner: string;
}

export interface Parked {
  readonly parking: Parking;
  readonly since: number;
  /** Obligations that rest meanwhile, with their due times as they were. */
  readonly resting: readonly Obligation[];
}

/** The whole of a journey: a fold of its journal. */
export interface State {
  readonly journey: string;
  /** Number of inputs applied; also the number of the last journal entry. */
  readonly version: number;
  readonly status: 'open' | 'ended';
  readonly outcome?: string;
  readonly stage: string;
  readonly facts: Facts;
  readonly milestones: readonly string[];
  readonly places: readonly Place[];
  readonly obligations: readonly Obligation[];
  readonly deferred: readonly DeferredEvent[];
  readonly parked?: Parked;
  /** Absent where no message is planned and none is remembered. */
  readonly messages?: Messages;
  /** Absent until one has started. */
  readonly clocks?: Clocks;
}

/** How an event was taken. */
export type Taken = 'handled' | 'ignored' | 'deferred' | 'exception' | 'late';

/** What happened, for the journal. */
export type Entry =
  | { readonly kind: 'enrolled'; readonly journey: string }
  | { readonly kind: 'taken'; readonly what: string; readonly how: Taken; readonly reason?: string }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'fact'; readonly name: string; readonly value: FactValue | null }
  | { readonly kind: 'milestone'; readonly milestone: string }
  | {
      readonly kind: 'opened';
      readonly obligation: ObligationKind;
      readonly name: string;
      readonly owner: string;
      readonly due: number;
    }
  | { readonly kind: 'closed'; readonly obligation: ObligationKind; readonly name: string }
  | { readonly kind: 'overdue'; readonly name: string; readonly owner: string }
  | {
      readonly kind: 'escalated';
      readonly name: string;
      readonly owner: string;
      readonly level: number;
      readonly due: number;
    }
  | { readonly kind: 'rescheduled'; readonly name: string; readonly due: number }
  /** Its deadline was put off to `due`, or comes again at `due`. */
  | {
      readonly kind: 'on-hold' | 'off-hold';
      readonly name: string;
      readonly system: string;
      readonly due: number;
    }
  | { readonly kind: 'asked'; readonly what: string; readonly key: string }
  /** A message waits until it may be sent. */
  | { readonly kind: 'held'; readonly what: string; readonly until: number }
  | Reminded
  /** The person has said whether they want to be written to. */
  | ({ readonly kind: 'consent' } & ConsentWord)
  | ClockTold
  | { readonly kind: 'track-ended'; readonly track: string; readonly outcome: string }
  | { readonly kind: 'parked'; readonly owner: string; readonly reason: string }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'assigned'; readonly name: string; readonly owner: string }
  | { readonly kind: 'overridden'; readonly to: string; readonly reason: string }
  | { readonly kind: 'fault'; readonly code: OnwardCode }
  | { readonly kind: 'ended'; readonly outcome: string };

/** What became of a planned message; said only when something did. */
export type Reminded = {
  readonly kind: 'reminder';
  readonly template: string;
  /** The key of the message: what it says, and the instant it is about. */
  readonly key: string;
  /** When it is, or was, to be sent. */
  readonly due: number;
} & (
  | { readonly how: 'planned' | 'sent' }
  /** Planned anew under another key, since what it is about has moved. */
  | { readonly how: 'moved'; readonly from: string }
  | { readonly how: 'cancelled'; readonly reason: Cancelled }
  | { readonly how: 'withheld'; readonly reason: Withheld }
);

/** What must be done outside the pure step, in order; the runtime commits it with the state. */
export type Effect =
  | {
      readonly kind: 'command';
      /** Index within this step; with journey and version it makes the idempotency key. */
      readonly index: number;
      readonly system: string;
      readonly command: string;
      readonly args: Facts;
      readonly step: string;
      /** Asked in passing: only an outcome other than done comes back to the journey. */
      readonly passing: boolean;
      /**
       * Sent once more, `index` and `seq` being those of the first time; `at`: the version that
       * asked for it again.
       */
      readonly again?: { readonly seq: number; readonly at: number; readonly epoch?: number };
    }
  | {
      readonly kind: 'message';
      readonly index: number;
      readonly system: string;
      readonly template: string;
      readonly channel: string;
      readonly step: string;
      /** Planned beside the way on: only an outcome other than done comes back to the journey. */
      readonly passing: boolean;
      /** Facts that its text may state. */
      readonly args?: Facts;
    }
  | {
      readonly kind: 'look-up';
      readonly index: number;
      readonly system: string;
      readonly name: string;
      readonly step: string;
      /** Asked whether the system says this: one of these events, and these facts in it. */
      readonly says?: { readonly until: readonly string[]; readonly data: Facts };
      /** This page, from 0, of all that the look-up knows; asked for by nobody's journey. */
      readonly page?: number;
    }
  /** Tell the subject's other journeys that wait on this one. */
  | { readonly kind: 'announce'; readonly says: SignalInput['says'] }
  /** Ask how another journey of the subject stands; the answer is a signal. */
  | { readonly kind: 'inquire'; readonly journey: string };

/**
 * The result of one step. A refusal leaves the state as it was and has neither entries nor effects.
 */
export type StepResult =
  | {
      readonly kind: 'stepped';
      readonly state: State;
      readonly entries: readonly Entry[];
      readonly effects: readonly Effect[];
      /** The transitions taken, in order, as they stand in the program. */
      readonly followed: readonly Transition[];
    }
  | { readonly kind: 'refused'; readonly code: OnwardCode; readonly message: string };
