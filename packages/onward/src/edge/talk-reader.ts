/** What an assistant works with: where conversations are kept, and what reads them. */
import type { CheckedDraft, Message, Reading } from '../assistant/index.ts';
import type { Conversations } from './conversations.ts';
import type { Readings } from './readings.ts';

/** What reads: the assistant, or whatever stands in for it. */
export interface Reader {
  /** Of the models. */
  readonly version: string;
  read(of: ReadingOf): Promise<Reading>;
  draft(of: ReadingOf): CheckedDraft;
}

/** A conversation as it is read. */
export interface ReadingOf {
  readonly messages: readonly Message[];
  readonly nowMs: number;
  readonly zone: string;
  /** Outside ids of whom it is with: nothing that reads elsewhere may be told them. */
  readonly known?: readonly string[];
}

export interface Talking {
  readonly conversations: Conversations;
  readonly reader: Reader;
  /** What was read, for people to look at where it was unsure. */
  readonly readings: Readings;
}
