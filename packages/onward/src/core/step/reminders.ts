/**
 * Planned messages in the step: at its end the plan is derived from where the journey stands then,
 * compared with the plan before, and what has become due is sent. So a message can never say what
 * the state that is committed with it does not.
 */
import type { Program } from '../language/model.ts';
import {
  argsOf,
  decide,
  diff,
  hoursOf,
  isKnown,
  isRemembered,
  nothingPlanned,
  plan,
  sendableFrom,
  systemOver,
  tellingOf,
} from '../messages/index.ts';
import type {
  Cancelled,
  Candidate,
  Difference,
  Ground,
  Hours,
  Intent,
  Messages,
  Rest,
  Sending,
  Settled,
  Verdicts,
} from '../messages/index.ts';
import { correct } from './corrections.ts';
import type { Draft } from './draft.ts';
import { holds } from './guard.ts';
import type { Place, State } from './types.ts';

/** After a fault the plan is looked at again so much later, so that a fault is no storm. */
const afterFaultMs = 900_000;

/** The plan of a state: what is to be sent, sent already and withheld included. */
export function planOf(program: Program, state: State): readonly Intent[] {
  const journey = program.journeys[state.journey];
  const hours = hoursOf(program, state.facts);
  const ground = groundOf(state, { isEnded: state.status === 'ended', hours });
  return journey === undefined ? [] : plan(journey, ground);
}

/** What the planner looks at of a state, or of the working copy of one. */
function groundOf(
  {
    places,
    facts,
    parked,
    messages,
  }: Pick<State, 'places' | 'facts'> & {
    readonly parked?: State['parked'];
    readonly messages?: State['messages'];
  },
  { isEnded, hours }: { readonly isEnded: boolean; readonly hours: Hours },
): Ground {
  const isSilent = isEnded || parked !== undefined;
  const { rests, informs = [] } = messages ?? nothingPlanned;
  return { places, facts, rests, informs, hours, isSilent };
}

/** The same of the working copy. */
export function groundNow(draft: Draft): Ground {
  return groundOf(draft, { isEnded: draft.ended, hours: hoursOf(draft.program, draft.facts) });
}

/** True when the time of a planned message has come. */
export function isMessageDue({ messages, now }: Draft): boolean {
  return messages?.next !== undefined && messages.next <= now;
}

/** After a fault: what is due is looked at again a little later. */
export function postponeMessages(draft: Draft): void {
  const { messages, now } = draft;
  if (messages === undefined || !isMessageDue(draft)) return;
  draft.messages = { ...messages, next: now + afterFaultMs };
}

/** Brings the planned messages in line with the state, and sends what is due. */
export function settleMessages(draft: Draft, before: State | null): void {
  const previous = before === null ? [] : planOf(draft.program, before);
  const rests = restsAfter(draft, before);
  correct(draft, before);
  const ground = { ...groundNow(draft), rests };
  const next = plan(draft.journey, ground);
  if (draft.ended) sayLast(draft);
  if (previous.length + next.length === 0 && draft.messages === undefined) return;
  const settled = new Map((draft.messages?.settled ?? []).map((each) => [each.key, each]));
  const open = next.filter(({ key }) => !settled.has(key));
  const change = diff(previous, next);
  const kept = new Set(change.keep);
  const verdicts = decide(open, {
    now: draft.now,
    isNew: (intent) => !kept.has(intent),
    holds: ({ reminder: { when } }) => when === undefined || holds(when, draft),
    hours: ground.hours,
  });
  sayChange(draft, change, { settled, verdicts });
  for (const each of carryOut(draft, verdicts)) settled.set(each.key, each);
  for (const each of takeUp(draft, [...settled.values()], next)) settled.set(each.key, each);
  const known = { ground, plan: next, now: draft.now };
  const still = [...settled.values()].filter((each) => isRemembered(each, known));
  const askAts = still.flatMap(({ sent }) => sent?.askAt ?? []);
  const due = Math.min(verdicts.next, ...askAts);
  const first = Number.isFinite(due) ? { next: due } : {};
  // What is known no more is not said when it is known again: that is other news.
  const informs = draft.messages?.informs?.filter((each) => isKnown(each, draft.facts));
  const said = informs === undefined ? {} : { informs };
  draft.messages = remembered(draft, { ...first, settled: still, rests, ...said });
}

