/** The parts of the port that look after sources and holds, over PostgreSQL. */
import type { HoldStore } from '../holds.ts';
import type { SourceStore } from '../sources.ts';
import { rethrow } from './connection.ts';
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
      report: (rows) => (rows.length === 0 ? done : reportSources(home, rows).catch(rethrow)),
      list: () => listSources(home).catch(rethrow),
      hours: (from) => sourceHours(home, from).catch(rethrow),
      unmatched: () => unmatchedBySystem(cells.map(on)).catch(rethrow),
      incidents: (closedSince) => listIncidents(home, closedSince).catch(rethrow),
      openIncident: (row) => openIncident(home, row).catch(rethrow),
      raiseIncident: (row) => raiseIncident(home, row).catch(rethrow),
      closeIncident: (id, at) => closeIncident(home, id, at).catch(rethrow),
      forgetHours: (before) => forgetHours(home, before).catch(rethrow),
    },
    holds: {
      list: (releasedSince) => listHolds(home, releasedSince).catch(rethrow),
      set: (row) => setHold(home, row).catch(rethrow),
      prolong: (id, review) => prolongHold(home, id, review).catch(rethrow),
      release: (row) => releaseHold(home, row).catch(rethrow),
      versions: (cell) => openVersions(on(cell)).catch(rethrow),
      waiting: (cell, at, page) => waitingAt(on(cell), at, page).catch(rethrow),
      journeys: (cell, ids) => statesOf(on(cell), ids).catch(rethrow),
      moved: (cell, of, page) => movedSince(on(cell), of, page).catch(rethrow),
    },
  };
}

const done = Promise.resolve();
