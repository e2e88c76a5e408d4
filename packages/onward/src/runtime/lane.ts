/** A lane: one writer for one slice of subjects. What arrives during a commit is the next batch. */
import { RetryError } from '../core/index.ts';
import { BatchQueue } from './batch-queue.ts';
import type { BatchContext, Committed } from './batch.ts';
import { commitBatch } from './batch.ts';
import type { Work } from './work.ts';

export interface LaneOptions {
  readonly context: BatchContext;
  readonly cell: number;
  /** Inputs in one transaction at the most. */
  readonly maxBatch: number;
  /** How long a failing database is waited for before callers are told. */
  readonly patienceMs: number;
  /** Resolves after this many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onCommit: (committed: Committed) => void;
  /** A transaction failed in a way that leaves open whether it was committed. */
  readonly onUncertain: () => void;
}

export class Lane {
  private readonly options: LaneOptions;
  readonly queue: BatchQueue<Work>;

  constructor(options: LaneOptions) {
    this.options = options;
    this.queue = new BatchQueue(options.maxBatch, (batch) => this.commit(batch));
  }

  /** Commits a batch. One that cannot be committed is halved until the bad input stands alone. */
  private async commit(batch: readonly Work[]): Promise<void> {
    let committed: Committed;
    try {
      committed = await this.persist(batch);
    } catch (error) {
      if (batch.length === 1 || error instanceof RetryError) {
        for (const work of batch) work.answer.reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.commit(batch.slice(0, half));
      await this.commit(batch.slice(half));
      return;
    }
    for (const answer of committed.answer) answer();
    this.options.onCommit(committed);
  }

  /**
   * Tries again for as long as the failure passes and patience lasts; every input is taken once.
   */
  private async persist(works: readonly Work[]): Promise<Committed> {
    const { context, cell, pause, patienceMs } = this.options;
    let batch = works;
    let waitedMs = 0;
    for (let delayMs = 1; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        return await commitBatch(context, cell, batch);
      } catch (error) {
        const passing = error instanceof RetryError;
        if (passing && error.code !== 'ONW-RACE-LOST') this.options.onUncertain();
        // Whoever was first may have begun a journey of a subject that was made here.
        if (passing) batch = batch.map(looked);
        if (!passing || waitedMs >= patienceMs) throw error;
      }
      await pause(delayMs);
      waitedMs += delayMs;
    }
  }
}

/** With everything looked up that there may be of its subject. */
function looked(work: Work): Work {
  return work.kind === 'event' && work.fresh ? { ...work, fresh: false } : work;
}
