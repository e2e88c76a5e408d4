/** C8 at run time: journeys stand only where their version has a place to stand. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that every step can be reached; the counterpart is that what is reached is a step.
 * An open journey whose version has no such journey, or no such step, could take no input at all.
 */
export const nothingDead: Invariant = {
  property: 'C8',
  law: 'open journeys rest at steps that their version has',
  finds: `
    with step as materialized (
      select p.id as program, g.key as journey, s.key as name
        from cell.programs p
       cross join json_each(p.body -> 'journeys') g
       cross join json_object_keys(g.value -> 'steps') as s(key)
       where p.id in (select program from cell.journeys where status = 'open')
    ), place as materialized (
      select j.id, j.program, j.journey, at.value ->> 'step' as name
        from cell.journeys j
        left join json_array_elements(j.state -> 'places') at on true
       where j.status = 'open'
    )
    select 'journey' as kind, place.id
      from place
      left join step on step.program = place.program and step.journey = place.journey
                    and step.name = place.name
     where step.name is null`,
};
