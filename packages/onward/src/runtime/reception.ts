/** Reception: finds whose each event is, in the order they came, before a lane takes it. */
import type { OperationalEvent, Program } from '../core/index.ts';
import { BugError, OnwardError, RetryError } from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { cellOf } from '../store/index.ts';
import { BatchQueue } from './batch-queue.ts';
import { contactsOf, idsOf, Lesson, namedJourney } from './lesson.ts';
import type { Known, Placement } from './lesson.ts';
import { onceKey } from './work.ts';
import type { Answer, EventWork } from './work.ts';
import type { EventResult } from './types.ts';

export interface ReceptionOptions {
  readonly store: Store;
  program(): Program;
  now(): number;
  /** Hands an event, its subject known or not, to the lane that writes its slice. */
  pass(cell: number, work: EventWork): void;
}

interface Guest {
  readonly event: OperationalEvent;
  readonly answer: Answer<EventResult>;
}

/** Events whose refs are looked up together. */
const maxBatch = 2_000;
const mostTries = 3;

export class Reception {
  private readonly options: ReceptionOptions;
  readonly queue: BatchQueue<Guest>;

  constructor(options: ReceptionOptions) {
    this.options = options;
    this.queue = new BatchQueue(maxBatch, (guests) => this.welcome(guests));
  }

  private async welcome(guests: readonly Guest[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.receive(guests);
        return;
      } catch (error) {
        // What was taught stays true, so that the whole may be done again.
        if (tries < mostTries && !(error instanceof BugError)) continue;
        for (const { answer } of guests) answer.reject(unavailable(error));
        return;
      }
    }
  }

  /**
   * One look-up for all refs, and one write for what is learnt; then each event goes to its lane.
   */
  private async receive(guests: readonly Guest[]): Promise<void> {
    const { store } = this.options;
    const known = await this.resolve(guests);
    const lesson = new Lesson(known, this.options.program());
    const fresh = guests.filter(({ event }) => lesson.needsSubject(event)).length;
    const numbers = fresh === 0 ? [] : [...(await store.nextIds(0, fresh))];
    const placed = guests.map((guest) =>
      lesson.place(guest.event, () => numbers.pop() ?? 0, homeCell(guest.event, store.cells)),
    );
    if (lesson.rows.size > 0) await this.teach(lesson, guests, placed);
    await this.teachContacts(guests, placed);
    guests.forEach((guest, index) => {
      const place = placed[index];
      if (place !== undefined) this.pass(guest, place);
    });
  }

  /** Writes what was learnt. Another process may have been first: its subject is the right one. */
  private async teach(
    lesson: Lesson,
    guests: readonly Guest[],
    placed: readonly Placement[],
  ): Promise<void> {
    const { options } = this;
    // In one order for all processes, so that two that teach the same refs do not lock up.
    const rows = [...lesson.rows]
      .map(([ref, subject]) => ({ ref, subject, system: lesson.systemOf.get(ref) }))
      .toSorted((a, b) => (a.ref < b.ref ? -1 : 1));
    const taught = await options.store.teach(rows, options.now());
    for (const [index, place] of placed.entries()) {
      const refs = guests[index]?.event.refs.map((each) => each.ref) ?? [];
      const made = place.subject;
      lesson.correct(place, refs, taught);
      if (made === undefined || place.subject === undefined || place.subject === made) continue;
      await options.store.repoint(refs, made, place.subject);
    }
  }

  /** Whose numbers and addresses they are, now that it is clear who is who. */
  private async teachContacts(
    guests: readonly Guest[],
    placed: readonly Placement[],
  ): Promise<void> {
    const rows = guests.flatMap(({ event }, index) => {
      const { subject, taught = [] } = placed[index] ?? {};
      if (subject === undefined) return [];
      const fresh = contactsOf(event).filter(({ ref }) => taught.includes(ref));
      return fresh.map(({ ref }) => ({ ref, subject }));
    });
    if (rows.length === 0) return;
    const sorted = rows.toSorted((a, b) => (a.ref < b.ref ? -1 : 1) || a.subject - b.subject);
    await this.options.store.teachContacts(sorted, this.options.now());
  }

  private async resolve(guests: readonly Guest[]): Promise<Known> {
    const { store } = this.options;
    const refs = new Set(guests.flatMap(({ event }) => idsOf(event).map((each) => each.ref)));
    const contacts = guests.flatMap(({ event }) => contactsOf(event).map((each) => each.ref));
    const named = [...new Set(guests.flatMap(({ event }) => namedJourney(event) ?? []))];
    const cells = [...new Set(named.map(cellOf))].filter((cell) => store.cells.includes(cell));
    const [subjects, shared, ...ofJourneys] = await Promise.all([
      refs.size === 0 ? new Map<string, number>() : store.resolve([...refs]),
      store.contacts([...new Set(contacts)]),
      ...cells.map((cell) => store.subjectsOf(cell, named)),
    ]);
    return {
      subjects,
      contacts: shared,
      ofJourneys: new Map(ofJourneys.flatMap((each) => [...each])),
    };
  }

  private pass({ event, answer }: Guest, place: Placement): void {
    const { subject, fresh, ambiguous, taught } = place;
    const cell =
      subject === undefined ? homeCell(event, this.options.store.cells) : cellOf(subject);
    const journey = subject === undefined ? undefined : namedJourney(event);
    this.options.pass(cell, {
      kind: 'event',
      event,
      key: onceKey(event.source, event.id),
      subject,
      fresh,
      ambiguous,
      taught,
      journey,
      answer,
    });
  }
}

/** Nothing of the batch was taken: reception only reads, and teaches what is true anyway. */
function unavailable(error: unknown): OnwardError {
  if (error instanceof OnwardError) return error as OnwardError;
  const message = 'The database does not answer; send the event again.';
  return new RetryError('ONW-STORE-UNAVAILABLE', message, { cause: error });
}

/** Where an event of an unknown subject is kept: the cell its subject would be given. */
function homeCell(event: OperationalEvent, cells: readonly number[]): number {
  const seed = event.refs[0]?.ref ?? event.digest;
  return cells[Number.parseInt(seed.slice(0, 8), 16) % cells.length] ?? 0;
}
