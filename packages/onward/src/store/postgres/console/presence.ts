/** Who looks at which journey now: kept for a minute, and lost with the database's memory. */
import type { PresenceRow, PresenceStore } from '../../work.ts';
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/** Whoever comes back after a while has come anew. */
const note: Statement = {
  name: 'note-presence',
  text: `
    insert into home.presence as p (journey, actor, since, seen)
    values ($1::bigint, $2, to_timestamp($3::float8 / 1000), to_timestamp($3::float8 / 1000))
        on conflict (journey, actor) do update
       set since = case when p.seen < to_timestamp(($3::float8 - $4::float8) / 1000)
                        then excluded.since else p.since end,
           seen = excluded.seen`,
};

const forget: Statement = {
  name: 'forget-presence',
  text: `
    delete from home.presence
     where (journey, actor) in (
             select p.journey, p.actor from home.presence p
              where p.seen < to_timestamp($1::float8 / 1000)
              order by p.seen limit 100 for update skip locked)`,
};

const list: Statement = {
  name: 'list-presence',
  text: `
    select journey, actor, since from home.presence
     where journey = any($1::bigint[]) and seen >= to_timestamp($2::float8 / 1000)
     order by journey, since, actor`,
};

export function presenceStore(home: Runner): PresenceStore {
  return {
    note: async ({ journey, actor, at, lastMs }) => {
      await home.run(note, [journey, actor, at, lastMs]);
      await home.run(forget, [at - 10 * lastMs]);
    },
    of: async (journeys, seenSince) => {
      if (journeys.length === 0) return [];
      const values = [int8s(journeys, (each) => each), seenSince];
      return (await home.run<PresenceRow>(list, values)).rows;
    },
  };
}
