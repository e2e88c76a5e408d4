/** Journeys that went on after a backup was restored; there are none in most installations. */
import type { RestoredRow } from '../../fence.ts';
import { bools, int4s, int8s } from '../arrays.ts';
import type { Change, Runner, Statement } from '../sql.ts';

const read: Statement = {
  name: 'read-restored',
  text: `
    select journey, epoch, from_seq as "fromSeq", doubt from cell.restored
     where journey = any($1::bigint[])`,
};

export async function readRestored(
  runner: Runner,
  journeys: readonly number[],
): Promise<RestoredRow[]> {
  const { rows } = await runner.run<RestoredRow>(read, [int8s(journeys, (each) => each)]);
  return rows;
}

const write: Statement = {
  name: 'write-restored',
  text: `
    insert into cell.restored as r (journey, epoch, from_seq, doubt)
    select * from unnest($1::bigint[], $2::integer[], $3::integer[], $4::boolean[])
        on conflict (journey) do update
       set epoch = excluded.epoch, from_seq = excluded.from_seq, doubt = excluded.doubt`,
};

export function writeRestored(rows: readonly RestoredRow[]): Change {
  const values = [
    int8s(rows, (row) => row.journey),
    int4s(rows, (row) => row.epoch),
    int4s(rows, (row) => row.fromSeq),
    bools(rows, (row) => row.doubt),
  ];
  return { statement: write, values };
}
