/** Obligations that are late, or on a rung of their ladder, found by the places where they rest. */
import type { After, RestingPlace, RestingRow } from '../../recovery.ts';
import { int8s } from '../arrays.ts';
import { lateRows } from '../late.ts';
import type { Runner, Statement } from '../sql.ts';

const most = 100_000;

const lateOf = (columns: string, now: string): string => {
  const time = `to_timestamp(${now}::float8 / 1000)`;
  return lateRows({ columns, place: 'p.id', time, limit: String(most) });
};

const places: Statement = {
  name: 'late-by-place',
  text: `
    select p.id as place, p.program, p.journey, p.step, p.owner, p.kind, x.late::integer, x.first
      from cell.places p
     cross join lateral (
       select count(*) as late, min(o.due) as first
         from (${lateOf('o.due', '$1')}) o) x
     where p.kind <> 'exception' and p.kind <> 'ad-hoc'`,
};

export async function latePlaces(runner: Runner, now: number): Promise<RestingPlace[]> {
  const { rows } = await runner.run<RestingPlace & { readonly first: number | null }>(places, [
    now,
  ]);
  return rows.map(({ first, ...row }) => (first === null ? row : { ...row, first }));
}

const resting: Statement = {
  name: 'resting-by-place',
  text: `
    select p.id as place, x.count::integer, x.first
      from unnest($1::bigint[]) as p(id)
     cross join lateral (
       select count(*) as count, min(o.due) as first
         from (select o.due from cell.obligations o
                where o.place = p.id order by o.due limit ${most}) o) x
     where x.count > 0`,
};

interface Counted {
  readonly place: number;
  readonly count: number;
  readonly first: number;
}

export async function countResting(
  runner: Runner,
  ids: readonly number[],
): Promise<readonly Counted[]> {
  return (await runner.run<Counted>(resting, [int8s(ids, (each) => each)])).rows;
}

const items: Statement = {
  name: 'resting-at-places',
  text: `
    select o.journey, o.slot, j.program, j.state
      from (select o.journey, o.slot
              from unnest($1::bigint[]) as p(id)
             cross join lateral (
               select o.journey, o.slot from cell.obligations o
                where (o.place, o.journey) > (p.id, $4::bigint - 1) and o.place <= p.id
                  and (o.journey, o.slot) > ($4::bigint, $5::smallint)
                order by o.place, o.journey limit $6) o
             union all
            select o.journey, o.slot
              from unnest($2::bigint[]) as p(id)
             cross join lateral (
               ${lateOf('o.journey, o.slot', '$3')}) o
             where (o.journey, o.slot) > ($4::bigint, $5::smallint)
             order by journey, slot limit $6) o
     cross join lateral (
       select j.program, j.state from cell.journeys j where j.id = o.journey limit 1) j
     order by o.journey, o.slot`,
};

export async function restingRows(
  runner: Runner,
  { every, late }: { readonly every: readonly number[]; readonly late: readonly number[] },
  { after, limit, now }: { readonly after: After; readonly limit: number; readonly now: number },
): Promise<RestingRow[]> {
  const { rows } = await runner.run<RestingRow>(items, [
    int8s(every, (each) => each),
    int8s(late, (each) => each),
    now,
    after.journey,
    after.slot,
    limit,
  ]);
  return rows;
}
