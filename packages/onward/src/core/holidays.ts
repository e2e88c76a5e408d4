/**
 * What is known of the holidays of places. A program is plain data: while it is compiled, a place
 * becomes the dates of its holidays, and nobody is asked again.
 */
export const holidayKinds = ['public', 'bank', 'optional', 'observance'] as const;
export type HolidayKind = (typeof holidayKinds)[number];

/** Knows the holidays of places; the same answer for the same question, wherever it is asked. */
export interface Holidays {
  /**
   * Dates that are holidays as a whole, substitute days included, in order; undefined for a place
   * that is not known. A place is a country, or a part of one: `us`, `us-ny`, `us-la-no`.
   */
  datesOf(place: string, kinds: readonly HolidayKind[]): readonly string[] | undefined;
  /** What may have been meant by a place that is not known: names of places, and the place. */
  namesNear(place: string): Readonly<Record<string, string>>;
}
