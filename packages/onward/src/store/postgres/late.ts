/**
 * Which rows of `obligations o` are late, as `isLate` of the core says it of states: those that
 * were late before and are due again (`standing` 1), and those that are as their due time says (0).
 * What is on hold (2) is neither. Each of the two has an index of its own.
 */

const wasLate = 'o.standing = 1';

/** Both conditions, of which one holds; `isDue`: what says that the due time has passed. */
export function lateWhen(isDue: string): readonly [string, string] {
  return [wasLate, `o.standing = 0 and ${isDue}`];
}

/**
 * Due by a time. It is said by comparing rows: between two bounds that it does not know the planner
 * expects few, and would collect and sort what may be half of all.
 */
export function dueBy(time: string): string {
  return `(o.due, o.journey) <= (${time}, ${Number.MAX_SAFE_INTEGER}::bigint)`;
}

/** The other bound of a range, for the same reason. */
const everSince = `(o.due, o.journey) > ('-infinity', 0)`;

interface Rows {
  readonly columns: string;
  /** The number of the place, as SQL. */
  readonly place: string;
  /** More conditions. */
  readonly and?: string;
  readonly limit: string;
}

/** What rests at a place, in order of time. */
export function openRows({ columns, place, and = '', limit }: Rows): string {
  return `
           (select ${columns} from cell.obligations o
             where o.place = ${place}${and}
             order by o.due, o.journey, o.slot limit ${limit})`;
}

/** What of it is late, in order of time within each of both ranges; so many of each. */
export function lateRows({ time, and = '', ...of }: Rows & { readonly time: string }): string {
  const ranges = lateWhen(dueBy(time));
  return ranges
    .map((each) => openRows({ ...of, and: `${and} and ${each} and ${everSince}` }))
    .join(' union all');
}

/**
 * Journeys that have something late at a place, in order of time within each of both ranges: read
 * off indexes alone. The one in order of time does not hold how a row stands, so that the few that
 * stand otherwise than their due time says are looked up in theirs.
 */
export function lateJourneys(place: string, time: string, limit: number): string {
  const order = `order by o.due limit ${limit}`;
  return `
           (select o.journey from cell.obligations o
             where o.place = ${place} and ${wasLate} and ${everSince} ${order})
            union all
           (select o.journey from cell.obligations o
             where o.place = ${place} and ${dueBy(time)}
               and coalesce((select false from cell.obligations h
                              where h.place = o.place and h.standing in (1, 2)
                                and h.due = o.due and h.journey = o.journey limit 1), true)
             ${order})`;
}
