/** Takes over what a dead process left in the outbox; `skip locked` lets several do so at once. */
import type { Outgoing, OutboxRow } from '../../port.ts';
import { bools, float8s, int2s, int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/** A row belongs to the worker that wrote it for as long as that worker beats. */
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
    returning o.id, o.journey, o.subject, o.program, o.seq, o.effect, o.attempts, o.next_at,
              o.started`,
};

interface Row {
  readonly id: number;
  readonly journey: number;
  readonly subject: number;
  readonly program: number;
  readonly seq: number;
  readonly effect: Outgoing;
  readonly attempts: number;
  readonly next_at: number;
  readonly started: boolean;
}

export async function claimOutbox(
  runner: Runner,
  by: { readonly worker: number; readonly living: readonly number[]; readonly limit: number },
): Promise<OutboxRow[]> {
  const { rows } = await runner.run<Row>(claim, [
    by.worker,
    int8s(by.living, (each) => each),
    by.limit,
  ]);
  return rows.map(({ next_at: nextAt, ...row }) => ({ ...row, nextAt }));
}

const note: Statement = {
  name: 'note-attempts',
  text: `
    update cell.outbox o
       set attempts = u.attempts, next_at = to_timestamp(u.next_at / 1000), started = u.started
      from unnest($1::bigint[], $2::smallint[], $3::float8[], $4::boolean[])
        as u(id, attempts, next_at, started)
     where o.id = u.id and o.id = any($1::bigint[]) and o.worker = $5::bigint`,
};

export interface AttemptRow {
  readonly id: number;
  readonly attempts: number;
  readonly nextAt: number;
  readonly started: boolean;
}

/** Returns how many of the rows still belong to the worker. */
export async function noteAttempts(
  runner: Runner,
  worker: number,
  rows: readonly AttemptRow[],
): Promise<number> {
  const result = await runner.run(note, [
    int8s(rows, (row) => row.id),
    int2s(rows, (row) => row.attempts),
    float8s(rows, (row) => row.nextAt),
    bools(rows, (row) => row.started),
    worker,
  ]);
  return result.rowCount ?? 0;
}
