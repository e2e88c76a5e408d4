/** Finds journeys by where their obligations rest: queries for their numbers, from old to new. */
import { lateJourneys, lateWhen } from '../late.ts';

/**
 * One place after `$1`, in order. Said so that only the index of places can give that order: with
 * `place = …` any index in order of journeys can, and where the planner takes the place for a
 * common one it walks past a million others to find five.
 */
function ofPlace(place: string, condition = ''): string {
  return `
           select distinct o.place, o.journey from cell.obligations o
            where (o.place, o.journey) > (${place}, $1::bigint) and o.place <= ${place}${condition}
            order by o.place, o.journey limit $2`;
}

/**
 * The journeys of a page (`$1` after which, `$2` how many) with an obligation at one of the places.
 * Each place gives its own first ones, and the first of all are the page. A journey with several
 * obligations counts once.
 */
export function restingIn(places: string): string {
  return `
      select distinct o.journey
        from (${places}) place
       cross join lateral (${ofPlace('place.id')}) o
       order by o.journey limit $2`;
}

/** So many overdue obligations of a place are sorted at the most. */
const mostSorted = 2_000;

/**
 * Those of them that are overdue. One index is in order of time, the other in order of journeys: of
 * a place where few are overdue those are read and sorted; where many are, its journeys are looked
 * at in their order until the page is full. There `coalesce` keeps the planner from reading them in
 * order of time after all, and so does the slot, which no index holds; the due time is never null.
 */
export function overdueIn(places: string, now: string): string {
  const time = `to_timestamp(${now}::float8 / 1000)`;
  const late = (place: string, most: number): string => lateJourneys(place, time, most);
  const isLate = ` and coalesce((${lateWhen(`o.due <= ${time}`).join(' or ')}), o.slot < 0)`;
  return `
      with late as materialized (
        select place.id, x.many
          from (${places}) place
         cross join lateral (
           select count(*) as many from (${late('place.id', mostSorted + 1)}) first) x
         where x.many > 0
      )
      select distinct found.journey
        from (select o.journey
                from late
               cross join lateral (${late('late.id', mostSorted)}) o
               where late.many <= ${mostSorted} and o.journey > $1::bigint
              union all
              select o.journey
                from late
               cross join lateral (${ofPlace('late.id', isLate)}) o
               where late.many > ${mostSorted}) found
       order by found.journey limit $2`;
}
