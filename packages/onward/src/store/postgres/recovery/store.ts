/** The recovery part of the port over PostgreSQL: each cell is asked, and merged here. */
import type { Pool } from 'pg';
import { cellOf } from '../../port.ts';
import type { ExceptionGroup, RecoveryStore, RestingRow, UnmatchedGroup } from '../../recovery.ts';
import { transact } from '../connection.ts';
import type { Runner, Schemas } from '../sql.ts';
import { runner } from '../sql.ts';
import { livingWorkers } from '../statements/directory.ts';
import { exceptionGroups, exceptionsOfGroup } from './exceptions.ts';
import {
  claimRuns,
  endRun,
  insertPreview,
  listItems,
  listRuns,
  markItems,
  oneRun,
  startRun,
} from './runs.ts';
import { countResting, latePlaces, restingRows } from './stalls.ts';
import {
  assignUnmatched,
  oneUnmatched,
  skipUnmatched,
  unmatchedGroups,
  unmatchedOfGroup,
} from './unmatched.ts';

export interface RecoveryFrom {
  readonly pool: Pool;
  readonly schemas: Schemas;
  readonly cells: readonly number[];
}

export function postgresRecovery({ pool, schemas, cells }: RecoveryFrom): RecoveryStore {
  const on = (cell: number): Runner => runner(pool, schemas, cell);
  const home = on(0);
  const everywhere = async <T>(ask: (cell: Runner) => Promise<readonly T[]>): Promise<T[]> =>
    (await Promise.all(cells.map((cell) => ask(on(cell))))).flat();
  const whole = <T>(work: (directory: Runner) => Promise<T>): Promise<T> =>
    transact(pool, (client) => work(runner(client, schemas, 0)));
  return {
    exceptions: async () => {
      const rows = await everywhere(exceptionGroups);
      return merged(rows, ({ program, journey, name }) => `${program}\n${journey}\n${name}`);
    },
    exceptionsOf: async (group, page) =>
      inOrder(await everywhere((cell) => exceptionsOfGroup(cell, group, page)), page.limit),
    places: async (now) => merge(await everywhere((cell) => latePlaces(cell, now))),
    resting: async (places) => {
      const counts = new Map<number, { count: number; first: number }>();
      for (const each of await everywhere((cell) => countResting(cell, places))) {
        const known = counts.get(each.place) ?? { count: 0, first: each.first };
        const first = Math.min(known.first, each.first);
        counts.set(each.place, { count: known.count + each.count, first });
      }
      return counts;
    },
    restingAt: async (places, page) =>
      inOrder(await everywhere((cell) => restingRows(cell, places, page)), page.limit),
    unmatchedGroups: async () =>
      merged(await everywhere(unmatchedGroups), ({ reason, system }) => `${reason}\n${system}`),
    unmatchedOf: async (group, page) => {
      const rows = await everywhere((cell) => unmatchedOfGroup(cell, group, page));
      return rows.toSorted((a, b) => a.id - b.id).slice(0, page.limit);
    },
    unmatched: async (id) =>
      cells.includes(cellOf(id)) ? oneUnmatched(on(cellOf(id)), id) : undefined,
    skipUnmatched: (id, at) => skipUnmatched(on(cellOf(id)), id, at),
    assignUnmatched: (id, owner) => assignUnmatched(on(cellOf(id)), id, owner),
    preview: (run, items, before) =>
      whole((directory) => insertPreview(directory, { run, items }, before)),
    start: (by) => startRun(home, by),
    run: (id) => oneRun(home, id),
    runs: (page) => listRuns(home, page),
    items: (run, page) => listItems(home, run, page),
    claim: async ({ worker, aliveSince, limit }) => {
      const living = await livingWorkers(home, aliveSince);
      return claimRuns(home, { worker, living: [...living, worker], limit });
    },
    mark: (run, worker, marks) =>
      whole((directory) => markItems(directory, { run, worker }, marks)),
    end: (run, worker, at) => endRun(home, { run, worker }, at),
  };
}

/** The same group in several cells is one. */
function merged<T extends ExceptionGroup | UnmatchedGroup>(
  rows: readonly T[],
  nameOf: (row: T) => string,
): T[] {
  const found = new Map<string, T>();
  for (const row of rows) {
    const name = nameOf(row);
    const known = found.get(name);
    if (known === undefined) {
      found.set(name, row);
      continue;
    }
    const owners = [...new Set([...known.owners, ...row.owners])];
    const oldest = Math.min(known.oldest, row.oldest);
    found.set(name, { ...known, count: known.count + row.count, oldest, owners });
  }
  return [...found.values()];
}

type Late = Awaited<ReturnType<RecoveryStore['places']>>[number];

/** A place has one number in all cells. */
function merge(rows: readonly Late[]): Late[] {
  const found = new Map<number, Late>();
  for (const row of rows) {
    const known = found.get(row.place);
    const times = [known?.first, row.first].filter((time) => time !== undefined);
    const first = times.length === 0 ? {} : { first: Math.min(...times) };
    found.set(row.place, { ...row, late: row.late + (known?.late ?? 0), ...first });
  }
  return [...found.values()];
}

function inOrder(rows: readonly RestingRow[], limit: number): RestingRow[] {
  return rows.toSorted((a, b) => a.journey - b.journey || a.slot - b.slot).slice(0, limit);
}
