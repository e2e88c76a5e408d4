/** The part of the port that the console works from, over PostgreSQL; cells are merged here. */
import type { WorkStore } from '../../work.ts';
import { rethrow } from '../connection.ts';
import type { Programs } from '../programs.ts';
import { obligationView } from '../reads.ts';
import type { Runner } from '../sql.ts';
import { countByPlace, mergeCounts } from './counts.ts';
import { presenceStore } from './presence.ts';
import { byRank, listQueue } from './queue.ts';

export interface WorkFrom {
  readonly on: (cell: number) => Runner;
  readonly cells: readonly number[];
  readonly programs: Programs;
}

export function postgresWork({ on, cells, programs }: WorkFrom): WorkStore {
  const home = on(0);
  return {
    presence: presenceStore(home),
    queue: async (filter, page) => {
      const found = cells.map(async (cell) => {
        const rows = await listQueue(on(cell), filter, page).catch(rethrow);
        return Promise.all(
          rows.map(async (row) => {
            const { rank, id: journey, slot } = row;
            const view = await obligationView(programs, cell, row);
            return { view: { ...view, rank }, spot: { rank, journey, slot } };
          }),
        );
      });
      const rows = (await Promise.all(found)).flat();
      const page1 = rows.toSorted((a, b) => byRank(a.spot, b.spot)).slice(0, page.limit);
      return page1.map(({ view }) => view);
    },
    counts: async (by) => {
      const found = await Promise.all(cells.map((cell) => countByPlace(on(cell), by)));
      return mergeCounts(found.flat());
    },
  };
}
