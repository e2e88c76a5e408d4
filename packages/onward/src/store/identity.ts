/** What merging two subjects asks of a database, in one transaction of their cell. */
import type { ConsentRow } from './attention.ts';

/** A journey of a person: where it is kept, and under which key it began. */
export interface OwnJourney {
  readonly id: number;
  readonly journey: string;
  readonly status: 'open' | 'ended' | 'removed';
  readonly enrolKey: string;
  /** Number of inputs applied; of one that is removed, how many there were. */
  readonly version: number;
}

/** All that leads to a person, and all that is theirs. */
export interface OwnThings {
  readonly subject: number;
  /** Outside ids, 32 hex digits each. */
  readonly refs: readonly string[];
  /** Numbers and addresses. */
  readonly contacts: readonly string[];
  readonly journeys: readonly OwnJourney[];
  /** Messages that count towards what they may be told. */
  readonly messages: number;
}

/** What goes from one person to another. */
export interface SubjectMove {
  readonly from: number;
  readonly into: number;
  readonly refs: readonly string[];
  readonly contacts: readonly string[];
  /** Contacts that stay with whom they leave as well: both have them. */
  readonly shared: readonly string[];
  readonly journeys: readonly { readonly id: number; readonly enrolKey: string }[];
}

/** What a merge has moved, as it is kept. */
export interface Moved extends Pick<SubjectMove, 'refs' | 'contacts' | 'shared'> {
  readonly journeys: readonly {
    readonly id: number;
    /** The key that it began under, to be given back. */
    readonly enrolKey: string;
  }[];
  /** Ids of the words on consent that were added to the other's ledger. */
  readonly words: readonly string[];
}

export interface MergeRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly reason: string;
  readonly from: number;
  readonly into: number;
  readonly moved: Moved;
  readonly undoneAt?: number;
  readonly undoneBy?: string;
  readonly undoneReason?: string;
}

export interface IdentityTransaction {
  /** In the order given; refs and journeys are locked until the transaction ends. */
  things(subjects: readonly number[]): Promise<readonly OwnThings[]>;
  /** Whom refs belong to. */
  whose(refs: readonly string[]): Promise<ReadonlyMap<string, number>>;
  move(move: SubjectMove): Promise<void>;
  keep(merge: MergeRow): Promise<void>;
  /** A merge that stands, locked; undefined where there is none. */
  merge(id: number): Promise<MergeRow | undefined>;
  /** Merges since by which somebody of these became another, the newest first. */
  later(id: number, subjects: readonly number[]): Promise<readonly number[]>;
  undo(
    by: Required<Pick<MergeRow, 'id' | 'undoneAt' | 'undoneBy' | 'undoneReason'>>,
  ): Promise<void>;
  /** Adds words to ledgers; one that is there already is not added again. */
  addWords(rows: readonly ConsentRow[]): Promise<void>;
  /** Takes words out of a ledger that came there by a merge. */
  takeBack(subject: number, words: readonly string[]): Promise<void>;
}
