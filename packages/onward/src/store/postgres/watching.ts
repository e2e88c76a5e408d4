/** The parts of the port that look after sources and holds, over PostgreSQL. */
import type { HoldStore } from '../holds.ts';
import type { SourceStore } from '../sources.ts';
import type { Runner } from './sql.ts';
import {
  listHolds,
  movedSince,
  openVersions,
  prolongHold,
  releaseHold,
  setHold,
  statesOf,
  waitingAt,
} from './statements/holds.ts';
import {
  closeIncident,
  listIncidents,
  openIncident,
  raiseIncident,
} from './statements/incidents.ts';
import {
  forgetHours,
  listSources,
  reportSources,
  sourceHours,
  unmatchedBySystem,
} from './statements/sources.ts';

export function watchingStore(
  home: Runner,
  on: (cell: number) => Runner,
  cells: readonly number[],
): { readonly sources: SourceStore; readonly holds: HoldStore } {
  return {
    sources: {
      report: (rows) => (rows.length === 0 ? done : reportSources(home, rows)),
      list: () => listSources(home),
      hours: (from) => sourceHours(home, from),
      unmatched: () => unmatchedBySystem(cells.map(on)),
      incidents: (closedSince) => listIncidents(home, closedSince),
      openIncident: (row) => openIncident(home, row),
      raiseIncident: (row) => raiseIncident(home, row),
      closeIncident: (id, at) => closeIncident(home, id, at),
      forgetHours: (before) => forgetHours(home, before),
    },
    holds: {
      list: (releasedSince) => listHolds(home, releasedSince),
      set: (row) => setHold(home, row),
      prolong: (id, review) => prolongHold(home, id, review),
      release: (row) => releaseHold(home, row),
      versions: (cell) => openVersions(on(cell)),
      waiting: (cell, at, page) => waitingAt(on(cell), at, page),
      journeys: (cell, ids) => statesOf(on(cell), ids),
      moved: (cell, of, page) => movedSince(on(cell), of, page),
    },
  };
}

const done = Promise.resolve();
