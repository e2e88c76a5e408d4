/** The words of identity repair: what a merge would change, and what it changed. */
import type { MergeRow } from '../../store/index.ts';

/** What becomes of a journey where the two have one of the same definition. */
export type Policy =
  | { readonly kind: 'move' }
  /** It is ended at this step, with the reason of the merge, before the others move. */
  | { readonly kind: 'close'; readonly to: string };

export interface MergeRequest {
  /** Public id of a journey of whom is merged. */
  readonly from: string;
  /** Public id of a journey of whom they are. */
  readonly into: string;
  readonly policy: Policy;
}

export interface JourneyConsequence {
  readonly id: number;
  readonly journey: string;
  readonly status: 'open' | 'ended' | 'removed';
  /** The other has an open journey of the same definition. */
  readonly twice: boolean;
  readonly then: 'moves' | 'closes' | 'stays';
}

/** A channel and a purpose, or all of them, for which they are not written to any more. */
export interface Withdrawn {
  readonly channel?: string;
  readonly purpose?: string;
}

export interface Consequences {
  /** Over exactly what was seen. */
  readonly token: string;
  /** How many outside ids, and numbers or addresses, lead to the other from then on. */
  readonly refs: number;
  readonly contacts: number;
  readonly journeys: readonly JourneyConsequence[];
  /** Messages that count for the other from then on. */
  readonly messages: number;
  readonly withdrawn: readonly Withdrawn[];
}

export interface CorrectionRequest {
  /** Public id of the journey that took the event. */
  readonly journey: string;
  /** Which entry of its journal. */
  readonly seq: number;
  /** Public id of the journey that the event is of. */
  readonly to: string;
}

/** What an event did to a journey that it was not of. */
export interface Correction {
  /** Over exactly what was seen. */
  readonly token: string;
  readonly stands: string;
  /** Where it would stand without the event. */
  readonly wouldStand: string;
  /** It is moved there; else somebody is told. */
  readonly moves: boolean;
  /** Facts that would be otherwise, and milestones that would not be reached. */
  readonly facts: readonly string[];
  readonly milestones: readonly string[];
  /** What was asked of systems because of it, and cannot be taken back. */
  readonly asked: readonly string[];
  /** Later inputs that would not have been taken. */
  readonly refused: number;
}

export interface Identity {
  /** @throws RejectError ONW-JOURNEY-ABSENT, ONW-CORRECTION-ENTRY, ONW-NO-JOURNEY */
  previewCorrection(request: CorrectionRequest): Promise<Correction>;
  /** Gives the event to whom it is of, and sets the other right as far as that can be. */
  correct(
    request: CorrectionRequest & {
      readonly token: string;
      readonly actor: string;
      readonly reason: string;
    },
  ): Promise<Correction>;
  /**
   * @throws RejectError ONW-JOURNEY-ABSENT, ONW-MERGE-SAME, ONW-MERGE-CELLS, ONW-STEP-UNKNOWN
   */
  preview(request: MergeRequest): Promise<Consequences>;
  /** @throws RejectError also ONW-MERGE-MOVED where it is not what was seen any more */
  merge(
    request: MergeRequest & {
      readonly token: string;
      readonly actor: string;
      readonly reason: string;
    },
  ): Promise<MergeRow>;
  /** What goes back, and what stays. @throws RejectError ONW-MERGE-ABSENT, -UNDONE, -LATER */
  previewUndo(merge: number): Promise<Consequences>;
  undo(request: {
    readonly merge: number;
    readonly token: string;
    readonly actor: string;
    readonly reason: string;
  }): Promise<MergeRow>;
  merges(page: { readonly before: number; readonly limit: number }): Promise<readonly MergeRow[]>;
}
