/** Systems on hold, and who waits for them. */
import type { HeldJourney, HoldRow, HoldStore, StepName, WaitingRow } from '../../holds.ts';
import { float8s, int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { told } from './told.ts';

const columns = `
  id, system, since, set_at as "setAt", review, reviews, set_by as "by", reason,
  released_at as "releasedAt", released_by as "releasedBy", release_reason as "releaseReason"`;

const list: Statement = {
  name: 'list-holds',
  text: `
    select ${columns} from home.holds
     where released_at is null or released_at >= to_timestamp($1::float8 / 1000)
     order by id`,
};

export async function listHolds(home: Runner, releasedSince: number): Promise<HoldRow[]> {
  return (await home.run(list, [releasedSince])).rows.map((row) => told(row) as HoldRow);
}

const set: Statement = {
  name: 'set-hold',
  text: `
    insert into home.holds (system, since, set_at, review, reviews, set_by, reason)
    select $1::text, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000),
           to_timestamp($4::float8 / 1000), array[$4::float8], $5::text, $6::text
        on conflict (system) where released_at is null do nothing
    returning ${columns}`,
};

export async function setHold(
  home: Runner,
  { system, since, setAt, review, by, reason }: Parameters<HoldStore['set']>[0],
): Promise<HoldRow | undefined> {
  const { rows } = await home.run(set, [system, since, setAt, review, by, reason]);
  return rows[0] && (told(rows[0]) as HoldRow);
}

const prolong: Statement = {
  name: 'prolong-hold',
  text: `
    update home.holds set review = to_timestamp($2::float8 / 1000), reviews = reviews || $2::float8
     where id = $1::bigint and released_at is null
    returning ${columns}`,
};

export async function prolongHold(
  home: Runner,
  id: number,
  review: number,
): Promise<HoldRow | undefined> {
  const { rows } = await home.run(prolong, [id, review]);
  return rows[0] && (told(rows[0]) as HoldRow);
}

const release: Statement = {
  name: 'release-hold',
  text: `
    update home.holds set released_at = to_timestamp($2::float8 / 1000), released_by = $3::text,
           release_reason = $4::text
     where id = $1::bigint and released_at is null`,
};

export async function releaseHold(
  home: Runner,
  { id, at, by, reason }: Parameters<HoldStore['release']>[0],
): Promise<boolean> {
  return (await home.run(release, [id, at, by, reason])).rowCount === 1;
}

/** Each version is one look into the index, however many journeys are on it. */
const versions: Statement = {
  name: 'open-versions',
  text: `
    with recursive v as (
      (select program from cell.journeys where status = 'open' order by program limit 1)
      union all
      select (select j.program from cell.journeys j
               where j.status = 'open' and j.program > v.program order by j.program limit 1)
        from v where v.program is not null
    )
    select program from v where program is not null`,
};

export async function openVersions(cell: Runner): Promise<number[]> {
  const { rows } = await cell.run<{ program: number }>(versions, []);
  return rows.map(({ program }) => program);
}

const places = `
  select p.id from cell.places p
   where (p.program, p.journey, p.step) in (
           select * from unnest($1::text[], $2::text[], $3::text[]))
     and p.kind <> all('{exception,ad-hoc,park}')`;

/** One range of an index for each place; the second reads by due time, the first by journey. */
const waiting: Statement = {
  name: 'waiting-at',
  text: `
    select o.journey, j.subject, o.slot, o.due
      from (${places}) p
     cross join lateral (
       select o.journey, o.slot, o.due from cell.obligations o
        where (o.place, o.journey) > (p.id, $4::bigint) and o.place <= p.id
        order by o.place, o.journey limit $5) o
      join cell.journeys j on j.id = o.journey
     order by o.journey, o.slot limit $5`,
};
const waitingDue: Statement = {
  name: 'waiting-at-due',
  text: `
    select o.journey, j.subject, o.slot, o.due
      from (${places}) p
     cross join unnest($6::float8[]) as d(due)
     cross join lateral (
       select o.journey, o.slot, o.due from cell.obligations o
        where o.place = p.id and o.due = to_timestamp(d.due / 1000) and o.journey > $4::bigint
        order by o.journey limit $5) o
      join cell.journeys j on j.id = o.journey
     order by o.journey, o.slot limit $5`,
};

/** A journey may have several obligations: a page ends where a journey does. */
export async function waitingAt(
  cell: Runner,
  at: readonly StepName[],
  { after, limit, dues }: Parameters<HoldStore['waiting']>[2],
): Promise<WaitingRow[]> {
  const names = [
    texts(at, ({ program }) => program),
    texts(at, ({ journey }) => journey),
    texts(at, ({ step }) => step),
  ];
  const page = [...names, after, limit];
  const { rows } =
    dues === undefined
      ? await cell.run<WaitingRow & Record<string, unknown>>(waiting, page)
      : await cell.run<WaitingRow & Record<string, unknown>>(waitingDue, [
          ...page,
          float8s(dues, (due) => due),
        ]);
  return rows;
}

const states: Statement = {
  name: 'states-of',
  text: `
    select id as journey, program, state from cell.journeys
     where id = any($1::bigint[]) and status = 'open' order by id`,
};

export async function statesOf(cell: Runner, ids: readonly number[]): Promise<HeldJourney[]> {
  const values = [int8s(ids, (id) => id)];
  return (await cell.run<HeldJourney & Record<string, unknown>>(states, values)).rows;
}

/**
 * Each open journey's own journal is looked into, by its index. As `exists` it may be turned into a
 * join with the journal of the whole cell, which is years long.
 */
const moved: Statement = {
  name: 'moved-since',
  text: `
    select j.id as journey, j.program, j.state from cell.journeys j
     cross join lateral (
       select e.seq from cell.journal e
        where e.journey = j.id and e.at > to_timestamp($3::float8 / 1000)
          and e.body->'input'->>'kind' = any('{deadline,act,control}')
          and position('"kind":"moved"' in e.body::text) > 0
        limit 1) e
     where j.status = 'open' and j.program = $1::bigint and j.journey = any($2::text[])
       and j.id > $4::bigint
     order by j.id limit $5`,
};

export async function movedSince(
  cell: Runner,
  { program, journeys, since }: Parameters<HoldStore['moved']>[1],
  { after, limit }: Parameters<HoldStore['moved']>[2],
): Promise<HeldJourney[]> {
  const values = [program, texts(journeys, (each) => each), since, after, limit];
  return (await cell.run<HeldJourney & Record<string, unknown>>(moved, values)).rows;
}
