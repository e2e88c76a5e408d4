/** A program's messages: what is said for what, when and how often, and to whom not. */
import type { Calendar } from './calendar-model.ts';

/** What is said, and how. */
export interface Telling {
  readonly template: string;
  /** The system that sends it and reports back. */
  readonly via: string;
  /** In the order they are tried. */
  readonly channels: readonly string[];
  /** The system of each channel, where `via` does not send over all of them. */
  readonly systems?: readonly string[];
}

/** How many messages a person may get; in whole days of the recipient's zone. */
export interface Caps {
  readonly day: number;
  /** In any seven days on end. */
  readonly week: number;
}

/** Facts of a journey that say where its person is, and in which language they read. */
export interface RecipientFacts {
  /** Of type zone. */
  readonly zone?: string;
  /** One of the regions of the policy or of the table in `core/messages`. */
  readonly region?: string;
  /** One of several language tags. */
  readonly language?: string;
}

/**
 * When messages may be sent, and how many. Programs that were stored before there was more than
 * hours have nothing else.
 */
export interface MessagePolicy {
  /** A calendar: outside its shifts, and on its holidays, none is sent. */
  readonly hours: string;
  /** Purposes that wait for nothing: neither hours nor caps hold them back. */
  readonly anyTime: readonly string[];
  readonly caps?: Caps;
  /** Purposes, the most important first; all others come after them. */
  readonly priority?: readonly string[];
  /** The same words again within so long are said once. */
  readonly mergeMs?: number;
  /** Purposes for which a person must have said yes. */
  readonly optIn?: readonly string[];
  readonly recipient?: RecipientFacts;
  /** Hours by region, beside those of the table; the program's own win. Their zone is not used. */
  readonly regions?: Readonly<Record<string, Calendar>>;
  /** What is said in answer to a word on consent, once; it needs none and waits for nothing. */
  readonly answers?: { readonly stop?: Telling; readonly start?: Telling };
}

export interface Template {
  readonly version: number;
  readonly purpose: string;
  readonly channels: readonly string[];
  /** Facts that its text states; they go with it as they are when it is asked for. */
  readonly facts?: readonly string[];
}

/** What an event says of a person's consent to be written to. */
export interface ConsentWord {
  /** `false`: no more, from now on. */
  readonly grants: boolean;
  /** Absent: over every channel. */
  readonly channel?: string;
  /** Absent: for every purpose. */
  readonly purpose?: string;
}
