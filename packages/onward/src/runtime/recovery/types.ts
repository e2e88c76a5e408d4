/** The words of recovery: what is wrong and why, what can be done, and what came of it. */
import type { OnwardCode, Plain } from '../../core/index.ts';
import type { RecoveryRunRow, RecoveryStore, StatusCounts } from '../../store/index.ts';

/**
 * Why something waits for a person:
 * - `failed-command`: a system did not do what it was asked;
 * - `failed-message`: a message could not be said, or nobody knows whether it was;
 * - `unplanned-event`: an event came where no plan was for it, or an exception was the plan;
 * - `poison`: an input broke the step;
 * - `no-way-on`: no transition held;
 * - `drift`: what a journey believes differs from what a system says;
 * - `stall`: an obligation is late, or has climbed its ladder;
 * - `unmatched`: input that belongs to no journey;
 * - `quarantined`: a delivery that could not be read.
 */
export const causeKinds = [
  'failed-command',
  'failed-message',
  'unplanned-event',
  'poison',
  'no-way-on',
  'drift',
  'stall',
  'unmatched',
  'quarantined',
] as const;
export type CauseKind = (typeof causeKinds)[number];

export const acts = [
  'retry',
  'look-up',
  'apply',
  'skip',
  're-route',
  'override',
  're-fetch',
  'replay',
  'migrate',
  'merge',
] as const;
export type RecoveryAct = (typeof acts)[number];

/** What people do to many obligations at once; none of them is wrong. */
export const bulkActs = ['act', 'assign', 'park'] as const;
export type BulkAct = (typeof bulkActs)[number];
export type ActName = RecoveryAct | BulkAct;

/** Everything that waits for the same reason. */
export interface Cause {
  /** Opaque, and the same for as long as the reason is. */
  readonly id: string;
  readonly kind: CauseKind;
  /** Its name: of a command and its outcome, an event, a code, an obligation. */
  readonly name: string;
  readonly program?: string;
  readonly journey?: string;
  readonly step?: string;
  readonly system?: string;
  readonly count: number;
  /** Since when the oldest waits; of a stall, when the first of them is due next. */
  readonly oldest: number;
  /** Who has them. */
  readonly owners: readonly string[];
  /** What can be done about it; what each item allows is told by a preview. */
  readonly acts: readonly RecoveryAct[];
}

export interface Item {
  /** Public id of an obligation or an unmatched input, or the number of a delivery set aside. */
  readonly id: string;
  /** How it stands; it moves when anything happens to it. */
  readonly version: number;
  /** Public id. */
  readonly journey?: string;
  readonly name: string;
  readonly owner?: string;
  readonly since: number;
}

export interface ItemPage {
  /** The cursor of the page before; absent: from the beginning. */
  readonly after?: readonly [number, number];
  readonly limit: number;
}

/** What an act needs beside its name. */
export interface ActWith {
  readonly reason?: string;
  readonly owner?: string;
  readonly to?: string;
  /** Public id. */
  readonly journey?: string;
  /** Of an act on obligations: its name, and its facts as JSON. */
  readonly action?: string;
  readonly data?: string;
  /** Of a park: a span as JSON. */
  readonly reviewEvery?: string;
}

export interface Act {
  readonly act: ActName;
  readonly with: ActWith;
}

/** What would happen to one item. */
export interface Would {
  /** Where the journey would stand. */
  readonly step?: string;
  /** What systems would be asked for. */
  readonly asks?: readonly string[];
  readonly opens?: readonly string[];
  readonly closes?: readonly string[];
  readonly owner?: string;
  /** Public id of the journey that would take it. */
  readonly journey?: string;
}

export interface Refusal {
  readonly code: OnwardCode;
  readonly message: Plain;
}

export type Foreseen =
  | {
      readonly eligible: true;
      readonly would: Would;
      /** How it stands as far as the act goes; absent: as the item says. */
      readonly version?: number;
    }
  | { readonly eligible: false; readonly why: Refusal };

/** Who does it, and under which key: the same again changes nothing. */
export interface Deed extends Act {
  readonly item: string;
  /** How the item stood when it was previewed. */
  readonly version: number;
  readonly actor: string;
  readonly key: string;
  /** It may have been done already, and its end was not noted. */
  readonly again: boolean;
}

/** What is seen of an item after the act. */
export type Seen =
  | { readonly status: 'verified' | 'unverified' }
  | { readonly status: 'failed'; readonly code: OnwardCode };

/** A kind of cause: how it is found, what may be done, and how it is seen to be gone. */
export interface KindOfCause {
  readonly kinds: readonly (CauseKind | 'work')[];
  causes(): Promise<readonly Cause[]>;
  items(cause: Cause, page: ItemPage): Promise<readonly Item[]>;
  /** Where an item stands in the order of its list. */
  place(item: Item): readonly [number, number];
  /** The item as it stands now; undefined where the cause is gone. */
  item(id: string): Promise<Item | undefined>;
  foresee(item: Item, act: Act): Promise<Foreseen>;
  /** Takes the act; undefined once it is durable, or why not. */
  take(deed: Deed): Promise<Refusal | undefined>;
  see(deed: Omit<Deed, 'again'>): Promise<Seen>;
}

export interface PreviewRequest extends Act {
  readonly act: RecoveryAct;
  /** Id of the cause. */
  readonly cause: string;
  /** Only these of its items. */
  readonly items?: readonly string[];
}

/** What people have chosen to do to what they have chosen. */
export interface WorkRequest {
  readonly act: BulkAct;
  readonly with: ActWith;
  readonly items: readonly Item[];
}

export interface RunView extends RecoveryRunRow {
  readonly counts: StatusCounts;
}

/** What a delivery desk of the edge does for recovery, where the edge is in this process. */
export interface AsideDesk {
  setAside(page: {
    readonly state?: 'open' | 'refetched' | 'given-up';
    readonly before?: { readonly at: number; readonly id: string };
    readonly limit: number;
  }): Promise<readonly Aside[]>;
  refetch(): Promise<unknown>;
}
export interface Aside {
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  readonly receivedAt: number;
  readonly nextAt: number;
  readonly state: 'open' | 'refetched' | 'given-up';
  readonly tries: number;
}

/** Finds what is wrong, says what could be done, does it, and looks whether it is gone. */
export interface Recovery {
  causes(): Promise<readonly Cause[]>;
  /** @throws RejectError ONW-CAUSE-ABSENT where nothing has this cause any more */
  items(cause: string, page: ItemPage): Promise<ItemsOfCause>;
  /** @throws RejectError ONW-CAUSE-ABSENT, ONW-RECOVERY-ACT where it allows no such act */
  preview(request: PreviewRequest): Promise<RunView & { readonly more: boolean }>;
  /** The same for obligations that people have chosen, at most a thousand. */
  previewWork(request: WorkRequest): Promise<RunView>;
  /** @throws RejectError ONW-RECOVERY-TOKEN, ONW-ACTOR-UNKNOWN */
  run(request: { readonly token: string; readonly actor: string }): Promise<RunView>;
  /** A preview, or a run of one. */
  look(run: number): Promise<RunView | undefined>;
  /** Runs that were started, the newest first. */
  runs: RecoveryStore['runs'];
  itemsOfRun: RecoveryStore['items'];
  /** Works on what was started and is nobody's; once, as far as it can be taken now. */
  work(): Promise<void>;
  /** Takes nothing more up, and finishes the item in hand. */
  stop(): Promise<void>;
}

export interface ItemsOfCause {
  readonly cause: Cause;
  readonly items: readonly Item[];
  /** Where the next page begins. */
  readonly next?: readonly [number, number];
}
