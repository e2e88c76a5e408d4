/** What is kept of drills: when each detector was last tripped on purpose, and fired. */
import type { OnwardCode } from '../core/index.ts';

export interface DrillRow {
  readonly detector: string;
  /** When it was last tripped; epoch milliseconds. */
  readonly triedAt: number;
  /** When it last fired; absent: it never has. */
  readonly firedAt?: number;
  readonly tookMs: number;
  /** Why it did not fire, the last time that it was tripped. */
  readonly code?: OnwardCode;
}

export interface DrillStore {
  /** Takes the round that is due, where the last one began before; false: somebody else has. */
  claim(round: { readonly at: number; readonly before: number }): Promise<boolean>;
  /** Keeps what came of each; when one that did not fire has fired before stays. */
  note(rows: readonly DrillRow[]): Promise<void>;
  list(): Promise<readonly DrillRow[]>;
}
