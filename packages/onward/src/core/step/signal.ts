/** Another journey of the same subject speaks: whoever depends on it goes on. */
import type { Draft } from './draft.ts';
import { take } from './move.ts';
import type { SignalInput } from './types.ts';

/** Applies a signal to every place that waits for that journey. */
export function applySignal(draft: Draft, signal: SignalInput): void {
  const waiting = draft.obligations.filter(
    (each) => each.kind === 'depends' && each.name === signal.journey,
  );
  for (const obligation of waiting) {
    const place = draft.places.find((each) => each.step === obligation.step);
    const step = draft.stepNamed(obligation.step);
    if (step.kind !== 'depends' || place === undefined || !draft.obligations.includes(obligation))
      continue;
    const { says } = signal;
    if (says.kind === 'absent') continue;
    const reached =
      step.milestone !== undefined &&
      (says.kind === 'milestone'
        ? says.milestone === step.milestone
        : says.kind === 'ended' && says.milestones.includes(step.milestone));
    const way = reached
      ? step.reached
      : says.kind === 'ended'
        ? (step.ended[says.outcome] ?? step.reached)
        : undefined;
    if (way === undefined) {
      if (obligation.started !== true) draft.change(obligation, { started: true });
    } else if (!take(draft, way, place)) {
      draft.raise(`${obligation.name}:${says.kind}`, obligation.owner, obligation.step);
    }
  }
}

function milestonesOf(says: SignalInput['says']): readonly string[] {
  if (says.kind === 'milestone') return [says.milestone];
  return 'milestones' in says ? says.milestones : [];
}
