/** One step of clearing up: a page of one table is looked at, and what is over goes. */

export interface Step {
  /** Where the next page begins; empty: everything was looked at. */
  readonly place: string;
  readonly removed: number;
  /** Rows of journals. */
  readonly entries?: number;
}

export interface Page {
  readonly now: number;
  /** What was over before may go. */
  readonly before: number;
  readonly place: string;
}

/** Rows that a step looks at: some ten milliseconds of the database. */
export const pageSize = { journeys: 200, keys: 1_000, outcomes: 200, unmatched: 200 } as const;
