/**
 * A figure that costs something: measured while somebody asks for it, kept in between, and measured
 * again no more often than a small part of the time allows. It says as of when it is.
 */

export interface Figure<T> {
  readonly at: number;
  readonly value: T;
}

export interface KeptParts<T> {
  /** Undefined: it was given up; what was known stays. */
  readonly measure: () => Promise<T | undefined>;
  /** The engine's time, as of which it is. */
  readonly now: () => number;
  /** Real time, for what it costs. */
  readonly elapsed: () => number;
  /** Kept so long at the least, in either time. */
  readonly leastMs: number;
  /** Kept for so many times as long as it took. */
  readonly times: number;
  /** What it cost, where that is not how long it took. */
  readonly costOf?: (value: T) => number;
  readonly onTrouble: (error: unknown) => void;
}

/** Whoever asks first, or for what is measured at once, waits for so long. */
const patienceMs = 40;

export class Kept<T> {
  private readonly parts: KeptParts<T>;
  private last: Figure<T> | undefined;
  private costMs = 0;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private measuring: Promise<void> | undefined;

  constructor(parts: KeptParts<T>) {
    this.parts = parts;
  }

  /** What is known; undefined: nothing yet, ask again in a moment. */
  async get(): Promise<Figure<T> | undefined> {
    const measuring = this.refresh();
    if (measuring !== undefined && (this.last === undefined || this.costMs < patienceMs)) {
      await Promise.race([measuring, pause(patienceMs)]);
    }
    return this.last;
  }

  /** What is known; waits where nothing is. */
  async need(): Promise<Figure<T>> {
    const known = await this.get();
    if (known !== undefined) return known;
    await this.measuring;
    return this.last ?? this.fresh();
  }

  /** Measured now. */
  async fresh(): Promise<Figure<T>> {
    await this.measuring;
    await this.measure();
    if (this.last === undefined) throw new Error('It was given up.');
    return this.last;
  }

  /** Measures where what is known is too old; does not wait for it. */
  refresh(): Promise<void> | undefined {
    if (this.measuring !== undefined || !this.isStale()) return this.measuring;
    this.measuring = this.measure()
      .catch(this.parts.onTrouble)
      .finally(() => {
        this.measuring = undefined;
      });
    return this.measuring;
  }

  /** A clock that was moved makes it old as well as time that passes. */
  private isStale(): boolean {
    const { leastMs, times, now, elapsed } = this.parts;
    const rest = times * this.costMs;
    if (elapsed() - this.measuredAt < rest) return false;
    if (this.last === undefined) return true;
    const age = Math.max(Math.abs(now() - this.last.at), elapsed() - this.measuredAt);
    return age >= leastMs;
  }

  private async measure(): Promise<void> {
    const { measure, now, elapsed, costOf } = this.parts;
    const at = now();
    const began = elapsed();
    try {
      const value = await measure();
      if (value === undefined) return;
      this.last = { at, value };
      this.costMs = costOf?.(value) ?? elapsed() - began;
    } finally {
      this.measuredAt = elapsed();
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
