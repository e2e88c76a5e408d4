/** Writes the state of journeys: new ones, and the ones that moved. */
import { BugError, nextDue } from '../../../core/index.ts';
import type { JourneyRow, NewJourney, WriteSet } from '../../port.ts';
import { float8s, hashes, int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const insert: Statement = {
  name: 'insert-journeys',
  text: `
    insert into cell.journeys (id, subject, program, journey, enrol_key, status, state, hash,
                               opened_at, ended_at, timer_due, next_due, next_owner)
    select u.id, u.subject, u.program, u.journey, u.enrol_key, u.status, u.state::json, u.hash,
           to_timestamp($13::float8 / 1000), to_timestamp(u.ended_at / 1000),
           to_timestamp(u.timer_due / 1000), to_timestamp(u.next_due / 1000), u.next_owner
      from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::bytea[], $9::float8[], $10::float8[], $11::float8[], $12::text[])
        as u(id, subject, program, journey, enrol_key, status, state, hash, ended_at, timer_due,
             next_due, next_owner)
        on conflict do nothing`,
};

/**
 * Touches no indexed column while the journey is open, so that the row is updated in place (HOT).
 * The second condition is for a distributed cell, which would otherwise be scanned.
 */
const update: Statement = {
  name: 'update-journeys',
  text: `
    update cell.journeys j
       set state = u.state::json, hash = u.hash, timer_due = to_timestamp(u.timer_due / 1000),
           next_due = to_timestamp(u.next_due / 1000), next_owner = u.next_owner
      from unnest($1::bigint[], $2::text[], $3::bytea[], $4::float8[], $5::float8[], $6::text[])
        as u(id, state, hash, timer_due, next_due, next_owner)
     where j.id = u.id and j.id = any($1::bigint[])`,
};

const end: Statement = {
  name: 'end-journeys',
  text: `
    update cell.journeys j
       set status = 'ended', ended_at = to_timestamp($4::float8 / 1000), state = u.state::json,
           hash = u.hash, next_due = null, next_owner = null
      from unnest($1::bigint[], $2::text[], $3::bytea[]) as u(id, state, hash)
     where j.id = u.id and j.id = any($1::bigint[])`,
};

/**
 * How a row reads for the database; an open state without a next obligation is refused here
 * already.
 */
function next(row: JourneyRow): { readonly due: number | null; readonly owner: string | null } {
  if (row.state.status === 'ended') return { due: null, owner: null };
  const found = nextDue(row.state);
  if (found === null)
    throw new BugError('ONW-NOTHING-NEXT', 'An open journey has no next obligation.');
  return found;
}

/** Inserts journeys that begin. Returns how many did; fewer means another process was first. */
export async function insertJourneys(runner: Runner, set: WriteSet): Promise<number> {
  const rows: readonly NewJourney[] = set.created;
  const nexts = rows.map(next);
  const result = await runner.run(insert, [
    int8s(rows, (row) => row.id),
    int8s(rows, (row) => row.subject),
    int8s(rows, (row) => row.program),
    texts(rows, (row) => row.state.journey),
    texts(rows, (row) => row.enrolKey),
    texts(rows, (row) => row.state.status),
    texts(rows, (row) => JSON.stringify(row.state)),
    hashes(rows, (row) => row.hash),
    float8s(rows, (row) => (row.state.status === 'ended' ? set.now : null)),
    float8s(rows, (row) => row.timerDue),
    float8s(nexts, (each) => each.due),
    texts(nexts, (each) => each.owner),
    set.now,
  ]);
  return result.rowCount ?? 0;
}

export async function updateJourneys(runner: Runner, set: WriteSet): Promise<void> {
  const open = set.changed.filter((row) => row.state.status === 'open');
  const ended = set.changed.filter((row) => row.state.status === 'ended');
  const nexts = open.map(next);
  const done: Promise<unknown>[] = [];
  if (open.length > 0) {
    done.push(
      runner.run(update, [
        int8s(open, (row) => row.id),
        texts(open, (row) => JSON.stringify(row.state)),
        hashes(open, (row) => row.hash),
        float8s(open, (row) => row.timerDue),
        float8s(nexts, (each) => each.due),
        texts(nexts, (each) => each.owner),
      ]),
    );
  }
  if (ended.length > 0) {
    done.push(
      runner.run(end, [
        int8s(ended, (row) => row.id),
        texts(ended, (row) => JSON.stringify(row.state)),
        hashes(ended, (row) => row.hash),
        set.now,
      ]),
    );
  }
  await Promise.all(done);
}
