/** What an evaluation says, to a program in one form and to a person in a table. */
import type { Terminal } from '../terminal.ts';

export interface EvaluationResult {
  readonly id: string | number;
  readonly level?: string;
  readonly intent?: string;
  readonly confidence: number;
}

export interface Evaluation {
  readonly results: readonly EvaluationResult[];
  /** Of emergencies, the share that a person reads within minutes; null where there were none. */
  readonly sensitivity: number | null;
  /** Of what is none, the share that is called an emergency. */
  readonly falseAlarmRate: number | null;
  readonly accuracy: number | null;
  /** Of what belongs to no intent, the share that was rejected. */
  readonly oosRecall: number | null;
  /** Milliseconds for a message, of 95 in 100. */
  readonly p95Ms: number;
}

/** A goal, and what was reached. */
export interface Goal {
  readonly what: string;
  readonly reached: number;
  /** It must be at least this, or at most that. */
  readonly least?: number;
  readonly most?: number;
  readonly unit?: string;
}

export function isMet({ reached, least, most }: Goal): boolean {
  return (least === undefined || reached >= least) && (most === undefined || reached <= most);
}

export function tellGoals(goals: readonly Goal[], { out, paint }: Terminal): void {
  const width = Math.max(...goals.map(({ what }) => what.length));
  for (const goal of goals) {
    const { what, least, most, reached, unit = '' } = goal;
    const bound = least === undefined ? `≤ ${most ?? ''}${unit}` : `≥ ${least}${unit}`;
    const met = isMet(goal);
    const found = `${Math.round(reached * 1_000) / 1_000}${unit}`;
    out(
      `${what.padEnd(width)}  ${bound.padEnd(10)} ${found.padEnd(10)} ${paint(
        met ? 'good' : 'bad',
        met ? 'reached' : 'not reached',
      )}`,
    );
  }
}

export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0;
}
