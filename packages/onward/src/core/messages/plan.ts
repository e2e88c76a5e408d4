/**
 * The planner: which messages should exist, as a pure function of where a journey stands and of
 * what it knows. Nothing is ever scheduled elsewhere; at the moment of sending it is asked again.
 */
import { openFrom, openUntil } from '../calendar/index.ts';
import type { Calendar, Journey, Reminder } from '../language/model.ts';
import { isKnown } from './informs.ts';
import type { Candidate, Ground, Informed, Intent, Messages } from './types.ts';

/** The messages of a journey where it stands, in the order of its places and their reminders. */
export function plan({ steps }: Pick<Journey, 'steps'>, ground: Ground): readonly Intent[] {
  if (ground.isSilent) return none;
  let intents: Map<string, Intent> | undefined;
  for (const place of ground.places) {
    const reminders = place.ended === undefined ? steps[place.step]?.reminders : undefined;
    if (reminders === undefined || reminders.length === 0) continue;
    intents ??= new Map<string, Intent>();
    for (const [index, reminder] of reminders.entries()) {
      // Programs that were stored before reminders were sent do not say who sends them.
      if (!Object.hasOwn(reminder, 'via')) continue;
      const intent = intentOf({ step: place.step, index, reminder }, place, ground);
      if (intent !== undefined) add(intents, intent);
    }
  }
  const informs = ground.informs
    .filter((each) => isKnown(each, ground.facts))
    .map((each) => informOf(each, ground));
  if (intents === undefined) return informs.length === 0 ? none : informs;
  return [...intents.values(), ...informs];
}

const none: readonly Intent[] = [];

/** Of a journey that has asked for nothing yet. */
export const nothingPlanned: Messages = { settled: [], rests: [] };

/** What a date of the language can hold: a fact may come that far, and what is told is a date. */
const farthest = 8_640_000_000_000_000;

/** Steps side by side, and steps of one stage, may ask for the same message: it is one. */
function add(intents: Map<string, Intent>, intent: Intent): void {
  const same = intents.get(intent.key);
  const all = same === undefined ? intent.candidates : [...same.candidates, ...intent.candidates];
  intents.set(intent.key, { ...intent, candidates: all });
}

function intentOf(
  candidate: Candidate & { readonly reminder: Reminder },
  place: Ground['places'][number],
  ground: Ground,
): Intent | undefined {
  const { reminder, step } = candidate;
  const { template, fact, offsetMs } = reminder;
  const about = fact === undefined ? place.since : ground.facts[fact];
  if (typeof about !== 'number') return undefined;
  const rest = fact === undefined ? restOf(place, ground) : 0;
  const wanted = Math.max(-farthest, Math.min(farthest, about + offsetMs + rest));
  const until = usefulUntil(reminder, wanted);
  const at = within(ground.hours(template), wanted, until);
  const what = `${template}/${fact ?? `@${step}`}/${offsetMs}`;
  return {
    key: `${what}/${about}`,
    what,
    template,
    ...(fact === undefined ? {} : { fact }),
    about,
    at,
    until,
    candidates: [candidate],
  };
}

/** What a transition says is due at once, or when the hours allow it. */
function informOf({ key, telling, step, at, until = Infinity }: Informed, ground: Ground): Intent {
  const { template } = telling;
  return {
    key,
    what: `${template}/!`,
    template,
    about: at,
    at: within(ground.hours(template), at, until),
    until,
    isNews: true,
    candidates: [{ step, index: -1, reminder: telling }],
  };
}

/**
 * Within the hours: later the same day or the next morning, as long as that is of use; else the
 * evening before.
 */
function within(calendar: Calendar | undefined, at: number, until: number): number {
  if (calendar === undefined) return at;
  const later = openFrom(calendar, at) ?? at;
  return later <= until ? later : (openUntil(calendar, at) ?? at);
}

function restOf({ track, since }: Ground['places'][number], { rests }: Ground): number {
  const rest = rests.find((each) => each.track === track && each.since === since);
  return rest?.ms ?? 0;
}

/**
 * What is said ahead of a moment is of use for half of that time: a reminder for the day before
 * says nothing new an hour before. What is said after one is of use for as long as its step lasts.
 */
function usefulUntil({ fact, offsetMs }: Reminder, at: number): number {
  return fact === undefined || offsetMs >= 0 ? Number.POSITIVE_INFINITY : at - offsetMs / 2;
}
