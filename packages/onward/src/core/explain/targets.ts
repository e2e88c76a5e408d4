/** Where transitions lead, and how the step at their end is said. */
import type { Journey, Program, Step, Transitions } from '../language/model.ts';
import { Draft } from '../step/draft.ts';
import { assign, choose } from '../step/guard.ts';
import type { Obligation, State } from '../step/types.ts';
import { sayList } from './wording.ts';

/** What every part of an explanation looks at. */
export interface View {
  readonly program: Program;
  readonly journey: Journey;
  readonly state: State;
  readonly now: number;
}

/** More instant steps than any program that was checked has in a row. */
const maxHops = 50;

export function stepNamed(journey: Journey, name: string): Step | undefined {
  return Object.hasOwn(journey.steps, name) ? journey.steps[name] : undefined;
}

/** The steps that any of the transitions names, each once. */
export function targetsOf(transitions: Transitions): readonly string[] {
  return [...new Set(transitions.flatMap(({ to }) => (to === undefined ? [] : [to])))];
}

/** The steps in words, `or` between them. */
export function sayTargets(transitions: Transitions): string {
  const targets = targetsOf(transitions);
  return targets.length === 0 ? 'the journey stays here' : sayList(targets, 'or');
}

/**
 * What taking these transitions with the facts as they are would bring, through instant steps:
 * undefined where no guard holds.
 */
export function sayTaken(
  view: View,
  obligation: Obligation,
  transitions: Transitions,
): string | undefined {
  const { program, journey, state } = view;
  const draft = new Draft(program, state, Math.max(view.now, obligation.due));
  let ways: Transitions | undefined = transitions;
  let name: string | undefined;
  for (let hops = 0; ways !== undefined && hops < maxHops; hops++) {
    const transition = choose(ways, draft);
    if (transition === undefined) return name === undefined ? undefined : `${name} is reached`;
    assign(draft, transition.set);
    if (transition.to === undefined) return name ?? 'the journey stays here and it is due again';
    name = transition.to;
    const step = stepNamed(journey, name);
    ways = step?.kind === 'decide' ? step.choose : undefined;
  }
  return name === undefined ? undefined : sayBeginning(journey, name, obligation);
}

/** `payment-recovery (a task for billing-desk) begins`. */
function sayBeginning(journey: Journey, name: string, from: Obligation): string {
  const step = stepNamed(journey, name);
  if (step === undefined) return `${name} begins`;
  if (step.kind === 'end') {
    return step.track === ''
      ? `the journey ends (${step.outcome})`
      : `the track ends (${step.outcome})`;
  }
  return `${name} (${describe(step)}) begins${name === from.step ? ' again' : ''}`;
}

function describe(step: Step): string {
  switch (step.kind) {
    case 'await':
      return `waiting for ${sayList(step.events, 'or')}`;
    case 'task':
      return `a task for ${step.owner}`;
    case 'command':
      return `asking ${step.call.system} for ${step.call.command}`;
    case 'message':
      return `the message ${step.template}`;
    case 'wait':
      return 'a wait';
    case 'decide':
      return 'a decision';
    case 'tracks':
      return `the tracks ${sayList(Object.keys(step.tracks), 'and')}`;
    case 'depends':
      return `waiting for the journey ${step.journey}`;
    case 'park':
      return `on hold with ${step.owner}`;
    case 'end':
      return step.outcome;
  }
}
