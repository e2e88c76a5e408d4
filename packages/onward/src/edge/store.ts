/**
 * The edge's own store: sealed rows only, that nothing in it can open. It is no part of the
 * coordinator's store and may live in another database. Ids, refs and hashes are 32 hex digits,
 * times are epoch milliseconds.
 */
import type { OnwardCode } from '../core/index.ts';

export interface EdgeStore {
  readonly vault: VaultStore;
  readonly rotation: RotationStore;
  readonly quarantine: QuarantineStore;
  readonly cursors: CursorStore;
  readonly notes: NoteStore;
  readonly readings: ReadingStore;
  readonly conversations: ConversationStore;
  close(): Promise<void>;
}

/** A data key, wrapped by the installation key that `kek` names. */
export interface WrappedKey {
  readonly id: string;
  readonly kek: string;
  readonly wrapped: Uint8Array;
}

/** An outside id, sealed with the data key of its group. */
export interface VaultRow {
  /** The canonical ref: what the coordinator holds; it never changes. */
  readonly ref: string;
  /** Id of the data key. */
  readonly key: string;
  readonly system: string;
  /** It came as data beside somebody's ref, and is erased with them. */
  readonly rides: boolean;
  /** Id of the installation key whose hash finds the row, as its ref or by an alias. */
  readonly hashed: string;
  readonly sealed: Uint8Array;
}

/** A row by a hash that leads to it, with the data key it was sealed with. */
export interface FoundRow {
  readonly hash: string;
  readonly row: VaultRow;
  readonly key: WrappedKey;
}

/** Another hash of an id that is known under its ref. */
export interface Alias {
  readonly hash: string;
  readonly ref: string;
}

/** A row sealed anew with another data key. */
export interface MovedRow extends Pick<VaultRow, 'ref' | 'key' | 'rides' | 'sealed'> {
  /** The data key before. */
  readonly was: string;
}

/** All of it is written, or nothing. */
export interface VaultChange {
  /** Fresh data keys. */
  readonly keys: readonly WrappedKey[];
  /** Data keys that must still be there: an erased one takes nothing more. */
  readonly joined: readonly string[];
  readonly rows: readonly VaultRow[];
  readonly moved: readonly MovedRow[];
  /** Hashes claimed for new rows: of two processes with different current keys one is first. */
  readonly aliases: readonly Alias[];
}

export interface Erasure {
  readonly id: string;
  readonly at: number;
  /** Data keys that are destroyed. */
  readonly keys: readonly string[];
  /** Refs that are forgotten, with their aliases, notes and conversations. */
  readonly refs: readonly string[];
  /** How many of each were seen under those keys; others in between undo it. */
  readonly seen: {
    readonly rows: number;
    readonly notes: number;
    readonly conversations: number;
  };
  /** What was under those keys and is not the subject's, under fresh ones. */
  readonly fresh: readonly WrappedKey[];
  readonly moved: readonly MovedRow[];
  readonly notes: readonly NoteRow[];
  readonly conversations: readonly SealedAgain[];
}

/** A conversation sealed anew with another data key. */
export type SealedAgain = Pick<ConversationRow, 'id' | 'key' | 'sealed'>;

/** Everything sealed with some data keys. */
export interface SealedGroup {
  readonly rows: readonly VaultRow[];
  readonly notes: readonly NoteRow[];
  readonly conversations: readonly ConversationRow[];
}

export interface VaultStore {
  /** Rows by their refs or aliases. */
  find(hashes: readonly string[]): Promise<readonly FoundRow[]>;
  /** False, and nothing is written, when another process was first with any of it. */
  change(change: VaultChange): Promise<boolean>;
  /** Everything sealed with these data keys. */
  group(keys: readonly string[]): Promise<SealedGroup>;
  /** False, and nothing is erased, when the groups changed in between. */
  erase(erasure: Erasure): Promise<boolean>;
  /** How many erasures there were: a process that counts another number forgets what it knew. */
  erasures(): Promise<number>;
  /** Keeps keys whose ids have none yet; the keys that stand. */
  settle(keys: readonly WrappedKey[]): Promise<readonly WrappedKey[]>;
}

/** One page of what is not yet of an installation key, in order of id. */
export interface Behind {
  /** Id of the current installation key. */
  readonly current: string;
  readonly after: string;
  readonly limit: number;
}

export interface RotationStore {
  keys(page: Behind): Promise<readonly WrappedKey[]>;
  /** Wraps keys anew; keys that are gone stay gone. */
  rewrap(keys: readonly WrappedKey[]): Promise<void>;
  rows(page: Behind): Promise<readonly FoundRow[]>;
  /** Rows are found by the current key's hash from now on; rows that are gone stay gone. */
  rename(aliases: readonly Alias[], current: string): Promise<void>;
  /** How much still needs another key than the current one. */
  left(current: string): Promise<{ readonly keys: number; readonly refs: number }>;
}

export type QuarantineState = 'open' | 'refetched' | 'given-up';

