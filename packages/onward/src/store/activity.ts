/** How much happened, counted from journals. */

/**
 * `arrived`: journeys that began · `ended`: by their outcome · `moved`: from step to step ·
 * `closed`: obligations, by whose they were and what closed them · `manual`: what people did, by
 * whose obligation it was about · `open`: how many rest in a stage.
 */
export type ActivityKind = 'arrived' | 'ended' | 'moved' | 'closed' | 'manual' | 'open';

export type ClosedBy = 'events' | 'people' | 'deadlines' | 'other';

export interface ActivitySum {
  readonly program: string;
  readonly journey: string;
  readonly what: ActivityKind;
  /** Of an end its outcome, of what was closed or done an owner, of what is open a stage. */
  readonly name: string;
  /** Of what was closed; empty for all others. */
  readonly by: ClosedBy | '';
  readonly count: number;
}

export interface ActivityDay extends ActivitySum {
  /** `2026-11-23`. */
  readonly day: string;
}

/** What a pass has done; undefined: another process makes one, or it is not time yet. */
export interface Counted {
  /** There is more to be counted at once. */
  readonly more: boolean;
}

/** What lies between is counted. */
export interface CountedTime {
  readonly since: number;
  readonly to: number;
}

export interface ActivityStore {
  /** One pass over a cell; `restMs`: until the next one, by what it cost. */
  count(
    cell: number,
    by: { readonly now: number; readonly restMs: () => number },
  ): Promise<Counted | undefined>;
  /**
   * From when on everything is counted in all cells, and how far; undefined: not yet, or not as far
   * as to the time that is asked for.
   */
  counted(to?: number): Promise<CountedTime | undefined>;
  /** What happened since; of what is open nothing. */
  sums(since: number): Promise<readonly ActivitySum[]>;
  /** By days of a zone; of what is open, as it was counted last on each day. */
  days(since: number, zone: string): Promise<readonly ActivityDay[]>;
}
