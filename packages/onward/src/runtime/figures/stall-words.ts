/** The words of stalls: what stands, why, and what one fix would free. */

/**
 * Why something stands:
 * - `source`: it waits for a system that is silent, refuses us, is away, lags or is on hold;
 * - `absence`: nobody of its owner is there;
 * - `command`: an order failed, or a message could not be said;
 * - `rule`: something came that the program leads nowhere on;
 * - `step`: it is late, for no reason that is known;
 * - `slow`: it is not late, and takes longer than nineteen of twenty of its kind did.
 */
export type StallKind = 'source' | 'absence' | 'command' | 'rule' | 'step' | 'slow';

/** How an obligation stands still; `failed`: an exception that is not late yet. */
export type Standing = 'overdue' | 'slow' | 'held' | 'failed';

export type SourceTrouble = 'silent' | 'refused' | 'away' | 'lagging' | 'held';

/** Something that concerns a person's safety, or that nobody told them. */
export interface Consequence {
  readonly journey: number;
  readonly slot: number;
  readonly opened: number;
  readonly owner: string;
  readonly due: number;
  /** What must happen, as it stood when it was seen. */
  readonly sentence: string;
}

/** Figures of a cause, of all owners or of one. */
export interface StallCounts {
  /** Journeys that one fix frees. */
  readonly journeys: number;
  readonly overdue: number;
  readonly slow: number;
  readonly held: number;
  /** Since when the first stands: its due time, or when it began. */
  readonly oldest: number;
}

export interface Stall extends StallCounts {
  readonly id: string;
  readonly kind: StallKind;
  readonly system: string | null;
  /** Who is absent. */
  readonly owner: string | null;
  readonly journey: string | null;
  readonly step: string | null;
  /** The order, message or event that an exception is about, as it is named. */
  readonly command: string | null;
  readonly state: SourceTrouble | null;
  /** Id of the cause under which it can be recovered from. */
  readonly cause: string | null;
  /** By who has it now, and by who is absent. */
  readonly byOwner: ReadonlyMap<string, StallCounts>;
  /** Who has what waits. */
  readonly owners: readonly string[];
  readonly journeyNames: readonly string[];
  readonly steps: readonly string[];
  readonly obligationKinds: readonly string[];
  readonly consequences: readonly Consequence[];
  /** Of them, those that did not find a place in the list. */
  readonly moreConsequences: number;
}

/** How the world stands outside the journeys. */
export interface Surroundings {
  readonly now: number;
  /** Systems that are in trouble. */
  readonly troubled: ReadonlyMap<string, SourceTrouble>;
  /** Owners of whom nobody is there. */
  readonly absent: ReadonlySet<string>;
  /** Longer than this at a step is slow; undefined where too few have passed it. */
  slowMs(at: {
    readonly program: string;
    readonly journey: string;
    readonly step: string;
  }): number | undefined;
}
