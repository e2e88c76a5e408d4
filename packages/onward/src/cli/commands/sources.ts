/** `onward sources`: which systems speak and answer, and which are silent, refuse or are away. */
import type { Command } from 'commander';
import { expectShape } from '../client/answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, withClient, type ClientFlags } from './client-options.ts';
import { sourcesAnswer } from './edges-answers.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

async function list(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const { sources } = expectShape(sourcesAnswer, await clientOf(flags).get('/v1/sources'));
  if (flags.json === true) {
    terminal.out(JSON.stringify({ sources }, null, 2));
    return exitCodes.ok;
  }
  const time = (at: string | null): string => (at === null ? '' : minute(at));
  const lines = table(
    [
      { title: 'system', of: (row) => row.system },
      { title: 'connector', of: (row) => row.connector },
      { title: 'state', of: (row) => row.state },
      { title: 'good (UTC)', of: (row) => time(row.lastGood) },
      { title: 'heard', of: (row) => time(row.lastHeard) },
      { title: 'refused', of: (row) => time(row.lastRefused) },
      { title: 'away', of: (row) => time(row.lastAway) },
    ],
    sources,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'The program has no systems.' });
  return exitCodes.ok;
}

export function addSources(cli: Command, run: Run): void {
  withClient(
    cli.command('sources').description('how the systems stand, as far as the edge has seen'),
  ).action((flags: ClientFlags) => run((terminal) => list(flags, terminal)));
}
