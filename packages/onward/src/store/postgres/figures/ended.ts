/** What ended last, and the steps that it passed: the sample by which others are slow or not. */
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/** So many of the newest are looked at for those of one program: a bound of what it costs. */
const mostRead = 4_000;

/** By the index of what ended when; of each definition the newest. */
const newest: Statement = {
  name: 'newest-ended',
  text: `
    select id, journey, outcome, opened_at as "openedAt", ended_at as "endedAt"
      from (select j.id, j.journey, j.state ->> 'outcome' as outcome, j.opened_at, j.ended_at,
                   row_number() over (partition by j.journey order by j.ended_at desc, j.id desc)
                     as place
              from (select j.id, j.program, j.journey, j.state, j.opened_at, j.ended_at
                      from cell.journeys j
                     where j.status = 'ended'
                     order by j.ended_at desc, j.id desc
                     limit ${mostRead}) j
              join cell.programs p on p.id = j.program
             where p.name = $1) j
     where place <= $2
     order by id`,
};

export interface EndedRow {
  readonly id: number;
  readonly journey: string;
  readonly outcome: string | null;
  readonly openedAt: number;
  readonly endedAt: number;
}

export async function newestEnded(
  runner: Runner,
  program: string,
  limit: number,
): Promise<EndedRow[]> {
  return (await runner.run<EndedRow>(newest, [program, limit])).rows;
}

const rests: Statement = {
  name: 'rests-of-journeys',
  text: `
    select journey, at, step,
           case when type = 'act' then body -> 'input' ->> 'action' end as action
      from cell.journal
     where journey = any($1::bigint[])
     order by journey, seq`,
};

export interface RestRow {
  readonly journey: number;
  readonly at: number;
  readonly step: string;
  /** What a person did. */
  readonly action: string | null;
}

export async function restsOf(runner: Runner, journeys: readonly number[]): Promise<RestRow[]> {
  return (await runner.run<RestRow>(rests, [int8s(journeys, (id) => id)])).rows;
}
