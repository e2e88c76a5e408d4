/** `onward incidents`: sources that somebody must see to, with an owner and a date. */
import type { Command } from 'commander';
import type { z } from 'zod';
import { expectShape } from '../client/answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, withClient, type ClientFlags } from './client-options.ts';
import { incidentsAnswer } from './edges-answers.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

interface IncidentFlags extends ClientFlags {
  readonly all?: boolean;
}

type Row = z.output<typeof incidentsAnswer>['incidents'][number];

/** Exits with findings while one is open, so that a script can wait for none. */
async function list(flags: IncidentFlags, terminal: Terminal): Promise<ExitCode> {
  const query = { state: flags.all === true ? 'any' : 'open' };
  const answer = await clientOf(flags).get('/v1/incidents', query);
  const { incidents } = expectShape(incidentsAnswer, answer);
  if (flags.json === true) terminal.out(JSON.stringify({ incidents }, null, 2));
  else {
    const lines = table(
      [
        { title: 'system', of: (row: Row) => row.system },
        { title: 'kind', of: (row) => row.kind },
        { title: 'since (UTC)', of: (row) => minute(row.since) },
        {
          title: 'owner',
          of: (row) => (row.level > 0 ? `${row.owner} (${row.level})` : row.owner),
        },
        { title: 'due', of: (row) => minute(row.due) },
        { title: 'closed', of: ({ closedAt }) => (closedAt === null ? '' : minute(closedAt)) },
        { title: 'why', of: (row) => row.code ?? '' },
      ],
      incidents,
      terminal.columns,
    );
    tell(lines, { terminal, none: 'Every system is as it should be.' });
  }
  return incidents.some(({ closedAt }) => closedAt === null) ? exitCodes.findings : exitCodes.ok;
}

export function addIncidents(cli: Command, run: Run): void {
  withClient(cli.command('incidents').description('systems that somebody must see to, by when'))
    .option('--all', 'those of the last month, too')
    .action((flags: IncidentFlags) => run((terminal) => list(flags, terminal)));
}
