/** What figures are made of: the states of all that is open, in pages, and what others passed. */
import type { Entry, Json, Program, State } from '../core/index.ts';
import type { ActivityStore } from './activity.ts';
import type { MessageRow } from './attention.ts';

/** A place in the order in which open journeys are read: by version, definition and number. */
export interface SweepPlace {
  readonly program: number;
  readonly journey: string;
  readonly id: number;
}

/** An open journey whose state is whole. */
export interface OpenState {
  readonly id: number;
  readonly program: Program;
  readonly state: State;
}

export interface SweepPage {
  readonly rows: readonly OpenState[];
  /** Behind which the next page begins; absent: that was all. */
  readonly next?: SweepPlace;
}

/** A journey that has ended, and the steps that it passed. */
export interface PassedJourney {
  readonly id: number;
  readonly program: string;
  readonly journey: string;
  readonly outcome: string;
  readonly openedAt: number;
  readonly endedAt: number;
  /** Where it rested after each of its inputs, in order; what a person did by it. */
  readonly rests: readonly {
    readonly at: number;
    readonly step: string;
    readonly action?: string;
  }[];
}

export interface MessageFilter {
  readonly fate?: MessageRow['fate'];
  readonly template?: string;
}

/** A message as a list shows it. */
export type MessageListRow = Pick<
  MessageRow,
  | 'journey'
  | 'seq'
  | 'index'
  | 'template'
  | 'system'
  | 'channel'
  | 'purpose'
  | 'fate'
  | 'askedAt'
  | 'at'
> & {
  readonly rule: string | null;
  readonly known: string | null;
  readonly until: number | null;
};

export type MessageSpot = Pick<MessageRow, 'askedAt' | 'journey' | 'seq' | 'index'>;

export interface MessageTally {
  readonly template: string;
  readonly fate: MessageRow['fate'];
  readonly count: number;
}

export const recordSources = [
  'acts',
  'reveals',
  'drifts',
  'writes',
  'holds',
  'releases',
  'runs',
  'merges',
  'unmerges',
  'absences',
  'returns',
  'handovers',
] as const;
/** Where it is kept what people did. */
export type RecordSource = (typeof recordSources)[number];

/** Where a row of a source stands: its time, and two numbers that tell it from others. */
export interface RecordSpot {
  readonly at: number;
  readonly a: number;
  readonly b: number;
}

/** Something that a person did. */
export interface DeedRow extends RecordSpot {
  readonly source: RecordSource;
  readonly actor: string;
  /** The type of the input, or what the table it is of says. */
  readonly what: string;
  readonly journey: number | null;
  readonly reason: string | null;
  /** As it is kept: the input of a journal's row, or a few names. */
  readonly detail: Json;
}

export interface RecordAsked {
  readonly sources: readonly RecordSource[];
  readonly actor?: string;
  /** Of journals: types of inputs, and the name of an act. */
  readonly types: readonly string[];
  readonly action?: string;
  /** Of sources that tell of several things, this one. */
  readonly of?: string;
  /** Rows that come behind this one: by time, then by the place of their source. */
  readonly before?: RecordSpot & { readonly source: RecordSource };
  readonly limit: number;
}

export interface ExportAsked {
  readonly journey?: string;
  /** Only journeys that were open at some time between. */
  readonly from?: number;
  readonly to?: number;
  /** Numbers behind this one. */
  readonly after: number;
  readonly limit: number;
}

/** A journey with its whole journal. */
export interface ExportedJourney {
  readonly id: number;
  readonly program: string;
  readonly journey: string;
  readonly rows: readonly {
    readonly seq: number;
    readonly at: number;
    readonly occurredAt: number;
    readonly type: string;
    readonly source: string;
    readonly step: string;
    readonly entries: readonly Entry[];
  }[];
}

export interface FiguresStore {
  readonly cells: readonly number[];
  readonly activity: ActivityStore;
  /** Open journeys of a cell behind a place; those whose state is damaged are left out. */
  openStates(
    cell: number,
    page: { readonly after: SweepPlace; readonly limit: number },
  ): Promise<SweepPage>;
  /** Open journeys by their numbers, as they stand now. */
  states(ids: readonly number[]): Promise<readonly OpenState[]>;
  /** Those that have ended last, at most so many of each definition of a program. */
  ended(program: string, limit: number): Promise<readonly PassedJourney[]>;
  /** The newest first. */
  messages(
    filter: MessageFilter,
    page: { readonly before?: MessageSpot; readonly limit: number },
  ): Promise<readonly MessageListRow[]>;
  /** Asked for since. */
  tallyMessages(since: number): Promise<readonly MessageTally[]>;
  /** Why those of them that were not sent at once were not. */
  rules(since: number): Promise<readonly { readonly rule: string; readonly count: number }[]>;
  /** A page of a cell. */
  exported(cell: number, asked: ExportAsked): Promise<readonly ExportedJourney[]>;
  /** What people did, the newest first. */
  record(asked: RecordAsked): Promise<readonly DeedRow[]>;
}
