/** What events say of a person's attention: words on consent, and receipts of messages. */
import { isNews, parseCommandKey } from '../core/index.ts';
import type {
  ConsentRecord,
  ConsentWord,
  EventType,
  OperationalEvent,
  Program,
  Telling,
} from '../core/index.ts';
import { messageName } from '../store/index.ts';
import type { ConsentRow, MessageRow, ReceiptRow } from '../store/index.ts';
import type { EventWork } from './work.ts';

function typeOf(program: Program, type: string): EventType | undefined {
  const at = type.indexOf('.');
  const events = program.systems[type.slice(0, at)]?.events;
  const name = type.slice(at + 1);
  return events !== undefined && Object.hasOwn(events, name) ? events[name] : undefined;
}

/** What an event says of consent, as its system's connector declares it. */
export function consentOf(program: Program, type: string): ConsentWord | undefined {
  return typeOf(program, type)?.consent;
}

/** Whether somebody must hear of it, though the program has no use for it. */
export function isHeardAnyway(program: Program, type: string): boolean {
  const { consent, said } = typeOf(program, type) ?? {};
  return said === true || consent !== undefined;
}

/** The word as it stands in the ledger. */
function recordOf(word: ConsentWord, { event, key }: EventWork, now: number): ConsentRecord {
  // A clock that runs ahead must not make a word outlast the ones that follow it.
  return { ...word, at: Math.min(event.occurredAt, now), source: event.type, id: key };
}

/** The order that an event answers; undefined: none. */
export function answeredBy(event: OperationalEvent): OrderPlace | undefined {
  const name = event.answers === undefined ? undefined : parseCommandKey(event.answers);
  if (name === undefined) return undefined;
  const [seq = 0, index = 0] = name.local.split('.').map(Number);
  return { journey: name.journey, seq, index };
}

export type OrderPlace = Pick<MessageRow, 'journey' | 'seq' | 'index'>;

const certain = new Set(['delivered', 'read', 'replied', 'confirmed']);

/** What a batch has heard. */
export class Words {
  readonly consents: ConsentRow[] = [];
  readonly receipts: ReceiptRow[] = [];
  readonly #program: Program;
  readonly #ledgers: Map<number, readonly ConsentRecord[]>;
  readonly #merged: ReadonlyMap<string, readonly MessageRow[]>;

  constructor(
    program: Program,
    people: readonly { readonly subject: number; readonly consents: readonly ConsentRecord[] }[],
    merged: readonly MessageRow[],
  ) {
    this.#program = program;
    this.#ledgers = new Map(people.map(({ subject, consents }) => [subject, consents]));
    this.#merged = Map.groupBy(merged, ({ other = '' }) => other);
  }

  /** Keeps a word of a person; undefined where the event is none, or nobody knows whose. */
  take(work: EventWork, now: number): Word | undefined {
    const { event, subject } = work;
    const consent = consentOf(this.#program, event.type);
    if (consent === undefined || subject === undefined) return undefined;
    const word = recordOf(consent, work, now);
    const ledger = this.#ledgers.get(subject) ?? [];
    this.consents.push({ subject, word });
    this.#ledgers.set(subject, [...ledger, word]);
    // Where the provider has answered the person, nobody does so again.
    const isAnswered = event.data['answered'] === true || !isNews(ledger, word);
    return { consent, isAnswered };
  }

  /** Other messages whose words were said by the one that this is a receipt of. */
  receipt(event: OperationalEvent): readonly MessageRow[] {
    const about = answeredBy(event);
    if (about === undefined) return [];
    const [, kind, known = ''] = event.type.split('.');
    if (kind !== 'message') return [];
    const merged = this.#merged.get(messageName(about)) ?? [];
    if (certain.has(known)) {
      for (const { journey, seq, index } of [about, ...merged]) {
        this.receipts.push({ journey, seq, index, known });
      }
    }
    return merged;
  }
}

/** A word that was kept. */
export interface Word {
  readonly consent: ConsentWord;
  readonly isAnswered: boolean;
}

/** What is said in answer to a word; undefined: nothing. */
export function answerTo({ consent, isAnswered }: Word, program: Program): Telling | undefined {
  const { stop, start } = program.messages?.answers ?? {};
  const said = consent.grants ? start : stop;
  if (said === undefined || isAnswered) return undefined;
  const { channel } = consent;
  return channel === undefined || said.channels.includes(channel) ? said : undefined;
}
