/** When a team works, and how long something takes: by the clock, or of its working time. */

/** How long: wall-clock milliseconds, or working days or working time in the owner's calendar. */
export type Span =
  | { readonly kind: 'wall'; readonly ms: number }
  | { readonly kind: 'business-days'; readonly days: number }
  | { readonly kind: 'business-time'; readonly ms: number };

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
