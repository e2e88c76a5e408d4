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
  /** Adds a condition; each `?` in it stands for the next value. */
  const add = (name: string, condition: string, ...given: readonly unknown[]): void => {
    names.push(name);
    const numbered = given.map((value) => `$${values.push(value)}`).values();
    where.push(condition.replaceAll('?', () => numbered.next().value ?? ''));
  };
  const { owner, kind, overdueAt } = filter;
  if (owner !== undefined) add('owner', 'o.owner = ?', owner);
  if (kind !== undefined) add('kind', 'o.kind = ?', kind);
  if (overdueAt !== undefined) {
    add('overdue', 'o.due <= to_timestamp(?::float8 / 1000)', overdueAt);
  }
  if (page.after !== undefined) {
    const { due, journey, slot } = page.after;
    const behind = `(o.due_day, o.due, o.journey, o.slot) > (date '1970-01-01' + ?::integer,
                 to_timestamp(?::float8 / 1000), ?::bigint, ?::smallint)`;
    add('after', behind, Math.floor(due / 86_400_000), due, journey, slot);
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
