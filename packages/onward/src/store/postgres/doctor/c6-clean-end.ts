/** C6 at run time: an end has left nothing open behind it. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that an end closes all. Here: an ended journey owes nothing, neither in the rows
 * of obligations nor in its state; it keeps no event, is not parked, and its row says when it
 * ended; nothing of it is in the outbox that was asked after its last input. Obligations and orders
 * of a journey that does not exist count as well.
 *
 * Not looked for: commands asked before the end that are still on their way (their outcome comes
 * late, which C3 proves), and the timer of an ended journey, which goes when it fires (C2 sees one
 * that does not).
 */
export const cleanEnd: Invariant = {
  property: 'C6',
  law: 'ended journeys owe nothing, keep nothing, and asked for nothing after their end',
  finds: `
    select 'journey' as kind, o.journey as id
      from cell.obligations o
      left join cell.journeys j on j.id = o.journey and j.status = 'open'
     where j.id is null
    union all
    select 'journey', j.id
      from cell.journeys j
     where j.status = 'ended' and (j.ended_at is null or j.next_due is not null)
    union all
    select 'journey', j.id
      from cell.journeys j
     where j.status = 'ended'
       and j.state::text ~ '"(obligations|deferred)"\\s*:\\s*\\[\\s*\\{|"parked"\\s*:\\s*\\{'
       and (coalesce(json_array_length(j.state -> 'obligations'), 0) > 0
            or coalesce(json_array_length(j.state -> 'deferred'), 0) > 0
            or j.state -> 'parked' is not null)
    union all
    select 'journey', x.journey
      from (select (o.value ->> 'journey')::bigint as journey, (o.value ->> 'seq')::int as seq
              from cell.outbox b
             cross join lateral json_array_elements(b.orders) with ordinality as o(value, at)
             where o.at - 1 <> all(b.ended)) x
      left join cell.journeys j on j.id = x.journey
     where j.id is null or (j.status = 'ended' and x.seq > (j.state ->> 'version')::int)`,
};
