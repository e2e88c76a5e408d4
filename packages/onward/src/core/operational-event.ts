/** The event as it stands behind the PHI boundary: closed types and keyed hashes, nothing else. */
import type { Facts } from './language/model.ts';
import type { Plain } from './plain.ts';
import type { Observed } from './step/types.ts';

declare const closed: unique symbol;
/** Facts that were held to their declared closed types; a text from outside does not compile. */
export type ClosedFacts = Facts & { readonly [closed]: true };

/** Says that each of these facts is of its declared type; a claim that a reviewer can check. */
export function closedFacts(facts: Facts): ClosedFacts {
  return facts as ClosedFacts;
}

/** An outside id, sealed: 32 hex digits of a keyed hash over system and id. */
export interface SealedRef {
  /** Name in the event's type. */
  readonly name: string;
  readonly ref: Plain;
  readonly of: 'subject' | 'journey' | 'contact';
}

export interface OperationalEvent {
  /** `system.event`, declared by the program. */
  readonly type: Plain;
  /** A system's name, or `~` and a keyed hash of any other source. */
  readonly source: Plain;
  /** The source's own id of the event; (source, id) is taken once. */
  readonly id: Plain;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  /** Its source did not say when: it is taken to have happened when it came. */
  readonly undated?: true;
  readonly refs: readonly SealedRef[];
  /** Declared facts, and each ref under its name. */
  readonly data: ClosedFacts;
  /** 32 hex digits over the mapped content: the same id with another digest is refused. */
  readonly digest: Plain;
  /** Public id of the journey, where the sender knows it. */
  readonly journey?: string;
  /** Idempotency key of the command or message that this event answers. */
  readonly answers?: string;
  /** Absent: the system told it by itself. */
  readonly observed?: Observed;
}
