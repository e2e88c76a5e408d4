/** The outbox: what must leave, and how what left came out. */
import { commandKey } from '../../../core/index.ts';
import type { OutboxRow, WriteSet } from '../../port.ts';
import { int4s, int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const insert: Statement = {
  name: 'insert-outbox',
  text: `
    insert into cell.outbox
           (id, journey, subject, program, seq, effect, worker, attempts, next_at, started)
    select u.id, u.journey, u.subject, u.program, u.seq, u.effect::json, $7::bigint, 0,
           to_timestamp($8::float8 / 1000), false
      from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::integer[], $6::text[])
        as u(id, journey, subject, program, seq, effect)`,
};

export async function insertOutbox(runner: Runner, set: WriteSet): Promise<void> {
  const rows: readonly OutboxRow[] = set.outbox;
  await runner.run(insert, [
    int8s(rows, (row) => row.id),
    int8s(rows, (row) => row.journey),
    int8s(rows, (row) => row.subject),
    int8s(rows, (row) => row.program),
    int4s(rows, (row) => row.seq),
    texts(rows, (row) => JSON.stringify(row.effect)),
    set.worker,
    set.now,
  ]);
}

const remove: Statement = {
  name: 'delete-outbox',
  text: `delete from cell.outbox where id = any($1::bigint[])`,
};

/** One array row for the whole batch: a row per outcome would double what a command costs. */
const record: Statement = {
  name: 'record-outcomes',
  text: `
    insert into cell.outcomes (id, at, journeys, keys, outcomes)
    values ($1::bigint, to_timestamp($2::float8 / 1000), $3::bigint[], $4::text[], $5::text[])`,
};

export async function completeOutbox(
  runner: Runner,
  { completions, batch, now }: Pick<WriteSet, 'completions' | 'batch' | 'now'>,
): Promise<void> {
  await Promise.all([
    runner.run(remove, [int8s(completions, ({ row }) => row.id)]),
    runner.run(record, [
      batch,
      now,
      int8s(completions, ({ row }) => row.journey),
      texts(completions, ({ row }) => commandKey(row.journey, `${row.seq}.${row.effect.index}`)),
      texts(completions, ({ outcome }) => outcome),
    ]),
  ]);
}
