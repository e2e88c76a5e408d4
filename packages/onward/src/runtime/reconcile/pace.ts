/** How fast a look-up is asked: so many at once, and so many a minute, whoever asks. */

/** Questions of one look-up under way at once. */
const atOnce = 8;

export class Pace {
  private readonly shareMs: number;
  private readonly pause: (ms: number) => Promise<void>;
  private readonly waiting: (() => void)[] = [];
  private free = atOnce;

  constructor(perMinute: number, pause: (ms: number) => Promise<void>) {
    this.shareMs = (60_000 / perMinute) * atOnce;
    this.pause = pause;
  }

  /** Asks in its turn; undefined where it was called off before. */
  async ask<T>(signal: AbortSignal | undefined, ask: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.turn(signal))) return undefined;
    // Each question takes its share of the minute before another may take its place.
    const rested = this.shareMs < 1 ? Promise.resolve() : this.pause(this.shareMs);
    try {
      return await ask();
    } finally {
      void rested.then(() => this.next());
    }
  }

  /** False where it was called off. */
  private async turn(signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted === true) return false;
    if (this.free > 0) {
      this.free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const take = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(take), 1);
        resolve(false);
      };
      this.waiting.push(take);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  private next(): void {
    const waiter = this.waiting.shift();
    if (waiter === undefined) this.free += 1;
    else waiter();
  }
}
