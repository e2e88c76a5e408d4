/** To whom an event belongs: the journeys that take it, and the ones it begins. */
import type { Enrolment, OnwardCode, OperationalEvent, Program } from '../core/index.ts';
import { hears, listening } from './handling.ts';
import type { EventWork } from './work.ts';
import { onceKey } from './work.ts';
import type { Live, WorkingSet } from './working-set.ts';

/** The key under which an event begins a journey only once; undefined when it lacks the ref. */
function enrolKeyOf(
  event: OperationalEvent,
  oncePer: 'subject' | 'event' | { readonly ref: string },
  subject: number,
): string | undefined {
  if (oncePer === 'subject') return `s:${subject.toString(32)}`;
  if (oncePer === 'event') return `e:${onceKey(event.source, event.id)}`;
  const ref = event.refs.find((each) => each.name === oncePer.ref)?.ref;
  return ref === undefined ? undefined : `r:${ref}`;
}

export interface Beginning {
  readonly journey: string;
  readonly enrolment: Enrolment;
  readonly enrolKey: string;
}

/** What an event may begin, and under which keys, whatever the guards say. */
export function beginnings(program: Program, work: EventWork): readonly Beginning[] {
  const { event, subject } = work;
  if (subject === undefined) return [];
  const ways = listening(program).enrolments.get(event.type) ?? [];
  return ways.flatMap(({ journey, enrolment }) => {
    const enrolKey = enrolKeyOf(event, enrolment.oncePer, subject);
    return enrolKey === undefined ? [] : [{ journey, enrolment, enrolKey }];
  });
}

/** Journeys of refs that name one journey's own thing, as the cell knows them. */
export type OwnRefs = ReadonlyMap<string, number>;

/**
 * The open journeys that take an event: the one named, else those whose own thing it names, else
 * every journey of the subject that has a use for it.
 */
export function takers(set: WorkingSet, work: EventWork, own: OwnRefs): readonly Live[] {
  const { event, subject } = work;
  if (work.journey !== undefined) return open(set, [work.journey], event.type);
  const named = new Set<number>();
  for (const { ref, of } of event.refs) {
    const journey = of === 'journey' ? own.get(ref) : undefined;
    if (journey !== undefined) named.add(journey);
  }
  if (named.size > 0) return open(set, [...named], event.type);
  if (subject === undefined) return [];
  return set.openOf(subject).filter((live) => {
    return hears(live.definition, live.state.journey, event.type);
  });
}

function open(set: WorkingSet, ids: readonly number[], type: string): readonly Live[] {
  return ids.flatMap((id) => {
    const live = set.get(id);
    const takes = live?.state.status === 'open' && hears(live.definition, live.state.journey, type);
    return live !== undefined && takes ? [live] : [];
  });
}

/** Why nobody took an event, as a code and in words that a person can act on. */
export interface Reason {
  readonly code: OnwardCode;
  readonly message: string;
}

const unknown: Reason = {
  code: 'ONW-SUBJECT-UNKNOWN',
  message: 'No journey knows any of its refs yet; it is placed as soon as one does.',
};
const ambiguous: Reason = {
  code: 'ONW-SUBJECT-AMBIGUOUS',
  message: 'Its refs belong to several subjects; a person must say which.',
};
const ended: Reason = {
  code: 'ONW-JOURNEY-ENDED',
  message: 'The journey it belongs to has ended; a person decides what follows.',
};
const unused: Reason = {
  code: 'ONW-NO-JOURNEY',
  message: 'The subject is known, but no open journey has a use for it.',
};

/** Systems say more than a program asks for; keeping it would bury what matters. */
export const unwanted: Reason = {
  code: 'ONW-EVENT-UNUSED',
  message: 'No journey of the program has a use for this event; nothing of it is kept.',
};

export function reasonFor(work: EventWork, anyEnded: boolean): Reason {
  if (work.ambiguous) return ambiguous;
  if (work.subject === undefined) return unknown;
  return anyEnded ? ended : unused;
}
