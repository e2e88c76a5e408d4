/**
 * The heart: read what a batch is about, step it in memory, write everything in one transaction.
 */
import { BugError } from '../core/index.ts';
import type { Program } from '../core/index.ts';
import { messageName } from '../store/index.ts';
import type { CellTransaction, Fence, JourneyRow, Store, WriteSet } from '../store/index.ts';
import { Applying } from './applying.ts';
import { beginnings } from './correlate.ts';
import { Doubts } from './doubts.ts';
import { forgettable } from './forgotten.ts';
import { listening } from './handling.ts';
import type { Holdings } from './hold/holdings.ts';
import type { Work } from './work.ts';
import { answeredBy, consentOf, Words } from './words.ts';
import { WorkingSet } from './working-set.ts';

/** What every batch of a process shares. */
export interface BatchContext {
  readonly store: Store;
  /** This process, as the outbox knows it. */
  worker(): number;
  /** The program that journeys begin with. */
  program(): Program;
  /** Its number in a cell. */
  programId(cell: number): number;
  now(): number;
  /** How the fence stands. */
  fence(): Fence;
  /** Undefined where nothing is, or lately was, on hold. */
  holdings(): Holdings | undefined;
  /** Fresh numbers of a cell, taken ahead so that stepping need not wait. */
  numbers(cell: number, count: number): Promise<() => number>;
}

export interface Committed {
  /** Answers the callers; to be called now that all is durable. */
  readonly answer: readonly (() => void)[];
  readonly outbox: WriteSet['outbox'];
  readonly journeys: readonly number[];
}

/**
 * Commits a batch in its cell: two round trips however many inputs there are.
 * @throws RetryError when nothing was committed, or nobody knows; running it again is safe, since
 *   every input is taken once.
 */
export async function commitBatch(
  context: BatchContext,
  cell: number,
  works: readonly Work[],
): Promise<Committed> {
  const program = context.program();
  // One for the batch itself.
  const next = await context.numbers(cell, mayNeed(program, works) + 1);
  const number = next();
  return context.store.transact(cell, async (tx) => {
    const applying = await read(context, { cell, tx, works, next });
    const answer: (() => void)[] = [];
    for (const work of works) {
      const telling = applying.apply(work);
      answer.push(telling instanceof Promise ? await telling : telling);
    }
    await applying.keepBroken((count) => context.numbers(cell, count));
    const set = applying.writeSet(number);
    await tx.writeLast(set);
    const journeys = [...new Set(set.journal.map((row) => row.journey))];
    return { answer, outbox: set.outbox, journeys };
  });
}

/**
 * An event may begin each journey that begins with its type, and is kept where none takes it;
 * the answer to an order may have to be kept for a person.
 */
function mayNeed(program: Program, works: readonly Work[]): number {
  const { enrolments } = listening(program);
  const each = works.map((work) => {
    if (work.kind === 'event') return 1 + (enrolments.get(work.event.type)?.length ?? 0);
    return work.kind === 'input' ? 1 : 0;
  });
  return each.reduce((sum, count) => sum + count, 0);
}

interface Batch {
  readonly cell: number;
  readonly tx: CellTransaction;
  readonly works: readonly Work[];
  readonly next: () => number;
}

/** Locks and reads, in one round trip, all that the batch's inputs may touch. */
async function read(context: BatchContext, batch: Batch): Promise<Applying> {
  const { cell, tx, works } = batch;
  const wanted = gather(context.program(), works);
  const [found, inbox, kept, own, enrolled, forgotten] = await Promise.all([
    tx.lock(wanted),
    tx.inbox(wanted.keys),
    tx.unmatchedKeys(wanted.keys),
    tx.journeysOfRefs(wanted.refs),
    tx.enrolled(wanted.enrolJourneys, wanted.enrolKeys),
    tx.forgotten(forgettable(works, context.now())),
  ]);
  const rows = await withTheirs(tx, wanted, found);
  const words = await wordsOf(tx, context.program(), works);
  const doubts = await doubtsOf(tx, context.fence(), rows);
  const set = new WorkingSet(context.now(), doubts, context.holdings());
  const versions = new Map<number, Program>();
  for (const row of rows) {
    let version = versions.get(row.program);
    if (version === undefined) {
      version = await versionOf(context.store, cell, row.program);
      if (version !== undefined) versions.set(row.program, version);
    }
    set.load(row, version);
  }
  return new Applying({
    ...batch,
    set,
    words,
    worker: context.worker(),
    program: context.program(),
    programId: context.programId(cell),
    inbox: new Map(inbox.map((row) => [row.key, row])),
    kept: new Map(kept.map((row) => [row.key, row])),
    forgotten: new Map(forgotten.map(({ subject, until }) => [subject, until])),
    own: new Map(own.map(({ ref, journey }) => [ref, journey])),
    enrolled: new Map(enrolled.map((row) => [`${row.journey}/${row.enrolKey}`, row])),
  });
}

