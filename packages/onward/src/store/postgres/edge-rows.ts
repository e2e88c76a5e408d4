/**
 * The rows of the edge's own store, as the edge's port asks for them; nothing here opens one. Ids,
 * refs and hashes are 32 hex digits, times are epoch milliseconds.
 */
import type { OnwardCode } from '../../core/index.ts';

/** An id as it is told: 32 hex digits, in one piece; V8 keeps what `replaceAll` makes in nine. */
export function plainId(uuid: string): string {
  return uuid.split('-').join('');
}

export interface WrappedKey {
  readonly id: string;
  readonly kek: string;
  readonly wrapped: Uint8Array;
}
export interface VaultRow {
  readonly ref: string;
  readonly key: string;
  readonly system: string;
  readonly rides: boolean;
  readonly hashed: string;
  readonly sealed: Uint8Array;
}
export interface FoundRow {
  readonly hash: string;
  readonly row: VaultRow;
  readonly key: WrappedKey;
}
export interface Alias {
  readonly hash: string;
  readonly ref: string;
}
export interface MovedRow extends Pick<VaultRow, 'ref' | 'key' | 'rides' | 'sealed'> {
  readonly was: string;
}
export interface VaultChange {
  readonly keys: readonly WrappedKey[];
  readonly joined: readonly string[];
  readonly rows: readonly VaultRow[];
  readonly moved: readonly MovedRow[];
  readonly aliases: readonly Alias[];
}
export interface NoteRow {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  readonly at: number;
  readonly sealed: Uint8Array;
}
export interface Erasure {
  readonly id: string;
  readonly at: number;
  readonly keys: readonly string[];
  readonly refs: readonly string[];
  readonly seen: {
    readonly rows: number;
    readonly notes: number;
    readonly conversations: number;
  };
  readonly fresh: readonly WrappedKey[];
  readonly moved: readonly MovedRow[];
  readonly notes: readonly NoteRow[];
  readonly conversations: readonly SealedAgain[];
}
export interface SealedGroup {
  readonly rows: readonly VaultRow[];
  readonly notes: readonly NoteRow[];
  readonly conversations: readonly ConversationRow[];
}
export interface VaultRows {
  find(hashes: readonly string[]): Promise<readonly FoundRow[]>;
  change(change: VaultChange): Promise<boolean>;
  group(keys: readonly string[]): Promise<SealedGroup>;
  erase(erasure: Erasure): Promise<boolean>;
  erasures(): Promise<number>;
  settle(keys: readonly WrappedKey[]): Promise<readonly WrappedKey[]>;
}

export interface Behind {
  readonly current: string;
  readonly after: string;
  readonly limit: number;
}
export interface RotationRows {
  keys(page: Behind): Promise<readonly WrappedKey[]>;
  rewrap(keys: readonly WrappedKey[]): Promise<void>;
  rows(page: Behind): Promise<readonly FoundRow[]>;
  rename(aliases: readonly Alias[], current: string): Promise<void>;
  left(current: string): Promise<{ readonly keys: number; readonly refs: number }>;
}

/** Where a page begins: after this row. */
export interface Place {
  readonly at: number;
  readonly id: string;
}
export interface QuarantineRow {
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  readonly size: number;
  readonly pointers: readonly string[];
  readonly sealed: Uint8Array | null;
  readonly receivedAt: number;
  readonly nextAt: number;
  readonly state: 'open' | 'refetched' | 'given-up';
  readonly tries: number;
}
export interface QuarantineRows {
  keep(row: QuarantineRow): Promise<void>;
  page(page: {
    readonly state?: QuarantineRow['state'];
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly QuarantineRow[]>;
  take(claim: {
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): Promise<readonly QuarantineRow[]>;
  close(id: string, state: 'refetched' | 'given-up'): Promise<boolean>;
}

export interface CursorRow {
  readonly system: string;
  readonly version: number;
  readonly sealed: Uint8Array;
}
export interface CursorRows {
  get(system: string): Promise<CursorRow | undefined>;
  set(row: CursorRow): Promise<boolean>;
}

export interface NoteRows {
  add(row: NoteRow): Promise<boolean>;
  page(page: {
    readonly refs: readonly string[];
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly { readonly note: NoteRow; readonly key: WrappedKey }[]>;
}

export interface ReadingRow extends NoteRow {
  readonly state: 'seen' | 'open' | 'reviewed';
}
export interface FoundReading {
  readonly row: ReadingRow;
  readonly key: WrappedKey;
}
export interface ReviewLogRow {
  readonly id: string;
  readonly at: number;
  readonly person: string;
  readonly reason: string;
  readonly what: 'queue' | 'review' | 'issues';
  readonly reading: string | null;
}
export interface ReadingRows {
  add(row: ReadingRow): Promise<boolean>;
  get(id: string): Promise<FoundReading | undefined>;
  page(page: {
    readonly state?: ReadingRow['state'];
    readonly since?: number;
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly FoundReading[]>;
  settle(row: Pick<ReadingRow, 'id' | 'key' | 'sealed'>): Promise<boolean>;
  forget(before: number): Promise<number>;
  log(row: ReviewLogRow): Promise<void>;
  logged(limit: number): Promise<readonly ReviewLogRow[]>;
}

export interface ConversationRow {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  readonly system: string;
  readonly version: number;
  readonly begunAt: number;
  readonly lastAt: number;
  readonly state: 'talking' | 'person' | 'closed';
  readonly level: string;
  readonly intent: string;
  readonly language: string;
  readonly channel: string;
  readonly untoldAt: number | null;
  readonly sealed: Uint8Array;
}
export type SealedAgain = Pick<ConversationRow, 'id' | 'key' | 'sealed'>;
export interface FoundConversation {
  readonly row: ConversationRow;
  readonly key: WrappedKey;
}
export interface ConversationRows {
  put(row: ConversationRow): Promise<boolean>;
  get(id: string): Promise<FoundConversation | undefined>;
  page(page: {
    readonly refs?: readonly string[];
    readonly state?: ConversationRow['state'];
    readonly level?: string;
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly FoundConversation[]>;
  untold(now: number, limit: number): Promise<readonly FoundConversation[]>;
  told(id: string, version: number): Promise<void>;
}
