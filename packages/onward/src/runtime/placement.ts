/** Placement: unmatched input is tried again when its ref becomes known, and by and by anyway. */
import { parseJourneyId } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { Store, UnmatchedRow } from '../store/index.ts';
import type { EventResult } from './types.ts';

export interface PlacementOptions {
  readonly store: Store;
  now(): number;
  /** Takes an event as if it had just come. */
  again(event: OperationalEvent): Promise<EventResult | undefined>;
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

  /** Refs that have just become known, or whose subject has begun a journey, durably. */
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
          for (const row of rows) await this.place(cell, row);
        }
      }
    } catch {
      // What could not be placed now is still kept, and found by the sweep.
      this.taught = new Set();
    } finally {
      this.running = undefined;
    }
  }

  /** Tries one again; where a journey of another cell took it, it is closed here too. */
  private async place(cell: number, { id, event }: UnmatchedRow): Promise<void> {
    const result = await this.options.again(event).catch(() => undefined);
    const journey = parseJourneyId(result?.journeys[0] ?? '');
    if (journey === undefined) return;
    await this.options.store.closeUnmatched(cell, [{ id, journey }], this.options.now());
  }

  /** Refs that somebody has by now. */
  private async known(refs: readonly string[]): Promise<ReadonlySet<string>> {
    if (refs.length === 0) return new Set();
    const { store } = this.options;
    const [ids, contacts] = await Promise.all([store.resolve(refs), store.contacts(refs)]);
    return new Set([...ids.keys(), ...contacts.map(({ ref }) => ref)]);
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
        // A journey that was mended by hand tells nobody: what came for it is tried each time.
        for (const row of rows) if (row.reason === 'ONW-STATE-BROKEN') await this.place(cell, row);
        const waiting = rows.filter(({ reason }) => reasonsToTry.has(reason));
        const refs = waiting.flatMap(({ event }) => event.refs.map((each) => each.ref));
        const known = await this.known(refs);
        for (const row of waiting) {
          if (row.event.refs.some(({ ref }) => known.has(ref))) await this.place(cell, row);
        }
      }
    }
  }
}

/** What may have changed since: a subject became known, or began a journey. */
const reasonsToTry: ReadonlySet<string> = new Set(['ONW-SUBJECT-UNKNOWN', 'ONW-NO-JOURNEY']);
