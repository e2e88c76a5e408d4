/** The words of the reconciler: which journeys a system is asked about, and what came of it. */
import type { DriftClass, DriftPolicy, OnwardCode } from '../../core/index.ts';
import type { DriftRow, ReconcileStore } from '../../store/index.ts';

export interface ReconcileRequest {
  readonly system: string;
  /** One look-up of the system; absent: each that it has. */
  readonly lookUp?: string;
  /**
   * Numbers of the journeys; absent: every open one that heard of the system or waits for it. Of
   * very many a list is read, where there is one, and others in it are compared with them.
   */
  readonly journeys?: readonly number[];
  /** Only looks: nothing is applied, and no drift is kept. */
  readonly preview?: boolean;
  /** Called off where it is aborted; what was done stays done. */
  readonly signal?: AbortSignal;
  /** Told now and then. */
  onProgress?(so: Reconciled): void;
}

/** One difference, and what came of it. */
export interface Difference {
  /** Absent: nobody's journey has begun yet. */
  readonly journey?: number;
  readonly system: string;
  readonly lookUp: string;
  readonly class: DriftClass;
  readonly policy: DriftPolicy;
  /** `applied`: the event was taken. `refused`: it could not be, and somebody is told. */
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
  /**
   * @throws {RejectError} ONW-LOOKUP-UNKNOWN for a system or look-up that the program has not
   * @throws {RetryError} when a list could not be read to its end: what was compared stays done
   */
  run(request: ReconcileRequest): Promise<Reconciled>;
}

/** One look-up, compared beside the rest. */
export interface RunRequest {
  readonly system: string;
  readonly lookUp: string;
  /** A person, or why it was time. */
  readonly by: string;
  readonly preview?: boolean;
}

export interface DriftDecision {
  readonly id: number;
  readonly actor: string;
  /**
   * `apply`: the system is right. `write`: we are, and the system is given what is believed.
   * `dismiss`: it stays as it is, for a reason.
   */
  readonly act: 'apply' | 'write' | 'dismiss';
  /** A code of the program's own, of whoever dismisses. */
  readonly reason?: string;
}

/** The desk of reconciliation, as people and other parts of the engine use it. */
export interface Reconciling extends Reconciler {
  /**
   * Begins to compare a look-up beside the rest, and tells the number under which it is read.
   *
   * @throws {RejectError} ONW-LOOKUP-UNKNOWN, and ONW-RECONCILE-UNDERWAY while one is under way
   */
  start(request: RunRequest): Promise<number>;
  /** Begins to compare all that a system can be asked, once for each outage that is over. */
  afterOutage(system: string): Promise<void>;
  /**
   * @throws {RejectError} ONW-DRIFT-ABSENT, ONW-DRIFT-CLOSED, ONW-DRIFT-NOTHING, and of a write
   * ONW-DRIFT-NO-WRITE, ONW-DRIFT-WRITTEN
   */
  decide(decision: DriftDecision): Promise<DriftRow>;
  drift(id: number): Promise<DriftRow | undefined>;
  /** From new to old. */
  drifts: ReconcileStore['drifts'];
  /** What was compared when, and what it came to; from new to old. */
  looks: ReconcileStore['reconciliations'];
}
