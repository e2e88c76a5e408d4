/** C9 at run time: whoever gave up has undone what was done. */
import type { Invariant } from './invariant.ts';

/**
 * Read are the journeys that ended at a step that aborts. Each command of theirs that names a step
 * to undo it by, and whose `done` stands in the journal, is followed there by a move to that step.
 * Versions without an abort cost nothing: only theirs are read, state and journal.
 */
export const compensation: Invariant = {
  property: 'C9',
  law: 'journeys that ended with an abort undid each command that was done and can be undone',
  finds: `
    with step as materialized (
      select p.id as program, g.key as journey, s.key as name, s.value as body
        from cell.programs p
       cross join json_each(p.body -> 'journeys') g
       cross join json_each(g.value -> 'steps') s
    ), aborting as materialized (
      select program, journey, name from step where (body ->> 'abort')::boolean
    ), undoing as materialized (
      select program, journey, name, body ->> 'undo' as undo from step where body ->> 'undo' <> ''
    ), aborted as materialized (
      select j.id, j.program, j.journey
        from cell.journeys j
       cross join json_array_elements(j.state -> 'places') place
        join aborting on aborting.program = j.program and aborting.journey = j.journey
                     and aborting.name = place.value ->> 'step'
       where j.status = 'ended' and j.program in (select program from aborting)
         and place.value ->> 'track' = ''
    )
    select 'journey' as kind, aborted.id
      from aborted
      join undoing on undoing.program = aborted.program and undoing.journey = aborted.journey
      join cell.journal done on done.journey = aborted.id and done.type = 'outcome'
       and done.body -> 'input' ->> 'outcome' = 'done'
       and done.body -> 'input' ->> 'step' = undoing.name
     where not exists (
       select from cell.journal later
        cross join json_array_elements(later.body -> 'entries') entry
        where later.journey = aborted.id and later.seq >= done.seq
          and entry.value ->> 'kind' = 'moved' and entry.value ->> 'to' = undoing.undo)`,
};
