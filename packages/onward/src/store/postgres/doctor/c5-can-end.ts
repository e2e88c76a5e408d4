/** C5 at run time: from where each journey rests an end can be reached. */
import type { Invariant } from './invariant.ts';

/**
 * Reported are open journeys that rest at a step from which no way of their version leads to an
 * end, whatever its guards say; and those whose version was stored with C5 refuted, allowed or not:
 * allowing it let the program run, and these are the people it concerns.
 *
 * The ways are every `to` of a step, its stage and its journey, what tracks begin with, and
 * from any step of a track to the step that holds the tracks. A step is looked at backwards from
 * the ends, once for each version, so that the journeys only look theirs up.
 */
export const canEnd: Invariant = {
  property: 'C5',
  law: 'open journeys rest where a way leads to an end, in versions whose C5 is not refuted',
  finds: `
    with recursive plan as materialized (
      select p.id as program, g.key as journey, g.value::jsonb as body
        from cell.programs p cross join json_each(p.body -> 'journeys') g
       where p.id in (select program from cell.journeys where status = 'open')
    ), step as materialized (
      select plan.program, plan.journey, s.key as name, s.value as body,
             s.value ->> 'track' as track, plan.body as whole
        from plan cross join jsonb_each(plan.body -> 'steps') s
    ), way as materialized (
      select step.program, step.journey, step.name, there.value #>> '{}' as leads
        from step
       cross join lateral (
        select jsonb_path_query(step.body, '$.**.to ? (@.type() == "string")') as value
        union all
        select jsonb_path_query(step.body, '$.tracks.*')
        union all
        select jsonb_path_query(step.whole -> 'on', '$.**.to ? (@.type() == "string")')
        union all
        select jsonb_path_query(step.whole -> 'stages' -> (step.body ->> 'stage') -> 'on',
                                '$.**.to ? (@.type() == "string")')) there
      union
      select inner_step.program, inner_step.journey, inner_step.name, holder.name
        from step inner_step
        join step holder on holder.program = inner_step.program
                        and holder.journey = inner_step.journey
                        and holder.body -> 'tracks' ? inner_step.track
       where inner_step.track <> ''
    ), ends as (
      select program, journey, name from step where body ->> 'kind' = 'end' and track = ''
      union
      select way.program, way.journey, way.name
        from way join ends on ends.program = way.program and ends.journey = way.journey
                          and ends.name = way.leads
    ), refuted as materialized (
      select p.id as program, b.value ->> 'journey' as journey
        from cell.programs p
       cross join json_array_elements(p.proof -> 'journeys') b
       cross join json_array_elements(b.value -> 'properties') c
       where c.value ->> 'id' = 'C5' and c.value ->> 'verdict' = 'refuted'
    )
    select 'journey' as kind, j.id
      from cell.journeys j
     cross join json_array_elements(j.state -> 'places') place
      left join ends on ends.program = j.program and ends.journey = j.journey
                    and ends.name = place.value ->> 'step'
     where j.status = 'open' and ends.name is null
    union all
    select 'journey', j.id
      from cell.journeys j
      join refuted on refuted.program = j.program and refuted.journey = j.journey
     where j.status = 'open'`,
};
