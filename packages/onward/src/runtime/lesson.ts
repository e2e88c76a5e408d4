/** Whose each event of a batch is, and what is learnt of it: subjects made, refs and contacts. */
import { parseCommandKey, parseJourneyId } from '../core/index.ts';
import type { OperationalEvent, Program, SealedRef } from '../core/index.ts';
import type { ContactRow } from '../store/index.ts';
import { listening } from './handling.ts';

/** What the directory knows of a batch's refs. */
export interface Known {
  readonly subjects: Map<string, number>;
  readonly contacts: readonly ContactRow[];
  readonly ofJourneys: ReadonlyMap<number, number>;
}

export interface Placement {
  subject: number | undefined;
  fresh: boolean;
  readonly ambiguous: boolean;
  readonly taught: readonly string[];
}

/** The journey that the sender names, by itself or as the answer to one of its commands. */
export function namedJourney(event: OperationalEvent): number | undefined {
  const { journey, answers } = event;
  if (journey !== undefined) return parseJourneyId(journey);
  return answers === undefined ? undefined : parseCommandKey(answers)?.journey;
}

/** Refs that tell one person, or one journey, from another. */
export function idsOf({ refs }: OperationalEvent): readonly SealedRef[] {
  return refs.some(isContact) ? refs.filter((ref) => !isContact(ref)) : refs;
}

/** Numbers and addresses, which several people may share. */
export function contactsOf({ refs }: OperationalEvent): readonly SealedRef[] {
  return refs.some(isContact) ? refs.filter(isContact) : none;
}

const none: readonly SealedRef[] = [];

function isContact({ of }: SealedRef): boolean {
  return of === 'contact';
}

/** What one look at the directory teaches, in the order in which the events came. */
export class Lesson {
  readonly rows = new Map<string, number>();
  /** Whose ids the rows are. */
  readonly systemOf = new Map<string, string>();
  private readonly made = new Set<number>();
  private readonly known: Known;
  private readonly program: Program;
  /** People by number or address. */
  private readonly sharing = new Map<string, Set<number>>();
  /** Systems that know a person under an id of their own. */
  private readonly systems = new Map<number, Set<string>>();

  constructor(known: Known, program: Program) {
    this.known = known;
    this.program = program;
    for (const { ref, subject, systems } of known.contacts) {
      this.share(ref, subject);
      for (const system of systems) this.identify(subject, system);
    }
  }

  /** True when the event begins a journey and nobody knows its subject yet. */
  needsSubject(event: OperationalEvent, found = this.subjectsOf(event)): boolean {
    return (
      found.length === 0 &&
      event.refs.some((each) => each.of !== 'journey') &&
      listening(this.program).enrolments.has(event.type)
    );
  }

  place(event: OperationalEvent, number: () => number, cell: number): Placement {
    const found = this.subjectsOf(event);
    const ambiguous = found.length > 1;
    const fresh = this.needsSubject(event, found);
    // Numbers come for cell 0; a new subject moves to the cell that its first ref falls to.
    const subject = fresh ? number() + cell : ambiguous ? undefined : found[0];
    const taught = subject === undefined ? [] : this.teach(event, subject);
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
    for (const { ref } of idsOf(event)) {
      const subject = this.known.subjects.get(ref);
      if (subject !== undefined && !found.includes(subject)) found.push(subject);
    }
    return found.length > 0 ? found : this.sharingWith(event);
  }

  /**
   * Whose number or address it is. Who is known to a system under another id than the event's is
   * another person who has the same number.
   */
  private sharingWith(event: OperationalEvent): readonly number[] {
    const contacts = contactsOf(event);
    if (contacts.length === 0) return [];
    const systems = idsOf(event).flatMap((ref) => this.domainOf(event, ref) ?? []);
    const people = new Set(contacts.flatMap(({ ref }) => [...(this.sharing.get(ref) ?? [])]));
    return [...people].filter((subject) => {
      const own = this.systems.get(subject);
      return !systems.some((system) => own?.has(system));
    });
  }

  /** The system whose id of a person a ref is. */
  private domainOf({ type }: OperationalEvent, { name, of }: SealedRef): string | undefined {
    if (of !== 'subject') return undefined;
    const at = type.indexOf('.');
    const refs = this.program.systems[type.slice(0, at)]?.events[type.slice(at + 1)]?.refs ?? {};
    return Object.hasOwn(refs, name) ? refs[name]?.system : undefined;
  }

  private teach(event: OperationalEvent, subject: number): readonly string[] {
    const unknown: string[] = [];
    for (const each of idsOf(event)) {
      const { ref } = each;
      if (this.known.subjects.has(ref)) continue;
      unknown.push(ref);
      this.rows.set(ref, subject);
      this.known.subjects.set(ref, subject);
      const system = this.domainOf(event, each);
      if (system === undefined) continue;
      this.systemOf.set(ref, system);
      this.identify(subject, system);
    }
    for (const { ref } of contactsOf(event)) {
      if (this.sharing.get(ref)?.has(subject) === true) continue;
      unknown.push(ref);
      this.share(ref, subject);
    }
    return unknown;
  }

  private share(ref: string, subject: number): void {
    const people = this.sharing.get(ref);
    if (people === undefined) this.sharing.set(ref, new Set([subject]));
    else people.add(subject);
  }

  private identify(subject: number, system: string): void {
    const systems = this.systems.get(subject);
    if (systems === undefined) this.systems.set(subject, new Set([system]));
    else systems.add(system);
  }
}
