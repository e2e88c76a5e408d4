/**
 * Counts everything that is open, by place. It reads every obligation once: who asks keeps what it
 * said. A journey has one obligation of a step, so that it is counted with it; only exceptions and
 * tasks that were added can be several at one place, and these are told apart.
 */
import type { PlaceCount, PlaceNames, QueueFilter } from '../../work.ts';
import { float8s, texts } from '../arrays.ts';
import { lateWhen } from '../late.ts';
import type { Runner, Statement } from '../sql.ts';

const owners: Statement = {
  name: 'owners-of-places',
  text: `select distinct owner from cell.places`,
};

/** Of places of some kinds. */
function counted(journeys: string, kinds: string): string {
  return `
      select o.place, count(*)::integer as open,
             count(*) filter (where ${lateWhen('o.due <= c.now').join(' or ')})
               ::integer as overdue,
             count(*) filter (where o.standing = 0 and o.due > c.now and o.due <= c.until)
               ::integer as "dueToday",
             count(*) filter (where o.standing = 2)::integer as held,
             min(o.due) as "oldestDue", ${journeys}::integer as journeys
        from cell.obligations o
        join (select p.id, to_timestamp($1::float8 / 1000) as now,
                     to_timestamp(u.until / 1000) as until
                from cell.places p
                join unnest($2::text[], $3::float8[]) as u(owner, until) on u.owner = p.owner
               where p.kind ${kinds} ('exception', 'ad-hoc')) c on c.id = o.place
       group by o.place`;
}

const count: Statement = {
  name: 'count-by-place',
  text: `
    select p.program, p.journey, p.stage, p.step, p.owner, p.kind, o.*
      from (${counted('count(*)', 'not in')}
      union all ${counted('count(distinct o.journey)', 'in')}) o
      join cell.places p on p.id = o.place`,
};

export async function countByPlace(
  runner: Runner,
  { now, dayEnd }: Pick<QueueFilter, 'now' | 'dayEnd'>,
): Promise<PlaceCount[]> {
  const known = (await runner.run<{ readonly owner: string }>(owners, [])).rows;
  const values = [
    now,
    texts(known, ({ owner }) => owner),
    float8s(known, (row) => dayEnd(row.owner)),
  ];
  const { rows } = await runner.run<PlaceCount & { readonly place: number }>(count, values);
  return rows.map(({ place: _place, ...row }) => row);
}

/** A place has the same names in all cells. */
export function mergeCounts(rows: readonly PlaceCount[]): readonly PlaceCount[] {
  const found = new Map<string, PlaceCount>();
  for (const row of rows) {
    const name = nameOf(row);
    const known = found.get(name);
    found.set(name, known === undefined ? row : sum(known, row));
  }
  return [...found.values()];
}

function nameOf({ program, journey, stage, step, owner, kind }: PlaceNames): string {
  return [program, journey, stage, step, owner, kind].join('\n');
}

function sum(a: PlaceCount, b: PlaceCount): PlaceCount {
  return {
    ...a,
    open: a.open + b.open,
    overdue: a.overdue + b.overdue,
    dueToday: a.dueToday + b.dueToday,
    held: a.held + b.held,
    oldestDue: Math.min(a.oldestDue, b.oldestDue),
    journeys: a.journeys + b.journeys,
  };
}
