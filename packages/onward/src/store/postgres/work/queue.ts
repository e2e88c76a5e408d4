/**
 * Lists obligations by rank. All that rests at one place has one head start, so that a place is in
 * order of rank where it is in order of time, and a page is merged from one range of an index for
 * each place, as every list is (decision 12).
 */
import type { QueueFilter, QueuePage, QueueSpot, QueueState } from '../../work.ts';
import { float8s, int8s } from '../arrays.ts';
import type { ObligationRow } from '../lists/obligations.ts';
import type { Runner, Statement } from '../sql.ts';
import { placesOf } from './places.ts';

export interface QueueRow extends ObligationRow {
  readonly rank: number;
}

export async function listQueue(
  runner: Runner,
  filter: QueueFilter,
  { after, limit }: QueuePage,
): Promise<QueueRow[]> {
  const places = await placesOf(runner, filter);
  if (places.length === 0) return [];
  const statement = after === undefined ? first[filter.state] : next[filter.state];
  const values = [
    limit,
    int8s(places, ({ id }) => id),
    float8s(places, filter.headStartMs),
    float8s(places, ({ owner }) => filter.dayEnd(owner)),
    filter.now,
    ...(after === undefined ? [] : [after.rank, after.journey, after.slot]),
  ];
  return (await runner.run<QueueRow>(statement, values)).rows;
}

const now = 'to_timestamp($5::float8 / 1000)';

/** One range of a place, in its order; its index is named by what is asked of `standing`. */
function range(condition: string, after: string): string {
  return `
                 (select o.journey, o.slot, o.due from cell.obligations o
                   where o.place = p.id and ${condition}${after}
                   order by o.due, o.journey, o.slot limit $1)`;
}

/** What is late is on another rung, due again, or has not been looked at since it was due. */
const conditions: Readonly<Record<QueueState, readonly string[]>> = {
  all: ['true'],
  overdue: ['o.standing = 1', `o.due <= ${now} and o.standing = 0`],
  today: [`o.due > ${now} and o.due <= p.until and o.standing = 0`],
  held: ['o.standing = 2'],
};

function statementOf(state: QueueState, behind: 'first' | 'next'): Statement {
  const after =
    behind === 'first'
      ? ''
      : `
                     and (o.due, o.journey, o.slot)
                       > (to_timestamp($6::float8 / 1000) + p.head, $7::bigint, $8::smallint)`;
  const ranges = conditions[state].map((condition) => range(condition, after));
  return {
    name: ['queue', state, behind].join('-'),
    text: `
      select o.journey as id, o.slot, o.rank, j.*
        from (select o.journey, o.slot, o.due - p.head as rank
                from (select u.id, u.head * interval '1 millisecond' as head,
                             to_timestamp(u.until / 1000) as until
                        from unnest($2::bigint[], $3::float8[], $4::float8[])
                          as u(id, head, until)
                       where $5::float8 is not null) p
               cross join lateral (${ranges.join(`
                 union all`)}) o
               order by rank, o.journey, o.slot
               limit $1) o
       cross join lateral (
         select j.program, j.state, j.opened_at, j.journey, j.status, j.next_owner, j.next_due
             from cell.journeys j where j.id = o.journey limit 1) j
       order by o.rank, o.journey, o.slot`,
  };
}

const first = {
  all: statementOf('all', 'first'),
  overdue: statementOf('overdue', 'first'),
  today: statementOf('today', 'first'),
  held: statementOf('held', 'first'),
};
const next = {
  all: statementOf('all', 'next'),
  overdue: statementOf('overdue', 'next'),
  today: statementOf('today', 'next'),
  held: statementOf('held', 'next'),
};

/** The order of a queue over all cells. */
export function byRank(a: QueueSpot, b: QueueSpot): number {
  return a.rank - b.rank || a.journey - b.journey || a.slot - b.slot;
}
