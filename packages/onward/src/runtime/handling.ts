/** What each journey of a program listens to: read off once, since a program never changes. */
import { sendersOf } from '../core/index.ts';
import type { Enrolment, Handler, Journey, Program } from '../core/index.ts';

/** How a journey definition hears events. */
interface Hearing {
  /** Every event type it names anywhere. */
  readonly events: ReadonlySet<string>;
  /** Those of them that it handles after it has begun. */
  readonly handled: ReadonlySet<string>;
}

export interface Listening {
  readonly journeys: ReadonlyMap<string, Hearing>;
  /** Event type to the journeys it may begin. */
  readonly enrolments: ReadonlyMap<
    string,
    readonly { readonly journey: string; readonly enrolment: Enrolment }[]
  >;
}

const known = new WeakMap<Program, Listening>();

export function listening(program: Program): Listening {
  let found = known.get(program);
  if (found === undefined) {
    found = read(program);
    known.set(program, found);
  }
  return found;
}

/** True when this journey handles, keeps or ignores the event somewhere. */
export function hears(program: Program, journey: string, event: string): boolean {
  return listening(program).journeys.get(journey)?.events.has(event) ?? false;
}

/** True when this journey does something with the event after it has begun. */
export function handles(program: Program, journey: string, event: string): boolean {
  return listening(program).journeys.get(journey)?.handled.has(event) ?? false;
}

/** True when any journey of the program has a use for the event. */
export function isUsed(program: Program, event: string): boolean {
  const { journeys } = listening(program);
  return [...journeys.values()].some((hearing) => hearing.events.has(event));
}

function read(program: Program): Listening {
  const enrolments = new Map<string, { journey: string; enrolment: Enrolment }[]>();
  const journeys = new Map<string, Hearing>();
  for (const journey of Object.values(program.journeys)) {
    const handled = handledBy(journey);
    const beginning = journey.enrol.map((each) => each.on);
    journeys.set(journey.name, { handled, events: new Set([...handled, ...beginning]) });
    for (const enrolment of journey.enrol) {
      const list = enrolments.get(enrolment.on) ?? [];
      list.push({ journey: journey.name, enrolment });
      enrolments.set(enrolment.on, list);
    }
  }
  return { journeys, enrolments };
}

const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'];

function handledBy(journey: Journey): ReadonlySet<string> {
  const events = new Set<string>();
  const add = (handlers: Readonly<Record<string, Handler>>): void => {
    for (const name of Object.keys(handlers)) events.add(name);
  };
  add(journey.on);
  for (const stage of Object.values(journey.stages)) add(stage.on);
  for (const step of Object.values(journey.steps)) {
    add(step.on);
  }
  for (const via of sendersOf(journey)) {
    for (const what of receipts) events.add(`${via}.message.${what}`);
  }
  return events;
}
