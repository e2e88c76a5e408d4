/** Deadlines: finds timers that have fired and hands them to their lanes; there is no leader. */
import type { Store } from '../store/index.ts';
import type { DeadlineWork } from './work.ts';

export interface DeadlineOptions {
  readonly store: Store;
  now(): number;
  pass(cell: number, work: DeadlineWork): void;
}

/** Timers taken from a cell at once; the rest follows in the next round. */
const maxRound = 1_000;
const restMs = 30_000;

export class Deadlines {
  private readonly options: DeadlineOptions;
  private readonly inHand = new Set<number>();
  /** Deadlines that could not be stored: tried again by and by, so that they slow nobody. */
  private readonly resting = new Set<number>();
  private looking: Promise<number> | undefined;

  constructor(options: DeadlineOptions) {
    this.options = options;
  }

  get load(): number {
    return this.inHand.size;
  }

  /** Looks once; resolves with the number of timers that were handed on. */
  tick(): Promise<number> {
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private rest(journey: number): void {
    this.inHand.delete(journey);
    this.resting.add(journey);
    setTimeout(() => this.resting.delete(journey), restMs).unref();
  }

  private async look(): Promise<number> {
    const { options } = this;
    const { store } = options;
    let found = 0;
    for (const cell of store.cells) {
      const rows = await store.dueTimers(cell, options.now(), maxRound);
      for (const { journey, subject } of rows) {
        if (this.inHand.has(journey) || this.resting.has(journey)) continue;
        this.inHand.add(journey);
        found++;
        const answer = {
          resolve: () => void this.inHand.delete(journey),
          reject: () => this.rest(journey),
        };
        options.pass(cell, { kind: 'deadline', journey, subject, answer });
      }
    }
    return found;
  }
}
