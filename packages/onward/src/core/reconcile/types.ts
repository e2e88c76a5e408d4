/** The words of reconciliation: where what we believe differs from what a system says. */
import type { Facts } from '../language/model.ts';
import type { DriftClass } from '../language/reconcile-model.ts';

/** Something that a system said of a record, as far as it is compared. */
export interface Word {
  /** `system.event`. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  /** Its declared facts, and each ref under its name. */
  readonly data: Facts;
  /** The ref of the thing it is about, such as a booking; empty where it names none. */
  readonly record: string;
  /** Key (`version.index`) of the message that it is a receipt of. */
  readonly answers?: string;
}

/** Something that came, and what was made of it. */
export interface Belief extends Word {
  /** It came before its time: nothing could be made of it but an exception. */
  readonly isEarly: boolean;
}

/** One difference; `found` is absent where the system has nothing to say. */
export interface Differs<F extends Word, B extends Belief> {
  readonly class: DriftClass;
  readonly found?: F;
  /** What came, and is in doubt. */
  readonly believed?: B;
}
