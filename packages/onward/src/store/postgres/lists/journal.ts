/** Reads the journal of one journey, in order. */
import { bodyOf } from '../../journal-body.ts';
import type { JournalView, Page } from '../../reads.ts';
import type { Runner, Statement } from '../sql.ts';

const statement: Statement = {
  name: 'read-journal',
  text: `
    select seq, at, occurred_at, type, source, event_id, step, body::text as text,
           encode(hash, 'hex') as hash
      from cell.journal
     where journey = $1::bigint and seq > $2
     order by seq
     limit $3`,
};

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly occurred_at: number;
  readonly type: string;
  readonly source: string;
  readonly event_id: string;
  readonly step: string;
  readonly text: string;
  readonly hash: string;
}

export async function readJournal(runner: Runner, id: number, page: Page): Promise<JournalView[]> {
  const { rows } = await runner.run<Row>(statement, [id, page.after, page.limit]);
  return rows.map(({ occurred_at: occurredAt, event_id: eventId, ...row }) => {
    return { ...row, occurredAt, eventId, body: bodyOf(row.text) };
  });
}
