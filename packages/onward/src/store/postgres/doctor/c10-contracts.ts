/** C10 at run time: who waits for another journey waits for one that exists, until a date. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that each way the other journey can go, never beginning included, is prepared for.
 * Here: an obligation that waits for a journey names one of its own version, and is dated, so that
 * two that wait for each other are ended by their deadlines.
 */
export const contracts: Invariant = {
  property: 'C10',
  law: 'whoever waits for another journey names one of its version, and until when',
  finds: `
    with plan as materialized (
      select p.id as program, g.key as name
        from cell.programs p cross join json_object_keys(p.body -> 'journeys') as g(key)
    )
    select 'journey' as kind, j.id
      from cell.places p
      join cell.obligations o on o.place = p.id
      join cell.journeys j on j.id = o.journey and j.status = 'open'
      left join json_array_elements(j.state -> 'obligations') owed
        on owed.value ->> 'slot' = o.slot::text
      left join plan on plan.program = j.program and plan.name = owed.value ->> 'name'
     where p.kind = 'depends' and (plan.name is null or o.due is null)`,
};
