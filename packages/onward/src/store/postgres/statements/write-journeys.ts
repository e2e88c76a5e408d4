/** Writes the state of journeys: new ones, and the ones that moved. */
import { BugError, nextDue } from '../../../core/index.ts';
import type { JourneyRow, NewJourney, WriteSet } from '../../port.ts';
import { CopyRows } from '../copy.ts';
import { float8s, hashes, int8s, texts } from '../arrays.ts';
import type { Addition, Change, Statement } from '../sql.ts';

const insert: Statement = {
  name: 'insert-journeys',
  text: `
    copy cell.journeys (id, subject, program, opened_at, timer_due, ended_at, journey, enrol_key,
                        status, next_owner, next_due, hash, state)
    from stdin (format binary)`,
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

/** Journeys that begin, unless another process began one of them first. */
export function insertJourneys(set: WriteSet): Addition {
  const rows: readonly NewJourney[] = set.created;
  const to = new CopyRows({ fields: 13, rows: rows.length, bytes: 768 });
  for (const row of rows) {
    const { state } = row;
    const { due, owner } = next(row);
    to.row();
    to.int8(row.id);
    to.int8(row.subject);
    to.int8(row.program);
    to.time(set.now);
    to.time(row.timerDue);
    to.time(state.status === 'ended' ? set.now : null);
    to.text(state.journey);
    to.text(row.enrolKey);
    to.text(state.status);
    to.text(owner);
    to.time(due);
    to.hex(row.hash);
    to.text(JSON.stringify(state));
  }
  return { statement: insert, rows: to, isRace: true };
}

/** Journeys that moved, or ended. */
export function updateJourneys(set: WriteSet): readonly Change[] {
  const open = set.changed.filter((row) => row.state.status === 'open');
  const ended = set.changed.filter((row) => row.state.status === 'ended');
  const nexts = open.map(next);
  const moving: Change = {
    statement: update,
    values: [
      int8s(open, (row) => row.id),
      texts(open, (row) => JSON.stringify(row.state)),
      hashes(open, (row) => row.hash),
      float8s(open, (row) => row.timerDue),
      float8s(nexts, (each) => each.due),
      texts(nexts, (each) => each.owner),
    ],
  };
  const ending: Change = {
    statement: end,
    values: [
      int8s(ended, (row) => row.id),
      texts(ended, (row) => JSON.stringify(row.state)),
      hashes(ended, (row) => row.hash),
      set.now,
    ],
  };
  return [...(open.length > 0 ? [moving] : []), ...(ended.length > 0 ? [ending] : [])];
}
