/**
 * Lists obligations by rank. All that rests at one place has one head start, so that a place is in
 * order of rank where it is in order of time, and a page is merged from one range of an index for
 * each place, as every list is (decision 12).
 */
import type { QueueFilter, QueuePage, QueueSpot, QueueState } from '../../work.ts';
import { float8s, int8s } from '../arrays.ts';
import { dueBy, lateWhen } from '../late.ts';
import type { ObligationRow } from '../lists/obligations.ts';
import type { Runner, Statement } from '../sql.ts';
import { placesOf } from './places.ts';

export interface QueueRow extends ObligationRow {
  readonly rank: number;
}

export async function listQueue(
  runner: Runner,
  filter: QueueFilter,
  { after: behind, limit }: QueuePage,
): Promise<QueueRow[]> {
  const places = await placesOf(runner, filter);
  if (places.length === 0) return [];
  const values = [
    limit,
    int8s(places, ({ id }) => id),
    float8s(places, filter.headStartMs),
    float8s(places, ({ owner }) => filter.due?.from(owner) ?? Number.NEGATIVE_INFINITY),
    float8s(places, ({ owner }) => until(filter, owner)),
    filter.now,
    ...(behind === undefined ? beforeAll : [behind.rank, behind.journey, behind.slot]),
  ];
  return (await runner.run<QueueRow>(statements[filter.state], values)).rows;
}

/** The latest due time that is asked for: a column, so that the planner does not guess from it. */
function until({ state, now, dayEnd, due }: QueueFilter, owner: string): number {
  if (state === 'due') return due?.before(owner) ?? Number.POSITIVE_INFINITY;
  return state === 'today' ? dayEnd(owner) : now;
}

/** Behind which the first page goes on. */
const beforeAll = [Number.NEGATIVE_INFINITY, 0, -1];

const after = '(o.due, o.journey, o.slot) > (p.due, $8::bigint, $9::smallint)';

/**
 * A range of a place, in its order, behind where the page begins.
 */
function range(...conditions: readonly string[]): string {
  return `
                 (select o.journey, o.slot, o.due from cell.obligations o
                   where ${['o.place = p.id', ...conditions].join(`
                     and `)}
                   order by o.due, o.journey, o.slot limit $1)`;
}

/** What is late is on another rung, due again, or has not been looked at since it was due. */
const ranges: Readonly<Record<QueueState, readonly string[]>> = {
  all: [range(after)],
  overdue: lateWhen(dueBy('p.until')).map((each) => range(each, after)),
  today: [
    range(
      'o.standing = 0',
      dueBy('p.until'),
      `(o.due, o.journey, o.slot)
                       > (greatest(p.due, p.now),
                          case when p.due > p.now then $8 else ${Number.MAX_SAFE_INTEGER} end,
                          $9::smallint)`,
    ),
  ],
  held: [range('o.standing = 2', after)],
  due: [
    range(
      'o.due < p.until',
      `(o.due, o.journey, o.slot)
                       > (greatest(p.due, p.since),
                          case when p.due >= p.since then $8 else -1 end,
                          $9::smallint)`,
    ),
  ],
};

function statementOf(state: QueueState): Statement {
  return {
    name: `queue-${state}`,
    text: `
      select o.journey as id, o.slot, o.rank, j.*
        from (select o.journey, o.slot, o.due - p.head as rank
                from (select u.id, u.head * interval '1 millisecond' as head,
                             to_timestamp(u.since / 1000) as since,
                             to_timestamp(u.until / 1000) as until,
                             to_timestamp($6::float8 / 1000) as now,
                             to_timestamp($7::float8 / 1000)
                               + u.head * interval '1 millisecond' as due
                        from unnest($2::bigint[], $3::float8[], $4::float8[], $5::float8[])
                          as u(id, head, since, until)) p
               cross join lateral (${ranges[state].join(`
                 union all`)}) o
               order by rank, o.journey, o.slot
               limit $1) o
       cross join lateral (
         select j.program, j.state, j.opened_at, j.journey, j.status, j.next_owner, j.next_due
             from cell.journeys j where j.id = o.journey limit 1) j
       order by o.rank, o.journey, o.slot`,
  };
}

const statements: Readonly<Record<QueueState, Statement>> = {
  all: statementOf('all'),
  overdue: statementOf('overdue'),
  today: statementOf('today'),
  held: statementOf('held'),
  due: statementOf('due'),
};

/** The order of a queue over all cells. */
export function byRank(a: QueueSpot, b: QueueSpot): number {
  return a.rank - b.rank || a.journey - b.journey || a.slot - b.slot;
}
