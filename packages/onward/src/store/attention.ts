/** What is kept of people's attention: their words on consent, and what became of each message. */
import type { ConsentRecord, Program, Rule, State } from '../core/index.ts';

/** What became of a message that was asked for. */
export interface MessageRow {
  readonly journey: number;
  readonly seq: number;
  readonly index: number;
  readonly subject: number;
  readonly system: string;
  readonly template: string;
  readonly purpose: string;
  readonly channel: string;
  /** What it is about: the same over another channel is the same matter. */
  readonly matter: string;
  /** 32 hex digits over all that its text says. */
  readonly words: string;
  /** `leaving`: handed to its system, which has not said yet that it took it. */
  readonly fate: 'leaving' | 'sent' | 'deferred' | 'merged' | 'withheld' | 'superseded' | 'failed';
  readonly rule?: Rule;
  /** Name (`messageName`) of the message that it lost to, or was merged into. */
  readonly other?: string;
  readonly until?: number;
  /** How surely the person knows, where a receipt has come. */
  readonly known?: string;
  readonly askedAt: number;
  /** When it is of no use any more; absent: never. */
  readonly expires?: number;
  /** When this was decided. */
  readonly at: number;
}

/** Names a message among all of its person's: journey, version, index. */
export function messageName({
  journey,
  seq,
  index,
}: Pick<MessageRow, 'journey' | 'seq' | 'index'>): string {
  return `${journey.toString(32)}.${seq}.${index}`;
}

/** One person, while their messages are weighed. */
export interface PersonRow {
  readonly subject: number;
  readonly consents: readonly ConsentRecord[];
  /** Sent or leaving since the time that was asked for. */
  readonly sent: readonly MessageRow[];
  /** Their journeys: all that are open, and those that were asked for. */
  readonly journeys: readonly {
    readonly id: number;
    /** Number of its program version within the cell. */
    readonly program: number;
    readonly state: State;
  }[];
}

/** One person as a forecast looks at them. */
export interface PersonView extends Pick<PersonRow, 'subject' | 'consents'> {
  /** What they were asked to be told since the time that was asked for. */
  readonly messages: readonly MessageRow[];
  readonly journeys: readonly {
    readonly id: number;
    readonly program: Program;
    readonly state: State;
  }[];
}

/** A word of a person, to be added to their ledger. */
export interface ConsentRow {
  readonly subject: number;
  readonly word: ConsentRecord;
}

/** A receipt, by the order of the message it is about. */
export type ReceiptRow = Pick<MessageRow, 'journey' | 'seq' | 'index'> & {
  readonly known: string;
};