/** An end leaves nothing behind, and a journey without messages says nothing of them. */
function remembered(draft: Draft, messages: Messages): Messages | undefined {
  const { next, settled, rests, informs = [] } = messages;
  const isEmpty = next === undefined && settled.length + rests.length + informs.length === 0;
  return draft.ended || isEmpty ? undefined : messages;
}

/** Clocks rest in a park: what counts from the beginning of a step comes so much later. */
function restsAfter(draft: Draft, before: State | null): readonly Rest[] {
  const known = draft.messages?.rests ?? [];
  const parked = draft.parked === undefined ? before?.parked : undefined;
  if (known.length === 0 && parked === undefined) return known;
  const ms = parked === undefined ? 0 : draft.now - parked.since;
  return draft.places.flatMap((place): readonly Rest[] => {
    const { track, since } = place;
    const so = known.find((each) => each.track === track && each.since === since)?.ms ?? 0;
    const isSame = before?.places.some((each) => isAt(each, place)) ?? false;
    const rest = so + (isSame && countsFromBeginning(draft, place) ? ms : 0);
    return rest === 0 ? [] : [{ track, since, ms: rest }];
  });
}

/**
 * What the last transition says leaves with the end: nothing is planned after it. The hours are
 * kept at the moment of sending.
 */
function sayLast(draft: Draft): void {
  for (const { key, telling, step, at } of draft.messages?.informs ?? []) {
    if (!key.includes(`/!/${draft.version}.`)) continue;
    draft.say({ kind: 'reminder', template: telling.template, key, due: at, how: 'sent' });
    ask(draft, { step, reminder: telling }, { intent: { key, about: at }, channel: 0 });
  }
}

function isAt(a: Place, b: Place): boolean {
  return a.track === b.track && a.step === b.step && a.since === b.since;
}

function countsFromBeginning({ journey }: Draft, { step }: Place): boolean {
  return journey.steps[step]?.reminders.some(({ fact }) => fact === undefined) ?? false;
}

/** The journal tells what was planned, moved and cancelled; what is decided at once is not. */
function sayChange(
  draft: Draft,
  { add, move, cancel }: Difference,
  {
    settled,
    verdicts: { waiting, withhold },
  }: { readonly settled: ReadonlyMap<string, Settled>; readonly verdicts: Verdicts },
): void {
  const ahead = new Set(waiting);
  const refused = new Set(withhold.map(({ intent }) => intent));
  const isOpen = ({ key }: Intent): boolean => !settled.has(key);
  // What was sent about an old instant stands; about a new one it is another message.
  const moved = move.filter(({ from, to }) => isOpen(from) && isOpen(to) && !refused.has(to));
  const taken = new Set(moved.map(({ from }) => from));
  for (const intent of [...cancel, ...move.map(({ from }) => from)]) {
    if (!isOpen(intent) || taken.has(intent)) continue;
    draft.say({ ...told(intent), how: 'cancelled', reason: whyCancelled(draft, intent) });
  }
  for (const { from, to } of moved) draft.say({ ...told(to), how: 'moved', from: from.key });
  const fresh = [...add, ...move.flatMap(({ from, to }) => (isOpen(from) ? [] : [to]))];
  for (const intent of fresh) {
    if (ahead.has(intent)) draft.say({ ...told(intent), how: 'planned' });
  }
}

function told({ template, key, at: due }: Intent) {
  return { kind: 'reminder', template, key, due } as const;
}

function whyCancelled(draft: Draft, { fact, about }: Intent): Cancelled {
  if (draft.ended) return 'ended';
  if (draft.parked !== undefined) return 'parked';
  return fact !== undefined && draft.facts[fact] !== about ? 'fact-changed' : 'left';
}

