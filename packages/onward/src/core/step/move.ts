/** Moving: take a transition, leave what is left, enter what comes, and follow instant steps. */
import type {
  CommandCall,
  Facts,
  Step,
  Telling,
  Transition,
  Transitions,
} from '../language/model.ts';
import { argsOf, hoursOf, newsUntil, nothingPlanned, sendableFrom } from '../messages/index.ts';
import type { Draft } from './draft.ts';
import { afresh, parkSlot } from './draft.ts';
import { assign, choose, evaluate } from './guard.ts';
import { offHold } from './hold.ts';
import { resume } from './park.ts';
import { writesOf } from './read-back.ts';
import type { EventInput, Obligation, Place } from './types.ts';

/**
 * Takes the first transition whose guard holds, on behalf of a place.
 * Returns false when none holds: the caller makes that an owned exception.
 */
export function take(draft: Draft, transitions: Transitions, place: Place): boolean {
  const transition = choose(transitions, draft);
  if (transition === undefined) return false;
  follow(draft, transition, place);
  return true;
}

function follow(draft: Draft, transition: Transition, place: Place): void {
  draft.hop();
  draft.followed.push(transition);
  // Arguments of commands asked in passing see the facts as the transition leaves them.
  const changed = assign(draft, transition.set);
  reach(draft, transition.milestone);
  for (const call of transition.run) askInPassing(draft, call, place.step);
  for (const telling of transition.inform ?? []) inform(draft, telling, place.step);
  if (changed.length > 0) reschedule(draft, changed);
  if (transition.to !== undefined) moveTo(draft, transition.to, place);
}

function reach(draft: Draft, milestone: string | undefined): void {
  if (milestone === undefined || draft.milestones.includes(milestone)) return;
  draft.milestones = [...draft.milestones, milestone];
  draft.say({ kind: 'milestone', milestone });
  if (isAwaited(draft))
    draft.effects.push({ kind: 'announce', says: { kind: 'milestone', milestone } });
}

/** True when another journey of the program waits for this one. */
export function isAwaited(draft: Draft): boolean {
  return Object.values(draft.program.journeys).some((journey) =>
    Object.values(journey.steps).some(
      (step) => step.kind === 'depends' && step.journey === draft.journey.name,
    ),
  );
}

function askInPassing(draft: Draft, call: CommandCall, step: string): void {
  const { system, command } = call;
  const args = argumentsOf(draft, call);
  draft.ask(
    { kind: 'command', system, command, args, step, passing: true },
    `${system}.${command}`,
  );
}

/**
 * The person is to be told: what is said is planned as reminders are. The proof, which looks at no
 * messages, has no templates.
 */
function inform(draft: Draft, telling: Telling, step: string): void {
  const { program, facts, now, messages = nothingPlanned } = draft;
  const { template } = telling;
  if (!Object.hasOwn(program.templates, template)) return;
  const informs = (messages.informs ?? []).filter((each) => each.telling.template !== template);
  const { facts: stated = [] } = program.templates[template] ?? {};
  // A text that could not say what it is to say is a person's to say.
  if (stated.some((fact) => facts[fact] === undefined)) {
    draft.raise(`${template}:incomplete`, program.systems[telling.via]?.owner ?? '', step);
    return;
  }
  const instants = stated.flatMap((fact) => {
    const value = draft.journey.facts[fact]?.kind === 'instant' ? facts[fact] : undefined;
    return typeof value === 'number' ? [[fact, value] as const] : [];
  });
  const told = Object.fromEntries(instants);
  const until = newsUntil(told, now);
  const key = `${template}/!/${draft.version}.${informs.length}`;
  const said = { facts: stated, stated: told, ...(until === undefined ? {} : { until }) };
  const informed = { key, telling, step, at: now, ...said };
  draft.messages = { ...messages, informs: [...informs, informed] };
}

function argumentsOf(draft: Draft, call: CommandCall): Facts {
  const args: Record<string, Facts[string]> = {};
  for (const [name, expression] of Object.entries(call.args)) {
    const value = evaluate(expression, draft);
    if (value !== undefined) args[name] = value;
  }
  return args;
}

