/** Placement: unmatched input is tried again when its ref becomes known, and by and by anyway. */
import type { OperationalEvent } from '../core/index.ts';
import type { Store } from '../store/index.ts';

export interface PlacementOptions {
  readonly store: Store;
  /** Takes an event as if it had just come; the one kept is closed when a journey takes it. */
  again(event: OperationalEvent): Promise<unknown>;
}

const page = 500;

export class Placement {
  private readonly options: PlacementOptions;
  private taught = new Set<string>();
  private running: Promise<void> | undefined;

  constructor(options: PlacementOptions) {
    this.options = options;
  }

  get load(): number {
    return this.taught.size + (this.running === undefined ? 0 : 1);
  }

  /** Refs that have just become known, their journeys being durable. */
  learnt(refs: readonly string[]): void {
    for (const ref of refs) this.taught.add(ref);
    if (refs.length > 0) this.running ??= this.run();
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.taught.size > 0) {
        const refs = [...this.taught];
        this.taught = new Set();
        for (const cell of this.options.store.cells) {
          const rows = await this.options.store.waitingFor(cell, refs);
          for (const { event } of rows) await this.options.again(event);
        }
      }
    } catch {
      // What could not be placed now is still kept, and found by the sweep.
    } finally {
      this.running = undefined;
    }
  }

  /** Tries everything whose subject has become known meanwhile, wherever it was learnt. */
  async sweep(): Promise<void> {
    const { store } = this.options;
    for (const cell of store.cells) {
      for (let after = 0; ;) {
        const rows = await store.openUnmatched(cell, after, page);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.id;
        const waiting = rows.filter((row) => row.reason === 'ONW-SUBJECT-UNKNOWN');
        const refs = waiting.flatMap(({ event }) => event.refs.map((each) => each.ref));
        const known = refs.length === 0 ? new Map<string, number>() : await store.resolve(refs);
        for (const { event } of waiting) {
          if (event.refs.some(({ ref }) => known.has(ref))) await this.options.again(event);
        }
      }
    }
  }
}
