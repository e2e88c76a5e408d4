/** `onward db migrate`: brings a database to the newest version without serving from it. */
import { openDatabase } from '../compose/database.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

export interface MigrateFlags {
  readonly databaseUrl?: string;
  readonly data: string;
}

export async function migrate(flags: MigrateFlags, terminal: Terminal): Promise<ExitCode> {
  const { databaseUrl: url, data: folder } = flags;
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  const database = await openDatabase({ url, folder, onProgress });
  await database.close();
  terminal.out('migrated');
  return exitCodes.ok;
}
