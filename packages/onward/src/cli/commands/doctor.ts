/** `onward doctor`: does what was proved of the programs hold of the journeys in the database? */
import { journeyId, properties as named, unmatchedId } from '../../core/index.ts';
import type { Examined, Fence } from '../../store/index.ts';
import { openDatabaseBeside, type Database } from '../compose/database.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import type { Terminal } from '../terminal.ts';

export interface DoctorFlags {
  readonly databaseUrl?: string;
  readonly data: string;
  readonly json?: boolean;
}

export async function doctor(flags: DoctorFlags, terminal: Terminal): Promise<ExitCode> {
  const { databaseUrl: url, data: folder } = flags;
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  const database = await openDatabaseBeside({ url, folder, onProgress });
  try {
    const now = await nowOf(database, url !== undefined);
    const examined = await database.examine(now);
    const { open, ended } = await database.reads.totals(now);
    const fence = await database.fence();
    if (flags.json === true) tellAsData(examined, { now, open, ended, fence }, terminal);
    else tellAsTable(examined, { open, ended, fence }, terminal);
    const isWell = examined.every(({ rows }) => rows === 0) && !fence.closed;
    return isWell ? exitCodes.ok : exitCodes.findings;
  } finally {
    await database.close();
  }
}

/**
 * A database of our own may not run now, and neither does its clock then; in development the clock
 * may be ahead.
 */
async function nowOf(database: Database, isGiven: boolean): Promise<number> {
  const last = isGiven ? undefined : await database.lastEntryAt();
  if (last === undefined) return Date.now();
  return database.isOurs ? last : Math.max(last, Date.now());
}

interface Counted {
  readonly fence: Fence;
  readonly open: number;
  readonly ended: number;
}

function tellAsData(
  examined: readonly Examined[],
  { now, fence, ...journeys }: Counted & { readonly now: number },
  terminal: Terminal,
): void {
  const ok = examined.every(({ rows }) => rows === 0) && !fence.closed;
  const properties = examined.map(({ property, law, rows, some, ms }) => {
    const { name } = named[property];
    return { property, name, law, rows, some: some.map(publicId), ms: Math.round(ms) };
  });
  const at = new Date(now).toISOString();
  terminal.out(
    JSON.stringify({ ok, at, journeys, fence: { up: fence.closed }, properties }, null, 2),
  );
}

function tellAsTable(
  examined: readonly Examined[],
  { open, ended, fence }: Counted,
  terminal: Terminal,
): void {
  const lines = table(
    [
      { title: '', of: ({ property }) => property },
      { title: 'property', of: ({ property }) => named[property].name },
      { title: 'found', of: ({ rows }) => (rows === 0 ? 'ok' : String(rows)) },
      { title: 'ms', of: ({ ms }) => String(Math.round(ms)) },
      { title: 'what must hold', of: ({ law }) => law },
    ],
    examined,
    terminal.columns,
  );
  for (const [index, line] of lines.entries()) {
    const row = examined[index - 1];
    if (row === undefined) terminal.out(terminal.paint('dim', line));
    else terminal.out(row.rows === 0 ? line : terminal.paint('bad', line));
    if (row !== undefined && row.rows > 0) terminal.out(`     ${row.some.map(publicId).join(' ')}`);
  }
  if (fence.closed) {
    const words = 'the fence is up: no order leaves; `onward release` says why';
    terminal.out(terminal.paint('bad', words));
  }
  const broken = examined.filter(({ rows }) => rows > 0).length;
  const says =
    broken === 0 ? 'every property holds' : `${broken} of ${examined.length} do not hold`;
  terminal.out(`${open} open and ${ended} ended journeys: ${says}`);
}

function publicId({ kind, id }: Examined['some'][number]): string {
  return kind === 'journey' ? journeyId(id) : unmatchedId(id);
}
