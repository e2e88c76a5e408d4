/** Moments of a scenario: `+2h` from its start, or an instant as it stands. */
import { Temporal } from 'temporal-polyfill';

const unitsMs = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** Epoch milliseconds of a moment; undefined for a text that is none. */
export function momentAt(written: string, start: number): number | undefined {
  if (written.startsWith('+')) {
    const parts = [...written.matchAll(/(\d+)([wdhms])/gu)];
    if (parts.length === 0) return undefined;
    return parts.reduce(
      (at, [, count, unit]) => at + Number(count) * unitsMs[unit as keyof typeof unitsMs],
      start,
    );
  }
  try {
    return Temporal.Instant.from(written).epochMilliseconds;
  } catch {
    return undefined;
  }
}
