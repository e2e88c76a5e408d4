/** The moments of a step that clocks listen for, in the order in which they came. */
import type { Points } from '../language/clock-model.ts';
import type { Journey } from '../language/model.ts';
import type { Entry } from './types.ts';

/** One moment: a predicate over what a clock may name. */
export type Moment =
  | { readonly kind: 'begin' }
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'milestone'; readonly milestone: string }
  | { readonly kind: 'event'; readonly event: string };

/**
 * Reads the moments off what the journal will say. A step that is entered and left again in one go
 * was entered.
 *
 * @param stage the stage before.
 */
export function momentsOf(
  journey: Journey,
  entries: readonly Entry[],
  stage: string,
): readonly Moment[] {
  const moments: Moment[] = [];
  let current = stage;
  const enter = (name: string): void => {
    const step = journey.steps[name];
    if (step === undefined) return;
    if (step.stage !== current) moments.push({ kind: 'stage', stage: step.stage });
    current = step.stage;
    moments.push({ kind: 'step', step: name });
    if (step.kind === 'tracks') for (const first of Object.values(step.tracks)) enter(first);
  };
  for (const entry of entries) {
    if (entry.kind === 'enrolled') {
      moments.push({ kind: 'begin' });
      enter(journey.start);
    } else if (entry.kind === 'moved') enter(entry.to);
    else if (entry.kind === 'milestone') {
      moments.push({ kind: 'milestone', milestone: entry.milestone });
    } else if (entry.kind === 'taken' && isTold(entry)) {
      moments.push({ kind: 'event', event: entry.what });
    }
  }
  return moments;
}

/** A command may have the name of an event; what came of it is its reason. */
const outcomes: readonly (string | undefined)[] = ['done', 'rejected', 'exhausted', 'unknown'];

/** False for an event that is kept for later, for a late answer, and for what came of a command. */
function isTold({ how, reason }: Extract<Entry, { readonly kind: 'taken' }>): boolean {
  return how !== 'deferred' && how !== 'late' && !outcomes.includes(reason);
}

/** Whether a moment is one of the points. */
export function isAmong(points: Points, moment: Moment): boolean {
  switch (moment.kind) {
    case 'begin':
      return points.begin;
    case 'step':
      return points.steps.includes(moment.step);
    case 'stage':
      return points.stages.includes(moment.stage);
    case 'milestone':
      return points.milestones.includes(moment.milestone);
    case 'event':
      return points.events.includes(moment.event);
  }
}
