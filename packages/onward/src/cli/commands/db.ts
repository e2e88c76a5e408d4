/** `onward db migrate`: brings a database to the newest version without serving from it. */
import { Option, type Command } from 'commander';
import { openDatabase } from '../compose/database.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import type { Run } from './run.ts';

interface Flags {
  readonly databaseUrl?: string;
  readonly data: string;
}

async function migrate(flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { databaseUrl: url, data: folder } = flags;
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  const database = await openDatabase({ url, folder, onProgress });
  await database.close();
  terminal.out('migrated');
  return exitCodes.ok;
}

export function addDb(cli: Command, run: Run): void {
  cli
    .command('db')
    .description('the database')
    .command('migrate')
    .description('bring it to the newest version')
    .addOption(
      new Option('--database-url <url>', 'postgres://…; our own unless said').env('DATABASE_URL'),
    )
    .option('--data <folder>', 'the data folder of our own', '.onward')
    .action((flags: Flags) => run((terminal) => migrate(flags, terminal)));
}
