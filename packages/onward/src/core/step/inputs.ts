/**
 * The inputs of the step: what happened outside, what time and people do, what the runtime tells.
 */
import type { Outage } from '../clocks/index.ts';
import type { OnwardCode } from '../errors.ts';
import type { ConsentWord, DriftClass, Facts, Parking, Telling } from '../language/model.ts';

/** Systems that are on hold: since when they are out, and when somebody must look again. */
export type Held = Readonly<Record<string, { readonly since: number; readonly review: number }>>;

/** Any input may tell of outages since the clocks were last brought up to date. */
export interface Charged {
  readonly outages?: readonly Outage[];
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

/** A command that failed, to be sent once more: the same order under the same key. */
export interface Reorder {
  /** `version.index` under which it was asked for first. */
  readonly key: string;
  readonly system: string;
  readonly command: string;
  readonly args: Facts;
  readonly step: string;
  readonly passing: boolean;
  /** Of the restore after which it was asked for first. */
  readonly epoch?: number;
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
    /** An exception, or a task that was added, is closed for a reason; nothing else is done. */
    | {
        readonly kind: 'control';
        readonly control: 'skip';
        readonly actor: string;
        readonly slot: number;
        readonly opened: number;
        readonly reason: string;
      }
    /** The person turned out to be another: the journey is theirs from now on, or again. */
    | {
        readonly kind: 'control';
        readonly control: 'identify';
        readonly actor: string;
        /** Public id of the merge. */
        readonly merge: string;
        readonly reason: string;
      }
    /** Its system is asked once more whether it says what was written. */
    | {
        readonly kind: 'control';
        readonly control: 'read-back';
        readonly actor: string;
        readonly slot: number;
        readonly opened: number;
      }
    /** Of a difference we are right: its system is given what the journey believes. */
    | {
        readonly kind: 'control';
        readonly control: 'write-back';
        readonly actor: string;
        /** `system.look-up`. */
        readonly what: string;
        readonly class: DriftClass;
        readonly command: string;
        readonly args: Facts;
      }
    /** What an exception is about is sent once more; it closes when all of it is done. */
    | {
        readonly kind: 'control';
        readonly control: 'retry';
        readonly actor: string;
        readonly slot: number;
        readonly opened: number;
        readonly orders: readonly Reorder[];
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
