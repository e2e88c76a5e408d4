/**
 * Exceptions by name: places of their kind are few, and only journeys that rest there are read. The
 * name stands in the state alone; a state that is damaged has none and counts nowhere.
 */
import type { After, ExceptionGroup, RestingRow } from '../../recovery.ts';
import type { Runner, Statement } from '../sql.ts';

/** Rows of a place, in the order of the index that alone can give it; see lists/resting.ts. */
const most = 100_000;
const named = `
        from cell.places p
       cross join lateral (
         select o.journey, o.slot from cell.obligations o
          where (o.place, o.journey) > (p.id, -1) and o.place <= p.id
          order by o.place, o.journey limit ${most}) o
       cross join lateral (
         select j.program, j.state from cell.journeys j where j.id = o.journey limit 1) j
       cross join lateral (
         select e ->> 'name' as name,
                case when json_typeof(e -> 'since') = 'number' then (e ->> 'since')::float8 end
                  as since
           from json_array_elements(case when json_typeof(j.state -> 'obligations') = 'array'
                                         then j.state -> 'obligations' else '[]' end) e
          where e ->> 'slot' = o.slot::text limit 1) x
       where p.kind = 'exception'`;

const groups: Statement = {
  name: 'exception-groups',
  text: `
      select p.program, p.journey, x.name, count(*)::integer as count, min(x.since) as oldest,
             array_agg(distinct p.owner) as owners ${named}
       group by p.program, p.journey, x.name`,
};

export async function exceptionGroups(runner: Runner): Promise<ExceptionGroup[]> {
  const { rows } = await runner.run<ExceptionGroup & { readonly name: string | null }>(groups, []);
  return rows.filter(({ name }) => name !== null);
}

const items: Statement = {
  name: 'exceptions-of-group',
  text: `
      select o.journey, o.slot, j.program, j.state ${named}
         and p.program = $1 and p.journey = $2 and x.name = $3
         and (o.journey, o.slot) > ($4::bigint, $5::smallint)
       order by o.journey, o.slot limit $6`,
};

export async function exceptionsOfGroup(
  runner: Runner,
  group: Pick<ExceptionGroup, 'program' | 'journey' | 'name'>,
  { after, limit }: { readonly after: After; readonly limit: number },
): Promise<RestingRow[]> {
  const { program, journey, name } = group;
  const values = [program, journey, name, after.journey, after.slot, limit];
  return (await runner.run<RestingRow>(items, values)).rows;
}
