/** `onward db migrate`: brings a database to the newest version without serving from it. */
import { openDatabase } from '../compose/database.ts';
import { installationKeys } from '../compose/installation-key.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

export interface MigrateFlags {
  readonly databaseUrl?: string;
  readonly data: string;
  readonly json?: boolean;
}

export async function migrate(flags: MigrateFlags, terminal: Terminal): Promise<ExitCode> {
  const { databaseUrl: url, data: folder } = flags;
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  // Made before the database: beside one, a key that is not there is one that was lost.
  if (url === undefined) await installationKeys({ given: process.env['ONWARD_KEY'], folder });
  const database = await openDatabase({ url, folder, onProgress });
  await database.close();
  terminal.out(flags.json === true ? JSON.stringify({ migrated: true }) : 'migrated');
  return exitCodes.ok;
}
