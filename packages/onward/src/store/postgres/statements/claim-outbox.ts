/** Takes over what a dead process left in the outbox; `skip locked` lets several do so at once. */
import type { OutboxRow } from '../../port.ts';
import { bools, float8s, int2s, int4s, int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import type { StoredOrder } from './write-outbox.ts';

/** A batch's orders belong to the worker that wrote them for as long as that worker beats. */
const claim: Statement = {
  name: 'claim-outbox',
  text: `
    update cell.outbox o set worker = $1::bigint
     where o.id = any(array(
             select c.id from cell.outbox c
              where c.worker <> all($2::bigint[])
              order by c.id
              limit $3
                for update skip locked))
    returning o.id, o.asked_at, o.orders, o.ended, o.tries`,
};

type Try = Pick<OutboxRow, 'attempts' | 'nextAt' | 'started'>;

interface Row {
  readonly id: number;
  readonly asked_at: number;
  readonly orders: readonly StoredOrder[];
  readonly ended: readonly number[];
  readonly tries: Readonly<Record<string, Try>>;
}

/** Everything that has not ended of the batches that are taken over, at most `limit` of them. */
export async function claimOutbox(
  runner: Runner,
  by: { readonly worker: number; readonly living: readonly number[]; readonly limit: number },
): Promise<OutboxRow[]> {
  const { rows } = await runner.run<Row>(claim, [
    by.worker,
    int8s(by.living, (each) => each),
    by.limit,
  ]);
  return rows.flatMap(({ id: batch, asked_at: nextAt, orders, ended, tries }) => {
    const gone = new Set(ended);
    const untried: Try = { attempts: 0, nextAt, started: false };
    return orders.flatMap((order, place): OutboxRow[] => {
      return gone.has(place) ? [] : [{ batch, place, ...order, ...(tries[place] ?? untried) }];
    });
  });
}

const note: Statement = {
  name: 'note-attempts',
  text: `
    update cell.outbox o
       set tries = o.tries || u.tries
      from (select batch,
                   jsonb_object_agg(place, jsonb_build_object(
                     'attempts', attempts, 'nextAt', next_at, 'started', started)) as tries
              from unnest($1::bigint[], $2::integer[], $3::smallint[], $4::float8[], $5::boolean[])
                as g(batch, place, attempts, next_at, started)
             group by batch) u
     where o.id = u.batch and o.id = any($1::bigint[]) and o.worker = $6::bigint
    returning o.id, o.ended`,
};

type Attempt = Pick<OutboxRow, 'batch' | 'place'> & Try;

/** Tells of each row whether it still belongs to the worker, and has not ended. */
export async function noteAttempts(
  runner: Runner,
  worker: number,
  attempts: readonly Attempt[],
): Promise<boolean[]> {
  const { rows } = await runner.run<Pick<Row, 'id' | 'ended'>>(note, [
    int8s(attempts, (row) => row.batch),
    int4s(attempts, (row) => row.place),
    int2s(attempts, (row) => row.attempts),
    float8s(attempts, (row) => row.nextAt),
    bools(attempts, (row) => row.started),
    worker,
  ]);
  const ended = new Map(rows.map((row) => [row.id, row.ended]));
  return attempts.map(({ batch, place }) => ended.get(batch)?.includes(place) === false);
}
