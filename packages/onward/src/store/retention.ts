/** How long what is over is kept, and what a step of clearing up has removed. */

/** Milliseconds; what is open is always kept. */
export interface Retention {
  /** Ended journeys with their journals and messages; outcomes, and input that was placed. */
  readonly journeysMs: number;
  /** Under which the inputs of ended journeys are known again. */
  readonly keysMs: number;
}

const dayMs = 86_400_000;

/** Longer than any source repeats what it has sent: Stripe, the most patient, a month by hand. */
export const keysMs = 35 * dayMs;
/** Caps of messages look back eight days, and late input for as long: no less is allowed. */
export const leastRetentionMs = 9 * dayMs;
export const retentionParts = ['journeys', 'keys', 'outcomes', 'unmatched'] as const;
export type RetentionPart = (typeof retentionParts)[number];

/** Rows that were removed, by part; entries of journals are counted with their journeys. */
export interface Removed {
  readonly rows: Readonly<Record<RetentionPart, number>>;
  /** Rows of journals. */
  readonly entries: number;
  /** Some part has not looked at everything yet. */
  readonly more: boolean;
}

/** A subject of whose ended journeys some keys may be gone, and when the last of them ended. */
export interface Forgotten {
  readonly subject: number;
  readonly until: number;
}
