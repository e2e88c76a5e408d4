/** Late: said in one way wherever it is counted, listed or shown. */
import type { Obligation } from './types.ts';

/** What tells of an obligation whether it is late. */
type Dated = Pick<Obligation, 'overdue' | 'due' | 'onHold'>;

/**
 * Its deadline has passed, though it may be due again on the next rung of its ladder. While its
 * system is on hold nobody is late.
 */
export function isLate({ overdue, due, onHold }: Dated, now: number): boolean {
  return onHold === undefined && (overdue || due <= now);
}