/**
 * Obligations whose deadline hangs on a fact move with it; a new deadline ahead starts them afresh.
 */
function reschedule(draft: Draft, facts: readonly string[]): void {
  for (const obligation of [...draft.obligations]) {
    const step = draft.journey.steps[obligation.step];
    if (step === undefined || !('within' in step) || step.within.kind !== 'fact') continue;
    if (!facts.includes(step.within.fact) || obligation.slot >= parkSlot) continue;
    const due = draft.due(step.within, step.owner);
    const isFresh = obligation.level === 0 && obligation.lookUp === undefined;
    if (due === obligation.due && isFresh) continue;
    if (due > draft.now) draft.replace(obligation, afresh(obligation, step.owner, due));
    else draft.replace(obligation, { ...offHold(obligation, due), due });
    draft.say({ kind: 'rescheduled', name: obligation.name, due });
  }
}

/** Moves a place: within its track when the step is there, else the whole journey. */
export function moveTo(draft: Draft, to: string, place: Place): void {
  if (draft.parked !== undefined) resume(draft);
  const step = draft.stepNamed(to);
  draft.say({ kind: 'moved', from: place.step, to });
  if (place.track !== '' && step.track === place.track) {
    leave(draft, (other) => other.track === place.track);
  } else {
    leave(draft, () => true);
  }
  enter(draft, step, to);
}

function leave(draft: Draft, left: (place: { readonly track: string }) => boolean): void {
  for (const obligation of [...draft.obligations]) {
    // The move itself says that these are over.
    if (obligation.slot < parkSlot && left(obligation)) draft.drop(obligation);
  }
  draft.places = draft.places.filter((place) => !left(place));
}

/** Enters a step: an instant one leads on at once, any other opens its obligation. */
export function enter(draft: Draft, step: Step, name: string): void {
  draft.hop();
  const place: Place = { step: name, since: draft.now, track: step.track };
  draft.places.push(place);
  if (step.track !== '') {
    // Tracks hear in the order in which they are written, whichever moved last.
    draft.places.sort((a, b) => trackNumber(draft, a.track) - trackNumber(draft, b.track));
  }
  if (step.kind === 'decide') {
    if (!take(draft, step.choose, place)) {
      draft.raise('no-choice-holds', ownerOf(draft, step), name);
    }
  } else if (step.kind === 'tracks') {
    for (const first of Object.values(step.tracks)) {
      // A track may join at once and leave the others behind.
      if (draft.root()?.step === name) enter(draft, draft.stepNamed(first), first);
    }
  } else if (step.kind === 'end') {
    end(draft, step.outcome, place);
  } else {
    draft.open({
      ...opening(draft, step, name),
      slot: trackNumber(draft, step.track),
      step: name,
      track: step.track,
    });
  }
}

/** 0 for the journey's own line, from 1 for the tracks where it rests, as they are written. */
function trackNumber(draft: Draft, track: string): number {
  if (track === '') return 0;
  const root = draft.root();
  const tracks = root === undefined ? undefined : draft.stepNamed(root.step);
  const names = tracks?.kind === 'tracks' ? Object.keys(tracks.tracks) : [];
  return 1 + names.indexOf(track);
}

type Resting = Exclude<Step, { readonly kind: 'decide' | 'tracks' | 'end' }>;

/** The obligation a resting step makes, with what it asks of outside systems. */
function opening(
  draft: Draft,
  step: Resting,
  name: string,
): Pick<
  Obligation,
  'kind' | 'name' | 'owner' | 'due' | 'command' | 'writes' | 'channel' | 'askAt'
