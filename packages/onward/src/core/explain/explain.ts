/** Explains a journey in the one sentence a coordinator would say, and in its parts. */
import type { Program } from '../language/model.ts';
import { BugError } from '../errors.ts';
import { parkSlot } from '../step/draft.ts';
import { isLate } from '../step/late.ts';
import type { Obligation, OnHold, State } from '../step/types.ts';
import { actionsOf } from './actions.ts';
import { explainClocks } from './clocks.ts';
import { explainFates } from './fates.ts';
import { explainMessages } from './planned.ts';
import { saySilence } from './silence.ts';
import { stepNamed } from './targets.ts';
import type { View } from './targets.ts';
import type { ExplainedObligation, Explanation, MessageFate } from './types.ts';
import { isPlanned, sayException, sayWaiting } from './waiting.ts';
import { sayElapsed, sayList, sayTime, zoneOf } from './wording.ts';

/** When an explanation is asked for, and what it is compared with. */
export interface Moment {
  readonly now: number;
  /** The program that new journeys run on. */
  readonly newest?: Program;
  /** What became of the messages that the journey has asked for. */
  readonly fates?: readonly MessageFate[];
}

/**
 * What the journey waits for, from whom, since when, who sees to it by when, and what follows if
 * nothing happens. Of several obligations the sentence tells the hold, or what is due first.
 *
 * @param program the version of the program that the journey runs on.
 * @param at now, in epoch milliseconds, and perhaps the program that new journeys run on.
 */
export function explain(program: Program, state: State, at: number | Moment): Explanation {
  const moment: Moment = typeof at === 'number' ? { now: at } : at;
  const { now, newest, fates = [] } = moment;
  const journey = Object.hasOwn(program.journeys, state.journey)
    ? program.journeys[state.journey]
    : undefined;
  if (journey === undefined) {
    throw new BugError('ONW-JOURNEY-UNKNOWN', 'The program has no such journey.');
  }
  const view: View = { program, journey, state, now };
  const resting = state.parked?.resting ?? [];
  const obligations = state.obligations.toSorted(mostPressing).map((each) => about(view, each));
  const [first, ...others] = obligations;
  const clocks = explainClocks(view, newest);
  if (first === undefined) {
    const messages = explainFates([], fates, { zone: 'UTC', now });
    return { ...nothing(state), obligations, resting, messages, clocks };
  }
  const { waitingFor, from, next, ifNothing, overdue, why, obligation } = first;
  const { since, owner, due } = obligation;
  const zone = zoneOf(program, owner);
  return {
    sentence: `${first.sentence.slice(0, -1)}${sayOthers(view, others)}.`,
    waitingFor,
    from,
    since,
    next,
    owner,
    due,
    ifNothing,
    overdue,
    ...(why === undefined ? {} : { why }),
    zone,
    obligations,
    resting,
    messages: explainFates(explainMessages(view, zone), fates, { zone, now }),
    clocks,
  };
}

function nothing(
  state: State,
): Omit<Explanation, 'obligations' | 'resting' | 'messages' | 'clocks'> {
  return {
    sentence:
      state.status === 'ended'
        ? `Ended: ${state.outcome ?? 'without an outcome'}.`
        : 'Open without an obligation: tell whoever runs Onward.',
    waitingFor: null,
    from: null,
    since: null,
    next: null,
    owner: null,
    due: null,
    ifNothing: null,
    overdue: false,
    zone: 'UTC',
  };
}

function mostPressing(a: Obligation, b: Obligation): number {
  const held = Number(b.slot === parkSlot) - Number(a.slot === parkSlot);
  return held !== 0 ? held : a.due - b.due || a.slot - b.slot;
}

function about(view: View, obligation: Obligation): ExplainedObligation {
  const { clause, ...waiting } = sayWaiting(view, obligation);
  const ifNothing = saySilence(view, obligation);
  const why = sayWhy(view, obligation);
  return {
    obligation,
    ...waiting,
    ifNothing,
    overdue: isLate(obligation, view.now),
    ...(why === undefined ? {} : { why }),
    sentence: sayAll(view, obligation, { clause, ifNothing }),
    actions: actionsOf(view.journey, obligation),
  };
}

