/**
 * Lists obligations in order of due time, with the state that holds the whole of each. A page is
 * merged from one range of the index for each place that is asked for: what it costs depends on how
 * many places there are, not on how many obligations. The second `limit` says that each has one
 * journey, so that these are looked up and never read whole.
 */
import type { State } from '../../../core/index.ts';
import type { ObligationFilter } from '../../reads.ts';
import { lateRows, openRows } from '../late.ts';
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
  const { owner, kind, overdueAt } = filter;
  const { after, limit } = page;
  const values: unknown[] = [limit];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const places = [
    'true',
    ...(owner === undefined ? [] : [`p.owner = ${given(owner)}`]),
    ...(kind === undefined ? [] : [`p.kind = ${given(kind)}`]),
  ];
  const behind =
    after === undefined
      ? ''
      : ` and (o.due, o.journey, o.slot)
                      > (to_timestamp(${given(after.due)}::float8 / 1000),
                         ${given(after.journey)}::bigint, ${given(after.slot)}::smallint)`;
  const of = { columns: 'o.journey, o.slot, o.due', place: 'p.id', and: behind, limit: '$1' };
  const rows =
    overdueAt === undefined
      ? openRows(of)
      : lateRows({ ...of, time: `to_timestamp(${given(overdueAt)}::float8 / 1000)` });
  const asked = { owner, kind, after, overdueAt };
  const names = Object.entries(asked).flatMap(([name, each]) => (each === undefined ? [] : name));
  const statement: Statement = {
    name: ['obligations', ...names].join('-'),
    text: `
      select o.journey as id, o.slot, j.*
        from (select o.*
                from cell.places p
               cross join lateral (${rows}) o
               where ${places.join(' and ')}
               order by o.due, o.journey, o.slot
               limit $1) o
       cross join lateral (
         select j.program, j.state, j.opened_at, j.journey, j.status, j.next_owner, j.next_due
             from cell.journeys j where j.id = o.journey limit 1) j
       order by o.due, o.journey, o.slot`,
  };
  return (await runner.run<ObligationRow>(statement, values)).rows;
}
