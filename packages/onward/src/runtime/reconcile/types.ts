/** The words of the reconciler: which journeys a system is asked about, and what came of it. */
import type { OnwardCode } from '../../core/index.ts';
import type { DriftClass, DriftPolicy } from '../../core/reconcile/types.ts';

export interface ReconcileRequest {
  readonly system: string;
  /** One look-up of the system; absent: each that it has. */
  readonly lookUp?: string;
  /** Numbers of the journeys; absent: every open one that heard of the system or waits for it. */
  readonly journeys?: readonly number[];
  /** Only looks: nothing is applied, and no drift is kept. */
  readonly preview?: true;
  /** Called off where it is aborted; what was done stays done. */
  readonly signal?: AbortSignal;
  /** Told after each page. */
  onProgress?(so: Pick<Reconciled, 'asked'>): void;
}

/** One difference, and what came of it. */
export interface Difference {
  readonly journey: number;
  readonly system: string;
  readonly lookUp: string;
  readonly class: DriftClass;
  readonly policy: DriftPolicy;
  /** `applied`: the event was taken, and the journey agrees. `refused`: it could not be taken. */
  readonly end: 'applied' | 'proposed' | 'task' | 'refused' | 'looked-at';
  readonly code?: OnwardCode;
}

export interface Reconciled {
  /** Journeys that the system was asked about. */
  readonly asked: number;
  /** Of those, which agreed at once. */
  readonly agreed: number;
  /** Of those, which the system gave no answer of. */
  readonly unanswered: number;
  readonly differences: readonly Difference[];
  /** Open drifts that are no more. */
  readonly closed: number;
}

/** Compares what journeys believe with what a system says, and does what the program says. */
export interface Reconciler {
  run(request: ReconcileRequest): Promise<Reconciled>;
}
