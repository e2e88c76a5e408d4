/** Reads what is next from a state: the earliest thing that is due, and who owns it. */
import type { Obligation, State } from './types.ts';

export interface Next {
  /** Epoch milliseconds. */
  readonly due: number;
  readonly owner: string;
}

/** The obligation that is due first; undefined when there is none (an ended journey). */
export function nextObligation(state: State): Obligation | undefined {
  let next: Obligation | undefined;
  for (const each of state.obligations) {
    if (next === undefined || each.due < next.due) next = each;
  }
  return next;
}

/**
 * When the journey must be looked at next, kept events' expiry included; null once it has ended.
 */
export function nextDue(state: State): Next | null {
  const obligation = nextObligation(state);
  if (obligation === undefined) return null;
  let next: Next = obligation;
  for (const { expires: due, owner } of state.deferred) {
    if (due < next.due) next = { due, owner };
  }
  return { due: next.due, owner: next.owner };
}

/**
 * When the journey's timer must fire: what is due next, or what nobody owes: the next message that
 * is planned or held, the next target of a clock, the next look at what was written. Undefined once
 * it has ended.
 */
export function nextWake(state: State): number | undefined {
  let wake = nextDue(state)?.due;
  if (wake === undefined) return undefined;
  if (state.messages?.next !== undefined) wake = Math.min(wake, state.messages.next);
  if (state.clocks?.next !== undefined) wake = Math.min(wake, state.clocks.next);
  for (const { askAt, readBack } of state.obligations) {
    wake = Math.min(wake, askAt ?? wake, readBack?.next ?? wake);
  }
  return wake;
}
