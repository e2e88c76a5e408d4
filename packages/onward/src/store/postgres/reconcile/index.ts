/** The store of reconciliation, over the cells and the directory. */
import { cellOf } from '../../port.ts';
import type { DriftGroup, ReconcileStore } from '../../reconcile.ts';
import type { Runner } from '../sql.ts';
import { journeysOfRefs } from '../statements/correlate.ts';
import {
  comparedJourneys,
  comparedOfSubjects,
  comparedStates,
  openJourneys,
  readBeliefs,
  restingAt,
} from './beliefs.ts';
import {
  closeDrifts,
  dueEchoes,
  driftGroups,
  driftsOfGroup,
  keepDrifts,
  listDrifts,
  noteWrite,
  oneDrift,
  openDrifts,
} from './drifts.ts';
import {
  beatReconciliation,
  beginReconciliation,
  endReconciliation,
  listReconciliations,
} from './runs.ts';

export interface ReconcileFrom {
  readonly on: (cell: number) => Runner;
  readonly home: Runner;
  readonly cells: readonly number[];
  /** Fresh numbers, in cell 0. */
  take(count: number): Promise<readonly number[]>;
}

export function reconcileStore(from: ReconcileFrom): ReconcileStore {
  const { on, home, cells } = from;
  return {
    beliefs: (cell, journeys, types) => readBeliefs(on(cell), journeys, types),
    ofSubjects: (cell, subjects) => comparedOfSubjects(on(cell), subjects),
    compared: (cell, journeys) => comparedJourneys(on(cell), journeys),
    open: (cell, after, limit) => openJourneys(on(cell), after, limit),
    restingAt: (cell, journeys, steps) => restingAt(on(cell), journeys, steps),
    states: (cell, journeys) => comparedStates(on(cell), journeys),
    owners: (cell, refs) =>
      refs.length === 0 ? Promise.resolve([]) : journeysOfRefs(on(cell), refs),
    keepDrifts: (cell, rows) => keepDrifts(on(cell), rows),
    openDrifts: (cell, of) => openDrifts(on(cell), of),
    groups: async () =>
      united((await Promise.all(cells.map((cell) => driftGroups(on(cell))))).flat()),
    openOf: async (of, page) => {
      const found = await Promise.all(cells.map((cell) => driftsOfGroup(on(cell), of, page)));
      return found
        .flat()
        .toSorted((a, b) => a.id - b.id)
        .slice(0, page.limit);
    },
    closeDrifts: (cell, ids, end) => closeDrifts(on(cell), ids, end),
    noteWrite: (id, write, since) => noteWrite(on(cellOf(id)), { ...write, id, since }),
    echoes: (cell, now, limit) => dueEchoes(on(cell), now, limit),
    drift: async (id) => (cells.includes(cellOf(id)) ? oneDrift(on(cellOf(id)), id) : undefined),
    drifts: async (filter, page) => {
      const found = await Promise.all(cells.map((cell) => listDrifts(on(cell), filter, page)));
      return found
        .flat()
        .toSorted((a, b) => b.id - a.id)
        .slice(0, page.limit);
    },
    begin: async (row, unless) => {
      const [id = 0] = await from.take(1);
      return beginReconciliation(home, id, { row, unless });
    },
    beatOf: (id, so, at) => beatReconciliation(home, id, { so, at }),
    end: (id, how) => endReconciliation(home, id, how),
    reconciliations: (of) => listReconciliations(home, of),
  };
}

/** One group where several cells have it. */
function united(groups: readonly DriftGroup[]): readonly DriftGroup[] {
  const all = new Map<string, DriftGroup>();
  for (const group of groups) {
    const key = [group.system, group.lookUp, group.class].join('/');
    const known = all.get(key);
    const owners = [...new Set([...(known?.owners ?? []), ...group.owners])];
    const count = group.count + (known?.count ?? 0);
    const oldest = Math.min(group.oldest, known?.oldest ?? group.oldest);
    all.set(key, { ...group, count, oldest, owners });
  }
  return [...all.values()];
}
