/** When a team works. */

/** Minutes of the local day, half open. */
export type Shift = readonly [fromMinute: number, toMinute: number];

export interface Calendar {
  /** IANA zone. */
  readonly zone: string;
  /** Monday first. */
  readonly week: readonly (readonly Shift[])[];
  /** Dates; those of a place were listed when the program was compiled. */
  readonly holidays: readonly string[];
  /** A date's own shifts, which win over week and holidays. */
  readonly overrides: Readonly<Record<string, readonly Shift[]>>;
}
