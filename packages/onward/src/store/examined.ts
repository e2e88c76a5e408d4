/** What an examination of the journeys finds, one part for each property of the proof. */
import type { PropertyId } from '../core/index.ts';

/** Where a property does not hold: a journey, or an input that belongs to none. */
export interface Violation {
  readonly kind: 'journey' | 'unmatched';
  readonly id: number;
}

export interface Examined {
  readonly property: PropertyId;
  /** What was looked for, in one sentence. */
  readonly law: string;
  /** Rows that break it, over all cells. */
  readonly rows: number;
  /** Some of them, at most ten. */
  readonly some: readonly Violation[];
  /** Milliseconds that the slowest cell took. */
  readonly ms: number;
}
