/** The options that `dev` and `serve` share. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseDuration, StopError } from '../../core/index.ts';
import { logLevels, type LogLevel } from '../compose/log-level.ts';
import { httpUrl, wholeNumber } from './client-options.ts';

export interface ServerFlags {
  readonly host: string;
  readonly port: number;
  readonly edgePort?: number;
  readonly mllpHost: string;
  readonly mllpPort: number;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly token?: string;
  readonly witness?: string;
  /** Milliseconds. */
  readonly retain?: number | 'always';
  readonly privateHost?: readonly string[];
  readonly logLevel: LogLevel;
}

const anyPort = wholeNumber(0, 65_535);

export function withServer(command: Command): Command {
  return withDoors(command)
    .argument('<program>', 'a folder with a program.yaml, or a module that exports a program')
    .option('--port <port>', 'for HTTP; 0 takes a free one', anyPort, 4400)
    .option(
      '--edge-port <port>',
      'for systems and briefs; --port and one more unless said',
      anyPort,
    )
    .option('--host <host>', 'for HTTP; beyond this machine only with a token', '127.0.0.1')
    .option('--data <folder>', 'where the database and its secrets are kept', '.onward')
    .addOption(
      new Option('--database-url <url>', 'postgres://… of your own, instead').env('DATABASE_URL'),
    )
    .addOption(new Option('--token <token>', 'callers must give it').env('ONWARD_TOKEN'))
    .addOption(
      new Option(
        '--witness <folder>',
        'where it is noted how far the database has come; never backed up with it',
      ).env('ONWARD_WITNESS'),
    )
    .addOption(
      new Option('--retain <time>', 'how long ended journeys are kept, such as 400d; or `always`')
        .env('ONWARD_RETAIN')
        .default('always')
        .argParser(retentionOf),
    );
}

/** What shows that the detectors work, to whoever watches from outside. */
export function withDrills(command: Command): Command {
  return command
    .addOption(
      new Option('--drills <time>', 'how often each detector is tripped on purpose; or `never`')
        .default(3_600_000, '1h')
        .argParser(drillsOf),
    )
    .addOption(
      new Option('--heartbeat <file>', 'written anew while every detector fires').env(
        'ONWARD_HEARTBEAT',
      ),
    )
    .addOption(
      new Option('--heartbeat-url <url>', 'asked for by GET while every detector fires')
        .env('ONWARD_HEARTBEAT_URL')
        .argParser(httpUrl),
    );
}

function drillsOf(text: string): number | 'never' {
  if (text === 'never') return text;
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 1_000) return ms;
  throw new InvalidArgumentError('Write 1s or more, such as 1h; or `never`.');
}

/** No less than the time for which what comes again is known again. */
const leastRetained = parseDuration('35d') ?? 0;

function retentionOf(text: string): number | 'always' {
  if (text === 'always') return text;
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= leastRetained) return ms;
  throw new InvalidArgumentError('Write 35d or more, such as 400d or 104w; or `always`.');
}

/** What every process that speaks with systems is told, whichever planes it holds. */
export function withDoors(command: Command): Command {
  return command
    .option('--mllp-port <port>', 'for HL7 v2 over MLLP; 0 takes a free one', anyPort, 2575)
    .option('--mllp-host <host>', 'for HL7 v2; the line has no passwords of its own', '127.0.0.1')
    .addOption(
      new Option(
        '--private-host <name...>',
        'a system in a private network that may be called; `*` for all',
      ).env('ONWARD_PRIVATE_HOSTS'),
    )
    .addOption(
      new Option('--log-level <level>', 'of the log on stderr').choices(logLevels).default('warn'),
    );
}

/** Names given as options, or parted by commas or blanks in the variable. */
export function hostNames(given: string | readonly string[] | undefined): readonly string[] {
  const words = typeof given === 'string' ? [given] : (given ?? []);
  return words.flatMap((each) => each.split(/[\s,]+/)).filter((each) => each !== '');
}

/** The edge's door stands beside the API's; a free port beside a free one. */
export function edgePortOf({ port, edgePort }: Pick<ServerFlags, 'port' | 'edgePort'>): number {
  return edgePort ?? (port === 0 || port === 65_535 ? 0 : port + 1);
}

/**
 * What the two planes share.
 *
 * @throws StopError ONW-EDGE-TOKEN when nothing is given, or what no header can carry
 */
export function sharedToken(given: string | undefined): string {
  if (given !== undefined && /^[\x21-\x7e]{16,1024}$/.test(given)) return given;
  const message =
    'Both planes share a secret, 16 characters or more without blanks: set ONWARD_EDGE_TOKEN.';
  throw new StopError('ONW-EDGE-TOKEN', message);
}
