/**
 * Lists obligations in order of due time, with the state that holds the whole of each. A page is
 * merged from one range of the index for each place that is asked for: what it costs depends on how
 * many places there are, not on how many obligations. The second `limit` says that each has one
 * journey, so that these are looked up and never read whole.
 */
import type { State } from '../../../core/index.ts';
import type { ObligationFilter } from '../../reads.ts';
import type { Runner, Statement } from '../sql.ts';

export interface ObligationPage {
  readonly after?: { readonly due: number; readonly journey: number; readonly slot: number };
  readonly limit: number;
}

export interface ObligationRow {
  readonly id: number;
  readonly slot: number;
  readonly program: number;
  readonly state: State;
  readonly opened_at: number;
  readonly journey: string;
  readonly status: 'open' | 'ended';
  readonly next_owner: string | null;
  readonly next_due: number | null;
}

export async function listObligations(
  runner: Runner,
  filter: ObligationFilter,
  page: ObligationPage,
): Promise<ObligationRow[]> {
  const asked = conditions(filter, page);
  const ofPlace = asked.filter(({ of }) => of === 'p');
  const ofRow = asked.filter(({ of }) => of === 'o');
  const values: unknown[] = [page.limit];
  /** Each `?` stands for the next value. */
  const and = (all: readonly Condition[]): string[] =>
    all.map(({ sql, given }) => {
      const numbered = given.map((value) => `$${values.push(value)}`).values();
      return sql.replaceAll('?', () => numbered.next().value ?? '');
    });
  const statement: Statement = {
    name: ['obligations', ...asked.map(({ name }) => name)].join('-'),
    text: `
      select o.journey as id, o.slot, j.*
        from (select o.*
                from cell.places p
               cross join lateral (
                 select o.journey, o.slot, o.due from cell.obligations o
                  where ${['o.place = p.id', ...and(ofRow)].join(' and ')}
                  order by o.due, o.journey, o.slot
                  limit $1) o
               where ${['true', ...and(ofPlace)].join(' and ')}
               order by o.due, o.journey, o.slot
               limit $1) o
       cross join lateral (
         select j.program, j.state, j.opened_at, j.journey, j.status, j.next_owner, j.next_due
             from cell.journeys j where j.id = o.journey limit 1) j
       order by o.due, o.journey, o.slot`,
  };
  return (await runner.run<ObligationRow>(statement, values)).rows;
}

interface Condition {
  readonly name: string;
  /** On a place, or on a row. */
  readonly of: 'p' | 'o';
  readonly sql: string;
  readonly given: readonly unknown[];
}

function conditions(
  { owner, kind, overdueAt }: ObligationFilter,
  { after }: ObligationPage,
): readonly Condition[] {
  const asked: Condition[] = [];
  if (owner !== undefined) {
    asked.push({ name: 'owner', of: 'p', sql: 'p.owner = ?', given: [owner] });
  }
  if (kind !== undefined) asked.push({ name: 'kind', of: 'p', sql: 'p.kind = ?', given: [kind] });
  if (overdueAt !== undefined) {
    const sql = 'o.due <= to_timestamp(?::float8 / 1000)';
    asked.push({ name: 'overdue', of: 'o', sql, given: [overdueAt] });
  }
  if (after !== undefined) {
    const sql = `(o.due, o.journey, o.slot)
                      > (to_timestamp(?::float8 / 1000), ?::bigint, ?::smallint)`;
    const { due, journey, slot } = after;
    asked.push({ name: 'after', of: 'o', sql, given: [due, journey, slot] });
  }
  return asked;
}
