/** The options that `dev` and `serve` share. */
import { Option, type Command } from 'commander';
import { logLevels, type LogLevel } from '../compose/log-level.ts';
import { wholeNumber } from './client-options.ts';

export interface ServerFlags {
  readonly host: string;
  readonly port: number;
  readonly mllpHost: string;
  readonly mllpPort: number;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly token?: string;
  readonly logLevel: LogLevel;
}

const anyPort = wholeNumber(0, 65_535);

export function withServer(command: Command): Command {
  return command
    .argument('<program>', 'a folder with a program.yaml, or a module that exports a program')
    .option('--port <port>', 'for HTTP; 0 takes a free one', anyPort, 4400)
    .option('--host <host>', 'for HTTP; beyond this machine only with a token', '127.0.0.1')
    .option('--mllp-port <port>', 'for HL7 v2 over MLLP; 0 takes a free one', anyPort, 2575)
    .option('--mllp-host <host>', 'for HL7 v2; the line has no passwords of its own', '127.0.0.1')
    .option('--data <folder>', 'where the database and its secrets are kept', '.onward')
    .addOption(
      new Option('--database-url <url>', 'postgres://… of your own, instead').env('DATABASE_URL'),
    )
    .addOption(new Option('--token <token>', 'callers must give it').env('ONWARD_TOKEN'))
    .addOption(
      new Option('--log-level <level>', 'of the log on stderr').choices(logLevels).default('warn'),
    );
}
