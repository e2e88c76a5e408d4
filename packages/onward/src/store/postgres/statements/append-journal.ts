/** Appends to the journal and to the inbox: what was taken, and that it was taken. */
import type { InboxRow, JournalRow } from '../../port.ts';
import { float8s, hashes, int4s, int8s, texts, uuids } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const journal: Statement = {
  name: 'append-journal',
  text: `
    insert into cell.journal
           (journey, seq, at, occurred_at, type, source, event_id, step, body, hash)
    select u.journey, u.seq, to_timestamp(u.at / 1000), to_timestamp(u.occurred_at / 1000), u.type,
           u.source, u.event_id, u.step, u.body::json, u.hash
      from unnest($1::bigint[], $2::integer[], $3::float8[], $4::float8[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::text[], $10::bytea[])
        as u(journey, seq, at, occurred_at, type, source, event_id, step, body, hash)`,
};

export async function appendJournal(runner: Runner, rows: readonly JournalRow[]): Promise<void> {
  await runner.run(journal, [
    int8s(rows, (row) => row.journey),
    int4s(rows, (row) => row.seq),
    float8s(rows, (row) => row.at),
    float8s(rows, (row) => row.occurredAt),
    texts(rows, (row) => row.type),
    texts(rows, (row) => row.source),
    texts(rows, (row) => row.eventId),
    texts(rows, (row) => row.step),
    texts(rows, (row) => row.body),
    hashes(rows, (row) => row.hash),
  ]);
}

const inbox: Statement = {
  name: 'insert-inbox',
  text: `
    insert into cell.inbox (key, digest, journey)
    select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])
        on conflict do nothing`,
};

/** Returns how many keys were new; fewer than given means another process took one meanwhile. */
export async function insertInbox(runner: Runner, rows: readonly InboxRow[]): Promise<number> {
  const result = await runner.run(inbox, [
    uuids(rows, (row) => row.key),
    uuids(rows, (row) => row.digest),
    int8s(rows, (row) => row.journey),
  ]);
  return result.rowCount ?? 0;
}
