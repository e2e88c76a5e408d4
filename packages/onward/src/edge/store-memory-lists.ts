/** The lists of a store in memory: what is in quarantine, and how far each system was read. */
import type { CursorRow, CursorStore, Place, QuarantineRow, QuarantineStore } from './store.ts';

export function quarantineInMemory(): QuarantineStore {
  const rows = new Map<string, QuarantineRow>();
  return {
    keep(row) {
      rows.set(row.id, { ...row, tries: rows.get(row.id)?.tries ?? row.tries });
      return Promise.resolve();
    },
    page({ state, before, limit }) {
      const all = [...rows.values()]
        .filter((row) => state === undefined || row.state === state)
        .map((row) => ({ row, id: row.id, at: row.receivedAt }));
      const some = newestFirst(all, before).slice(0, limit);
      return Promise.resolve(some.map(({ row }) => row));
    },
    take({ now, until, limit }) {
      const some = [...rows.values()]
        .filter(({ state, nextAt, sealed }) => state === 'open' && nextAt <= now && sealed !== null)
        .toSorted((a, b) => a.nextAt - b.nextAt)
        .slice(0, limit)
        .map((row) => ({ ...row, nextAt: until, tries: row.tries + 1 }));
      for (const row of some) rows.set(row.id, row);
      return Promise.resolve(some);
    },
    close(id, state) {
      const row = rows.get(id);
      const isOpen = row?.state === 'open';
      if (isOpen) rows.set(id, { ...row, state, sealed: null });
      return Promise.resolve(isOpen);
    },
  };
}

export function cursorsInMemory(): CursorStore {
  const rows = new Map<string, CursorRow>();
  return {
    get: (system) => Promise.resolve(rows.get(system)),
    set(row) {
      const isNext = row.version === (rows.get(row.system)?.version ?? 0) + 1;
      if (isNext) rows.set(row.system, row);
      return Promise.resolve(isNext);
    },
  };
}

/** In the order of lists, from where a page begins. */
export function newestFirst<T extends Place>(all: readonly T[], before?: Place): readonly T[] {
  const order = (a: Place, b: Place): number =>
    b.at - a.at || Number(a.id < b.id) - Number(a.id > b.id);
  return all.filter((each) => before === undefined || order(before, each) < 0).toSorted(order);
}
