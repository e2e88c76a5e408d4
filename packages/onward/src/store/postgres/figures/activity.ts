/** Activity over all cells: each is counted under a claim of its own, and they are added up. */
import type { ActivityStore, ActivitySum } from '../../activity.ts';
import type { Programs } from '../programs.ts';
import type { Runner } from '../sql.ts';
import { countActivity } from './count-activity.ts';
import { activityDays, activitySums, countedTime } from './read-activity.ts';
import { summed } from './summed.ts';

export interface ActivityFrom {
  readonly on: (cell: number) => Runner;
  readonly cells: readonly number[];
  readonly programs: Programs;
  readonly transact: <T>(cell: number, work: (runner: Runner) => Promise<T>) => Promise<T>;
}

export function activityStore({ on, cells, programs, transact }: ActivityFrom): ActivityStore {
  const everywhere = async <T>(ask: (cell: Runner) => Promise<readonly T[]>): Promise<T[]> =>
    (await Promise.all(cells.map((cell) => ask(on(cell))))).flat();
  return {
    count: (cell, by) => {
      const program = (id: number) => programs.read(cell, id);
      return transact(cell, (runner) => countActivity(runner, { ...by, program }));
    },
    counted: async (to) => {
      const each = await Promise.all(cells.map((cell) => countedTime(on(cell), to)));
      const known = each.filter((time) => time !== undefined);
      if (known.length < each.length) return undefined;
      const since = Math.max(...known.map((time) => time.since));
      return { since, to: Math.min(...known.map((time) => time.to)) };
    },
    sums: async (since) => summed(await everywhere((cell) => activitySums(cell, since)), nameOf),
    days: async (since, zone) => {
      const rows = await everywhere((cell) => activityDays(cell, since, zone));
      return summed(rows, (row) => `${row.day}\n${nameOf(row)}`);
    },
  };
}

function nameOf({ program, journey, what, name, by }: ActivitySum): string {
  return [program, journey, what, name, by].join('\n');
}