/**
 * What was asked for before two subjects were merged names the one that is no more: the journeys of
 * the other are read as well, which costs a round trip then and nothing else.
 */
async function withTheirs(
  tx: CellTransaction,
  { subjects, journeys }: Wanted,
  rows: readonly JourneyRow[],
): Promise<readonly JourneyRow[]> {
  const known = new Set(subjects);
  const others = new Set<number>();
  for (const { subject } of rows) if (!known.has(subject)) others.add(subject);
  if (others.size === 0) return rows;
  return tx.lock({ subjects: [...subjects, ...others], journeys });
}

/** One more round trip, where somebody has said something of being written to. */
async function wordsOf(
  tx: CellTransaction,
  program: Program,
  works: readonly Work[],
): Promise<Words> {
  const subjects = new Set<number>();
  const answered = new Set<string>();
  for (const work of works) {
    if (work.kind !== 'event') continue;
    const { event, subject } = work;
    const about = answeredBy(event);
    if (about !== undefined) answered.add(messageName(about));
    if (subject !== undefined && consentOf(program, event.type)) subjects.add(subject);
  }
  if (subjects.size + answered.size === 0) return new Words(program, [], []);
  const [people, merged] = await Promise.all([
    tx.people([...subjects].toSorted((a, b) => a - b)),
    tx.merged([...answered]),
  ]);
  return new Words(program, people, merged);
}

/** Undefined where a journey names a version that is not stored: that journey alone is broken. */
async function versionOf(store: Store, cell: number, id: number): Promise<Program | undefined> {
  try {
    return await store.program(cell, id);
  } catch (error) {
    if (error instanceof BugError) return undefined;
    throw error;
  }
}

/** One more round trip, where something was lost; undefined: nothing ever was. */
async function doubtsOf(
  tx: CellTransaction,
  { lost, closed }: Fence,
  rows: readonly JourneyRow[],
): Promise<Doubts | undefined> {
  if (lost === undefined) return undefined;
  return new Doubts({ lost, closed }, await tx.restored(rows.map(({ id }) => id)));
}

interface Wanted {
  readonly subjects: readonly number[];
  readonly journeys: readonly number[];
  readonly keys: readonly string[];
  readonly refs: readonly string[];
  readonly enrolJourneys: readonly string[];
  readonly enrolKeys: readonly string[];
}

function gather(program: Program, works: readonly Work[]): Wanted {
  const subjects = new Set<number>();
  const journeys = new Set<number>();
  const refs = new Set<string>();
  const enrolJourneys = new Set<string>();
  const enrolKeys = new Set<string>();
  const keys: string[] = [];
  for (const work of works) {
    if (work.kind === 'completion') continue;
    const fresh = work.kind === 'event' && work.fresh;
    if (work.subject !== undefined && !fresh) subjects.add(work.subject);
    if (work.journey !== undefined) journeys.add(work.journey);
    const isKeyed = work.kind === 'event' || work.kind === 'input';
    if (isKeyed) keys.push(work.key);
    if (work.kind !== 'event') continue;
    for (const { ref, of } of work.event.refs) if (of === 'journey') refs.add(ref);
    // A subject made for this very event can have begun nothing yet.
    for (const each of fresh ? [] : beginnings(program, work)) {
      enrolJourneys.add(each.journey);
      enrolKeys.add(each.enrolKey);
    }
  }
  return {
    subjects: [...subjects],
    journeys: [...journeys],
    keys,
    refs: [...refs],
    enrolJourneys: [...enrolJourneys],
    enrolKeys: [...enrolKeys],
  };
}
