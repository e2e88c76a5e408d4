/** `onward watchdogs`: when each detector last proved that it fires. */
import type { Command } from 'commander';
import { z } from 'zod';
import { expectShape } from '../client/answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

const watchdogsAnswer = z.looseObject({
  well: z.boolean(),
  still: z.array(z.string()).default([]),
  watchdogs: z.array(
    z.looseObject({
      detector: z.string(),
      triedAt: z.string().nullable(),
      firedAt: z.string().nullable(),
      code: z.string().nullable(),
    }),
  ),
});

async function list(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const found = await clientOf(flags).get('/v1/watchdogs');
  const { well, still, watchdogs } = expectShape(watchdogsAnswer, found);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ well, still, watchdogs }, null, 2));
  } else {
    const time = (at: string | null): string => (at === null ? 'never' : minute(at));
    const lines = table(
      [
        { title: 'detector', of: (row) => row.detector },
        { title: 'tripped (UTC)', of: (row) => time(row.triedAt) },
        { title: 'fired', of: (row) => time(row.firedAt) },
        { title: 'why not', of: (row) => row.code ?? '' },
      ],
      watchdogs,
      terminal.columns,
    );
    tell(lines, { terminal, none: 'There are no detectors.' });
    for (const name of still) terminal.out(`${name} stands still in this process: restart it`);
  }
  return well ? exitCodes.ok : exitCodes.findings;
}

export function addWatchdogs(cli: Command, run: Run): void {
  withClient(
    cli.command('watchdogs').description('when each detector last proved that it fires'),
  ).action((flags: ClientFlags) => run((terminal) => list(flags, terminal)));
}
