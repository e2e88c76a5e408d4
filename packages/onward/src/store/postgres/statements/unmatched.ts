/** Input that belongs nowhere yet: kept with an owner and a date, found again by its refs. */
import type { OnwardCode, OperationalEvent } from '../../../core/index.ts';
import type { UnmatchedRow, WriteSet } from '../../port.ts';
import { float8s, int8s, texts, uuids } from '../arrays.ts';
import type { Change, Runner, Statement } from '../sql.ts';

/** What was closed opens again: somebody was told that a journey is broken, and it is once more. */
const insert: Statement = {
  name: 'insert-unmatched',
  text: `
    insert into cell.unmatched as m (id, key, digest, source, event_id, type, reason, owner, due,
                                occurred_at, received_at, event)
    select u.id, u.key, u.digest, u.source, u.event_id, u.type, u.reason, u.owner,
           to_timestamp(u.due / 1000), to_timestamp(u.occurred_at / 1000),
           to_timestamp(u.received_at / 1000), u.event::json
      from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::float8[], $10::float8[], $11::float8[], $12::text[])
        as u(id, key, digest, source, event_id, type, reason, owner, due, occurred_at, received_at,
             event)
        on conflict (key) do update
       set owner = excluded.owner, due = excluded.due, received_at = excluded.received_at,
           placed_in = null, closed_at = null
     where m.closed_at is not null`,
};

const insertRefs: Statement = {
  name: 'insert-unmatched-refs',
  text: `
    insert into cell.unmatched_refs (ref, unmatched)
    select * from unnest($1::uuid[], $2::bigint[])
        on conflict do nothing`,
};

/** Returns how many were new; fewer than given means another process kept one meanwhile. */
export async function insertUnmatched(
  runner: Runner,
  rows: readonly UnmatchedRow[],
): Promise<number> {
  const pairs = rows.flatMap(({ id, event }) => event.refs.map(({ ref }) => ({ ref, id })));
  const [result] = await Promise.all([
    runner.run(insert, [
      int8s(rows, (row) => row.id),
      uuids(rows, (row) => row.key),
      uuids(rows, (row) => row.event.digest),
      texts(rows, (row) => row.event.source),
      texts(rows, (row) => row.event.id),
      texts(rows, (row) => row.event.type),
      texts(rows, (row) => row.reason),
      texts(rows, (row) => row.owner),
      float8s(rows, (row) => row.due),
      float8s(rows, (row) => row.event.occurredAt),
      float8s(rows, (row) => row.receivedAt),
      texts(rows, (row) => JSON.stringify(row.event)),
    ]),
    pairs.length === 0
      ? undefined
      : runner.run(insertRefs, [uuids(pairs, (pair) => pair.ref), int8s(pairs, (pair) => pair.id)]),
  ]);
  return result.rowCount ?? 0;
}

const place: Statement = {
  name: 'place-unmatched',
  text: `
    update cell.unmatched m
       set placed_in = u.journey, closed_at = to_timestamp($3::float8 / 1000)
      from unnest($1::bigint[], $2::bigint[]) as u(id, journey)
     where m.id = u.id and m.id = any($1::bigint[]) and m.closed_at is null`,
};
const forget: Statement = {
  name: 'forget-unmatched-refs',
  text: `delete from cell.unmatched_refs where unmatched = any($1::bigint[])`,
};

export function placeUnmatched(placed: WriteSet['placed'], now: number): readonly Change[] {
  const ids = int8s(placed, (each) => each.id);
  const journeys = int8s(placed, (each) => each.journey);
  return [
    { statement: place, values: [ids, journeys, now] },
    { statement: forget, values: [ids] },
  ];
}

const byKey: Statement = {
  name: 'unmatched-by-key',
  text: `
    select id, replace(key::text, '-', '') as key, replace(digest::text, '-', '') as digest
      from cell.unmatched
     where key = any($1::uuid[]) and closed_at is null`,
};

export async function unmatchedKeys(
  runner: Runner,
  keys: readonly string[],
): Promise<{ id: number; key: string; digest: string }[]> {
  const { rows } = await runner.run<{ id: number; key: string; digest: string }>(byKey, [
    uuids(keys, (each) => each),
  ]);
  return rows;
}

const columns = `m.id, replace(m.key::text, '-', '') as key, m.event, m.reason, m.owner, m.due,
           m.received_at`;
const byRef: Statement = {
  name: 'unmatched-by-ref',
  text: `
    select ${columns}
      from cell.unmatched m
     where m.closed_at is null
       and m.id in (select unmatched from cell.unmatched_refs where ref = any($1::uuid[]))
     order by m.received_at, m.id`,
};
const open: Statement = {
  name: 'open-unmatched',
  text: `
    select ${columns} from cell.unmatched m
     where m.closed_at is null and m.id > $1::bigint
     order by m.id
     limit $2`,
};

interface Row {
  readonly id: number;
  readonly key: string;
  readonly event: OperationalEvent;
  readonly reason: OnwardCode;
  readonly owner: string;
  readonly due: number;
  readonly received_at: number;
}
const view = ({ received_at: receivedAt, ...row }: Row): UnmatchedRow => ({ ...row, receivedAt });

export async function unmatchedByRefs(
  runner: Runner,
  refs: readonly string[],
): Promise<UnmatchedRow[]> {
  const { rows } = await runner.run<Row>(byRef, [uuids(refs, (each) => each)]);
  return rows.map(view);
}

/** Open ones after a number, oldest first. */
export async function openUnmatched(
  runner: Runner,
  after: number,
  limit: number,
): Promise<UnmatchedRow[]> {
  const { rows } = await runner.run<Row>(open, [after, limit]);
  return rows.map(view);
}
