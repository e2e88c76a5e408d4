/** `onward doctor`: does what was proved of the programs hold of the journeys in the database? */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { journeyId, properties as named, StopError, unmatchedId } from '../../core/index.ts';
import type { Examined } from '../../store/index.ts';
import { openDatabase } from '../compose/database.ts';
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
  if (url === undefined) await checkFolder(folder);
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  const database = await openDatabase({ url, folder, onProgress });
  try {
    // A database of our own does not run now, and neither does its clock.
    const now = (url === undefined ? await database.lastEntryAt() : undefined) ?? Date.now();
    const examined = await database.examine(now);
    const { open, ended } = await database.reads.totals(now);
    if (flags.json === true) tellAsData(examined, { now, open, ended }, terminal);
    else tellAsTable(examined, { open, ended }, terminal);
    return examined.every(({ rows }) => rows === 0) ? exitCodes.ok : exitCodes.findings;
  } finally {
    await database.close();
  }
}

/** Looking must not make what is looked for. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(join(folder, 'postgres')).catch(() => undefined);
  if (found !== undefined) return;
  throw new StopError(
    'ONW-DATA-ABSENT',
    'There is no database in the data folder; name its folder with --data, or give --database-url.',
  );
}

interface Counted {
  readonly open: number;
  readonly ended: number;
}

function tellAsData(
  examined: readonly Examined[],
  { now, ...journeys }: Counted & { readonly now: number },
  terminal: Terminal,
): void {
  const ok = examined.every(({ rows }) => rows === 0);
  const properties = examined.map(({ property, law, rows, some, ms }) => {
    const { name } = named[property];
    return { property, name, law, rows, some: some.map(publicId), ms: Math.round(ms) };
  });
  const at = new Date(now).toISOString();
  terminal.out(JSON.stringify({ ok, at, journeys, properties }, null, 2));
}

function tellAsTable(
  examined: readonly Examined[],
  { open, ended }: Counted,
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
  const broken = examined.filter(({ rows }) => rows > 0).length;
  const says =
    broken === 0 ? 'every property holds' : `${broken} of ${examined.length} do not hold`;
  terminal.out(`${open} open and ${ended} ended journeys: ${says}`);
}

function publicId({ kind, id }: Examined['some'][number]): string {
  return kind === 'journey' ? journeyId(id) : unmatchedId(id);
}
