/** Removes by and by what has been over for long enough, a small step for each cell at a time. */
import type { Retention, Store } from '../store/index.ts';

export interface RetainingOptions {
  readonly store: Store;
  /** Undefined: everything is kept. */
  readonly keep: Retention | undefined;
  now(): number;
  count(name: string, by: number): void;
}

/** Real milliseconds between two steps: however much there is, others hardly notice. */
export const retainMs = 1_000;

export async function retainStep(options: RetainingOptions): Promise<void> {
  const { store, keep } = options;
  if (keep === undefined) return;
  for (const cell of store.cells) {
    const by = { now: options.now(), keep, paceMs: retainMs };
    const { rows, entries } = await store.retain(cell, by);
    for (const [part, removed] of Object.entries(rows)) options.count(`removed_${part}`, removed);
    options.count('removed_entries', entries);
  }
}
