/** For C5: what can never come because a shorter timer, armed no later, always comes before. */
import type { CommandStep, Step } from '../../../src/core/index.ts';
import type { Layout } from './layout.ts';
import { everyWay, withinOf } from './journey-reader.ts';

/** The last try of a command would come after its deadline has led on. */
export function isTooLate({ within, overdue, retry }: CommandStep): boolean {
  if ((within as CommandStep['within'] | undefined)?.kind !== 'wall') return false;
  if (overdue.then === undefined || overdue.escalate.length > 0) return false;
  let tries = 0;
  let wait = retry.firstMs;
  for (let n = 1; n < retry.attempts; n++) {
    tries += Math.min(wait, retry.maxMs);
    wait *= retry.factor;
  }
  return within.kind === 'wall' && within.ms < tries;
}

/**
 * An expression: another track stands where it began, and its first deadline, armed no later than
 * this one, is shorter and leads on at once.
 */
export function isOvertaken(layout: Layout, name: string): string {
  const own = layout.step(name);
  const least = atLeastMs(own);
  if (own.track === '' || least === undefined) return 'false';
  const place = layout.placeOf(own);
  const entered = new Set(
    everyWay(layout.journey).flatMap(({ transitions }) => transitions.map(({ to }) => to)),
  );
  const rivals = layout.steps().flatMap(([, holder]) => {
    if (holder.kind !== 'tracks' || !Object.hasOwn(holder.tracks, own.track)) return [];
    return Object.entries(holder.tracks).filter(([track, start]) => {
      if (track === own.track || entered.has(start)) return false;
      return atMostMs(layout.step(start)) < least;
    });
  });
  const stands = rivals.map(([, start]) => {
    const other = layout.placeOf(layout.step(start));
    return `(p${other} == ${layout.number(start)} && l${other} == 0 && !u${other})`;
  });
  if (stands.length === 0) return 'false';
  return `(l${place} == 0 && (${stands.join(' || ')}))`;
}

function atLeastMs(step: Step): number | undefined {
  const within = withinOf(step);
  if (within?.kind !== 'wall' && within?.kind !== 'business-time') return undefined;
  return within.ms;
}

function atMostMs(step: Step): number {
  const within = withinOf(step);
  if (within?.kind !== 'wall') return Number.POSITIVE_INFINITY;
  const isDirect =
    step.kind === 'wait' ||
    ('overdue' in step &&
      step.overdue.lookUp === undefined &&
      step.overdue.escalate.length === 0 &&
      step.overdue.then !== undefined);
  return isDirect ? within.ms : Number.POSITIVE_INFINITY;
}
