/** Removes input that found its journey long ago; what waits for one stays. */
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import type { Page, Step } from './step.ts';
import { pageSize } from './step.ts';

const look: Statement = {
  name: 'look-at-unmatched',
  text: `
    select id, closed_at is not null and closed_at < to_timestamp($2::float8 / 1000) as over
      from cell.unmatched
     where id > $1::bigint
     order by id
     limit $3`,
};
/** Its refs went when it was placed. One that has been opened again meanwhile stays. */
const remove: Statement = {
  name: 'remove-unmatched',
  text: `
    delete from cell.unmatched
     where id = any($1::bigint[]) and closed_at < to_timestamp($2::float8 / 1000)`,
};

interface Looked {
  readonly id: number;
  readonly over: boolean;
}

export async function removeUnmatched(runner: Runner, { before, place }: Page): Promise<Step> {
  const values = [place || 0, before, pageSize.unmatched];
  const { rows } = await runner.run<Looked>(look, values);
  const over = rows.filter((row) => row.over);
  const isLast = rows.length < pageSize.unmatched;
  const next = isLast ? '' : String(rows.at(-1)?.id ?? '');
  if (over.length === 0) return { place: next, removed: 0 };
  const { rowCount } = await runner.run(remove, [int8s(over, ({ id }) => id), before]);
  return { place: next, removed: rowCount ?? 0 };
}
