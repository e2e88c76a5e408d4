/** The few numbers that many are told by. */

/** The one in the middle; NaN for no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile between 0 and 1, the two nearest values weighed; NaN for no values. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
