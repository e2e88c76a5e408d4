/** What figures are made of, over PostgreSQL: each cell is asked, and merged here. */
import { isWhole } from '../../../core/index.ts';
import { cellOf } from '../../port.ts';
import { recordSources } from '../../figures.ts';
import type {
  DeedRow,
  FiguresStore,
  MessageListRow,
  MessageTally,
  OpenState,
  PassedJourney,
  RecordAsked,
  RecordSource,
} from '../../figures.ts';
import type { Programs } from '../programs.ts';
import type { Runner } from '../sql.ts';
import { activityStore } from './activity.ts';
import { newestEnded, restsOf } from './ended.ts';
import { exportPage } from './export.ts';
import { newestMessages, rulesOfMessages, tallyMessages } from './messages.ts';
import { homeSources, recordOf } from './record.ts';
import { openStates, sweepStates } from './states.ts';
import { summed } from './summed.ts';
import type { StateRow } from './states.ts';

export interface FiguresFrom {
  readonly on: (cell: number) => Runner;
  readonly cells: readonly number[];
  readonly programs: Programs;
  readonly transact: <T>(cell: number, work: (runner: Runner) => Promise<T>) => Promise<T>;
}

/** Journals that are read together. */
const together = 200;

export function figuresStore(from: FiguresFrom): FiguresStore {
  const { on, cells } = from;
  const everywhere = async <T>(ask: (cell: Runner) => Promise<readonly T[]>): Promise<T[]> =>
    (await Promise.all(cells.map((cell) => ask(on(cell))))).flat();
  return {
    cells,
    activity: activityStore(from),
    messages: async (filter, page) => {
      const rows = await everywhere((cell) => newestMessages(cell, filter, page));
      return rows.toSorted(byNewest).slice(0, page.limit);
    },
    tallyMessages: async (since) => {
      const rows = await everywhere((cell) => tallyMessages(cell, since));
      return summed(rows, ({ template, fate }: MessageTally) => `${fate}\n${template}`);
    },
    rules: async (since) => {
      const rows = await everywhere((cell) => rulesOfMessages(cell, since));
      return summed(rows, ({ rule }) => rule);
    },
    exported: (cell, asked) => exportPage(on(cell), asked),
    record: (asked) => readRecord(from, asked),
    openStates: async (cell, page) => {
      const found = await sweepStates(on(cell), page);
      const rows = await wholeOf(from, cell, found);
      const last = found.at(-1);
      return last === undefined || found.length < page.limit ? { rows } : { rows, next: last };
    },
    states: async (ids) => {
      const each = cells.map(async (cell) => {
        const own = ids.filter((id) => cellOf(id) === cell);
        return own.length === 0 ? [] : wholeOf(from, cell, await openStates(on(cell), own));
      });
      return (await Promise.all(each)).flat();
    },
    ended: async (program, limit) => {
      const found: PassedJourney[] = [];
      for (const cell of cells) found.push(...(await endedIn(on(cell), program, limit)));
      const newest = found.toSorted((a, b) => b.endedAt - a.endedAt || b.id - a.id);
      return [...Map.groupBy(newest, ({ journey }) => journey).values()].flatMap((own) =>
        own.slice(0, limit),
      );
    },
  };
}

async function wholeOf(
  { programs }: FiguresFrom,
  cell: number,
  rows: readonly StateRow[],
): Promise<readonly OpenState[]> {
  const found: OpenState[] = [];
  for (const { id, program: version, state } of rows) {
    const program = await programs.read(cell, version);
    if (isWhole(program, state)) found.push({ id, program, state });
  }
  return found;
}

/** Some journals after the other: nobody else waits for long. */
async function endedIn(runner: Runner, program: string, limit: number): Promise<PassedJourney[]> {
  const rows = await newestEnded(runner, program, limit);
  const found: PassedJourney[] = [];
  for (let from = 0; from < rows.length; from += together) {
    const some = rows.slice(from, from + together);
    const rests = await restsOf(
      runner,
      some.map(({ id }) => id),
    );
    const byJourney = Map.groupBy(rests, ({ journey }) => journey);
    for (const row of some) {
      const own = (byJourney.get(row.id) ?? []).map(({ at, step, action }) => {
        return action === null ? { at, step } : { at, step, action };
      });
      found.push({ ...row, program, outcome: row.outcome ?? '', rests: own });
    }
  }
  return found;
}

function byNewest(a: MessageListRow, b: MessageListRow): number {
  return b.askedAt - a.askedAt || b.journey - a.journey || b.seq - a.seq || b.index - a.index;
}

/** Each source gives what comes behind the row that was shown last. */
async function readRecord(
  { on, cells }: FiguresFrom,
  { sources, before, limit, actor, action, of, types }: RecordAsked,
): Promise<readonly DeedRow[]> {
  const ask = async (source: RecordSource): Promise<DeedRow[]> => {
    const asked = { actor, action, of, types, limit, before: spotOf(source, before) };
    const isHome = homeSources.some((each) => each === source);
    const each = (isHome ? [0] : cells).map((cell) => recordOf(on(cell), source, asked));
    return (await Promise.all(each)).flat().map((row) => ({ ...row, source }));
  };
  const rows = (await Promise.all(sources.map(ask))).flat();
  return rows.toSorted(byLatest).slice(0, limit);
}

const latest = { at: 9_000_000_000_000, a: 0, b: 0 };

/** At the time of the row itself, sources before its own were shown whole, and those behind not. */
function spotOf(source: RecordSource, before: RecordAsked['before']): Omit<DeedSpot, 'source'> {
  if (before === undefined) return latest;
  const { at, a, b } = before;
  if (source === before.source) return { at, a, b };
  const isShown = placeOf(source) < placeOf(before.source);
  return isShown ? { at, a: -1, b: -1 } : { at, a: Number.MAX_SAFE_INTEGER, b: 0 };
}

type DeedSpot = Pick<DeedRow, 'at' | 'a' | 'b' | 'source'>;

function placeOf(source: RecordSource): number {
  return recordSources.indexOf(source);
}

function byLatest(a: DeedSpot, b: DeedSpot): number {
  return b.at - a.at || placeOf(a.source) - placeOf(b.source) || b.a - a.a || b.b - a.b;
}
