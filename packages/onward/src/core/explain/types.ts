/** The words of an explanation: what is waited for, who sees to it, what if nothing happens. */
import type { Party, Turn } from '../language/clock-model.ts';
import type { FactTypes } from '../language/model.ts';
import type { Rule } from '../messages/index.ts';
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

/** What is kept of a message that was asked for. */
export interface MessageFate {
  /** Key (`version.index`) of its effect. */
  readonly asked: string;
  readonly system: string;
  readonly template: string;
  readonly channel: string;
  readonly fate: 'leaving' | 'sent' | 'deferred' | 'merged' | 'withheld' | 'superseded' | 'failed';
  readonly rule?: Rule;
  readonly until?: number;
  readonly known?: string;
  /** When it was decided. */
  readonly at: number;
}

/** A message beside the way on: planned, sent, or withheld for a reason. */
export interface ExplainedMessage {
  readonly template: string;
  readonly via: string;
  /** The channel it is sent over, or was sent over last. */
  readonly channel: string;
  /** The fact it is about; null: the time at which its step began. */
  readonly fact: string | null;
  /** The instant it is about. */
  readonly about: number;
  /** When it is, or was, to be sent. */
  readonly at: number;
  readonly fate: 'planned' | MessageFate['fate'];
  /** Key (`version.index`) of its effect, once it was asked for. */
  readonly asked?: string;
  /** Why it was withheld. */
  readonly why?: string;
  /** How surely the person knows, where a receipt said so. */
  readonly known?: string;
  readonly sentence: string;
}

/** A clock that has started: how long it took so far, whose time that was, and what is left. */
export interface ExplainedClock {
  readonly name: string;
  readonly standing: 'running' | 'paused' | 'stopped';
  /** Whose turn it is; null once it has stopped. */
  readonly turn: Turn | null;
  readonly since: number;
  readonly stopped: number | null;
  /** Milliseconds by the clock on the wall, by whose they are. */
  readonly charged: Readonly<Record<Party, number>>;
  /** Milliseconds towards the target; working time where it has a calendar. */
  readonly counted: number;
  /** In words; null where it has none. */
  readonly target: string | null;
  /** The rest of the target in the same milliseconds; null before any of it counted. */
  readonly left: number | null;
  /** When the target is reached if nothing changes. */
  readonly due: number | null;
  /** When it was passed. */
  readonly passed: number | null;
  /** What new journeys are promised, where that is something else. */
  readonly today: { readonly target: string | null; readonly due: number | null } | null;
  readonly sentence: string;
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
  /** Messages beside the way on, by time; nothing is planned while it is on hold. */
  readonly messages: readonly ExplainedMessage[];
  /** Clocks that have started, as they are written. */
  readonly clocks: readonly ExplainedClock[];
}
