/** A queue that hands over as one batch whatever arrived while the last batch was worked on. */
export class BatchQueue<T> {
  private readonly work: (batch: readonly T[]) => Promise<void>;
  private readonly maxBatch: number;
  private waiting: T[] = [];
  private busy = 0;
  private running: Promise<void> | undefined;
  private added = 0;
  private done = 0;
  private passing: { readonly until: number; readonly resolve: () => void }[] = [];
  private gate: Promise<unknown> | undefined;

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
    this.added += 1;
    this.waiting.push(item);
    this.running ??= this.run();
  }

  /** Resolves when nothing is left. */
  async settled(): Promise<void> {
    await this.running;
  }

  /** Resolves when all that was added until now has been worked on. */
  passed(): Promise<void> {
    if (this.load === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.passing.push({ until: this.added, resolve });
    });
  }

  /** Begins no further batch before `others` has resolved, which it must. */
  after(others: Promise<unknown>): void {
    this.gate = others;
  }

  private async run(): Promise<void> {
    // What arrives in this same turn of the event loop joins the first batch.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      while (this.gate !== undefined) await this.opened(this.gate);
      const batch = this.waiting.splice(0, this.maxBatch);
      this.busy = batch.length;
      await this.work(batch);
      this.busy = 0;
      this.done += batch.length;
      if (this.passing.length > 0) this.tell();
    }
    this.running = undefined;
  }

  private async opened(gate: Promise<unknown>): Promise<void> {
    await gate;
    if (this.gate === gate) this.gate = undefined;
  }

  private tell(): void {
    const [over, left] = [this.passing, [] as typeof this.passing];
    for (const each of over) {
      if (each.until <= this.done) each.resolve();
      else left.push(each);
    }
    this.passing = left;
  }
}
