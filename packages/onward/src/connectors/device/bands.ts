/**
 * Which band each reading of one device and kind falls into, and where that changes. Nothing is
 * remembered from one delivery to the next.
 */
import type { Reading } from './reading.ts';
import type { Band } from './settings.ts';

/** A band that was entered, by the reading that settled it. */
export interface Crossing {
  readonly reading: Reading;
  readonly band: string;
}

/** How the readings of a kind are judged. */
export interface Rule {
  readonly bands: readonly Band[];
  readonly 'in-a-row': number;
}

/**
 * The crossings among readings in the order of their times. A band holds until a value is beyond
 * its hysteresis; a new one counts once so many readings in a row are of it. Values beyond every
 * band leave things as they are.
 */
export function crossingsOf(readings: readonly Reading[], rule: Rule): readonly Crossing[] {
  const crossings: Crossing[] = [];
  let current: Band | undefined;
  let coming: Band | undefined;
  let inARow = 0;
  for (const reading of readings) {
    const next = nextBand(reading.value, current, rule.bands);
    if (next === undefined || next === current) {
      coming = undefined;
      inARow = 0;
      continue;
    }
    inARow = next === coming ? inARow + 1 : 1;
    coming = next;
    if (inARow < rule['in-a-row']) continue;
    if (current !== undefined || !next.quiet) crossings.push({ reading, band: next.name });
    current = next;
    coming = undefined;
    inARow = 0;
  }
  return crossings;
}

function nextBand(
  value: number,
  current: Band | undefined,
  bands: readonly Band[],
): Band | undefined {
  if (current !== undefined && holds(value, current, current.hysteresis)) return current;
  return bands.find((band) => holds(value, band, 0));
}

/** Whether a value is within a band that is wider by a margin on both sides. */
export function holds(
  value: number,
  { min = -Infinity, max = Infinity }: Band,
  by: number,
): boolean {
  return value >= min - by && value < max + by;
}
