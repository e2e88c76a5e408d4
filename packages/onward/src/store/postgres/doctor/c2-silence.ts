/** C2 at run time: the clock has not stopped, and silence was told to whom it should be in time. */
import type { Invariant } from './invariant.ts';

/**
 * Two things are looked for.
 *
 * A stalled clock: an open journey, or any timer, whose time came more than an hour ago. Deadlines
 * fire within a second while a process runs.
 *
 * A ladder that was not climbed: an obligation that is overdue, has a rung above it still, and has
 * been so for longer than the bound that C2 proved of its journey (30 days where none is stored)
 * and a day. Its time counts from its first `overdue` in the journal, or from the last input that
 * came from outside if that is later (a person who resumes or re-dates begins the silence anew).
 * What is parked rests, and is not among these; nor is what is put off while its system is on hold.
 *
 * States are narrowed down by their text before they are parsed: few of them hold anything overdue.
 */
export const silence: Invariant = {
  property: 'C2',
  law: 'no deadline passed an hour ago unfired; nobody is overdue beyond the bound below the top',
  finds: `
    with bound as materialized (
      select p.id as program, b.value ->> 'journey' as journey,
             max((c.value ->> 'boundMs')::float8) as ms
        from cell.programs p
       cross join json_array_elements(p.proof -> 'journeys') b
       cross join json_array_elements(b.value -> 'properties') c
       where c.value ->> 'id' = 'C2'
       group by 1, 2
    ), late as materialized (
      select j.id, j.program, j.journey, o.value as owed
        from cell.journeys j
       cross join json_array_elements(j.state -> 'obligations') o
       where j.status = 'open' and j.state::text ~ '"overdue"\\s*:\\s*true'
         and (o.value ->> 'overdue')::boolean and o.value ->> 'kind' <> 'park'
         and o.value -> 'onHold' is null
    ), ladder as materialized (
      select p.id as program, g.key as journey, s.key as step,
             coalesce(json_array_length(s.value -> 'overdue' -> 'escalate'), 0) as rungs,
             json_array_length(p.body -> 'exceptions' -> 'escalate') as general
        from cell.programs p
       cross join json_each(p.body -> 'journeys') g
       cross join json_each(g.value -> 'steps') s
       where exists (select from late)
    ), below as (
      select late.*, coalesce(bound.ms, 2592000000) + 86400000 as allowed
        from late
        join ladder on ladder.program = late.program and ladder.journey = late.journey
                   and ladder.step = late.owed ->> 'step'
        left join bound on bound.program = late.program and bound.journey = late.journey
       where (late.owed ->> 'level')::int
             < case when late.owed ->> 'kind' in ('exception', 'ad-hoc') then ladder.general
                    else ladder.rungs end
    )
    select 'journey' as kind, j.id
      from cell.journeys j
     where j.status = 'open' and j.next_due < to_timestamp($1::float8 / 1000) - interval '1 hour'
    union all
    select 'journey', t.journey
      from cell.timers t
     where t.due < to_timestamp($1::float8 / 1000) - interval '1 hour'
    union all
    select 'journey', below.id
      from below
     cross join lateral (
      select max(r.at) filter (where r.type not in ('deadline', 'outcome', 'signal')) as heard,
             min(r.at) filter (
               where exists (select from json_array_elements(r.body -> 'entries') e
                              where e.value ->> 'kind' = 'overdue'
                                and e.value ->> 'name' = below.owed ->> 'name')) as missed
        from cell.journal r
       where r.journey = below.id and r.seq >= (below.owed ->> 'opened')::int) since
     where greatest(since.heard, since.missed) + below.allowed * interval '1 millisecond'
           < to_timestamp($1::float8 / 1000)`,
};
