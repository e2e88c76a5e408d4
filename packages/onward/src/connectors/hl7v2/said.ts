/** The words between the mappings of HL7 v2 messages. */
import type { CodeLists, FactValue } from '../../core/index.ts';
import type { Message } from './message.ts';
import type { Hl7Settings } from './settings.ts';
import type { Local } from './time.ts';

export interface Source {
  readonly message: Message;
  readonly settings: Hl7Settings;
  readonly codes: CodeLists;
}

/** Where the times of a message were written. */
export function localOf({ message, settings }: Source): Local {
  return { zone: settings.zone, headerTime: message.text(message.first('MSH'), 7) };
}

/** What a message says, before its patient, id and time are added. */
export interface Said {
  readonly event: string;
  /** Empty ids are left out. */
  readonly refs: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, FactValue | undefined>>;
}

/** A time of the appointment that cannot be told. */
export type TimeFault = 'no-zone' | 'unreadable';
