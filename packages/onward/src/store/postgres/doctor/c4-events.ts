/** C4 at run time: every event that was not handled is somebody's, by a date. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that every event is handled, kept with an expiry, ignored or an exception. Here:
 * input that found no journey has an owner who is a team of some version deployed, and a date; and
 * no journey keeps an event for more than an hour beyond its expiry, or for nobody.
 */
export const events: Invariant = {
  property: 'C4',
  law: 'unmatched input has an owner and a date; no event is kept an hour beyond its expiry',
  finds: `
    with team as materialized (
      select distinct t.key as name
        from cell.programs p cross join json_object_keys(p.body -> 'teams') as t(key)
    )
    select 'unmatched' as kind, u.id
      from cell.unmatched u
      left join team on team.name = u.owner
     where u.closed_at is null and (team.name is null or u.due is null)
    union all
    select 'journey', j.id
      from cell.journeys j
     cross join json_array_elements(j.state -> 'deferred') kept
     where j.status = 'open' and j.state::text ~ '"deferred"\\s*:\\s*\\[\\s*\\{'
       and (coalesce((kept.value ->> 'expires')::float8, 0) < $1::float8 - 3600000
            or coalesce(kept.value ->> 'owner', '') = '')`,
};
