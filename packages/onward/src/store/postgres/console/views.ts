/** Questions that people have saved: few, written and read by hand. */
import type { SavedViewRow, SavedViewStore } from '../../work.ts';
import { texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { told } from '../statements/told.ts';

const columns = 'id, name, scope, team, screen, query, by, at';

const list: Statement = {
  name: 'list-views',
  text: `
    select ${columns} from home.views
     where scope = 'program' or (scope = 'mine' and by = $1)
        or (scope = 'team' and team = any($2::text[]))
     order by id limit 500`,
};

const add: Statement = {
  name: 'add-view',
  text: `
    insert into home.views (id, name, scope, team, screen, query, by, at)
    values ($1::bigint, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000))`,
};

const one: Statement = {
  name: 'one-view',
  text: `select ${columns} from home.views where id = $1::bigint`,
};

const remove: Statement = {
  name: 'remove-view',
  text: `delete from home.views where id = $1::bigint`,
};

export function viewStore(home: Runner, take: () => Promise<number>): SavedViewStore {
  return {
    list: async ({ actor, teams }) => {
      const { rows } = await home.run(list, [actor, texts(teams, (each) => each)]);
      return rows.map((row) => told(row) as SavedViewRow);
    },
    add: async (row) => {
      const id = await take();
      const { name, scope, team, screen, query, by, at } = row;
      await home.run(add, [id, name, scope, team ?? null, screen, query, by, at]);
      return { ...row, id };
    },
    one: async (id) => {
      const [row] = (await home.run(one, [id])).rows;
      return row && (told(row) as SavedViewRow);
    },
    remove: async (id) => {
      await home.run(remove, [id]);
    },
  };
}
