/** The store's port: what the engine and the API ask of a database, in their own words. */
import type {
  Effect,
  Entry,
  OnwardCode,
  OperationalEvent,
  OutcomeClass,
  Program,
  RecordedInput,
  State,
} from '../core/index.ts';
import { commandKey } from '../core/index.ts';
import type { ConsentRow, MessageRow, PersonRow, ReceiptRow } from './attention.ts';
import type { IdentityTransaction, MergeRow } from './identity.ts';
import type { DrillStore } from './drills.ts';
import type { Fence, RestoredRow } from './fence.ts';
import type { StoredProof } from './proof.ts';
import type { ReconcileStore } from './reconcile.ts';
import type { Forgotten, Removed, Retention } from './retention.ts';
import type { HoldStore } from './holds.ts';
import type { RevealRow } from './reveal.ts';
import type { SourceStore } from './sources.ts';

/** A journey as the commit loop holds it. */
export interface JourneyRow {
  readonly id: number;
  readonly subject: number;
  /** Number of its program version within the cell. */
  readonly program: number;
  readonly state: State;
  /** Head of its hash chain: 64 hex digits. */
  readonly hash: string;
  /** When its timer row fires; never later than what is due next, or to be sent next. */
  readonly timerDue: number;
}

export interface NewJourney extends JourneyRow {
  /** With the journey's name it is unique: a journey begins once. */
  readonly enrolKey: string;
}

/** One input applied to one journey. */
export interface JournalRow {
  readonly journey: number;
  readonly seq: number;
  readonly at: number;
  readonly occurredAt: number;
  /** Event type, or the kind of any other input. */
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly step: string;
  /** JSON text of input and entries, as it is hashed. */
  readonly body: string;
  /** 64 hex digits. */
  readonly hash: string;
}

export interface JournalBody {
  readonly input: RecordedInput;
  readonly entries: readonly Entry[];
  /** The input that broke the step, where `input` is the fault recorded instead. */
  readonly broken?: RecordedInput;
}

/** Effects that leave through the outbox. */
export type Outgoing = Extract<Effect, { readonly kind: 'command' | 'message' | 'look-up' }>;

/** An order in the outbox, where all that a batch asked for stands together. */
export interface OutboxRow {
  /** Number of the batch that asked for it. */
  readonly batch: number;
  /** Its place among what the batch asked for, from 0. */
  readonly place: number;
  readonly journey: number;
  readonly subject: number;
  readonly program: number;
  readonly seq: number;
  readonly effect: Outgoing;
  readonly attempts: number;
  readonly nextAt: number;
  /** A send has begun whose end is not recorded. */
  readonly started: boolean;
  /** Of the restore after which it was asked for; absent: there was none. */
  readonly epoch?: number;
  /** It may have been done in what a restored backup has lost. */
  readonly doubt?: true;
}

/** What an order is asked and answered under, wherever it goes. */
export type OrderName = Pick<OutboxRow, 'journey' | 'seq' | 'effect' | 'epoch'>;

/** Its idempotency key, the same for every try. */
export function orderKey({ journey, seq, effect, epoch }: OrderName): string {
  return commandKey(journey, `${seq}.${effect.index}`, epoch);
}

export interface Completion {
  readonly row: OrderName & Pick<OutboxRow, 'batch' | 'place'>;
  readonly outcome: OutcomeClass;
}

export interface InboxRow {
  /** UUID text over (source, event id). */
  readonly key: string;
  readonly digest: string;
  readonly journey: number;
}

export interface UnmatchedRow {
  readonly id: number;
  readonly key: string;
  readonly event: OperationalEvent;
  readonly reason: OnwardCode;
  readonly owner: string;
  readonly due: number;
  readonly receivedAt: number;
}

