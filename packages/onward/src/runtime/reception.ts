/** Reception: finds whose each event is, in the order they came, before a lane takes it. */
import type { OperationalEvent, Program, SealedRef } from '../core/index.ts';
import {
  BugError,
  OnwardError,
  parseCommandKey,
  parseJourneyId,
  RetryError,
} from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { cellOf } from '../store/index.ts';
import { BatchQueue } from './batch-queue.ts';
import { listening } from './handling.ts';
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
      lesson.place(guest.event, () => numbers.pop() ?? 0, store.cells),
    );
    if (lesson.rows.size > 0) await this.teach(lesson, guests, placed);
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
      .map(([ref, subject]) => ({ ref, subject }))
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

  private async resolve(guests: readonly Guest[]): Promise<Known> {
    const { store } = this.options;
    const refs = new Set(guests.flatMap(({ event }) => event.refs.map((each) => each.ref)));
    const named = [...new Set(guests.flatMap(({ event }) => namedJourney(event) ?? []))];
    const cells = [...new Set(named.map(cellOf))].filter((cell) => store.cells.includes(cell));
    const [subjects, ...ofJourneys] = await Promise.all([
      refs.size === 0 ? new Map<string, number>() : store.resolve([...refs]),
      ...cells.map((cell) => store.subjectsOf(cell, named)),
    ]);
    return { subjects, ofJourneys: new Map(ofJourneys.flatMap((each) => [...each])) };
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

interface Known {
  readonly subjects: Map<string, number>;
  readonly ofJourneys: ReadonlyMap<number, number>;
}

/** The journey that the sender names, by itself or as the answer to one of its commands. */
function namedJourney(event: OperationalEvent): number | undefined {
  const { journey, answers } = event;
  if (journey !== undefined) return parseJourneyId(journey);
  return answers === undefined ? undefined : parseCommandKey(answers)?.journey;
}

/** Where an event of an unknown subject is kept: the cell its subject would be given. */
function homeCell(event: OperationalEvent, cells: readonly number[]): number {
  const seed = event.refs[0]?.ref ?? event.digest;
  return cells[Number.parseInt(seed.slice(0, 8), 16) % cells.length] ?? 0;
}

interface Placement {
  subject: number | undefined;
  fresh: boolean;
  readonly ambiguous: boolean;
  readonly taught: readonly string[];
}

/** What one look at the directory teaches: subjects made, refs learnt, in the order events came. */
class Lesson {
  readonly rows = new Map<string, number>();
  private readonly made = new Set<number>();
  private readonly known: Known;
  private readonly program: Program;

  constructor(known: Known, program: Program) {
    this.known = known;
    this.program = program;
  }

  /** True when the event begins a journey and nobody knows its subject yet. */
  needsSubject(event: OperationalEvent, found = this.subjectsOf(event)): boolean {
    return (
      found.length === 0 &&
      event.refs.some((each) => each.of === 'subject') &&
      listening(this.program).enrolments.has(event.type)
    );
  }

  place(event: OperationalEvent, number: () => number, cells: readonly number[]): Placement {
    const found = this.subjectsOf(event);
    const ambiguous = found.length > 1;
    const fresh = this.needsSubject(event, found);
    // Numbers come for cell 0; a new subject moves to the cell that its first ref falls to.
    const subject = fresh ? number() + homeCell(event, cells) : ambiguous ? undefined : found[0];
    const taught = subject === undefined ? [] : this.teach(event.refs, subject);
    if (fresh && subject !== undefined) this.made.add(subject);
    return { subject, fresh, ambiguous, taught };
  }

  /** Where another process taught a ref first, its subject takes the place of the one made here. */
  correct(place: Placement, refs: readonly string[], taught: ReadonlyMap<string, number>): void {
    if (place.subject === undefined || !this.made.has(place.subject)) return;
    for (const ref of refs) {
      const owner = taught.get(ref);
      if (owner === undefined || owner === place.subject) continue;
      place.subject = owner;
      place.fresh = false;
      return;
    }
  }

  private subjectsOf(event: OperationalEvent): readonly number[] {
    const journey = namedJourney(event);
    const owner = journey === undefined ? undefined : this.known.ofJourneys.get(journey);
    if (owner !== undefined) return [owner];
    const found: number[] = [];
    for (const { ref } of event.refs) {
      const subject = this.known.subjects.get(ref);
      if (subject !== undefined && !found.includes(subject)) found.push(subject);
    }
    return found;
  }

  private teach(refs: readonly SealedRef[], subject: number): readonly string[] {
    const unknown: string[] = [];
    for (const { ref } of refs) {
      if (this.known.subjects.has(ref)) continue;
      unknown.push(ref);
      this.rows.set(ref, subject);
      this.known.subjects.set(ref, subject);
    }
    return unknown;
  }
}
