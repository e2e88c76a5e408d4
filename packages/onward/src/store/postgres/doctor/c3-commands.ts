/** C3 at run time: whatever was asked of a system is on its way, or was answered. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that each answer to a command leads on; here, that an answer can still come. An
 * open journey that waits for one (a command, a message, a look-up, a read-back; what rests in a
 * park included) stands in the outbox, or the outcome stands in its journal under the same key.
 * Anything else is a command that nobody sends and nobody will answer. It ends there in the
 * transaction that journals the outcome, so that one of both is always seen.
 */
export const commands: Invariant = {
  property: 'C3',
  law: 'every command, message and look-up waited for is on its way, or its outcome is journalled',
  finds: `
    select 'journey' as kind, waits.id
      from (select j.id, asked.key
              from cell.journeys j
             cross join lateral (
               select o.value from json_array_elements(j.state -> 'obligations') o
               union all
               select o.value from json_array_elements(j.state -> 'parked' -> 'resting') o) owed
             cross join lateral (
               values (owed.value ->> 'command'), (owed.value ->> 'lookUp'),
                      (owed.value -> 'readBack' ->> 'asked')) as asked(key)
             where j.status = 'open' and j.state::text ~ '"(command|lookUp|asked)"\\s*:'
               and asked.key is not null) waits
      left join (
        select (o.value ->> 'journey')::bigint as journey,
               (o.value ->> 'seq') || '.' || (o.value -> 'effect' ->> 'index') as key
          from cell.outbox b
         cross join lateral json_array_elements(b.orders) with ordinality as o(value, at)
         where o.at - 1 <> all(b.ended)) x
        on x.journey = waits.id and x.key = waits.key
      left join cell.journal r
        on r.journey = waits.id and r.type = 'outcome' and r.event_id = waits.key
     where x.key is null and r.seq is null`,
};
