/** The part of the port that the console works from, over PostgreSQL; cells are merged here. */
import { cellOf } from '../../port.ts';
import type { JourneyView } from '../../reads.ts';
import type { WorkStore } from '../../work.ts';
import type { Programs } from '../programs.ts';
import { journeyView, obligationView } from '../reads.ts';
import type { Runner } from '../sql.ts';
import { countByPlace, mergeCounts } from './counts.ts';
import { absenceStore } from './absences.ts';
import { journeysBeside, journeysOfRefs, severalJourneys, subjectsOfRefs } from './find.ts';
import { handoverStore } from './handovers.ts';
import { presenceStore } from './presence.ts';
import { byRank, listQueue } from './queue.ts';
import { viewStore } from './views.ts';

export interface WorkFrom {
  readonly on: (cell: number) => Runner;
  readonly cells: readonly number[];
  readonly programs: Programs;
  /** A fresh number for a row of the directory. */
  readonly take: () => Promise<number>;
}

export function postgresWork({ on, cells, programs, take }: WorkFrom): WorkStore {
  const home = on(0);
  return {
    presence: presenceStore(home),
    views: viewStore(home, take),
    handovers: handoverStore(home, take),
    absences: absenceStore(home, take),
    journeys: async (ids) => {
      const found = cells.map(async (cell) => {
        const own = ids.filter((each) => cellOf(each) === cell);
        const rows = await severalJourneys(on(cell), own);
        return Promise.all(rows.map((row) => journeyView(programs, cell, row)));
      });
      return (await Promise.all(found)).flat();
    },
    journeysOf: async (refs, limit) => {
      if (refs.length === 0) return [];
      const subjects = await subjectsOfRefs(home, refs);
      const found = cells.map(async (cell) => {
        const of = subjects.filter((each) => cellOf(each) === cell);
        const rows = await journeysOfRefs(on(cell), { refs, of }, limit);
        return Promise.all(rows.map((row) => journeyView(programs, cell, row)));
      });
      const views = (await Promise.all(found)).flat();
      return views.toSorted(openFirst).slice(0, limit);
    },
    beside: async (id, limit) => {
      const cell = cellOf(id);
      if (!cells.includes(cell)) return [];
      const rows = await journeysBeside(on(cell), id, limit);
      return Promise.all(rows.map((row) => journeyView(programs, cell, row)));
    },
    queue: async (filter, page) => {
      const found = cells.map(async (cell) => {
        const rows = await listQueue(on(cell), filter, page);
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

function openFirst(a: JourneyView, b: JourneyView): number {
  const ended = ({ state }: JourneyView): number => Number(state.status === 'ended');
  return ended(a) - ended(b) || b.id - a.id;
}
