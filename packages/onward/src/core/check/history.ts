/**
 * Follows what the state itself does not keep: what was done and may have to be undone, and what
 * was asked, left unanswered, and still matters.
 */
import type { Effect, State, StepResult } from '../step/types.ts';
import type { Journey } from '../language/model.ts';
import type { Configuration, History } from './frame.ts';
import type { Play } from './play.ts';

/** Marks a step whose undo was asked, and is not known to be done. */
const asked = '~';
/** Marks a step that was asked once more when it may have been done already. */
const again = '+';
/** Marks a command that was left unanswered, and whose late answer is an exception. */
const loose = '!';

interface Happened {
  readonly play: Play;
  readonly result: Extract<StepResult, { readonly kind: 'stepped' }>;
}

/** Whether anything of the past counts: a command to undo, or one whose late answer matters. */
export function hasHistory({ steps }: Journey): boolean {
  return Object.values(steps).some(
    (step) => step.kind === 'command' && (step.undo !== undefined || step.late?.kind !== 'ignore'),
  );
}

/**
 * What stands to be undone after a step. A command counts from when it is asked until it is known
 * not to have been done; an unknown outcome counts as done. `twice`: an undo without a cause.
 */
export function historyAfter(
  journey: Journey,
  { state, history }: Configuration,
  { play, result }: Happened,
): { readonly history: History; readonly twice?: string } {
  const done = new Set(history);
  if (play.kind === 'outcome') {
    const open = [...state.obligations, ...(state.parked?.resting ?? [])];
    const place = open.find(({ slot }) => slot === play.slot)?.step ?? '';
    const step = journey.steps[place];
    const isNot = play.outcome === 'rejected' || play.outcome === 'exhausted';
    if (step?.kind === 'command' && step.undo !== undefined) {
      // A second try that was not done leaves what the first has done.
      if (!done.delete(place + again) && isNot) done.delete(place);
    }
    if (play.outcome === 'done')
      for (const each of undoneBy(journey, place)) done.delete(each + asked);
  }
  const answered = play.kind === 'outcome' ? play.slot : -1;
  for (const name of leftUnanswered(state, result.state, answered)) {
    const step = journey.steps[name];
    if (step?.kind === 'command' && step.late?.kind !== 'ignore') done.add(loose + name);
  }
  let twice: string | undefined;
  for (const name of commandSteps(result.effects)) {
    const step = journey.steps[name];
    if (step?.kind === 'command' && step.undo !== undefined) {
      done.add(done.has(name) ? name + again : name);
    }
    const undone = undoneBy(journey, name);
    if (undone.length === 0) continue;
    if (!undone.some((each) => done.has(each) || done.has(each + asked))) twice = name;
    for (const each of undone) {
      done.delete(each + again);
      if (done.delete(each)) done.add(each + asked);
    }
  }
  const left = [...done].toSorted();
  return { history: left, ...(twice === undefined ? {} : { twice }) };
}

/** Steps that were done, perhaps, and whose undo was not even asked. */
export function notUndone(history: History): readonly string[] {
  return history.filter(
    (name) => ![asked, again].includes(name.at(-1) ?? '') && !name.startsWith(loose),
  );
}

/** Commands whose answer nobody waits for any more, though it would be an exception. */
export function unanswered(history: History): readonly string[] {
  return history.flatMap((name) => (name.startsWith(loose) ? [name.slice(loose.length)] : []));
}

/** Commands that were asked before, and are no longer waited for without an answer. */
function leftUnanswered(before: State, after: State, answered: number): readonly string[] {
  const all = [...before.obligations, ...(before.parked?.resting ?? [])];
  if (all.every(({ kind }) => kind !== 'command')) return [];
  const still = new Set(
    [...after.obligations, ...(after.parked?.resting ?? [])].map(({ command }) => command),
  );
  return all.flatMap(({ kind, step, slot, command }) =>
    kind === 'command' && slot !== answered && !still.has(command) ? [step] : [],
  );
}

function undoneBy(journey: Journey, undo: string): readonly string[] {
  return Object.entries(journey.steps).flatMap(([name, step]) =>
    step.kind === 'command' && step.undo === undo ? [name] : [],
  );
}

function commandSteps(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'command' && !effect.passing ? [effect.step] : [],
  );
}
