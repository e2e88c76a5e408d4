/** `onward sources`: which systems speak and answer, and which are silent, refuse or are away. */
import type { Command } from 'commander';
import type { z } from 'zod';
import { expectShape } from '../client/answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { lasting, minute } from '../show/time.ts';
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
  const length = (ms: number | undefined): string => (ms === undefined ? '?' : lasting(ms));
  const lines = table(
    [
      { title: 'system', of: (row) => row.system },
      { title: 'connector', of: (row) => row.connector },
      { title: 'state', of: (row) => row.code ?? row.state },
      { title: 'good (UTC)', of: (row) => time(row.lastGood) },
      {
        title: 'silent / normal',
        of: ({ silentMs, normalSilence }) =>
          silentMs === null ? '' : `${lasting(silentMs)} / ${length(normalSilence?.ms)}`,
      },
      { title: 'lag', of: ({ lag }) => (lag === null ? '' : length(lag.p95Ms)) },
      { title: 'aside', of: ({ backlog }) => asideOf(backlog) },
      { title: '', of: standingOf },
    ],
    sources,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'The program has no systems.' });
  return exitCodes.ok;
}

type Row = z.output<typeof sourcesAnswer>['sources'][number];

/** What was set aside, and what belongs nowhere. */
function asideOf(backlog: Row['backlog']): string {
  if (backlog === null) return '';
  const { quarantined, unmatched, behind } = backlog;
  return `${quarantined + unmatched}${behind ? '+' : ''}`;
}

/** Who sees to it, or until when it is on hold. */
function standingOf({ hold, incident }: Row): string {
  if (hold !== null) return `on hold until ${minute(hold.review)}`;
  if (incident === null) return '';
  return `${incident.kind}: ${incident.owner} by ${minute(incident.due)}`;
}

export function addSources(cli: Command, run: Run): void {
  withClient(
    cli.command('sources').description('how the systems stand, against their own rhythm'),
  ).action((flags: ClientFlags) => run((terminal) => list(flags, terminal)));
}
