/**
 * Locks and reads the journeys a batch is about: the one place where state is read before it
 * changes.
 */
import type { JourneyRow } from '../../port.ts';
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const row = `id, subject, program, state, encode(hash, 'hex') as hash,
           timer_due as "timerDue"`;

/**
 * Ordered by id, so that two processes that want the same journeys wait instead of deadlocking.
 * Reading under `for update` in one statement costs little beside the writes; a cache would save
 * that little and put correctness at risk. The ids first, then the rows: a third less than the same
 * with `or` (9.6 against 6.6 ms per 1,000 rows). A journey that ended in between comes back ended.
 * `status = 'open'` would offer the indexes of all open journeys, which a table without statistics
 * has read whole.
 */
const both: Statement = {
  name: 'lock-journeys',
  text: `
    select ${row}
      from cell.journeys
     where id = any(array(
             select id from cell.journeys where subject = any($1::bigint[]) and status <> 'ended'
             union all
             select unnest($2::bigint[])))
     order by id
       for update`,
};

/** Most batches name no journey: then each row is looked up once. */
const bySubject: Statement = {
  name: 'lock-subjects',
  text: `
    select ${row}
      from cell.journeys
     where subject = any($1::bigint[]) and status <> 'ended'
     order by id
       for update`,
};

export async function lockJourneys(
  runner: Runner,
  subjects: readonly number[],
  journeys: readonly number[],
): Promise<JourneyRow[]> {
  const ofSubjects = int8s(subjects, (each) => each);
  const { rows } =
    journeys.length === 0
      ? await runner.run<JourneyRow>(bySubject, [ofSubjects])
      : await runner.run<JourneyRow>(both, [ofSubjects, int8s(journeys, (each) => each)]);
  return rows;
}
