/**
 * Moving and cancelling a visit that a system knows: which one, when instead of what is free, read
 * back, done on a yes. As pure as the machine that it is a part of.
 */
import { readBack, wallOf } from '../time/zone.ts';
import type { Change, ChangeState, DialogueState, Opening, Say, Turn, Visit } from './state.ts';

interface Step {
  readonly state: ChangeState;
  readonly say: Say;
}
type Wanted = Pick<DialogueState['slots'], 'day' | 'time'>;

const mostOffered = 4;
const isNo = (answer: string): boolean => /^(?:no|nope|none|neither|not)\b/.test(answer);

/**
 * The next step of a change. `said` holds the day and time of this turn, as the machine understood
 * them; whoever counts misses looks at whether anything is new.
 */
export function changeVisit(
  state: ChangeState,
  { text, zone }: Pick<Turn, 'text' | 'zone'>,
  said: Wanted,
): Step | 'lost' {
  const { change, asked, task } = state;
  const answer = text.trim().toLowerCase();
  if (asked === 'yes' && isNo(answer) && said.day === undefined && said.time === undefined) {
    const slots = {};
    return ask({ ...state, slots, change: { visits: change.visits } }, zone);
  }
  const visit = change.visit ?? visitIn(state, answer, { said, zone });
  // A day that led to the visit is not the day on which to have it instead.
  const isSpent = change.visit === undefined && isOn(change.visits[visit ?? -1], said.day, zone);
  const wanted = isSpent ? {} : said;
  const day = wanted.day ?? state.slots.day;
  const time = wanted.time ?? (wanted.day === undefined ? state.slots.time : undefined);
  const slots = { ...(day === undefined ? {} : { day }), ...(time === undefined ? {} : { time }) };
  const picked = asked === 'opening' ? change.offered?.[numberIn(answer)] : undefined;
  const known = { ...change, ...(visit === undefined ? {} : { visit }) };
  const opening = picked ?? exactly(slots, change.visits[visit ?? -1], zone);
  if (task === 'cancel' || opening === undefined) {
    return ask({ ...state, slots, change: without(known) }, zone);
  }
  return ask({ ...state, slots, change: { ...known, opening } }, zone);
}

function without({ opening: _opening, ...known }: Change): Change {
  return known;
}

/** Asks for what is missing; `lost` where nothing can be offered. */
function ask(state: ChangeState, zone: string): Step | 'lost' {
  const { task, change, slots } = state;
  const [only] = change.visits;
  if (only === undefined) return 'lost';
  const number = change.visit ?? (change.visits.length === 1 ? 0 : undefined);
  const visit = number === undefined ? undefined : change.visits[number];
  if (visit === undefined) {
    const text = `Which appointment is it? ${listed(change.visits, zone)}`;
    return asking(state, { slot: 'visit', text });
  }
  const known = {
    ...state,
    change: { ...change, ...(number === undefined ? {} : { visit: number }) },
  };
  const was = told(visit, zone);
  if (task === 'cancel') return readBackOf(known, `cancel your appointment on ${was}`);
  if (visit.openings.length === 0) return 'lost';
  if (change.opening !== undefined) {
    const to = told(change.opening, zone);
    return readBackOf(known, `move your appointment from ${was} to ${to}`);
  }
  if (slots.day === undefined) {
    const text = `Your appointment is on ${was}. Which day would suit you instead?`;
    return asking(known, { slot: 'day', text });
  }
  const { offered, isThen } = offeredFor(slots, visit, zone);
  if (offered.length === 0) return 'lost';
  const text = [
    ...(isThen ? [] : ['Nothing is free then.']),
    `These are free: ${listed(offered, zone)}`,
    'Which one suits you? You can also name another day.',
  ].join(' ');
  return asking({ ...known, change: { ...known.change, offered } }, { slot: 'opening', text });
}

function asking(
  state: ChangeState,
  { slot, text }: { readonly slot: 'visit' | 'opening' | 'day'; readonly text: string },
): Step {
  return { state: { ...state, asked: slot }, say: { kind: 'ask', slot, text } };
}

function readBackOf(state: ChangeState, what: string): Step {
  const text = `You would like to ${what}. Is that right? Please say yes or no.`;
  return { state: { ...state, asked: 'yes' }, say: { kind: 'read-back', text } };
}

/** By its number in what was listed, or by its day and time. */
function visitIn(
  { change: { visits }, asked }: ChangeState,
  answer: string,
  { said, zone }: { readonly said: Wanted; readonly zone: string },
): number | undefined {
  if (visits.length === 1) return 0;
  const number = asked === 'visit' ? numberIn(answer) : -1;
  if (visits[number] !== undefined) return number;
  const fits = [...visits.keys()].filter((index) => {
    return isOn(visits[index], said.day, zone) && isAt(visits[index], said.time, zone);
  });
  return fits.length === 1 && said.day !== undefined ? fits[0] : undefined;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** "2", "number 2", "the second one", counted from 0; -1 for anything else. */
function numberIn(answer: string): number {
  const figure = /^(?:number |no\.? |option |the )?(\d)(?:st|nd|rd|th)?(?: one| please)*[.)!]*$/;
  const found = figure.exec(answer)?.[1];
  if (found !== undefined) return Number(found) - 1;
  return ordinals.findIndex((each) =>
    new RegExp(`^(?:the )?${each}(?: one| please)*\\b`).test(answer),
  );
}

function exactly(slots: Wanted, visit: Visit | undefined, zone: string): Opening | undefined {
  if (slots.day === undefined || !isClock(slots.time)) return undefined;
  return visit?.openings.find(
    (each) => isOn(each, slots.day, zone) && isAt(each, slots.time, zone),
  );
}

/** What is free on the day at that time of it; else on the day; else after it; else before. */
function offeredFor(slots: Wanted, { openings }: Visit, zone: string) {
  const { day = '', time } = slots;
  const onDay = openings.filter((each) => isOn(each, day, zone));
  const then = onDay.filter((each) => isAt(each, time, zone));
  const after = openings.filter((each) => wallOf(each.start, zone) >= day);
  const [offered = openings] = [then, onDay, after].filter((each) => each.length > 0);
  return { offered: offered.slice(0, mostOffered), isThen: then.length > 0 };
}

const isClock = (time: string | undefined): boolean => /^\d\d:\d\d$/.test(time ?? '');

function isOn(at: { readonly start: number } | undefined, day: string | undefined, zone: string) {
  return at !== undefined && day !== undefined && wallOf(at.start, zone).startsWith(day);
}

/** At that time of day, or in that part of it; no time fits all. */
function isAt(
  at: { readonly start: number } | undefined,
  time: string | undefined,
  zone: string,
): boolean {
  if (at === undefined || time === undefined) return at !== undefined;
  const clock = wallOf(at.start, zone).slice(11);
  if (isClock(time)) return clock === time;
  if (/morning/i.test(time)) return clock < '12:00';
  if (/afternoon/i.test(time)) return clock >= '12:00' && clock < '17:00';
  return /evening|night/i.test(time) ? clock >= '17:00' : true;
}

const told = ({ start }: { readonly start: number }, zone: string): string =>
  readBack(wallOf(start, zone));

function listed(all: readonly { readonly start: number }[], zone: string): string {
  return all.map((each, index) => `${index + 1}) ${told(each, zone)}.`).join(' ');
}
