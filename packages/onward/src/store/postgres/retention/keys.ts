/**
 * Removes the keys under which inputs of ended journeys were taken once. What happened before such
 * a journey ended and comes again is not known by its key any more: `forgotten` says of whom.
 */
import type { Forgotten } from '../../retention.ts';
import { int8s, uuids } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import type { Page, Step } from './step.ts';
import { pageSize } from './step.ts';

/**
 * In the order of keys, which is none: every key is looked at, once a week. An index on journeys
 * would be written with each event, to be asked once.
 */
const look: Statement = {
  name: 'look-at-keys',
  text: `
    select replace(key::text, '-', '') as key, journey
      from cell.inbox i
     where key > $1::uuid
     order by i.key
     limit $2`,
};
const over: Statement = {
  name: 'journeys-over',
  text: `
    select id from cell.journeys
     where id = any($1::bigint[]) and status = 'ended'
       and ended_at < to_timestamp($2::float8 / 1000)
    union all
    select id from cell.begun
     where id = any($1::bigint[]) and ended_at < to_timestamp($2::float8 / 1000)`,
};
const remove: Statement = {
  name: 'remove-keys',
  text: `delete from cell.inbox where key = any($1::uuid[])`,
};

const lowest = '00000000-0000-0000-0000-000000000000';

interface Looked {
  readonly key: string;
  readonly journey: number;
}

export async function removeKeys(runner: Runner, { before, place }: Page): Promise<Step> {
  const { rows } = await runner.run<Looked>(look, [place || lowest, pageSize.keys]);
  const next = rows.length < pageSize.keys ? '' : (rows.at(-1)?.key ?? '');
  const journeys = [...new Set(rows.map(({ journey }) => journey))];
  const found = await runner.run<{ id: number }>(over, [int8s(journeys, (id) => id), before]);
  const ended = new Set(found.rows.map(({ id }) => id));
  const gone = rows.filter(({ journey }) => ended.has(journey));
  if (gone.length === 0) return { place: next, removed: 0 };
  const { rowCount } = await runner.run(remove, [uuids(gone, ({ key }) => key)]);
  return { place: next, removed: rowCount ?? 0 };
}

/** To be asked behind the inbox: whoever removes a key says so in the same transaction. */
const forgotten: Statement = {
  name: 'forgotten',
  text: `
    select ended.subject, max(ended.ended_at) as until
      from (select subject, ended_at from cell.journeys
             where subject = any($1::bigint[]) and status <> 'open'
            union all
            select subject, ended_at from cell.begun
             where subject = any($1::bigint[])) ended
      join cell.retention r on r.part = 'keys' and ended.ended_at < r.before
     group by ended.subject`,
};

/** Subjects with journeys of which keys may be gone. */
export async function forgottenOf(
  runner: Runner,
  subjects: readonly number[],
): Promise<Forgotten[]> {
  return (await runner.run<Forgotten>(forgotten, [int8s(subjects, (each) => each)])).rows;
}
