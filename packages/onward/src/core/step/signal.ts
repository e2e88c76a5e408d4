/** Another journey of the same subject speaks: whoever depends on it goes on. */
import type { Draft } from './draft.ts';
import { take } from './move.ts';
import type { Obligation, SignalInput } from './types.ts';

/** Applies a signal to every place that waits for that journey; false when none does. */
export function applySignal(draft: Draft, signal: SignalInput): boolean {
  const { journey, says } = signal;
  const waiting = draft
    .waiting()
    .filter(
      (each) =>
        each.kind === 'depends' &&
        each.name === journey &&
        !(says.kind === 'started' && each.started),
    );
  if (says.kind === 'absent' || waiting.length === 0) return false;
  draft.say({ kind: 'taken', what: journey, how: 'handled', reason: says.kind });
  for (const obligation of waiting) hear(draft, obligation, says);
  return true;
}

function hear(draft: Draft, waiting: Obligation, says: SignalInput['says']): void {
  const place = draft.places.find((each) => each.step === waiting.step);
  const step = draft.stepNamed(waiting.step);
  // An earlier place's way on may have led away from this one.
  if (step.kind !== 'depends' || place === undefined || !draft.waiting().includes(waiting)) return;
  // Whoever speaks has begun.
  const obligation = { ...waiting, started: true };
  draft.replace(waiting, obligation);
  const reached = step.milestone !== undefined && milestonesOf(says).includes(step.milestone);
  // Whoever asks for a milestone has not got it by an end; otherwise any end will do.
  const otherwise = step.milestone === undefined ? step.reached : [];
  const ended = says.kind === 'ended' ? (step.ended[says.outcome] ?? otherwise) : undefined;
  const way = reached ? step.reached : ended;
  if (way !== undefined && !take(draft, way, place)) {
    draft.raise(`${obligation.name}:${says.kind}`, obligation.owner, obligation.step);
  }
}

function milestonesOf(says: SignalInput['says']): readonly string[] {
  if (says.kind === 'milestone') return [says.milestone];
  return 'milestones' in says ? says.milestones : [];
}
