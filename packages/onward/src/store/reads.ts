/** What people and the API read; every list is a keyset page. */
import type { ConsentRecord, Obligation, OnwardCode, Program, State } from '../core/index.ts';
import type { MessageRow, PersonView } from './attention.ts';
import type { JournalBody } from './port.ts';
import type { StoredProof } from './proof.ts';
import type { RevealRow } from './reveal.ts';

export interface JourneyFilter {
  readonly program?: string;
  readonly journey?: string;
  readonly stage?: string;
  readonly step?: string;
  readonly owner?: string;
  /** Absent: both. */
  readonly status?: 'open' | 'ended';
  /** Only journeys with an obligation that is late at this time. */
  readonly overdueAt?: number;
}

/** Ask for the rows after a number; pages go from old to new. */
export interface Page {
  readonly after: number;
  readonly limit: number;
}

export interface JourneyView {
  readonly id: number;
  readonly program: Program;
  readonly programHash: string;
  readonly state: State;
  readonly openedAt: number;
  readonly endedAt?: number;
}

export interface JournalView {
  readonly seq: number;
  readonly at: number;
  readonly occurredAt: number;
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly step: string;
  readonly body: JournalBody;
  /** The body's text, as it is hashed. */
  readonly text: string;
  readonly hash: string;
}

export interface ObligationFilter {
  readonly owner?: string;
  readonly overdueAt?: number;
  readonly kind?: string;
}

export interface ObligationView {
  readonly journey: number;
  readonly program: Program;
  readonly state: State;
  readonly obligation: Obligation;
}

export interface UnmatchedView {
  readonly id: number;
  readonly source: string;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly reason: OnwardCode;
  readonly owner: string;
  readonly due: number;
}

/** Counts for metrics and the health of the whole. */
export interface Totals {
  readonly open: number;
  readonly ended: number;
  /** Obligations that are late. */
  readonly overdue: number;
  readonly unmatched: number;
  readonly outbox: number;
}

/** People after a subject; `from`: what they were told since. */
export interface PeoplePage {
  /** Those with an open journey, or whoever was ever written to. */
  readonly which: 'open' | 'any';
  readonly after: number;
  readonly limit: number;
  readonly from: number;
}

export interface Reads {
  journeys(filter: JourneyFilter, page: Page): Promise<JourneyView[]>;
  journey(id: number): Promise<JourneyView | undefined>;
  journal(id: number, page: Page): Promise<JournalView[]>;
  /** Ordered by due time; `after` continues behind (due, journey, slot). */
  obligations(
    filter: ObligationFilter,
    page: {
      readonly after?: { readonly due: number; readonly journey: number; readonly slot: number };
      readonly limit: number;
    },
  ): Promise<ObligationView[]>;
  unmatched(page: Page): Promise<UnmatchedView[]>;
  /** The newest proof of a version, by its hash; undefined where none was stored with it. */
  proof(hash: string): Promise<StoredProof | undefined>;
  /** What was revealed of a journey, the newest first; at most 1,000. */
  reveals(journey: number): Promise<RevealRow[]>;
  /** What became of the messages that a journey has asked for, in the order they were asked. */
  messages(journey: number): Promise<MessageRow[]>;
  /** What the person of a journey has said of being written to, in the order it came. */
  consents(journey: number): Promise<readonly ConsentRecord[]>;
  /** People in order, whose journeys can be read. */
  people(page: PeoplePage): Promise<readonly PersonView[]>;
  totals(now: number): Promise<Totals>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
}
