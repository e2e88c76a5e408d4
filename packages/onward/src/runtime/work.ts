/** Work on its way through the engine: one input, and whom to answer once it is durable. */
import { hash } from 'node:crypto';
import type {
  ActInput,
  ControlInput,
  DriftInput,
  OperationalEvent,
  OutcomeInput,
} from '../core/index.ts';
import type { Completion } from '../store/index.ts';
import type { EventResult } from './types.ts';

/** Answers a caller; called after commit, or with an error when the work was given up. */
export interface Answer<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

export interface EventWork {
  readonly kind: 'event';
  readonly event: OperationalEvent;
  /** Taken once under this key: 32 hex digits over source and id. */
  readonly key: string;
  /** Whom the event's refs belong to; undefined when nobody knows them. */
  readonly subject: number | undefined;
  /** The subject was made for this event: it can have no journey yet. */
  readonly fresh: boolean;
  /** The event's refs belong to several subjects; a person must look. */
  readonly ambiguous: boolean;
  /** Refs that this event taught: input that waited for them can be placed now. */
  readonly taught: readonly string[];
  /** The journey the sender named. */
  readonly journey: number | undefined;
  readonly answer: Answer<EventResult>;
}

export interface InputWork {
  readonly kind: 'input';
  readonly journey: number;
  readonly subject: number;
  readonly input: ActInput | ControlInput | DriftInput | OutcomeInput;
  /** Taken once under this key: 32 hex digits. */
  readonly key: string;
  /** Over the content, so that another input under the same key is seen: 32 hex digits. */
  readonly digest: string;
  readonly completion?: Completion;
  /** Taken only where the journey stands at this version. */
  readonly version?: number | undefined;
  /** Of an order that nobody wanted any more: nobody misses it. */
  readonly isUnwanted?: boolean;
  readonly answer: Answer<void>;
}

/** A timer fired; or what the journey waits for went on hold, or came off it. */
export interface DeadlineWork {
  readonly kind: 'deadline' | 'hold';
  readonly journey: number;
  readonly subject: number;
  readonly answer: Answer<void>;
}

/** Something asked in passing is done: only the outbox hears of it. */
export interface CompletionWork {
  readonly kind: 'completion';
  readonly subject: number;
  readonly completion: Completion;
  readonly answer: Answer<void>;
}

export type Work = EventWork | InputWork | DeadlineWork | CompletionWork;

/** The key under which an input is taken once: 32 hex digits over its source and id. */
export function onceKey(source: string, id: string): string {
  return hash('sha256', `${source}\0${id}`, 'hex').slice(0, 32);
}