function sayAll(
  view: View,
  obligation: Obligation,
  said: { readonly clause: string; readonly ifNothing: string },
): string {
  const { program, now } = view;
  const clock = { zone: zoneOf(program, obligation.owner), now };
  const since = `since ${sayTime(obligation.since, clock)} (${sayElapsed(now - obligation.since)})`;
  const due = sayTime(obligation.due, clock);
  if (obligation.kind === 'wait') {
    const then = `then ${said.ifNothing}; ${obligation.owner} answers for it`;
    return `${said.clause} until ${due}, ${since}; ${then}.`;
  }
  if (obligation.onHold !== undefined) {
    return `${said.clause} ${since}; ${sayHeld(obligation.onHold, clock)} by ${due}.`;
  }
  const rest = obligation.slot === parkSlot ? sayResting(view) : '';
  const owned = sayOwnership(view, obligation, due);
  return `${said.clause} ${since}${rest}; ${owned}; if nothing happens ${said.ifNothing}.`;
}

function sayHeld({ system, since }: OnHold, clock: { zone: string; now: number }): string {
  const out = `${system} has been out since ${sayTime(since, clock)}`;
  return `held: ${out}; nobody is late, and the hold is looked at again`;
}

function sayOwnership({ now }: View, obligation: Obligation, due: string): string {
  const { kind, owner, level, overdue, lookUp } = obligation;
  const late = obligation.due <= now ? ` (${sayElapsed(now - obligation.due)} ago)` : '';
  if (kind === 'park')
    return `${owner} ${late === '' ? 'reviews' : 'had to review'} it by ${due}${late}`;
  if (level > 0) return `it is overdue and with ${owner} now, by ${due}${late}`;
  if (overdue && lookUp !== undefined)
    return `it is overdue and a look-up is under way, until ${due}${late}`;
  if (overdue) return `it is overdue and ${owner} is reminded on ${due}${late}`;
  if (late !== '') return `${owner} had to see to it by ${due}${late}`;
  return `${owner} sees to it by ${due}`;
}

function sayResting({ state }: View): string {
  const names = (state.parked?.resting ?? []).map((each) => each.step);
  if (names.length === 0) return '';
  return `, while ${sayList(names, 'and')} ${names.length === 1 ? 'rests' : 'rest'}`;
}

/** Two more are named; a longer list is counted. */
function sayOthers(view: View, others: readonly ExplainedObligation[]): string {
  if (others.length === 0) return '';
  if (others.length > 2) return `; ${others.length} more are open`;
  const named = others.map(({ obligation: { name, owner, due } }) => {
    const at = sayTime(due, { zone: zoneOf(view.program, owner), now: view.now });
    return `${name} (${owner}, by ${at})`;
  });
  return `; also open: ${sayList(named, 'and')}`;
}

function sayWhy(view: View, obligation: Obligation): string | undefined {
  const { kind, name, level, overdue, lookUp, channel } = obligation;
  if (kind === 'exception') {
    const what = sayException(view, obligation);
    return isPlanned(view, obligation) ? what : `nobody planned for ${what}`;
  }
  if (kind === 'park') return `on hold for ${name}`;
  if (obligation.onHold !== undefined) return `${obligation.onHold.system} is on hold`;
  if (level > 0) return `the deadline has passed and it has climbed to rung ${level} of its ladder`;
  if (overdue && lookUp !== undefined) {
    const step = stepNamed(view.journey, obligation.step);
    const system =
      step !== undefined && 'overdue' in step ? step.overdue.lookUp?.system : undefined;
    return `the deadline has passed and ${system ?? 'the system'} is being asked`;
  }
  if (isLate(obligation, view.now)) return 'the deadline has passed';
  return (channel ?? 0) > 0 ? 'an earlier channel did not reach the person' : undefined;
}
