/**
 * C1 at run time: whoever is on the way is owed a next thing that is owned, dated, and will fire.
 */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that every configuration holds an owned and dated obligation that escalates. Here:
 * the journey's row says owner and date (the database refuses less, unless the constraint is
 * gone), there is a row of what is owed, its owner is a team of the version the journey runs on,
 * and a timer will fire no later than it is due; without one nothing would ever escalate.
 */
export const pending: Invariant = {
  property: 'C1',
  law: 'open journeys have an owner, a date, an obligation of a team of theirs, and a timer',
  finds: `
    with team as materialized (
      select p.id as program, t.key as name
        from cell.programs p cross join json_object_keys(p.body -> 'teams') as t(key)
    )
    select 'journey' as kind, j.id
      from cell.journeys j
      left join (select distinct journey from cell.obligations) o on o.journey = j.id
      left join cell.timers t on t.journey = j.id
     where j.status = 'open'
       and (j.next_due is null or j.next_owner is null or o.journey is null
            or t.journey is null or t.due > j.next_due)
    union all
    select 'journey', j.id
      from cell.journeys j
      join cell.obligations o on o.journey = j.id
      left join cell.places p on p.id = o.place
      left join team on team.program = j.program and team.name = p.owner
     where j.status = 'open' and (team.name is null or o.due is null)`,
};
