/** Follows what a state does not keep: what stands to be undone, and what was left unanswered. */
import type { Journey } from '../language/model.ts';
import type { Input, State, StepResult } from '../step/types.ts';
import { must } from './refused.ts';

/** Its undo was asked, and may not be done. */
const asked = '~';
/** It was asked once more when it may have been done before. */
const again = '+';
/** Its answer would be late, and an exception. */
const loose = '!';

/**
 * What is to be remembered after a step. A command may be done from when it is asked until it is
 * known that it was not.
 */
export function remember(
  { steps }: Journey,
  before: { readonly state: State; readonly history: readonly string[] },
  then: {
    readonly input: Input;
    readonly result: Extract<StepResult, { readonly kind: 'stepped' }>;
  },
): readonly string[] {
  const { input, result } = then;
  const known = new Set(before.history);
  const undoneBy = (undo: string): readonly string[] =>
    Object.entries(steps).flatMap(([name, step]) =>
      step.kind === 'command' && step.undo === undo ? [name] : [],
    );
  const commands = waiting(before.state).filter(({ kind }) => kind === 'command');
  const key = input.kind === 'outcome' ? input.key : undefined;
  const answered = commands.find(({ command }) => command === key);
  if (input.kind === 'outcome' && answered !== undefined) {
    const { step } = answered;
    const isNot = input.outcome === 'rejected' || input.outcome === 'exhausted';
    if (!known.delete(step + again) && isNot) known.delete(step);
    if (input.outcome === 'done') for (const each of undoneBy(step)) known.delete(each + asked);
  }
  const still = new Set(waiting(result.state).map(({ command }) => command));
  for (const { step: name, command } of commands) {
    const step = steps[name];
    const isLoose = command !== key && !still.has(command);
    if (isLoose && step?.kind === 'command' && step.late.kind !== 'ignore') known.add(loose + name);
  }
  for (const effect of result.effects) {
    if (effect.kind !== 'command' || effect.passing) continue;
    const { step: name } = effect;
    const step = steps[name];
    if (step?.kind === 'command' && step.undo !== undefined)
      known.add(known.has(name) ? name + again : name);
    const undone = undoneBy(name);
    const isDue = undone.some((each) => known.has(each) || known.has(each + asked));
    must(
      undone.length === 0 || isDue,
      'ONW-CERTIFICATE-UNDO',
      'A step undoes what was not done, or what was undone before.',
    );
    for (const each of undone) {
      known.delete(each + again);
      if (known.delete(each)) known.add(each + asked);
    }
  }
  return [...known].toSorted();
}

/** What an end must not leave behind: unanswered commands and, given up, what is not undone. */
export function isSettled(history: readonly string[], isGivenUp: boolean): boolean {
  return history.every((mark) => {
    if (mark.startsWith(loose)) return false;
    return !isGivenUp || mark.endsWith(asked) || mark.endsWith(again);
  });
}

function waiting({ obligations, parked }: State): State['obligations'] {
  return [...obligations, ...(parked?.resting ?? [])];
}
