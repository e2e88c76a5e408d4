/** The work that every system is given: journeys of five events each, mixed with one another. */
import { createHash } from 'node:crypto';
import { closedFacts, declared } from '../packages/onward/src/core/index.ts';
import type { OperationalEvent, Plain } from '../packages/onward/src/core/index.ts';

/** What happens on each journey, in this order. */
const stories = ['start', 'paid', 'form', 'booked', 'visited'] as const;

/** How far ahead each event sets the deadline. */
export const weekMs = 7 * 86_400_000;

/** What a state machine written by hand makes of an event. */
export const nextStep: Readonly<Record<string, string>> = {
  'outside.start': 'pay',
  'outside.paid': 'form',
  'outside.form': 'book',
  'outside.booked': 'visit',
  'outside.visited': 'rest',
};

const hashSize = 16;
/** Of an event: of its id, and of its content. */
const eventSize = 2 * hashSize;
const journeySize = hashSize + stories.length * eventSize;

/**
 * Hashes are made before anything is timed, and kept as bytes: what a process holds while it works
 * is its system's, and not the work's.
 */
export class Workload {
  readonly journeys: number;
  /** Events of all journeys together: each of them also asks for one command. */
  readonly events: number;
  /** Events of each journey. */
  readonly rounds = stories.length;
  private readonly occurredAt = Date.now();
  private readonly hashes: Buffer;

  constructor(journeys: number) {
    this.journeys = journeys;
    this.events = journeys * stories.length;
    this.hashes = Buffer.allocUnsafe(journeys * journeySize);
    let at = 0;
    for (let journey = 0; journey < journeys; journey += 1) {
      for (const text of textsOf(journey)) at += this.hashes.write(hex(text), at, 'hex');
    }
  }

  /** The event of a round, from 0, of a journey. */
  event(round: number, journey: number): OperationalEvent {
    const ofJourney = journey * journeySize;
    const at = ofJourney + hashSize + round * eventSize;
    return eventOf(stories[round] ?? '', this.occurredAt, {
      subject: this.hash(ofJourney),
      id: this.hash(at),
      digest: this.hash(at + hashSize),
    });
  }

  /** Round after round. */
  *all(): Generator<OperationalEvent> {
    for (let round = 0; round < this.rounds; round += 1) {
      for (let journey = 0; journey < this.journeys; journey += 1) yield this.event(round, journey);
    }
  }

  private hash(at: number): string {
    return this.hashes.toString('hex', at, at + hashSize);
  }
}

/** When an event occurs, and for the how manieth time it does on its journey. */
export interface Occurrence {
  readonly at: number;
  readonly lap?: number;
}

/** What an outside system says of a journey; the same at every call, but for its time. */
export function makeEvent(
  story: string,
  journey: number,
  { at, lap = 0 }: Occurrence,
): OperationalEvent {
  const named = lap === 0 ? story : `${story} ${lap}`;
  return eventOf(story, at, {
    subject: hex(subjectText(journey)),
    id: hex(idText(named, journey)),
    digest: hex(contentText(named, journey)),
  });
}

function textsOf(journey: number): readonly string[] {
  const ofEvents = stories.flatMap((story) => [
    idText(story, journey),
    contentText(story, journey),
  ]);
  return [subjectText(journey), ...ofEvents];
}

const subjectText = (journey: number): string => `case ${journey}`;
const idText = (story: string, journey: number): string => `${story} ${journey}`;
const contentText = (story: string, journey: number): string => `content ${story} ${journey}`;

interface Hashes {
  readonly subject: string;
  readonly id: string;
  readonly digest: string;
}

function eventOf(story: string, occurredAt: number, hashes: Hashes): OperationalEvent {
  const subject: Plain = declared(hashes.subject);
  return {
    type: declared(`outside.${story}`),
    source: declared('outside'),
    // As payment and form providers write them: not in order.
    id: declared(`evt_${hashes.id.slice(0, 24)}`),
    occurredAt,
    refs: [{ name: 'case', ref: subject, of: 'subject' }],
    data: closedFacts({ case: subject }),
    digest: declared(hashes.digest),
  };
}

function hex(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * hashSize);
}

export interface Share {
  /** Which of the parties takes this share, from 0. */
  readonly party: number;
  readonly parties: number;
  /** Events handed over together. */
  readonly chunk: number;
}

/**
 * One party's events: every event of a journey falls to the same party, which waits for each answer
 * before its next call, so the order within a journey is kept without any barrier.
 */
export function* shareOf(
  workload: Workload,
  { party, parties, chunk }: Share,
): Generator<readonly OperationalEvent[]> {
  for (let round = 0; round < workload.rounds; round += 1) {
    let call: OperationalEvent[] = [];
    for (let journey = party; journey < workload.journeys; journey += parties) {
      call.push(workload.event(round, journey));
      if (call.length < chunk) continue;
      yield call;
      call = [];
    }
    if (call.length > 0) yield call;
  }
}

/** Runs one worker per party at the same time. */
export async function together(
  parties: number,
  work: (party: number) => Promise<void>,
): Promise<void> {
  await Promise.all(Array.from({ length: parties }, (_, party) => work(party)));
}

/** Hands events over one at a time, so many of them at once, in the order of each journey. */
export async function sendSingly(
  workload: Workload,
  senders: number,
  take: (event: OperationalEvent) => Promise<unknown>,
): Promise<void> {
  await together(senders, async (party) => {
    for (const [event] of shareOf(workload, { party, parties: senders, chunk: 1 })) {
      if (event !== undefined) await take(event);
    }
  });
}
