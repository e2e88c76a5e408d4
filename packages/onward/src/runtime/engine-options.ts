/** What an engine is started with. */
import type { Clock, Program } from '../core/index.ts';
import type { Retention, Store, StoredProof } from '../store/index.ts';
import type { Outlet } from './types.ts';

export interface EngineOptions {
  readonly store: Store;
  readonly program: Program;
  /** What is known of the program; kept with its version. */
  readonly proof?: StoredProof;
  readonly outlet: Outlet;
  readonly clock: Clock;
  /**
   * Real time, for heartbeats between processes; default: the clock, which in development is moved.
   */
  readonly wall?: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Writers per cell while much comes, each with its own slice of subjects. Default 2. */
  readonly lanes?: number;
  /** Inputs in one transaction at the most. Default 1000. */
  readonly maxBatch?: number;
  /** Inputs waiting at the most; beyond it callers are told to come again. Default 50000. */
  readonly maxWaiting?: number;
  /** Sends under way to one system at the most. Default 32. */
  readonly perSystem?: number;
  /**
   * No other process uses the store: what the last one left in the outbox is taken over at once.
   */
  readonly sole?: boolean;
  /** What the connector of a system declares as a normal silence. */
  readonly quietMs?: (program: Program, system: string) => number | undefined;
  /** How long what is over is kept; default: for ever. */
  readonly retain?: Retention | undefined;
  /** Told of what went wrong in the background, by code only. */
  readonly onTrouble?: (code: string) => void;
}
