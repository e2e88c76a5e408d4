/** Why a journey does not go on: for each way on, which conditions are met, and which block it. */
import { BugError } from '../errors.ts';
import type { Journey, Program, Transition } from '../language/model.ts';
import { systemsOf } from '../step/hold.ts';
import type { State } from '../step/types.ts';
import { blockingOf, holdsWith } from './blocking.ts';
import type { Formula } from './blocking.ts';
import { formulaOf } from './conditions.ts';
import type { Ground } from './conditions.ts';
import { stepNamed } from './targets.ts';
import { waysOn } from './ways-on.ts';
import type { Trigger, WayOn } from './ways-on.ts';
import { sayList, zoneOf } from './wording.ts';

export interface WhyNotTransition {
  readonly id: string;
  readonly step: string;
  readonly track: string;
  readonly on: Trigger;
  /** Where it leads: a step, or how the journey or track ends. */
  readonly to: string;
  /** `open`: it would be taken if what it is taken by came now. */
  readonly state: 'open' | 'blocked';
  readonly met: readonly string[];
  /** Smallest: with all of them it would be taken, with one less it would not. */
  readonly unmet: readonly string[];
}

/**
 * Each transition from where the journey rests. What comes with an event or an action is not known
 * before it comes: what a guard asks of it is told as not met.
 */
export function whyNot(program: Program, state: State, now: number): readonly WhyNotTransition[] {
  if (state.status === 'ended') return [];
  const journey = Object.hasOwn(program.journeys, state.journey)
    ? program.journeys[state.journey]
    : undefined;
  if (journey === undefined) {
    throw new BugError('ONW-JOURNEY-UNKNOWN', 'The program has no such journey.');
  }
  return waysOn(journey, state).flatMap((way) => {
    const zone = zoneOf(program, way.obligation?.owner ?? journey.owner ?? '');
    const ground = { facts: state.facts, data: {}, now, types: journey.facts, zone };
    return way.transitions.map((_, at) => judged({ journey, state, ground }, way, at));
  });
}

interface Standpoint {
  readonly journey: Journey;
  readonly state: State;
  readonly ground: Ground;
}

function judged(standpoint: Standpoint, way: WayOn, at: number): WhyNotTransition {
  const { step, track, on, transitions } = way;
  const formula: Formula = {
    kind: 'all',
    of: [
      ...circumstances(standpoint, way),
      // The first whose guard holds is taken.
      ...transitions.slice(0, at).map((each): Formula => {
        return { kind: 'not', of: guardOf(each, standpoint.ground) };
      }),
      ...transitions.slice(at, at + 1).map((each) => guardOf(each, standpoint.ground)),
    ],
  };
  const isOpen = holdsWith(formula);
  const blocking = blockingOf(formula);
  const told = { met: blocking?.met ?? [], unmet: isOpen ? [] : (blocking?.unmet ?? never) };
  const to = targetOf(standpoint.journey, transitions[at], step);
  const id = `${step}/${on.kind}:${on.name}/${at}`;
  return { id, step, track, on, to, state: isOpen ? 'open' : 'blocked', ...told };
}

const never = ['a way before it is always taken'];

function guardOf({ when }: Transition, ground: Ground): Formula {
  return when === undefined ? { kind: 'all', of: [] } : formulaOf(when, ground);
}

function targetOf({ steps }: Journey, transition: Transition | undefined, here: string): string {
  const to = transition?.to ?? here;
  const step = Object.hasOwn(steps, to) ? steps[to] : undefined;
  return step?.kind === 'end' ? step.outcome : to;
}

/** What must be so beside the guard. */
function circumstances({ journey, state }: Standpoint, way: WayOn): readonly Formula[] {
  const { on, obligation } = way;
  const step = stepNamed(journey, way.step);
  const parked = state.parked !== undefined && on.kind !== 'event';
  const all: Formula[] = parked
    ? [condition('parked', false, ['the journey is not on hold', 'the journey is on hold'])]
    : [];
  if (on.kind === 'automatic' && step?.kind === 'tracks') {
    const ended = state.places.filter((place) => place.ended !== undefined).length;
    const words = `${step.join} of ${Object.keys(step.tracks).length} tracks have ended`;
    all.push(condition('join', ended >= step.join, [words, `not ${words}`]));
  }
  if (on.kind !== 'deadline' || obligation === undefined || step === undefined) return all;
  for (const system of obligation.onHold === undefined ? [] : systemsOf(journey, obligation)) {
    if (system !== obligation.onHold?.system) continue;
    const words = [`${system} is not on hold`, `${system} is on hold`] as const;
    all.push(condition('system', false, words));
  }
  if (step.kind === 'depends') return [...all, ...started(way, obligation.started === true)];
  if ('overdue' in step) all.push(...climbed(step.overdue, obligation));
  return all;
}

function started({ on }: WayOn, has: boolean): readonly Formula[] {
  const [journey = ''] = on.name.split(':', 1);
  const isNever = on.name.endsWith(':never-started');
  const words = [`${journey} has begun`, `${journey} has not begun`] as const;
  const begun = condition('started', has, words);
  return [isNever ? { kind: 'not', of: begun } : begun];
}

/** A deadline asks first, then climbs the ladder, and only then leads on. */
function climbed(
  { lookUp, escalate }: Extract<ReturnType<typeof stepNamed>, { overdue: unknown }>['overdue'],
  obligation: NonNullable<WayOn['obligation']>,
): readonly Formula[] {
  const all: Formula[] = [];
  if (lookUp !== undefined) {
    const asked = `${lookUp.system} has been asked`;
    all.push(condition('asked', obligation.lookUp !== undefined, [asked, `not ${asked}`]));
  }
  if (escalate.length > 0) {
    const words = `${sayList(escalate, 'and')} have had it`;
    all.push(condition('ladder', obligation.level >= escalate.length, [words, `not ${words}`]));
  }
  return all;
}

function condition(
  key: string,
  holds: boolean,
  [words, otherwise]: readonly [string, string],
): Formula {
  return { kind: 'condition', condition: { key, holds, words, otherwise } };
}
