/**
 * The words of the step: state, input, entry, effect; each a closed union, all of them plain data.
 */
import type { ClockTold, Clocks, Outage } from '../clocks/index.ts';
import type { OnwardCode } from '../errors.ts';
import type {
  ConsentWord,
  DriftClass,
  Facts,
  FactValue,
  Parking,
  Telling,
  Transition,
} from '../language/model.ts';
import type { Cancelled, Messages, Withheld } from '../messages/index.ts';

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
  /** The journey waited for has begun. */
  readonly started?: boolean;
  /** Its deadline was put off while a system is out. */
  readonly onHold?: OnHold;
  /** `opened.slot` of the obligation that must be checked by hand. */
  readonly checks?: string;
}

/** The system that is out, since when, and what is left of the deadline afterwards. */
export interface OnHold {
  readonly system: string;
  readonly since: number;
  readonly leftMs: number;
}

/** Systems that are on hold: since when they are out, and when somebody must look again. */
export type Held = Readonly<Record<string, { readonly since: number; readonly review: number }>>;

/** Any input may tell of outages since the clocks were last brought up to date. */
export interface Charged {
  readonly outages?: readonly Outage[];
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

/** Its system did not tell it by itself: we asked, or read on. The evidence, without its words. */
export interface Observed {
  /** Asked about a journey, read on in a feed, or fetched anew after it was set aside. */
  readonly by: 'look-up' | 'catch-up' | 'fetch';
  /** When the system said so; epoch milliseconds. */
  readonly at: number;
  /** The system's own version of the record, where it is a whole number. */
  readonly version?: number;
}

/**
 * Something that happened outside, mapped to closed types; refs are among `data`, already opaque.
 */
export interface EventInput extends Charged {
  readonly kind: 'event';
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly occurredAt: number;
  readonly data: Facts;
  /** Key (`version.index`) of the message that this event is a receipt of. */
  readonly answers?: string;
  readonly observed?: Observed;
  /** It is the person's word on being written to, which stands in their ledger. */
  readonly consent?: ConsentWord;
  /** What is said to the person in answer to it, once. */
  readonly answer?: Telling;
}

export type OutcomeClass = 'done' | 'rejected' | 'exhausted' | 'unknown';

export interface OutcomeInput extends Charged {
  readonly kind: 'outcome';
  /** `version.index` of the effect that is answered. */
  readonly key: string;
  /** `system.command`, the template, or `system.look-up`. */
  readonly name: string;
  readonly passing: boolean;
  /** The step that asked. */
  readonly step: string;
  readonly outcome: OutcomeClass;
  /** Facts returned by a `done`. */
  readonly data: Facts;
  /** Given for a look-up that failed while its system is on hold. */
  readonly held?: Held;
}

/** Time has passed; with `held`, what waits for these systems is put off. */
export interface DeadlineInput extends Charged {
  readonly kind: 'deadline';
  readonly held?: Held;
}

/** A system that the journey waits for went on hold, or came off it; `held`: those on hold now. */
export interface HoldInput extends Charged {
  readonly kind: 'hold';
  readonly held: Held;
}

/** A person acts on an obligation. */
export interface ActInput extends Charged {
  readonly kind: 'act';
  readonly slot: number;
  readonly opened: number;
  readonly action: string;
  readonly actor: string;
  readonly data: Facts;
}

/** What people may do to any open journey, beside the plan. */
export type ControlInput = Charged &
  (
    | {
        readonly kind: 'control';
        readonly control: 'park';
        readonly actor: string;
        readonly parking: Parking;
      }
    | { readonly kind: 'control'; readonly control: 'resume'; readonly actor: string }
    | {
        readonly kind: 'control';
        readonly control: 'override';
        readonly actor: string;
        readonly to: string;
        readonly reason: string;
      }
    | {
        readonly kind: 'control';
        readonly control: 'assign';
        readonly actor: string;
        readonly slot: number;
        readonly opened: number;
        readonly owner: string;
      }
    | {
        readonly kind: 'control';
        readonly control: 'add-task';
        readonly actor: string;
        readonly owner: string;
        readonly due: number;
        readonly reason: string;
      }
  );

/** What another journey of the same subject says: a milestone, its end, or that it never began. */
export interface SignalInput extends Charged {
  readonly kind: 'signal';
  readonly journey: string;
  readonly says:
    | { readonly kind: 'started' }
    | { readonly kind: 'standing'; readonly milestones: readonly string[] }
    | { readonly kind: 'milestone'; readonly milestone: string }
    | { readonly kind: 'ended'; readonly outcome: string; readonly milestones: readonly string[] }
    | { readonly kind: 'absent' };
}

/** What a journey believes differs from what a system says, or does so no longer. */
export interface DriftInput extends Charged {
  readonly kind: 'drift';
  /** `system.look-up`. */
  readonly what: string;
  readonly class: DriftClass;
  readonly says: 'differs' | 'agrees';
  /** The team that answers for the system. */
  readonly owner: string;
}

/** An input broke the step (a defect): the journey stays, and a person is told. */
export interface FaultInput extends Charged {
  readonly kind: 'fault';
  readonly code: OnwardCode;
}

export type Input =
  | { readonly kind: 'enrol'; readonly journey: string; readonly event: EventInput }
  | EventInput
  | DeadlineInput
  | HoldInput
  | OutcomeInput
  | ActInput
  | ControlInput
  | SignalInput
  | DriftInput
  | FaultInput;

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
