/** What rests beside a journey while it goes on: events kept for later, clocks held in a park. */
import type { Input, Obligation, State } from '../step/types.ts';
import type { Journey } from '../language/model.ts';
import { ahead, eventOf } from './configuration.ts';
import type { Happened } from './taken.ts';

/** An answer that nobody waits for: it moves nothing, so that what is kept is tried again. */
export const nothingNew: Input = {
  kind: 'outcome',
  key: 'nothing',
  name: 'nothing',
  passing: false,
  step: '',
  outcome: 'done',
  data: {},
};

/** The state with these kinds of event kept, beside what it keeps. */
export function keeping(state: State, types: readonly string[]): State {
  const kept = types.map((type) => ({ event: eventOf(type), expires: ahead, owner: '' }));
  return { ...state, deferred: [...state.deferred, ...kept] };
}

/**
 * When a journey is parked, the deadlines of other tracks may have passed a moment before, or not:
 * what was late starts afresh when the park ends, so both are looked at.
 */
export function restingVariants(before: State, { play, result }: Happened): readonly Happened[] {
  const { parked } = result.state;
  const fired = play.kind === 'deadline' ? play.slot : -1;
  if (parked === undefined || before.parked !== undefined) return [{ play, result }];
  if (parked.resting.every(({ slot }) => slot === fired)) return [{ play, result }];
  let all: readonly (readonly Obligation[])[] = [[]];
  for (const each of parked.resting) {
    const dues = each.slot === fired ? [each.due] : [parked.since, parked.since + 1];
    all = all.flatMap((some) => dues.map((due) => [...some, { ...each, due }]));
  }
  return all.map((resting) => {
    const state = { ...result.state, parked: { ...parked, resting } };
    return { play, result: { ...result, state } };
  });
}

/** False where no level has a word for an event but to keep it: the step need not be asked. */
export function mayBeHeard(
  { steps, stages, on }: Journey,
  { places }: State,
  type: string,
): boolean {
  return places.some(({ step: name }) => {
    const step = steps[name];
    const levels = [step?.on, stages[step?.stage ?? '']?.on, on];
    return levels.some((level) => (level?.[type]?.kind ?? 'defer') !== 'defer');
  });
}