/** Everything that one transaction writes; empty parts cost nothing. */
export interface WriteSet {
  readonly now: number;
  readonly worker: number;
  readonly created: readonly NewJourney[];
  readonly changed: readonly JourneyRow[];
  /** Number of the batch, for what is recorded once for all of it. */
  readonly batch: number;
  /** States as they were for `changed`, so that only differences of obligations are written. */
  readonly before: ReadonlyMap<number, State>;
  readonly journal: readonly JournalRow[];
  readonly inbox: readonly InboxRow[];
  readonly outbox: readonly OutboxRow[];
  readonly completions: readonly Completion[];
  /** Journeys whose timer row must be written, as their `timerDue` says. */
  readonly arm: readonly JourneyRow[];
  /** Journeys whose timer has fired for the last time. */
  readonly disarm: readonly number[];
  readonly refs: readonly { readonly ref: string; readonly journey: number }[];
  readonly unmatched: readonly UnmatchedRow[];
  /** Unmatched inputs that found their journey. */
  readonly placed: readonly { readonly id: number; readonly journey: number }[];
  /** Journeys that went on after a restore. */
  readonly restored: readonly RestoredRow[];
  /** What people have said of being written to. */
  readonly consents: readonly ConsentRow[];
  /** How surely people know what they were sent. */
  readonly receipts: readonly ReceiptRow[];
}

/** An ended journey, as journeys that depend on it see it. */
export interface EndedJourney {
  readonly id: number;
  readonly subject: number;
  readonly journey: string;
  readonly outcome: string;
  readonly milestones: readonly string[];
}

/** A number or an address of a person. */
export interface ContactRow {
  readonly ref: string;
  readonly subject: number;
  /** Systems that know the person under an id of their own. */
  readonly systems: readonly string[];
}

/** One transaction in one cell. */
export interface CellTransaction {
  /**
   * Locks, in order of id, the open journeys of these subjects and these journeys, and reads them.
   */
  lock(wanted: {
    readonly subjects: readonly number[];
    readonly journeys: readonly number[];
  }): Promise<JourneyRow[]>;
  inbox(keys: readonly string[]): Promise<InboxRow[]>;
  journeysOfRefs(refs: readonly string[]): Promise<{ ref: string; journey: number }[]>;
  /** Journeys that began with these keys, whether they are kept or not. */
  enrolled(
    journeys: readonly string[],
    keys: readonly string[],
  ): Promise<{ id: number; journey: string; enrolKey: string; open: boolean }[]>;
  endedOf(subjects: readonly number[]): Promise<EndedJourney[]>;
  /** Of whom keys may be gone; to be asked after `inbox`, or what goes in between is missed. */
  forgotten(subjects: readonly number[]): Promise<Forgotten[]>;
  /** How these journeys went on after a restore, where they did. */
  restored(journeys: readonly number[]): Promise<RestoredRow[]>;
  /** What these people have said of being written to; locked until the transaction ends. */
  people(subjects: readonly number[]): Promise<Pick<PersonRow, 'subject' | 'consents'>[]>;
  /** Messages that were merged into one of these, by their names. */
  merged(into: readonly string[]): Promise<MessageRow[]>;
  /** Whose everything is, and making it another's. */
  readonly identity: IdentityTransaction;
  unmatchedKeys(keys: readonly string[]): Promise<{ key: string; digest: string; id: number }[]>;
  /**
   * Writes all.
   * @throws RetryError ONW-RACE-LOST when another process was first: read and step the batch again.
   */
  write(set: WriteSet): Promise<void>;
  /** As `write`; the commit travels with it, so that nothing may follow in the transaction. */
  writeLast(set: WriteSet): Promise<void>;
}

