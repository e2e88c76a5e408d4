/** Timers: one row per journey that fires no later than its next obligation is due. */
import type { JourneyRow, NewJourney } from '../../port.ts';
import { float8s, int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const arm: Statement = {
  name: 'arm-timers',
  text: `
    insert into cell.timers as t (journey, subject, due)
    select u.journey, u.subject, to_timestamp(u.due / 1000)
      from unnest($1::bigint[], $2::bigint[], $3::float8[]) as u(journey, subject, due)
        on conflict (journey) do update set due = excluded.due`,
};

/** Writes the timers of these journeys as their `timerDue` says. */
export async function armTimers(
  runner: Runner,
  rows: readonly (JourneyRow | NewJourney)[],
): Promise<void> {
  await runner.run(arm, [
    int8s(rows, (row) => row.id),
    int8s(rows, (row) => row.subject),
    float8s(rows, (row) => row.timerDue),
  ]);
}

const disarm: Statement = {
  name: 'disarm-timers',
  text: `delete from cell.timers where journey = any($1::bigint[])`,
};

export async function disarmTimers(runner: Runner, journeys: readonly number[]): Promise<void> {
  await runner.run(disarm, [int8s(journeys, (each) => each)]);
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

const first: Statement = { name: 'first-timer', text: `select min(due) as due from cell.timers` };

export async function firstTimer(runner: Runner): Promise<number | undefined> {
  const { rows } = await runner.run<{ due: number | null }>(first, []);
  return rows[0]?.due ?? undefined;
}
