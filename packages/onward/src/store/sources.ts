/** What is kept of systems as sources: how they stand, their rhythm, who must see to them. */
import type { OnwardCode } from '../core/index.ts';

export type SourceStanding = 'well' | 'refused' | 'away' | 'unknown';

/** What was seen of one system; times in epoch milliseconds. */
export interface SourceRow {
  readonly system: string;
  readonly state: SourceStanding;
  /** When it was seen so last. */
  readonly stateAt: number;
  /** When it was seen so first. */
  readonly since: number;
  readonly code?: OnwardCode;
  readonly lastGood?: number;
  readonly lastHeard?: number;
  readonly lastRefused?: number;
  readonly lastAway?: number;
  /** When catch-up last read on. */
  readonly cursorAt?: number;
  /** Catch-up knows of more than it has read. */
  readonly behind: boolean;
  /** Deliveries that were set aside and are open still. */
  readonly quarantined: number;
}

/** What one process heard of a system since its last report. */
export interface Heard {
  readonly first: number;
  readonly last: number;
  readonly events: number;
  /** The longest silence between two of them. */
  readonly gapMs: number;
  /** How many came how late: under a second, then under 2^n seconds for each n. */
  readonly lags: readonly number[];
}

export interface SourceReport extends SourceRow {
  readonly heard?: Heard;
}

/** What a system said in one hour. */
export interface SourceHour {
  readonly system: string;
  /** When the hour began. */
  readonly hour: number;
  readonly events: number;
  /** The longest silence that ended in it. */
  readonly gapMs: number;
  readonly lags: readonly number[];
}

export type IncidentKind = 'silent' | 'refused' | 'away' | 'lagging';

/** Something about a source that somebody must see to. */
export interface IncidentRow {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly system: string;
  readonly code?: OnwardCode;
  /** When it began. */
  readonly since: number;
  /** When it was noticed. */
  readonly openedAt: number;
  readonly owner: string;
  readonly due: number;
  /** 0: the first owner; n: the n-th rung of the program's ladder. */
  readonly level: number;
  readonly closedAt?: number;
}

export interface SourceStore {
  /** Adds what one process has seen; the newest word on a system's state stands. */
  report(rows: readonly SourceReport[]): Promise<void>;
  list(): Promise<readonly SourceRow[]>;
  hours(from: number): Promise<readonly SourceHour[]>;
  /** Open unmatched inputs by the system that sent them. */
  unmatched(): Promise<ReadonlyMap<string, number>>;
  /** Open incidents; with `closedSince` those as well that have ended since, the newest first. */
  incidents(closedSince?: number): Promise<readonly IncidentRow[]>;
  /** False where it was open already. */
  openIncident(row: Omit<IncidentRow, 'id' | 'closedAt' | 'level'>): Promise<boolean>;
  /** Moves it up from a level; false where another process was first. */
  raiseIncident(row: Pick<IncidentRow, 'id' | 'level' | 'owner' | 'due'>): Promise<boolean>;
  closeIncident(id: number, at: number): Promise<boolean>;
  /** Drops what is too old to say anything of a rhythm. */
  forgetHours(before: number): Promise<void>;
}