/** A delivery that could not be mapped; nothing of its content. */
export interface QuarantineRow {
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  /** Bytes of the delivery. */
  readonly size: number;
  readonly pointers: readonly string[];
  /** What to fetch it again by, sealed. */
  readonly sealed: Uint8Array | null;
  readonly receivedAt: number;
  /** When it may be fetched. */
  readonly nextAt: number;
  readonly state: QuarantineState;
  readonly tries: number;
}

/** Where a page begins: after this row. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

export interface QuarantineStore {
  /** One row for an id: it is open again when it comes again, with the tries it had. */
  keep(row: QuarantineRow): Promise<void>;
  /** From new to old. */
  page(page: {
    readonly state?: QuarantineState;
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly QuarantineRow[]>;
  /** Open rows that may be fetched, counted as tried; nobody else takes them until `until`. */
  take(claim: {
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): Promise<readonly QuarantineRow[]>;
  /** Ends an open row, and drops what it was fetched by; false when it was not open. */
  close(id: string, state: Exclude<QuarantineState, 'open'>): Promise<boolean>;
}

export interface CursorRow {
  readonly system: string;
  /** Counts up from 1. */
  readonly version: number;
  readonly sealed: Uint8Array;
}

export interface CursorStore {
  get(system: string): Promise<CursorRow | undefined>;
  /** False when the cursor that stands is not the one before this version. */
  set(row: CursorRow): Promise<boolean>;
}

/** A note of a person, sealed with the data key of the subject it is about. */
export interface NoteRow {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  readonly at: number;
  readonly sealed: Uint8Array;
}

export interface NoteStore {
  /** False when the ref is not, or no longer, sealed with that key. */
  add(row: NoteRow): Promise<boolean>;
  /** From new to old. */
  page(page: {
    readonly refs: readonly string[];
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly { readonly note: NoteRow; readonly key: WrappedKey }[]>;
}

/** `seen` holds no text, `open` waits for a person, `reviewed` has the person's word. */
export type ReadingState = 'seen' | 'open' | 'reviewed';

/** What the assistant read, sealed as a note is: an erasure takes it with the notes. */
export interface ReadingRow extends NoteRow {
  readonly state: ReadingState;
}

export interface FoundReading {
  readonly row: ReadingRow;
  readonly key: WrappedKey;
}

/** That a person was shown readings, or reviewed one. */
export interface ReviewLogRow {
  readonly id: string;
  readonly at: number;
  readonly person: string;
  readonly reason: string;
  readonly what: 'queue' | 'review' | 'issues';
  readonly reading: string | null;
}

export interface ReadingStore {
  /** False when the ref is not, or no longer, sealed with that key. */
  add(row: ReadingRow): Promise<boolean>;
  get(id: string): Promise<FoundReading | undefined>;
  /** From new to old; absent bounds are none. */
  page(page: {
    readonly state?: ReadingState;
    readonly since?: number;
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly FoundReading[]>;
  /** Keeps what a person said; false when somebody was first, or the key is another by now. */
  settle(row: Pick<ReadingRow, 'id' | 'key' | 'sealed'>): Promise<boolean>;
  /** Forgets what is not open and was read before; how many. */
  forget(before: number): Promise<number>;
  log(row: ReviewLogRow): Promise<void>;
  /** From new to old. */
  logged(limit: number): Promise<readonly ReviewLogRow[]>;
}

/** Who has to do something: the assistant talks, a person is to answer, or nobody any more. */
export type ConversationState = 'talking' | 'person' | 'closed';

/** A conversation, sealed with the data key of whom it is with; beside it closed words alone. */
export interface ConversationRow {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  /** The assistant's system. */
  readonly system: string;
  /** Counts up from 1. */
  readonly version: number;
  readonly begunAt: number;
  readonly lastAt: number;
  readonly state: ConversationState;
  readonly level: string;
  readonly intent: string;
  readonly language: string;
  readonly channel: string;
  /** From when something of it is to be told to the coordinator again; null: all is told. */
  readonly untoldAt: number | null;
  readonly sealed: Uint8Array;
}

export interface FoundConversation {
  readonly row: ConversationRow;
  readonly key: WrappedKey;
}

export interface ConversationPage {
  /** With these people; absent: with anybody. */
  readonly refs?: readonly string[];
  readonly state?: ConversationState;
  readonly level?: string;
  readonly before?: Place;
  readonly limit: number;
}

export interface ConversationStore {
  /**
   * False, and nothing is written, when the ref is not, or no longer, sealed with that key, when
   * another version stands, or when another conversation with them is open.
   */
  put(row: ConversationRow): Promise<boolean>;
  get(id: string): Promise<FoundConversation | undefined>;
  /** From new to old, by when something was said last. */
  page(page: ConversationPage): Promise<readonly FoundConversation[]>;
  /** What is to be told by now. */
  untold(now: number, limit: number): Promise<readonly FoundConversation[]>;
  /** All of that version is told; a later one is not touched. */
  told(id: string, version: number): Promise<void>;
}
