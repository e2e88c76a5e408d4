/** C8 at run time: journeys stand only where their version has a place to stand. */
import type { Invariant } from './invariant.ts';
import { isDamaged } from './shape.ts';

/**
 * The proof says that every step can be reached; the counterpart is that what is reached is a step.
 * An open journey whose version has no such journey, or no such step, or whose stored state was
 * damaged, could take no input at all: the engine keeps what comes for it (`ONW-STATE-BROKEN`).
 */
export const nothingDead: Invariant = {
  property: 'C8',
  law: 'open journeys have a whole state, and rest at steps that their version has',
  finds: `
    with step as materialized (
      select p.id as program, g.key as journey, s.key as name
        from cell.programs p
       cross join json_each(p.body -> 'journeys') g
       cross join json_object_keys(g.value -> 'steps') as s(key)
       where p.id in (select program from cell.journeys where status = 'open')
    ), damaged as materialized (
      select j.id from cell.journeys j where j.status = 'open' and ${isDamaged('j')}
    ), place as materialized (
      select j.id, j.program, j.journey, at.value ->> 'step' as name
        from cell.journeys j
        left join json_array_elements(
                    case json_typeof(j.state -> 'places')
                    when 'array' then j.state -> 'places' end) at on true
       where j.status = 'open'
    )
    select 'journey' as kind, place.id
      from place
      left join step on step.program = place.program and step.journey = place.journey
                    and step.name = place.name
     where step.name is null
    union
    select 'journey', id from damaged`,
};
