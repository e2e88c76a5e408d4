/** What a system said between two reports, in a few figures that are counted as it is heard. */

/** Times in epoch milliseconds. */
export interface HeardWindow {
  readonly first: number;
  readonly last: number;
  readonly events: number;
  /** The longest silence between two of them. */
  readonly gapMs: number;
  /** How many came how late: under a second, then under 2^n seconds for each n. */
  readonly lags: readonly number[];
}

const lagBuckets = 24;

/** The window with what was heard at this moment. */
export function heardAt(
  before: HeardWindow | undefined,
  at: number,
  events: readonly { readonly occurredAt: number }[],
): HeardWindow {
  const lags = [...(before?.lags ?? Array.from({ length: lagBuckets }, () => 0))];
  for (const { occurredAt } of events) {
    const bucket = lagBucket(at - occurredAt);
    lags[bucket] = (lags[bucket] ?? 0) + 1;
  }
  return {
    first: before?.first ?? at,
    last: at,
    events: (before?.events ?? 0) + Math.max(1, events.length),
    gapMs: Math.max(before?.gapMs ?? 0, at - (before?.last ?? at)),
    lags,
  };
}

/** Bucket 0: under a second; n: under 2^n seconds; the last: anything beyond. */
function lagBucket(lagMs: number): number {
  const seconds = Math.max(0, lagMs) / 1_000;
  if (seconds < 1) return 0;
  return Math.min(lagBuckets - 1, Math.floor(Math.log2(seconds)) + 1);
}