/** Sends and withholds; what became of each. */
function carryOut(draft: Draft, { send, withhold }: Verdicts): readonly Settled[] {
  const sent = send.map(({ intent, candidate }): Settled => {
    draft.say({ ...told(intent), how: 'sent' });
    const asked = ask(draft, candidate, { intent, channel: 0 });
    return { ...named(intent), fate: 'sent', sent: { asked, ...placeOf(candidate), channel: 0 } };
  });
  const kept = withhold.map(({ intent, reason }): Settled => {
    draft.say({ ...told(intent), how: 'withheld', reason });
    unreachable(draft, intent);
    return { ...named(intent), fate: 'withheld', reason };
  });
  return [...sent, ...kept];
}

/** What a transition had to say and could not in time is told by a person. */
function unreachable(draft: Draft, { candidates }: Intent): void {
  const said = candidates.find(({ index }) => index < 0);
  if (said === undefined) return;
  const { template, via } = said.reminder;
  draft.raise(`${template}:unreachable`, draft.program.systems[via]?.owner ?? '', said.step);
}

/**
 * What waits for the hours to go over another channel: asked for now, later, or no more, since the
 * plan does not have it.
 */
function takeUp(
  draft: Draft,
  settled: readonly Settled[],
  intents: readonly Intent[],
): readonly Settled[] {
  return settled.flatMap((each): readonly Settled[] => {
    const { sent } = each;
    if (sent?.askAt === undefined || sent.askAt > draft.now) return [];
    const wanted = intents.find(({ key, until }) => key === each.key && draft.now <= until);
    const { askAt: _over, ...rest } = sent;
    if (wanted === undefined) {
      const late = intents.find(({ key }) => key === each.key);
      if (late !== undefined) unreachable(draft, late);
      return [{ ...each, sent: rest }];
    }
    return [{ ...each, sent: { ...rest, ...askOver(draft, each, { sent, wanted }) } }];
  });
}

/** Asks for a message over the channel of its sending, within the hours. */
export function askOver(
  draft: Draft,
  settled: Settled,
  { sent, wanted }: { readonly sent: Sending; readonly wanted: Intent },
): Pick<Sending, 'asked' | 'askAt'> {
  const reminder = tellingOf(draft.journey, draft.messages, settled);
  const hours = hoursOf(draft.program, draft.facts);
  const askAt = sendableFrom(hours, wanted.template, draft.now);
  if (reminder === undefined) return { asked: '' };
  if (askAt > draft.now) return { asked: '', askAt };
  // Another step of its stage may be the one that asks for it now.
  const step = wanted.candidates[0]?.step ?? sent.step;
  return { asked: ask(draft, { step, reminder }, { intent: settled, channel: sent.channel }) };
}

function named({ key, at, about, fact }: Intent) {
  return { key, at, about, ...(fact === undefined ? {} : { fact }) };
}

function placeOf({ step, index }: Candidate) {
  return { step, index };
}

/** Asks for a message over one channel; the key comes back with outcomes and receipts. */
function ask(
  draft: Draft,
  { step, reminder }: Pick<Candidate, 'step' | 'reminder'>,
  at: { readonly intent: Pick<Settled, 'key' | 'fact' | 'about'>; readonly channel: number },
): string {
  const { template, channels } = reminder;
  const { key, fact, about } = at.intent;
  const news = draft.messages?.informs?.find((each) => each.key === key);
  const stated = [...(fact === undefined ? [] : [fact]), ...(news?.facts ?? [])];
  const channel = channels[at.channel] ?? 'any';
  const system = systemOver(reminder, at.channel);
  const facts = fact === undefined ? draft.facts : { ...draft.facts, [fact]: about };
  const args = argsOf(draft.program, facts, { template, stated });
  const effect = { kind: 'message', system, template, channel, step, passing: true } as const;
  return draft.ask(args === undefined ? effect : { ...effect, args }, template);
}
