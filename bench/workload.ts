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

export interface Workload {
  readonly journeys: number;
  /** Events of all journeys together: each of them also asks for one command. */
  readonly events: number;
  /** `rounds[k][j]` is the k-th event of the j-th journey. */
  readonly rounds: readonly (readonly OperationalEvent[])[];
}

export function makeWorkload(journeys: number): Workload {
  const occurredAt = Date.now();
  const rounds = stories.map((story) =>
    Array.from({ length: journeys }, (_, journey) => makeEvent(story, journey, occurredAt)),
  );
  return { journeys, events: journeys * stories.length, rounds };
}

/** What an outside system says of a journey; the same at every call, but for its time. */
export function makeEvent(story: string, journey: number, occurredAt: number): OperationalEvent {
  const subject = hex(`case ${journey}`);
  return {
    type: declared(`outside.${story}`),
    source: declared('outside'),
    // As payment and form providers write them: not in order.
    id: declared(`evt_${hex(`${story} ${journey}`).slice(0, 24)}`),
    occurredAt,
    refs: [{ name: 'case', ref: subject, of: 'subject' }],
    data: closedFacts({ case: subject }),
    digest: hex(`content ${story} ${journey}`),
  };
}

function hex(text: string): Plain {
  return declared(createHash('sha256').update(text).digest('hex').slice(0, 32));
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
  { rounds }: Workload,
  { party, parties, chunk }: Share,
): Generator<readonly OperationalEvent[]> {
  for (const round of rounds) {
    let call: OperationalEvent[] = [];
    for (let journey = party; journey < round.length; journey += parties) {
      const event = round[journey];
      if (event !== undefined) call.push(event);
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
