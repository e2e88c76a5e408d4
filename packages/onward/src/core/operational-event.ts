/** The event as it stands behind the PHI boundary: closed types and keyed hashes, nothing else. */
import type { Facts } from './language/model.ts';

/** An outside id, sealed: 32 hex digits of a keyed hash over system and id. */
export interface SealedRef {
  /** Name in the event's type. */
  readonly name: string;
  readonly ref: string;
  readonly of: 'subject' | 'journey';
}

export interface OperationalEvent {
  /** `system.event`, declared by the program. */
  readonly type: string;
  /** A system's name, or `~` and a keyed hash of any other source. */
  readonly source: string;
  /** The source's own id of the event; (source, id) is taken once. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly refs: readonly SealedRef[];
  /** Declared facts, and each ref under its name. */
  readonly data: Facts;
  /** 32 hex digits over the mapped content: the same id with another digest is refused. */
  readonly digest: string;
  /** Public id of the journey, where the sender knows it. */
  readonly journey?: string;
  /** Idempotency key of the command or message that this event answers. */
  readonly answers?: string;
}
