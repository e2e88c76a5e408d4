/** Whose is what a list tells: the journeys that each word is about, or may begin. */
import type { OperationalEvent } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { ComparedJourney, Store } from '../../store/index.ts';
import { hears, listening } from '../handling.ts';
import { beliefOf } from './look.ts';
import type { Belief, Found, Look } from './look.ts';

/** A journey with what it believes, and what the system says of it. */
export interface Compared {
  readonly journey: ComparedJourney;
  readonly believed: readonly Belief[];
  readonly found: readonly Found[];
}

export interface Attributed {
  readonly journeys: readonly Compared[];
  /** What would begin a journey that nobody has begun. */
  readonly beginning: readonly Found[];
}

/** Words of a page, by the journeys they are about. What is nobody's is left out. */
export async function whose(
  words: readonly Found[],
  look: Look,
  store: Store,
): Promise<Attributed> {
  const known = await journeysOf(words, store);
  const byJourney = new Map<number, Found[]>();
  const beginning: Found[] = [];
  for (const word of words) {
    const about = await takersOf(word, known, { look, store });
    for (const { id } of about) {
      const list = byJourney.get(id);
      if (list === undefined) byJourney.set(id, [word]);
      else list.push(word);
    }
    if (about.length === 0 && isBeginning(word, known, look)) beginning.push(word);
  }
  const wanted = [...known.journeys.values()];
  const believed = await beliefsOf(wanted, look, store);
  const journeys = [...byJourney].flatMap(([id, found]): Compared[] => {
    const journey = known.journeys.get(id);
    return journey === undefined ? [] : [{ journey, believed: believed.get(id) ?? [], found }];
  });
  return { journeys, beginning: beginning.filter((word) => !isKnown(word, known, believed)) };
}

/** What journeys took of the look's types, in the order in which they took it. */
export async function beliefsOf(
  journeys: readonly ComparedJourney[],
  look: Look,
  store: Store,
): Promise<ReadonlyMap<number, readonly Belief[]>> {
  const types = [...look.types];
  const cells = Map.groupBy(journeys, ({ id }) => cellOf(id));
  const rows = await Promise.all(
    [...cells].map(([cell, each]) => {
      const ids = each.map(({ id }) => id);
      return store.reconciling.beliefs(cell, ids, types);
    }),
  );
  return Map.groupBy(
    rows.flat().map((row) => beliefOf(row, look)),
    ({ journey }) => journey,
  );
}

interface Known {
  readonly subjects: ReadonlyMap<string, number>;
  readonly owners: ReadonlyMap<string, number>;
  readonly journeys: ReadonlyMap<number, ComparedJourney>;
  readonly ofSubject: ReadonlyMap<number, readonly ComparedJourney[]>;
}

async function journeysOf(words: readonly Found[], store: Store): Promise<Known> {
  const refs = words.flatMap(({ event }) => event.refs);
  const people = refs.flatMap(({ ref, of }) => (of === 'subject' ? [ref] : []));
  const own = refs.flatMap(({ ref, of }) => (of === 'journey' ? [ref] : []));
  const [subjects, ...owned] = await Promise.all([
    store.resolve([...new Set(people)]),
    ...store.cells.map((cell) => store.reconciling.owners(cell, [...new Set(own)])),
  ]);
  const owners = new Map(owned.flat().map(({ ref, journey }) => [ref, journey]));
  const numbers = [...new Set(subjects.values())];
  const found = await Promise.all(
    store.cells.flatMap((cell) => {
      const named = [...new Set(owners.values())].filter((id) => cellOf(id) === cell);
      const living = numbers.filter((subject) => cellOf(subject) === cell);
      return [store.reconciling.ofSubjects(cell, living), store.reconciling.compared(cell, named)];
    }),
  );
  const journeys = new Map(found.flat().map((journey) => [journey.id, journey]));
  const ofSubject = Map.groupBy(journeys.values(), ({ subject }) => subject);
  return { subjects, owners, journeys, ofSubject };
}

/** The journey whose own thing it names, else the open ones of its subject that hear of it. */
async function takersOf(
  { event }: Found,
  known: Known,
  { look, store }: { readonly look: Look; readonly store: Store },
): Promise<readonly ComparedJourney[]> {
  if (!look.types.has(event.type)) return [];
  const named = event.refs.flatMap(({ ref, of }) => {
    const id = of === 'journey' ? known.owners.get(ref) : undefined;
    return (id === undefined ? undefined : known.journeys.get(id)) ?? [];
  });
  const about = named.length > 0 ? new Set(named) : new Set(ofPerson(event, known));
  const heard = await Promise.all(
    [...about].map(async (journey) => {
      if (!journey.open) return [];
      const program = await store.program(cellOf(journey.id), journey.program);
      return hears(program, journey.journey, event.type) ? [journey] : [];
    }),
  );
  return heard.flat();
}

function ofPerson({ refs }: OperationalEvent, known: Known): readonly ComparedJourney[] {
  return refs.flatMap(({ ref, of }) => {
    const subject = of === 'subject' ? known.subjects.get(ref) : undefined;
    return (subject === undefined ? undefined : known.ofSubject.get(subject)) ?? [];
  });
}

function isBeginning({ event }: Found, { owners }: Known, { program }: Look): boolean {
  const isNamed = event.refs.some(({ ref, of }) => of === 'journey' && owners.has(ref));
  return !isNamed && listening(program).enrolments.has(event.type);
}

/** Some journey of its person took it, which has ended since. */
function isKnown(
  { event, record }: Found,
  known: Known,
  believed: ReadonlyMap<number, readonly Belief[]>,
): boolean {
  return ofPerson(event, known).some(({ id }) => {
    const came = believed.get(id) ?? [];
    return came.some((each) => each.type === event.type && each.record === record);
  });
}
