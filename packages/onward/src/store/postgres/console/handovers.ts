/** Hand-overs: written and read by hand, and never changed. */
import type { HandoverRow, HandoverStore } from '../../work.ts';
import { float8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const add: Statement = {
  name: 'add-handover',
  text: `
    insert into home.handovers (id, at, by, from_owner, to_owner, items, dues)
    values ($1::bigint, to_timestamp($2::float8 / 1000), $3, $4, $5, $6::text[],
            array(select to_timestamp(d.due / 1000)
                    from unnest($7::float8[]) with ordinality as d(due, place)
                   order by d.place))`,
};

const list: Statement = {
  name: 'list-handovers',
  text: `
    select id, at, by, from_owner as "from", to_owner as "to", items,
           array(select extract(epoch from d.due) * 1000
                   from unnest(dues) with ordinality as d(due, place)
                  order by d.place)::float8[] as dues
      from home.handovers
     where ($1::text[] is null or to_owner = any($1::text[]))
       and at >= to_timestamp($2::float8 / 1000)
     order by at desc, id desc
     limit $3`,
};

type Row = Omit<HandoverRow, 'items'> & {
  readonly items: readonly string[];
  readonly dues: readonly number[];
};

export function handoverStore(home: Runner, take: () => Promise<number>): HandoverStore {
  return {
    add: async (row) => {
      const id = await take();
      const { at, by, from, to, items } = row;
      const columns = [texts(items, (each) => each.id), float8s(items, (each) => each.due)];
      await home.run(add, [id, at, by, from, to, ...columns]);
      return { ...row, id };
    },
    list: async ({ to, since, limit }) => {
      const whom = to === undefined ? null : texts(to, (each) => each);
      const { rows } = await home.run<Row>(list, [whom, since, limit]);
      return rows.map(({ items, dues, ...row }) => {
        return { ...row, items: items.map((item, at) => ({ id: item, due: dues[at] ?? row.at })) };
      });
    },
  };
}
