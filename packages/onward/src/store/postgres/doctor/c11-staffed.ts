/** C11 at run time: whoever owes something is somebody. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that every owner resolves to people. Here the owners are those that journeys
 * really have, people's own assignments included: each is a team with people in it, or its fallback
 * is, or the fallback's fallback, in the version the journey runs on.
 */
export const staffed: Invariant = {
  property: 'C11',
  law: 'every owner of an open obligation is a team with people, or has a fallback with people',
  finds: `
    with recursive team as materialized (
      select p.id as program, t.key as name, t.value ->> 'fallback' as fallback,
             json_array_length(t.value -> 'people') as people
        from cell.programs p cross join json_each(p.body -> 'teams') t
    ), somebody as (
      select program, name from team where people > 0
      union
      select team.program, team.name
        from team join somebody on somebody.program = team.program and somebody.name = team.fallback
    )
    select 'journey' as kind, j.id
      from cell.obligations o
      join cell.journeys j on j.id = o.journey and j.status = 'open'
      left join cell.places p on p.id = o.place
      left join somebody on somebody.program = j.program and somebody.name = p.owner
     where somebody.name is null`,
};
