/**
 * What helped in like journeys: of those of the same kind that ended, how often each act at a step
 * was followed by which outcome. It is counted, with its interval; it says nothing of causes, and
 * nothing about how urgent something is.
 */

/** What was done at a step of a journey that has ended. */
export interface ActedRow {
  readonly journey: string;
  readonly step: string;
  readonly action: string;
  readonly outcome: string;
  readonly count: number;
}

export interface Suggestion {
  readonly action: string;
  /** How many ended journeys had this act at this step. */
  readonly of: number;
  /** Of those, how many ended so; the commonest first. */
  readonly outcomes: readonly OutcomeShare[];
}

interface OutcomeShare {
  readonly outcome: string;
  readonly count: number;
  readonly share: number;
  /** Where the share lies with 95 % confidence (Wilson, 1927). */
  readonly low: number;
  readonly high: number;
}

/** Fewer say nothing. */
const enough = 5;

export function suggestionsAt(
  rows: readonly ActedRow[],
  { journey, step }: Pick<ActedRow, 'journey' | 'step'>,
): readonly Suggestion[] {
  const own = rows.filter((row) => row.journey === journey && row.step === step);
  return [...Map.groupBy(own, ({ action }) => action)]
    .map(([action, some]) => suggestionOf(action, some))
    .filter(({ of }) => of >= enough)
    .toSorted((a, b) => b.of - a.of || Number(a.action > b.action) - Number(a.action < b.action));
}

function suggestionOf(action: string, rows: readonly ActedRow[]): Suggestion {
  const of = rows.reduce((sum, { count }) => sum + count, 0);
  const outcomes = [...Map.groupBy(rows, ({ outcome }) => outcome)].map(([outcome, some]) => {
    const count = some.reduce((sum, each) => sum + each.count, 0);
    return { outcome, count, share: count / of, ...wilson(count, of) };
  });
  return { action, of, outcomes: outcomes.toSorted((a, b) => b.count - a.count) };
}

const z = 1.959_963_985;

/** The interval of a share: Wilson, JASA 22 (1927), without correction for continuity. */
export function wilson(count: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const scale = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
