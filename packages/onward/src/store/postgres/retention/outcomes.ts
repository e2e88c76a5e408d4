/** Removes the record of how orders came out, batch by batch. */
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import type { Page, Step } from './step.ts';
import { pageSize } from './step.ts';

/** Every row is looked at, once a week: numbers do not say what is older. */
const look: Statement = {
  name: 'look-at-outcomes',
  text: `
    select id, at < to_timestamp($2::float8 / 1000) as over
      from cell.outcomes
     where id > $1::bigint
     order by id
     limit $3`,
};
const remove: Statement = {
  name: 'remove-outcomes',
  text: `delete from cell.outcomes where id = any($1::bigint[])`,
};

export async function removeOutcomes(runner: Runner, { before, place }: Page): Promise<Step> {
  const values = [place || 0, before, pageSize.outcomes];
  const { rows } = await runner.run<{ id: number; over: boolean }>(look, values);
  const gone = rows.filter(({ over }) => over);
  const isLast = rows.length < pageSize.outcomes;
  const next = isLast ? '' : String(rows.at(-1)?.id ?? '');
  if (gone.length === 0) return { place: next, removed: 0 };
  const { rowCount } = await runner.run(remove, [int8s(gone, ({ id }) => id)]);
  return { place: next, removed: rowCount ?? 0 };
}
