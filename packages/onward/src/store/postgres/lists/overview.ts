/** Lists unmatched input, and counts what there is. */
import type { OnwardCode } from '../../../core/index.ts';
import type { Page, Totals, UnmatchedView } from '../../reads.ts';
import { lateRows } from '../late.ts';
import type { Runner, Statement } from '../sql.ts';

const unmatched: Statement = {
  name: 'list-unmatched',
  text: `
    select id, source, event_id, type, occurred_at, received_at, reason, owner, due
      from cell.unmatched
     where closed_at is null and id > $1::bigint
     order by id
     limit $2`,
};

interface Row {
  readonly id: number;
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly reason: OnwardCode;
  readonly owner: string;
  readonly due: number;
}

export async function listUnmatched(runner: Runner, page: Page): Promise<UnmatchedView[]> {
  const { rows } = await runner.run<Row>(unmatched, [page.after, page.limit]);
  return rows.map(
    ({ event_id: eventId, occurred_at: occurredAt, received_at: receivedAt, ...row }) => {
      return { ...row, eventId, occurredAt, receivedAt };
    },
  );
}

const late = lateRows({
  columns: '1',
  place: 'p.id',
  time: 'to_timestamp($1::float8 / 1000)',
  limit: 'all',
});
const counts: Statement = {
  name: 'totals',
  text: `
    select (select count(*) from cell.journeys where status = 'open') as open,
           (select count(*) from cell.journeys where status = 'ended') as ended,
           (select count(*) from cell.places p cross join lateral (${late}) o) as overdue,
           (select count(*) from cell.unmatched where closed_at is null) as unmatched,
           (select coalesce(sum(total - cardinality(ended)), 0) from cell.outbox) as outbox`,
};

export async function readTotals(runner: Runner, now: number): Promise<Totals> {
  const { rows } = await runner.run<{ [name in keyof Totals]: number }>(counts, [now]);
  return rows[0] ?? { open: 0, ended: 0, overdue: 0, unmatched: 0, outbox: 0 };
}
