/** What the console asks of a database: the queue of work, and how much of it rests where. */
import type { JourneyView, ObligationView } from './reads.ts';

/** Names that obligations are filtered by, as their places have them. */
export interface PlaceNames {
  readonly program: string;
  readonly journey: string;
  readonly stage: string;
  readonly step: string;
  readonly owner: string;
  readonly kind: string;
}

/**
 * `overdue`: late, or past their due time · `today`: due yet before their owner's day is over ·
 * `held`: put off while a system is out · `due`: due between two times, late or not.
 */
export type QueueState = 'all' | 'overdue' | 'today' | 'held' | 'due';

export interface QueueFilter extends Partial<Omit<PlaceNames, 'owner'>> {
  /** Absent: everybody's. */
  readonly owners?: readonly string[];
  readonly state: QueueState;
  readonly now: number;
  /** How much earlier than its due time everything at a place ranks. */
  readonly headStartMs: (place: PlaceNames) => number;
  /** When the day of an owner is over. */
  readonly dayEnd: (owner: string) => number;
  /** From when, and before when, what is `due` is due to an owner. */
  readonly due?: {
    readonly from: (owner: string) => number;
    readonly before: (owner: string) => number;
  };
}

/** Where a row stands: ranks are due times less head starts. */
export interface QueueSpot {
  readonly rank: number;
  readonly journey: number;
  readonly slot: number;
}

export interface QueuePage {
  readonly after?: QueueSpot;
  readonly limit: number;
}

export interface QueueView extends ObligationView {
  readonly rank: number;
}

/** What rests at one place; times in epoch milliseconds. */
export interface PlaceCount extends PlaceNames {
  readonly open: number;
  /** Late, or past their due time; none of those on hold. */
  readonly overdue: number;
  /** Due yet before the owner's day is over. */
  readonly dueToday: number;
  /** Put off while a system is out. */
  readonly held: number;
  /** When the first is due; those on hold are due at the review. */
  readonly oldestDue: number;
  readonly journeys: number;
}

/** Somebody has a journey open. */
export interface PresenceRow {
  readonly journey: number;
  readonly actor: string;
  readonly since: number;
}

export interface PresenceStore {
  /** Says that somebody looks at a journey; `lastMs`: how long that is true unless said again. */
  note(seen: {
    readonly journey: number;
    readonly actor: string;
    readonly at: number;
    readonly lastMs: number;
  }): Promise<void>;
  /** Who looks at these journeys, as of a time since which it was said. */
  of(journeys: readonly number[], seenSince: number): Promise<readonly PresenceRow[]>;
}

/** Whose a saved question is: one person's, a team's, or everybody's. */
export type ViewScope = 'mine' | 'team' | 'program';

/** A question that somebody asks again and again. */
export interface SavedViewRow {
  readonly id: number;
  readonly name: string;
  readonly scope: ViewScope;
  readonly team?: string;
  readonly screen: string;
  readonly query: string;
  readonly by: string;
  readonly at: number;
}

export interface SavedViewStore {
  /** Their own, their teams', and everybody's; the oldest first, at most 500. */
  list(of: {
    readonly actor: string;
    readonly teams: readonly string[];
  }): Promise<readonly SavedViewRow[]>;
  add(row: Omit<SavedViewRow, 'id'>): Promise<SavedViewRow>;
  one(id: number): Promise<SavedViewRow | undefined>;
  remove(id: number): Promise<void>;
}

/** What one owner hands to another: open obligations by their public ids. */
export interface HandoverRow {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  readonly from: string;
  /** A team, a role, or a person. */
  readonly to: string;
  readonly items: readonly { readonly id: string; readonly due: number }[];
}

export interface HandoverStore {
  add(row: Omit<HandoverRow, 'id'>): Promise<HandoverRow>;
  /** To any of these since a time, the newest first; `to` absent: to anybody. */
  list(asked: {
    readonly to?: readonly string[];
    readonly since: number;
    readonly limit: number;
  }): Promise<readonly HandoverRow[]>;
}

/** Somebody is away. */
export interface AbsenceRow {
  readonly id: number;
  readonly person: string;
  readonly from: number;
  /** Absent: nobody knows yet. */
  readonly until?: number;
  readonly by: string;
  readonly at: number;
}

export interface AbsenceStore {
  add(row: Omit<AbsenceRow, 'id'>): Promise<AbsenceRow>;
  /** Those that are not over at a time, also those to come; by when they begin, at most 1,000. */
  list(at: number): Promise<readonly AbsenceRow[]>;
  /** Somebody is back; false: there is no such absence, or it has ended. */
  end(id: number, by: { readonly actor: string; readonly at: number }): Promise<boolean>;
}

export interface WorkStore {
  readonly handovers: HandoverStore;
  readonly absences: AbsenceStore;
  /** Journeys by their numbers, in any order; those that are gone are left out. */
  journeys(ids: readonly number[]): Promise<readonly JourneyView[]>;
  readonly views: SavedViewStore;
  /** Journeys that refs lead to, or that are theirs; open ones first, then the newest. */
  journeysOf(refs: readonly string[], limit: number): Promise<readonly JourneyView[]>;
  /** Other journeys of whom a journey is about; open ones first, then the newest. */
  beside(id: number, limit: number): Promise<readonly JourneyView[]>;
  readonly presence: PresenceStore;
  /** By rank: due time less head start. */
  queue(filter: QueueFilter, page: QueuePage): Promise<readonly QueueView[]>;
  /** Everything that is open, counted by place; it reads every obligation. */
  counts(by: Pick<QueueFilter, 'now' | 'dayEnd'>): Promise<readonly PlaceCount[]>;
}

/** Who of them is away at a time. */
export function awayAt(rows: readonly AbsenceRow[], at: number): ReadonlyMap<string, AbsenceRow> {
  const away = new Map<string, AbsenceRow>();
  for (const row of rows) {
    const isAway = row.from <= at && (row.until === undefined || row.until > at);
    const known = away.get(row.person)?.until ?? Number.POSITIVE_INFINITY;
    const isLonger = !away.has(row.person) || (row.until ?? Number.POSITIVE_INFINITY) > known;
    if (isAway && isLonger) away.set(row.person, row);
  }
  return away;
}
