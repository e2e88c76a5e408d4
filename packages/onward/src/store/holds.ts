/** Systems on hold, and who waits for them. */
import type { State } from '../core/index.ts';

/** Times in epoch milliseconds. */
export interface HoldRow {
  readonly id: number;
  readonly system: string;
  /** Since when the system is out. */
  readonly since: number;
  readonly setAt: number;
  /** When somebody must look again; afterwards it puts nothing off. */
  readonly review: number;
  /** Every review that it ever had. */
  readonly reviews: readonly number[];
  readonly by: string;
  readonly reason: string;
  readonly releasedAt?: number;
  readonly releasedBy?: string;
  readonly releaseReason?: string;
}

/** A step of a journey, by its names. */
export interface StepName {
  readonly program: string;
  readonly journey: string;
  readonly step: string;
}

export interface WaitingRow {
  readonly journey: number;
  readonly subject: number;
  readonly slot: number;
  readonly due: number;
}

export interface HeldJourney {
  readonly journey: number;
  /** Number of its program version within the cell. */
  readonly program: number;
  readonly state: State;
}

export interface HoldStore {
  /** Open holds, and those that were released since. */
  list(releasedSince: number): Promise<readonly HoldRow[]>;
  /** Undefined where the system is on hold already. */
  set(
    row: Pick<HoldRow, 'system' | 'since' | 'setAt' | 'review' | 'by' | 'reason'>,
  ): Promise<HoldRow | undefined>;
  /** Another review of an open one. */
  prolong(id: number, review: number): Promise<HoldRow | undefined>;
  /** False where it is not open. */
  release(row: {
    readonly id: number;
    readonly at: number;
    readonly by: string;
    readonly reason: string;
  }): Promise<boolean>;
  /** Versions that open journeys of a cell are on. */
  versions(cell: number): Promise<readonly number[]>;
  /** Obligations at these steps, in order of journeys; with `dues`, those due exactly then. */
  waiting(
    cell: number,
    at: readonly StepName[],
    page: { readonly after: number; readonly limit: number; readonly dues?: readonly number[] },
  ): Promise<readonly WaitingRow[]>;
  /** Open journeys by their numbers. */
  journeys(cell: number, ids: readonly number[]): Promise<readonly HeldJourney[]>;
  /**
   * Open journeys of a version, of these kinds, that were moved since by a deadline or a person, in
   * order.
   */
  moved(
    cell: number,
    of: { readonly program: number; readonly journeys: readonly string[]; readonly since: number },
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly HeldJourney[]>;
}
