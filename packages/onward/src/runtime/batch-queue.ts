/** A queue that hands over as one batch whatever arrived while the last batch was worked on. */
export class BatchQueue<T> {
  private readonly work: (batch: readonly T[]) => Promise<void>;
  private readonly maxBatch: number;
  private waiting: T[] = [];
  private busy = 0;
  private running: Promise<void> | undefined;

  /** `work` must not reject: it answers each item's caller itself. */
  constructor(maxBatch: number, work: (batch: readonly T[]) => Promise<void>) {
    this.maxBatch = maxBatch;
    this.work = work;
  }

  /** Items waiting or being worked on. */
  get load(): number {
    return this.waiting.length + this.busy;
  }

  add(item: T): void {
    this.waiting.push(item);
    this.running ??= this.run();
  }

  /** Resolves when nothing is left. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // What arrives in this same turn of the event loop joins the first batch.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.maxBatch);
      this.busy = batch.length;
      await this.work(batch);
      this.busy = 0;
    }
    this.running = undefined;
  }
}
