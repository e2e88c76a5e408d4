/** What recovery asks of a database: what is wrong, grouped, and the runs that put it right. */
import type { OnwardCode, OperationalEvent, State } from '../core/index.ts';
import type { UnmatchedRow } from './port.ts';

/** Exceptions of one name, in one journey definition. */
export interface ExceptionGroup {
  readonly program: string;
  readonly journey: string;
  readonly name: string;
  readonly count: number;
  /** When the oldest was opened; epoch milliseconds. */
  readonly oldest: number;
  readonly owners: readonly string[];
}

/** Where obligations rest, and how many of them are late. */
export interface RestingPlace {
  readonly place: number;
  readonly program: string;
  readonly journey: string;
  readonly step: string;
  readonly owner: string;
  readonly kind: string;
  /** Whose deadline has passed. */
  readonly late: number;
  /** Due time of the first of all; undefined where there is none. */
  readonly first?: number;
}

/** An obligation with the journey that it is of, as it is stored. */
export interface RestingRow {
  readonly journey: number;
  readonly slot: number;
  /** Number of the program version within the cell. */
  readonly program: number;
  readonly state: State;
}

export interface UnmatchedGroup {
  readonly reason: OnwardCode;
  readonly system: string;
  readonly count: number;
  readonly oldest: number;
  readonly owners: readonly string[];
}

/** Rows behind a journey and slot, or behind a number. */
export interface After {
  readonly journey: number;
  readonly slot: number;
}

export type ItemStatus =
  | 'not-eligible'
  | 'waiting'
  | 'acting'
  | 'unverified'
  | 'verified'
  | 'failed';

export interface RecoveryItemRow {
  readonly place: number;
  /** Public id of what the item is about. */
  readonly item: string;
  /** How it stood when it was previewed. */
  readonly version: number;
  readonly journey?: string;
  readonly name: string;
  readonly status: ItemStatus;
  readonly code?: OnwardCode;
  /** What was foreseen, as it was told. */
  readonly would?: object;
  readonly at: number;
}

export interface RecoveryRunRow {
  readonly id: number;
  readonly token: string;
  readonly cause: string;
  readonly kind: string;
  readonly act: string;
  readonly given: Readonly<Record<string, string>>;
  readonly previewedAt: number;
  readonly actor?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export type StatusCounts = Readonly<Partial<Record<ItemStatus, number>>>;

/** An item's end, or how far it has come. */
export type ItemMark = Pick<RecoveryItemRow, 'place' | 'status' | 'code' | 'at'>;

export interface RecoveryStore {
  exceptions(): Promise<readonly ExceptionGroup[]>;
  /** Exceptions of a group, in order of journey. */
  exceptionsOf(
    group: Pick<ExceptionGroup, 'program' | 'journey' | 'name'>,
    page: { readonly after: After; readonly limit: number },
  ): Promise<readonly RestingRow[]>;
  /** Every place but those of exceptions and of tasks that were added. */
  places(now: number): Promise<readonly RestingPlace[]>;
  /** How many rest at each of these places, and when the first is due. */
  resting(
    places: readonly number[],
  ): Promise<ReadonlyMap<number, { readonly count: number; readonly first: number }>>;
  /** What rests at these places, in order of journey; `dueBy`: only what is due by then. */
  restingAt(
    places: { readonly every: readonly number[]; readonly late: readonly number[] },
    page: { readonly after: After; readonly limit: number; readonly now: number },
  ): Promise<readonly RestingRow[]>;
  unmatchedGroups(): Promise<readonly UnmatchedGroup[]>;
  unmatchedOf(
    group: Pick<UnmatchedGroup, 'reason' | 'system'>,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly UnmatchedRow[]>;
  /** An unmatched input, and whether it is closed, in which journey. */
  unmatched(id: number): Promise<UnmatchedState | undefined>;
  /** Closes it without a journey, or gives it to another owner; false: it was closed already. */
  skipUnmatched(id: number, at: number): Promise<boolean>;
  assignUnmatched(id: number, owner: string): Promise<boolean>;

  /** Keeps a preview, and removes those that nobody ran and that are older than `before`. */
  preview(run: RecoveryRunRow, items: readonly RecoveryItemRow[], before: number): Promise<void>;
  /** Starts what was previewed; undefined: the token is of none, or of one that is too old. */
  start(by: {
    readonly token: string;
    readonly actor: string;
    readonly at: number;
    readonly notBefore: number;
  }): Promise<RecoveryRunRow | undefined>;
  run(id: number): Promise<(RecoveryRunRow & { readonly counts: StatusCounts }) | undefined>;
  /** Runs that were started, the newest first. */
  runs(page: {
    readonly before: number;
    readonly limit: number;
  }): Promise<readonly (RecoveryRunRow & { readonly counts: StatusCounts })[]>;
  items(
    run: number,
    page: { readonly after: number; readonly limit: number; readonly status?: ItemStatus },
  ): Promise<readonly RecoveryItemRow[]>;
  /** Takes runs over that nobody alive works on; `sole`: nobody else can be alive. */
  claim(by: {
    readonly worker: number;
    readonly aliveSince: number;
    readonly limit: number;
  }): Promise<readonly RecoveryRunRow[]>;
  /** False: the run is another worker's by now, and nothing was noted. */
  mark(run: number, worker: number, marks: readonly ItemMark[]): Promise<boolean>;
  end(run: number, worker: number, at: number): Promise<void>;
}

export interface UnmatchedState {
  readonly id: number;
  readonly event: OperationalEvent;
  readonly reason: OnwardCode;
  readonly owner: string;
  readonly receivedAt: number;
  readonly closed: boolean;
  readonly placedIn?: number;
}
