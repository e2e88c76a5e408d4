/** Removes ended journeys, each whole; that it began stays, with how it ended. */
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import type { Page, Step } from './step.ts';
import { pageSize } from './step.ts';

/** In the order in which they ended, so that nothing is looked at that stays. */
const look: Statement = {
  name: 'look-at-ended',
  text: `
    select id, ended_at::text as "endedAt"
      from cell.journeys
     where status = 'ended' and ended_at < to_timestamp($1::float8 / 1000)
       and (ended_at, id) > ($2::timestamptz, $3::bigint)
     order by ended_at, id
     limit $4`,
};

/**
 * One that is being worked on is left for the next time, and so is one of which something is still
 * on its way, or was sent in the days to which caps look back.
 */
const lock: Statement = {
  name: 'lock-ended',
  text: `
    select j.id from cell.journeys j
     where j.id = any($1::bigint[]) and j.status = 'ended'
       and j.id <> all(array(
             select (o.value ->> 'journey')::bigint
               from cell.outbox b cross join json_array_elements(b.orders) o))
       and not exists (
             select from cell.messages m
              where m.journey = j.id
                and m.at > to_timestamp($2::float8 / 1000) - interval '9 days')
     order by j.id
       for update of j skip locked`,
};

/** A state that was damaged says nothing of how it ended. */
const remember: Statement = {
  name: 'remember-begun',
  text: `
    insert into cell.begun (id, subject, journey, enrol_key, ended_at, outcome, milestones, entries,
                            hash, removed_at)
    select j.id, j.subject, j.journey, j.enrol_key, j.ended_at,
           coalesce(j.state ->> 'outcome', ''),
           array(select json_array_elements_text(
                   case json_typeof(j.state -> 'milestones')
                   when 'array' then j.state -> 'milestones' else '[]'::json end)),
           coalesce((select max(seq) from cell.journal r where r.journey = j.id), 0),
           j.hash, to_timestamp($2::float8 / 1000)
      from cell.journeys j
     where j.id = any($1::bigint[])
        on conflict do nothing`,
};
const journal: Statement = {
  name: 'remove-journal',
  text: `delete from cell.journal where journey = any($1::bigint[])`,
};
const messages: Statement = {
  name: 'remove-messages',
  text: `delete from cell.messages where journey = any($1::bigint[])`,
};
const drifts: Statement = {
  name: 'remove-drifts',
  text: `delete from cell.drifts where journey = any($1::bigint[])`,
};
const timers: Statement = {
  name: 'remove-timers',
  text: `delete from cell.timers where journey = any($1::bigint[])`,
};
const journeys: Statement = {
  name: 'remove-journeys',
  text: `delete from cell.journeys where id = any($1::bigint[])`,
};

interface Looked {
  readonly id: number;
  readonly endedAt: string;
}

/** One page of journeys; all that goes of one goes in this transaction. */
export async function removeJourneys(runner: Runner, { now, before, place }: Page): Promise<Step> {
  const [endedAt = '', id = ''] = place.split('/');
  const values = [before, endedAt || '-infinity', id || 0, pageSize.journeys];
  const { rows } = await runner.run<Looked>(look, values);
  const last = rows.length < pageSize.journeys ? undefined : rows.at(-1);
  const next = last === undefined ? '' : `${last.endedAt}/${last.id}`;
  const over = int8s(rows, (row) => row.id);
  const locked = rows.length === 0 ? undefined : await runner.run<Looked>(lock, [over, now]);
  if (locked === undefined || locked.rows.length === 0) return { place: next, removed: 0 };
  const ids = int8s(locked.rows, (row) => row.id);
  const [, entries] = await Promise.all([
    runner.run(remember, [ids, now]),
    runner.run(journal, [ids]),
    runner.run(messages, [ids]),
    runner.run(drifts, [ids]),
    runner.run(timers, [ids]),
    runner.run(journeys, [ids]),
  ]);
  return { place: next, removed: locked.rows.length, entries: entries.rowCount ?? 0 };
}