> {
  const { owner } = step;
  const due = draft.due(step.within, owner);
  switch (step.kind) {
    case 'await':
      return { kind: 'await', name: step.events[0] ?? name, owner, due };
    case 'task':
      return { kind: 'task', name: step.task, owner, due };
    case 'wait':
      return { kind: 'wait', name, owner, due };
    case 'park':
      return { kind: 'park', name: step.reason, owner, due };
    case 'depends':
      draft.effects.push({ kind: 'inquire', journey: step.journey });
      return { kind: 'depends', name: step.journey, owner, due };
    case 'command': {
      const { system, command } = step.call;
      const what = `${system}.${command}`;
      const args = argumentsOf(draft, step.call);
      const key = draft.ask(
        { kind: 'command', system, command, args, step: name, passing: false },
        what,
      );
      return { kind: 'command', name: what, owner, due, command: key, ...writesOf(draft, step) };
    }
    case 'message': {
      const asked = askMessage(draft, step, { name, channel: 0 });
      // Nobody can be written to before the deadline: somebody is told now, while they can call.
      const isLate = asked.askAt !== undefined && asked.askAt > due;
      const owed = { kind: 'message', name: step.template, owner } as const;
      return { ...owed, due: isLate ? draft.now : due, ...asked };
    }
  }
}

/**
 * Asks for a message over one channel, now or when the hours allow it; the key comes back with
 * outcomes and receipts.
 */
export function askMessage(
  draft: Draft,
  step: Extract<Step, { readonly kind: 'message' }>,
  { name, channel: number }: { readonly name: string; readonly channel: number },
): Pick<Obligation, 'command' | 'channel' | 'askAt'> {
  const { via: system, template } = step;
  const { program, facts } = draft;
  const until = sendableFrom(hoursOf(program, facts), template, draft.now);
  if (until > draft.now) {
    draft.say({ kind: 'held', what: template, until });
    return { channel: number, askAt: until };
  }
  const channel = step.channels[number] ?? 'any';
  const args = argsOf(program, facts, { template });
  const effect = {
    kind: 'message',
    system,
    template,
    channel,
    step: name,
    passing: false,
    ...(args === undefined ? {} : { args }),
  } as const;
  return { channel: number, command: draft.ask(effect, template) };
}

function end(draft: Draft, outcome: string, place: Place): void {
  if (place.track === '') {
    for (const { event } of draft.deferred) {
      const reason = 'kept-until-the-end';
      draft.say({ kind: 'taken', what: event.type, how: 'ignored', reason });
    }
    for (const obligation of [...draft.obligations]) draft.close(obligation);
    draft.deferred = [];
    draft.parked = undefined;
    draft.outcome = outcome;
    draft.say({ kind: 'ended', outcome });
    if (isAwaited(draft)) {
      const { milestones } = draft;
      draft.effects.push({ kind: 'announce', says: { kind: 'ended', outcome, milestones } });
    }
    return;
  }
  draft.places = draft.places.map((each) => (each === place ? { ...place, ended: outcome } : each));
  draft.say({ kind: 'track-ended', track: place.track, outcome });
  join(draft);
}

function join(draft: Draft): void {
  const root = draft.root();
  const tracks = root === undefined ? undefined : draft.stepNamed(root.step);
  if (root === undefined || tracks?.kind !== 'tracks') return;
  const ended = draft.places.filter((place) => place.ended !== undefined).length;
  if (ended < tracks.join) return;
  if (!take(draft, tracks.then, root))
    draft.raise('no-way-on-after-join', ownerOf(draft, tracks), root.step);
}

/** Who answers for a place that holds no obligation of its own. */
export function ownerOf(draft: Draft, step: Step): string {
  if ('owner' in step) return step.owner;
  const { journey, program } = draft;
  const ladder = program.exceptions.escalate;
  return journey.stages[step.stage]?.owner ?? journey.owner ?? ladder[0] ?? '';
}

/** The team that answers for the event's system is asked to look at it. */
export function raiseFor(draft: Draft, event: EventInput): void {
  draft.raise(event.type, answerableFor(draft, event), draft.root()?.step ?? '');
}

/** The team that answers for the system an event came from. */
export function answerableFor(draft: Draft, event: EventInput): string {
  const system = event.type.slice(0, event.type.indexOf('.'));
  const root = draft.root();
  const fallback = root === undefined ? '' : ownerOf(draft, draft.stepNamed(root.step));
  return draft.program.systems[system]?.owner ?? fallback;
}
