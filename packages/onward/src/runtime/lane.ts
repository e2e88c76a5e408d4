/** A lane: one writer for one slice of subjects. What arrives during a commit is the next batch. */
import { RetryError } from '../core/index.ts';
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
}

export class Lane {
  private readonly options: LaneOptions;
  private waiting: Work[] = [];
  private busy = 0;
  private running: Promise<void> | undefined;

  constructor(options: LaneOptions) {
    this.options = options;
  }

  /** Inputs that are queued or being committed. */
  get load(): number {
    return this.waiting.length + this.busy;
  }

  add(work: Work): void {
    this.waiting.push(work);
    this.running ??= this.run();
  }

  /** Resolves when nothing is queued. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Work that arrives in this same turn of the event loop joins the first batch.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.maxBatch);
      this.busy = batch.length;
      await this.commit(batch);
      this.busy = 0;
    }
    this.running = undefined;
  }

  /** Commits a batch. One that cannot be committed is halved until the bad input stands alone. */
  private async commit(batch: readonly Work[]): Promise<void> {
    try {
      const committed = await this.persist(batch);
      for (const answer of committed.answer) answer();
      this.options.onCommit(committed);
    } catch (error) {
      if (batch.length === 1 || error instanceof RetryError) {
        for (const work of batch) work.answer.reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.commit(batch.slice(0, half));
      await this.commit(batch.slice(half));
    }
  }

  /**
   * Tries again for as long as the failure passes and patience lasts; every input is taken once.
   */
  private async persist(batch: readonly Work[]): Promise<Committed> {
    const { context, cell, pause, patienceMs } = this.options;
    let waitedMs = 0;
    for (let delayMs = 1; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        return await commitBatch(context, cell, batch);
      } catch (error) {
        const passing = error instanceof RetryError;
        if (!passing || waitedMs >= patienceMs) throw error;
      }
      await pause(delayMs);
      waitedMs += delayMs;
    }
  }
}