export interface Store {
  /** How the systems stand, and who must see to them. */
  readonly sources: SourceStore;
  /** Systems on hold. */
  readonly holds: HoldStore;
  /** Numbers of the cells; more than one only where an installation was made so. */
  readonly cells: readonly number[];
  /**
   * Stores a program version by its content hash and returns its number in the cell. A proof of a
   * version that is there already takes the place of an older one.
   */
  deploy(
    cell: number,
    program: Program,
    as: { readonly at: number; readonly proof?: StoredProof | undefined },
  ): Promise<number>;
  program(cell: number, id: number): Promise<Program>;
  /** A version by its content hash, in whichever cell it is; undefined where none is stored. */
  programByHash(hash: string): Promise<Program | undefined>;
  /** Records that somebody was shown what is known of a person. */
  addReveal(row: Omit<RevealRow, 'id'>): Promise<void>;
  /** Whom refs belong to. */
  resolve(refs: readonly string[]): Promise<Map<string, number>>;
  /** Teaches refs; where another process was first, its subject is returned. */
  teach(
    rows: readonly {
      readonly ref: string;
      readonly subject: number;
      /** Whose id it is, where that is known. */
      readonly system?: string | undefined;
    }[],
    at: number,
  ): Promise<Map<string, number>>;
  /** Whose numbers or addresses these are: of nobody, of one person, or of several. */
  contacts(refs: readonly string[]): Promise<readonly ContactRow[]>;
  /** Teaches numbers and addresses; what is known already stays. */
  teachContacts(
    rows: readonly { readonly ref: string; readonly subject: number }[],
    at: number,
  ): Promise<void>;
  refsOf(subjects: readonly number[]): Promise<{ ref: string; subject: number }[]>;
  /**
   * Forgets these refs of a subject and of its journeys, which stay; returns the refs that are
   * still known, so that with none given it only looks.
   */
  forget(subject: number, refs: readonly string[]): Promise<readonly string[]>;
  /** Fresh numbers in a cell; journeys, subjects and rows share one sequence. */
  nextIds(cell: number, count: number): Promise<readonly number[]>;
  /**
   * Runs work in one transaction and commits it.
   * @throws RetryError when it may succeed later; ONW-STORE-UNAVAILABLE may mean that it was
   * committed.
   */
  transact<T>(cell: number, work: (tx: CellTransaction) => Promise<T>): Promise<T>;
  dueTimers(
    cell: number,
    now: number,
    limit: number,
  ): Promise<{ journey: number; subject: number; due: number }[]>;
  /** When the first timer of any cell fires. */
  firstTimer(): Promise<number | undefined>;
  /**
   * Takes over what `limit` batches at the most have asked for, of workers that have not beaten
   * since; `own`: its own as well.
   */
  claimOutbox(
    cell: number,
    by: {
      readonly own?: boolean;
      readonly worker: number;
      readonly aliveSince: number;
      readonly limit: number;
    },
  ): Promise<OutboxRow[]>;
  /** Remembers tries, begun or to be made again later; tells which are still the worker's. */
  noteAttempts(
    cell: number,
    worker: number,
    rows: readonly Pick<OutboxRow, 'batch' | 'place' | 'attempts' | 'nextAt' | 'started'>[],
  ): Promise<readonly boolean[]>;
  /**
   * Looks whether the database is the one that was left, raises the fence where it is not, and
   * tells how it stands. To be asked before the first number is taken, and again and again.
   */
  guard(now: number): Promise<Fence>;
  /**
   * Locks these people, reads what they have said, what they were sent, and where they stand, and
   * keeps what `weigh` decides of their messages.
   */
  attend(
    cell: number,
    wanted: {
      readonly subjects: readonly number[];
      readonly journeys: readonly number[];
      readonly since: number;
    },
    weigh: (people: readonly PersonRow[]) => Promise<readonly MessageRow[]>,
  ): Promise<void>;
  /** Adds words to people's ledgers; the same word again changes nothing. */
  addConsents(cell: number, rows: readonly ConsentRow[]): Promise<void>;
  /** Says that a worker lives, and cuts off connections of others that stand still. */
  beat(worker: number, at: number): Promise<void>;
  rest(worker: number): Promise<void>;
  /** Open unmatched inputs that wait for one of these refs. */
  waitingFor(cell: number, refs: readonly string[]): Promise<UnmatchedRow[]>;
  /** Closes unmatched inputs that journeys have taken; closing one again changes nothing. */
  closeUnmatched(
    cell: number,
    placed: readonly { readonly id: number; readonly journey: number }[],
    at: number,
  ): Promise<void>;
  /** Where another process taught a ref first: gives the refs taught here to that subject. */
  repoint(refs: readonly string[], from: number, to: number): Promise<void>;
  /** Merges of subjects, the newest first. */
  merges(page: { readonly before: number; readonly limit: number }): Promise<readonly MergeRow[]>;
  /** Whose journeys these are. */
  subjectsOf(cell: number, journeys: readonly number[]): Promise<Map<number, number>>;
  /** Open unmatched inputs to be tried again. */
  openUnmatched(cell: number, after: number, limit: number): Promise<UnmatchedRow[]>;
  /**
   * A small step of removing what has been over for long enough; others' steps are not waited for.
   */
  retain(
    cell: number,
    by: { readonly now: number; readonly keep: Retention; readonly paceMs: number },
  ): Promise<Removed>;
  readonly reconciling: ReconcileStore;
  readonly drills: DrillStore;
  close(): Promise<void>;
}

/** The cell of a journey, subject or row number. */
export function cellOf(id: number): number {
  return id % cellCount;
}

/** Numbers are `sequence * cellCount + cell`. */
export const cellCount = 1_024;
