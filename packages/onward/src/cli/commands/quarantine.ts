/** `onward quarantine`: what could not be mapped, and asking the systems for it once more. */
import { Option, type Command } from 'commander';
import { expectShape } from '../client/answers.ts';
import { connect } from '../client/client.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import { quarantinePage, refetched } from './edges-answers.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

interface ListFlags extends ClientFlags {
  readonly state?: string;
  readonly limit: number;
  readonly after?: string;
}

async function list(flags: ListFlags, terminal: Terminal): Promise<ExitCode> {
  const { state, limit, after } = flags;
  const query = { state: state === 'any' ? undefined : state, limit, after };
  const answer = await clientOf(flags).get('/v1/quarantine', query);
  const { quarantined, next } = expectShape(quarantinePage, answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ quarantined, next }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'received (UTC)', of: (row) => minute(row.receivedAt) },
      { title: 'system', of: (row) => row.system },
      { title: 'why', of: (row) => row.code },
      { title: 'bytes', of: (row) => String(row.bytes) },
      { title: 'state', of: (row) => row.state },
      { title: 'tries', of: (row) => String(row.tries) },
      { title: 'where', of: (row) => row.at.join(' ') },
    ],
    quarantined,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing is set aside.' });
  if (next !== null) terminal.note(`There are more: --after ${next}`);
  return exitCodes.ok;
}

/** Systems may be slow, and there may be many items. */
const refetchMs = 280_000;

async function refetch(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const { url, token } = flags;
  const client = connect({ url, token, timeoutMs: refetchMs });
  terminal.note(terminal.paint('dim', 'asking the systems for what is due'));
  const counts = expectShape(refetched, await client.post('/v1/quarantine/refetch', {}));
  if (flags.json === true) {
    terminal.out(JSON.stringify(counts, null, 2));
  } else {
    const { refetched: taken, givenUp, left } = counts;
    terminal.out(`${taken} fetched, ${givenUp} given up, ${left} tried again in ten minutes`);
  }
  return counts.givenUp + counts.left === 0 ? exitCodes.ok : exitCodes.findings;
}

export function addQuarantine(cli: Command, run: Run): void {
  const quarantine = cli
    .command('quarantine')
    .description('deliveries of systems that could not be mapped; nothing of them is kept');
  withClient(quarantine.command('list').description('what did not fit and where, newest first'))
    .addOption(
      new Option('--state <state>', 'how they stand')
        .choices(['open', 'refetched', 'given-up', 'any'])
        .default('open'),
    )
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 100)
    .option('--after <cursor>', 'the next page')
    .action((flags: ListFlags) => run((terminal) => list(flags, terminal)));
  withClient(
    quarantine.command('refetch').description('ask the systems once more for what is due'),
  ).action((flags: ClientFlags) => run((terminal) => refetch(flags, terminal)));
}
