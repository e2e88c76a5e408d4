/** Who is away, and until when. */
import type { AbsenceRow, AbsenceStore } from '../../work.ts';
import type { Runner, Statement } from '../sql.ts';
import { told } from '../statements/told.ts';

const add: Statement = {
  name: 'add-absence',
  text: `
    insert into home.absences (id, person, from_at, until_at, by, at)
    values ($1::bigint, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000), $5,
            to_timestamp($6::float8 / 1000))`,
};

const list: Statement = {
  name: 'list-absences',
  text: `
    select id, person, from_at as "from", until_at as "until", by, at
      from home.absences
     where ended_at is null and (until_at is null or until_at > to_timestamp($1::float8 / 1000))
     order by from_at, id
     limit 1000`,
};

const end: Statement = {
  name: 'end-absence',
  text: `
    update home.absences set ended_at = to_timestamp($3::float8 / 1000), ended_by = $2
     where id = $1::bigint and ended_at is null
       and (until_at is null or until_at > to_timestamp($3::float8 / 1000))`,
};

export function absenceStore(home: Runner, take: () => Promise<number>): AbsenceStore {
  return {
    add: async (row) => {
      const id = await take();
      const { person, from, until, by, at } = row;
      await home.run(add, [id, person, from, until ?? null, by, at]);
      return { ...row, id };
    },
    list: async (at) => {
      const { rows } = await home.run(list, [at]);
      return rows.map((row) => told(row) as AbsenceRow);
    },
    end: async (id, { actor, at }) => (await home.run(end, [id, actor, at])).rowCount === 1,
  };
}
