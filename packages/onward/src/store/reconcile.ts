/** What is kept of reconciliation: what journeys believe, what differs, and who looked when. */
import type {
  DriftClass,
  DriftPolicy,
  Facts,
  OnwardCode,
  OperationalEvent,
  State,
} from '../core/index.ts';

/** Something that a journey took of a system, in the order in which it took it. */
export interface BeliefRow {
  readonly journey: number;
  readonly seq: number;
  /** When it was taken. */
  readonly at: number;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly data: Facts;
  /** Key (`version.index`) of the message that it is a receipt of. */
  readonly answers?: string;
  /** It came before its time: nothing could be made of it but an exception. */
  readonly isEarly: boolean;
}

/** A journey as far as it is compared. */
export interface ComparedJourney {
  readonly id: number;
  readonly subject: number;
  /** Number of its program version within the cell. */
  readonly program: number;
  /** Name of its definition. */
  readonly journey: string;
  readonly open: boolean;
}

/** `verified`: it was written back, and the system shows it. */
export type DriftEnd = 'agreed' | 'applied' | 'verified' | 'dismissed' | 'ended';

/** What we believe was written into the system, by this command of it. */
export interface DriftWrite {
  readonly at: number;
  readonly by: string;
  readonly command: string;
}

export interface DriftRow {
  readonly id: number;
  /** 32 hex digits over what differs. */
  readonly key: string;
  readonly journey: number;
  readonly system: string;
  readonly lookUp: string;
  readonly class: DriftClass;
  readonly policy: DriftPolicy;
  readonly believed?: Pick<BeliefRow, 'seq' | 'type' | 'occurredAt' | 'data'>;
  readonly found?: OperationalEvent;
  /** Why it could not be applied. */
  readonly code?: OnwardCode;
  readonly owner: string;
  readonly due: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** From then on until it is due its system is asked whether it shows it. */
  readonly written?: DriftWrite;
  readonly closed?: {
    readonly at: number;
    readonly by: DriftEnd;
    readonly actor?: string;
    readonly reason?: string;
  };
}

export interface DriftFilter {
  readonly state?: 'open' | 'closed';
  readonly system?: string;
  readonly class?: DriftClass;
  readonly journey?: number;
}

/** Open drifts of one look-up and class. */
export interface DriftGroup {
  readonly system: string;
  readonly lookUp: string;
  readonly class: DriftClass;
  readonly count: number;
  /** When the first of them was seen. */
  readonly oldest: number;
  readonly owners: readonly string[];
}

/** How many differences of a class ended how. */
export type Ends = Readonly<Partial<Record<DriftClass, Readonly<Record<string, number>>>>>;

export interface Tally {
  readonly asked: number;
  readonly agreed: number;
  readonly unanswered: number;
  readonly closed: number;
  readonly ends: Ends;
}

export interface ReconciliationRow extends Tally {
  readonly id: number;
  readonly system: string;
  readonly lookUp: string;
  /** A person, or why it was time. */
  readonly by: string;
  readonly preview: boolean;
  readonly beganAt: number;
  readonly beatAt: number;
  readonly endedAt?: number;
  readonly ended?: 'done' | 'failed' | 'left';
  readonly code?: OnwardCode;
}

export interface ReconcileStore {
  /** What these journeys took of these types, in order. */
  beliefs(
    cell: number,
    journeys: readonly number[],
    types: readonly string[],
  ): Promise<BeliefRow[]>;
  /** Journeys of these subjects, open and ended. */
  ofSubjects(cell: number, subjects: readonly number[]): Promise<ComparedJourney[]>;
  /** These journeys. */
  compared(cell: number, journeys: readonly number[]): Promise<ComparedJourney[]>;
  /** Open journeys after a number, in order. */
  open(cell: number, after: number, limit: number): Promise<ComparedJourney[]>;
  /** Of these journeys those that rest at one of these places: program, journey and step. */
  restingAt(
    cell: number,
    journeys: readonly number[],
    steps: readonly { readonly journey: string; readonly step: string }[],
  ): Promise<number[]>;
  /** How these journeys stand, as far as they are open. */
  states(
    cell: number,
    journeys: readonly number[],
  ): Promise<{ readonly id: number; readonly state: State }[]>;
  /** Whose own things these refs are. */
  owners(cell: number, refs: readonly string[]): Promise<{ ref: string; journey: number }[]>;
  /**
   * Keeps differences; those that are open already are seen once more, those that were dismissed as
   * they are stay so. Those that are open now, by the numbers under which they are kept.
   */
  keepDrifts(cell: number, rows: readonly DriftRow[]): Promise<readonly DriftRow[]>;
  /** Open drifts of a look-up: all, or those of these journeys. */
  openDrifts(
    cell: number,
    of: {
      readonly system: string;
      readonly lookUp: string;
      readonly journeys?: readonly number[];
    },
  ): Promise<DriftRow[]>;
  /** Open drifts by what they are of. */
  groups(): Promise<readonly DriftGroup[]>;
  /** Open drifts of one group after a number, over all cells, in order. */
  openOf(
    of: Pick<DriftGroup, 'system' | 'lookUp' | 'class'>,
    page: { readonly after: number; readonly limit: number },
  ): Promise<DriftRow[]>;
  /** Closes drifts that are open; which were. */
  closeDrifts(
    cell: number,
    ids: readonly number[],
    end: NonNullable<DriftRow['closed']>,
  ): Promise<readonly number[]>;
  /**
   * It was written back, for the last time at `since`: its owner has time until it is due. False
   * where it is closed, or was written back by somebody else meanwhile.
   */
  noteWrite(
    id: number,
    write: DriftWrite & Pick<DriftRow, 'owner' | 'due'>,
    since: number | undefined,
  ): Promise<boolean>;
  /**
   * What was written back and is to be looked at now, at most so many; whoever has them, they come
   * to nobody else before their next time.
   */
  echoes(cell: number, now: number, limit: number): Promise<DriftRow[]>;
  drift(id: number): Promise<DriftRow | undefined>;
  /** From new to old, over all cells. */
  drifts(
    filter: DriftFilter,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<DriftRow[]>;
  /**
   * Begins one; undefined where one of the look-up is under way, or one began since `notSince`.
   * One that has not beaten since `aliveSince` was left.
   */
  begin(
    row: Pick<ReconciliationRow, 'system' | 'lookUp' | 'by' | 'preview' | 'beganAt'>,
    unless: { readonly aliveSince: number; readonly notSince?: number },
  ): Promise<number | undefined>;
  /** Beats, and tells how far it came; false when it was given up meanwhile. */
  beatOf(id: number, so: Tally, at: number): Promise<boolean>;
  end(
    id: number,
    how: Tally & {
      readonly at: number;
      readonly ended: 'done' | 'failed';
      readonly code?: OnwardCode;
    },
  ): Promise<void>;
  /** From new to old. */
  reconciliations(of: {
    readonly system?: string;
    readonly id?: number;
    readonly limit: number;
  }): Promise<ReconciliationRow[]>;
}
