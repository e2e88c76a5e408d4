/** Appends to the journal and to the inbox: what was taken, and that it was taken. */
import type { InboxRow, JournalRow, WriteSet } from '../../port.ts';
import { int4s, int8s } from '../arrays.ts';
import { CopyRows } from '../copy.ts';
import type { Addition, Change, Statement } from '../sql.ts';

const journal: Statement = {
  name: 'append-journal',
  text: `
    copy cell.journal (journey, seq, at, occurred_at, type, source, event_id, step, body, hash)
    from stdin (format binary)`,
};

export function appendJournal(rows: readonly JournalRow[]): Addition {
  const to = new CopyRows({ fields: 10, rows: rows.length, bytes: 640 });
  for (const row of rows) {
    to.row();
    to.int8(row.journey);
    to.int4(row.seq);
    to.time(row.at);
    to.time(row.occurredAt);
    to.text(row.type);
    to.text(row.source);
    to.text(row.eventId);
    to.text(row.step);
    to.text(row.body);
    to.hex(row.hash);
  }
  return { statement: journal, rows: to };
}

/** One row for the batch: an index on the time of each entry would be written with every event. */
const taken: Statement = {
  name: 'insert-taken',
  text: `
    insert into cell.taken (at, id, journeys, seqs)
    values (to_timestamp($1::float8 / 1000), $2::bigint, $3::bigint[], $4::integer[])`,
};

/** Says which entries were taken at the moment of the batch, for whoever counts them. */
export function insertTaken({ now, batch, journal: rows }: WriteSet): Change {
  const journeys = int8s(rows, (row) => row.journey);
  const seqs = int4s(rows, (row) => row.seq);
  return { statement: taken, values: [now, batch, journeys, seqs] };
}

const inbox: Statement = {
  name: 'insert-inbox',
  text: `
    copy cell.inbox (key, digest, journey) from stdin (format binary)`,
};

/** Unless another process took one of them meanwhile. */
export function insertInbox(rows: readonly InboxRow[]): Addition {
  const to = new CopyRows({ fields: 3, rows: rows.length, bytes: 54 });
  for (const row of rows) {
    to.row();
    to.hex(row.key);
    to.hex(row.digest);
    to.int8(row.journey);
  }
  return { statement: inbox, rows: to, isRace: true };
}
