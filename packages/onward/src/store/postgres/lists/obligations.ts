/** Lists obligations in order of due time, with the state that holds the whole of each. */
import type { State } from '../../../core/index.ts';
import type { ObligationFilter } from '../../reads.ts';
import type { Runner, Statement } from '../sql.ts';

export interface ObligationPage {
  readonly after?: { readonly due: number; readonly journey: number; readonly slot: number };
  readonly limit: number;
}

export interface ObligationRow {
  readonly journey: number;
  readonly slot: number;
  readonly program: number;
  readonly state: State;
}

/** Ordered by day first, as the index is: a page sorts a day's rows, not an owner's. */
export async function listObligations(
  runner: Runner,
  filter: ObligationFilter,
  page: ObligationPage,
): Promise<ObligationRow[]> {
  const values: unknown[] = [page.limit];
  const names: string[] = [];
  const where: string[] = [];
  const add = (
    name: string,
    given: readonly unknown[],
    condition: (...at: string[]) => string,
  ): void => {
    const first = values.length + 1;
    values.push(...given);
    names.push(name);
    where.push(condition(...given.map((_, index) => `$${first + index}`)));
  };
  const { owner, kind, overdueAt } = filter;
  if (owner !== undefined) add('owner', [owner], (at) => `o.owner = ${at}`);
  if (kind !== undefined) add('kind', [kind], (at) => `o.kind = ${at}`);
  if (overdueAt !== undefined) {
    add('overdue', [overdueAt], (at) => `o.due <= to_timestamp(${at}::float8 / 1000)`);
  }
  if (page.after !== undefined) {
    const { due, journey, slot } = page.after;
    add(
      'after',
      [Math.floor(due / 86_400_000), due, journey, slot],
      (day, at, journeyAt, slotAt) =>
        `(o.due_day, o.due, o.journey, o.slot) > (date '1970-01-01' + ${day}::integer, ` +
        `to_timestamp(${at}::float8 / 1000), ${journeyAt}::bigint, ${slotAt}::smallint)`,
    );
  }
  const statement: Statement = {
    name: ['obligations', ...names].join('-'),
    text: `
      select o.journey, o.slot, j.program, j.state
        from (select o.* from cell.obligations o
               ${where.length === 0 ? '' : `where ${where.join(' and ')}`}
               order by o.due_day, o.due, o.journey, o.slot
               limit $1) o
        join cell.journeys j on j.id = o.journey
       order by o.due_day, o.due, o.journey, o.slot`,
  };
  const { rows } = await runner.run<ObligationRow>(statement, values);
  return rows;
}
