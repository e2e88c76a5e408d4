/**
 * Open journeys in pages, for the sweep. The order is that of the index of open ones by version and
 * definition, so that those that have ended are never read, however many they are.
 */
import type { State } from '../../../core/index.ts';
import type { SweepPlace } from '../../figures.ts';
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

export interface StateRow {
  readonly id: number;
  readonly program: number;
  readonly journey: string;
  readonly state: State;
}

const page: Statement = {
  name: 'sweep-states',
  text: `
    select j.id, j.program, j.journey, j.state
      from cell.journeys j
     where j.status = 'open' and (j.program, j.journey, j.id) > ($1::bigint, $2, $3::bigint)
     order by j.program, j.journey, j.id
     limit $4`,
};

export async function sweepStates(
  runner: Runner,
  { after, limit }: { readonly after: SweepPlace; readonly limit: number },
): Promise<StateRow[]> {
  const { program, journey, id } = after;
  return (await runner.run<StateRow>(page, [program, journey, id, limit])).rows;
}

const some: Statement = {
  name: 'open-states',
  text: `
    select j.id, j.program, j.journey, j.state
      from cell.journeys j
     where j.id = any($1::bigint[]) and j.status = 'open'`,
};

export async function openStates(runner: Runner, ids: readonly number[]): Promise<StateRow[]> {
  return (await runner.run<StateRow>(some, [int8s(ids, (id) => id)])).rows;
}
