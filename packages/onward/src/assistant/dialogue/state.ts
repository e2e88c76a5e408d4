/** Where a dialogue stands, what it hears, and what it says. */
import type { SlotName } from './slots.ts';

/** What access work can be asked for in a dialogue; everything else is for a person. */
export type Task = 'book' | 'move' | 'cancel' | 'refill';

export interface DialogueState {
  readonly task?: Task;
  readonly slots: Readonly<Partial<Record<SlotName, string>>>;
  /** What was asked last, so that a bare answer is understood. */
  readonly asked?: SlotName | 'yes' | 'visit' | 'opening';
  /** Of a visit that is moved or cancelled, once a system has said what there is. */
  readonly change?: Change;
  /** How often something was not understood; after twice a person takes over. */
  readonly misses: number;
}

export interface Turn {
  readonly text: string;
  /** What the classifier took it for, where it was sure enough. */
  readonly intent?: string;
  /** A system knows visits and what is free, and can be asked. */
  readonly hasDiary?: boolean;
  readonly nowMs: number;
  readonly zone: string;
}

export type Say =
  | {
      readonly kind: 'ask';
      readonly slot: SlotName | 'visit' | 'opening';
      readonly text: string;
    }
  /** The system is to be asked, and the dialogue goes on with `offer`. */
  | { readonly kind: 'look-up'; readonly task: 'move' | 'cancel'; readonly text: string }
  | { readonly kind: 'read-back'; readonly text: string }
  | {
      readonly kind: 'done';
      readonly task: Task;
      readonly slots: DialogueState['slots'];
      /** What is moved or cancelled, and where to, of what the system said. */
      readonly visit?: Visit;
      readonly opening?: Opening;
      readonly text: string;
    }
  | { readonly kind: 'person'; readonly text: string };

/** Ids are the system's own; times epoch milliseconds. */
export interface Opening {
  readonly id?: string;
  readonly start: number;
  readonly end: number;
}
export interface Visit {
  readonly id: string;
  readonly start: number;
  readonly openings: readonly Opening[];
}

/** What of a change is known, beside what the system said. */
export interface Change {
  /** The soonest first. */
  readonly visits: readonly Visit[];
  /** Number of the visit. */
  readonly visit?: number;
  /** What was offered last, in that order. */
  readonly offered?: readonly Opening[];
  readonly opening?: Opening;
}

export interface ChangeState extends DialogueState {
  readonly task: 'move' | 'cancel';
  readonly change: Change;
}
