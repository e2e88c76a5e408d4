/** The outbox: what must leave, and how what left came out. */
import { orderKey } from '../../port.ts';
import type { OutboxRow, WriteSet } from '../../port.ts';
import { int4s, int8s, texts } from '../arrays.ts';
import type { Change, Statement } from '../sql.ts';

/**
 * One row for the batch. With a row for each order, inserting and deleting them took a sixth of
 * what the database did, and 350 bytes of log for each.
 */
const insert: Statement = {
  name: 'insert-outbox',
  text: `
    insert into cell.outbox (id, worker, asked_at, total, orders, ended, tries)
    values ($1::bigint, $2::bigint, to_timestamp($3::float8 / 1000), $4, $5::json, '{}', '{}')`,
};

export function insertOutbox({ batch, worker, now, outbox }: WriteSet): Change {
  const orders = outbox.map((row): StoredOrder => {
    const { journey, subject, program, seq, effect, epoch, doubt } = row;
    const order = { journey, subject, program, seq, effect };
    if (epoch === undefined) return order;
    return doubt === true ? { ...order, epoch, doubt } : { ...order, epoch };
  });
  const values = [batch, worker, now, orders.length, JSON.stringify(orders)];
  return { statement: insert, values };
}

/** An order as it stands in a row; its place in the list is its place in the batch. */
export type StoredOrder = Pick<
  OutboxRow,
  'journey' | 'subject' | 'program' | 'seq' | 'effect' | 'epoch' | 'doubt'
>;

/** An order may end twice, where another process took it over: its place counts once. */
const note: Statement = {
  name: 'end-orders',
  text: `
    update cell.outbox set ended = array(select distinct unnest(ended || $2::integer[]))
     where id = $1::bigint`,
};

/** After the other statement, so that it sees what any other transaction has ended meanwhile. */
const remove: Statement = {
  name: 'delete-outbox',
  text: `delete from cell.outbox where id = any($1::bigint[]) and cardinality(ended) = total`,
};

/** One array row for the whole batch: a row per outcome would double what a command costs. */
const record: Statement = {
  name: 'record-outcomes',
  text: `
    insert into cell.outcomes (id, at, journeys, keys, outcomes)
    values ($1::bigint, to_timestamp($2::float8 / 1000), $3::bigint[], $4::text[], $5::text[])`,
};

export function completeOutbox({ completions, batch, now }: WriteSet): readonly Change[] {
  const ended = new Map<number, number[]>();
  for (const { row } of completions) {
    const places = ended.get(row.batch);
    if (places === undefined) ended.set(row.batch, [row.place]);
    else places.push(row.place);
  }
  // In one order for all processes, so that two that end the same orders wait and do not lock up.
  const batches = [...ended.keys()].toSorted((a, b) => a - b);
  const notes = batches.map((id) => ({
    statement: note,
    values: [id, int4s(ended.get(id) ?? [], (place) => place)],
  }));
  const outcomes = [
    int8s(completions, ({ row }) => row.journey),
    texts(completions, ({ row }) => orderKey(row)),
    texts(completions, ({ outcome }) => outcome),
  ];
  return [
    ...notes,
    { statement: remove, values: [int8s(batches, (each) => each)] },
    { statement: record, values: [batch, now, ...outcomes] },
  ];
}
