/** Timers: one row per journey that fires no later than its next obligation is due. */
import type { JourneyRow, NewJourney } from '../../port.ts';
import { float8s, int8s } from '../arrays.ts';
import { CopyRows } from '../copy.ts';
import type { Addition, Change, Runner, Statement } from '../sql.ts';

const first: Statement = {
  name: 'first-timers',
  text: `
    copy cell.timers (journey, subject, due) from stdin (format binary)`,
};

const arm: Statement = {
  name: 'arm-timers',
  text: `
    insert into cell.timers as t (journey, subject, due)
    select u.journey, u.subject, to_timestamp(u.due / 1000)
      from unnest($1::bigint[], $2::bigint[], $3::float8[]) as u(journey, subject, due)
        on conflict (journey) do update set due = excluded.due`,
};

/** Writes the timers of these journeys as their `timerDue` says; those that begin have none. */
export function armTimers(
  rows: readonly (JourneyRow | NewJourney)[],
): readonly (Change | Addition)[] {
  const begun = rows.filter((row) => 'enrolKey' in row);
  const open = rows.filter((row) => !('enrolKey' in row));
  const again: Change = {
    statement: arm,
    values: [
      int8s(open, (row) => row.id),
      int8s(open, (row) => row.subject),
      float8s(open, (row) => row.timerDue),
    ],
  };
  return [
    ...(begun.length > 0 ? [{ statement: first, rows: columns(begun) }] : []),
    ...(open.length > 0 ? [again] : []),
  ];
}

function columns(rows: readonly JourneyRow[]): CopyRows {
  const to = new CopyRows({ fields: 3, rows: rows.length, bytes: 38 });
  for (const row of rows) {
    to.row();
    to.int8(row.id);
    to.int8(row.subject);
    to.time(row.timerDue);
  }
  return to;
}

const disarm: Statement = {
  name: 'disarm-timers',
  text: `delete from cell.timers where journey = any($1::bigint[])`,
};

export function disarmTimers(journeys: readonly number[]): Change {
  return { statement: disarm, values: [int8s(journeys, (each) => each)] };
}

const due: Statement = {
  name: 'due-timers',
  text: `
    select journey, subject, due from cell.timers
     where due <= to_timestamp($1::float8 / 1000)
     order by due
     limit $2`,
};

export interface TimerRow {
  readonly journey: number;
  readonly subject: number;
  readonly due: number;
}

export async function dueTimers(runner: Runner, now: number, limit: number): Promise<TimerRow[]> {
  const { rows } = await runner.run<{ journey: number; subject: number; due: number }>(due, [
    now,
    limit,
  ]);
  return rows;
}

const soonest: Statement = { name: 'first-timer', text: `select min(due) as due from cell.timers` };

export async function firstTimer(runner: Runner): Promise<number | undefined> {
  const { rows } = await runner.run<{ due: number | null }>(soonest, []);
  return rows[0]?.due ?? undefined;
}
