/** What every rule of tidy says: where, which rule, what is wrong, what to write in its place. */

export interface Finding {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
  readonly instead: string;
}

/** A rule before it knows its place: everything a finding says except where. */
export type Verdict = Omit<Finding, 'path' | 'line'>;

/** The one line that a reader and an editor's error parser both understand. */
export function formatFinding({ path, line, rule, message, instead }: Finding): string {
  return `${path}:${line} ${rule}: ${message} (instead: ${instead})`;
}
