/** `onward hold`: nobody is late for what a system that is out alone can say. */
import { Option, type Command } from 'commander';
import type { z } from 'zod';
import { RejectError, StopError } from '../../core/index.ts';
import { expectShape } from '../client/answers.ts';
import { connect } from '../client/client.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, withClient, type ClientFlags } from './client-options.ts';
import { blastAnswer, holdAnswer, holdsAnswer, releasedAnswer } from './edges-answers.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

interface HoldFlags extends ClientFlags {
  readonly for: string;
  readonly since?: string;
  readonly reason?: string;
  readonly actor?: string;
  readonly preview?: boolean;
}

async function hold(system: string, flags: HoldFlags, terminal: Terminal): Promise<ExitCode> {
  const { for: lasting, since, reason, actor } = flags;
  if (flags.preview === true) return preview(system, flags, terminal);
  if (reason === undefined || actor === undefined) {
    const message =
      'Somebody says so, for a reason: give --actor and --reason, or --preview to look first.';
    throw new StopError('ONW-HOLD-WORDS', message);
  }
  const body = { system, for: lasting, reason, actor, ...(since === undefined ? {} : { since }) };
  const set = expectShape(holdAnswer, await clientOf(flags).post('/v1/holds', body));
  if (flags.json === true) terminal.out(JSON.stringify(set, null, 2));
  else terminal.out(`${system} is on hold since ${minute(set.since)} until ${minute(set.review)}`);
  return exitCodes.ok;
}

async function preview(system: string, flags: HoldFlags, terminal: Terminal): Promise<ExitCode> {
  const query = { system, for: flags.for, since: flags.since };
  const answer = await clientOf(flags).get('/v1/holds/preview', query);
  const { since, counts, journeys, next } = expectShape(blastAnswer, answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ since, counts, journeys, next }, null, 2));
    return exitCodes.ok;
  }
  const { waiting, falselyOverdue, safety, stale } = counts;
  terminal.out(`The last good word of ${system} was at ${minute(since)} (UTC).`);
  terminal.out(`${waiting} journeys wait for it`);
  terminal.out(`${falselyOverdue} obligations would go overdue, through no fault of anybody's`);
  terminal.out(`${safety} may not wait: each is checked by hand`);
  terminal.out(`${stale} were moved on since then, by what may be stale`);
  const lines = table(
    [
      { title: 'journey', of: (row) => row.journey },
      { title: 'why', of: (row) => row.why.join(', ') },
    ],
    journeys,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'No journey is touched.' });
  if (next !== null) terminal.note('There are more; --json tells the cursor of the next page.');
  return exitCodes.ok;
}

type Hold = z.output<typeof holdAnswer>;

async function list(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const { holds } = expectShape(holdsAnswer, await clientOf(flags).get('/v1/holds'));
  if (flags.json === true) {
    terminal.out(JSON.stringify({ holds }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'system', of: (row: Hold) => row.system },
      { title: 'since (UTC)', of: (row) => minute(row.since) },
      { title: 'review', of: (row) => minute(row.review) },
      { title: 'by', of: (row) => row.by },
      { title: 'reason', of: (row) => row.reason },
      { title: 'released', of: ({ released: end }) => (end === null ? '' : minute(end.at)) },
    ],
    holds,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing is, or lately was, on hold.' });
  return exitCodes.ok;
}

interface ReleaseFlags extends ClientFlags {
  readonly reason: string;
  readonly actor: string;
  readonly force?: boolean;
}

/** Everyone who waited is asked about. */
const releaseMs = 280_000;

async function release(system: string, flags: ReleaseFlags, terminal: Terminal): Promise<ExitCode> {
  const { url, token, reason, actor, force = false } = flags;
  const client = connect({ url, token, timeoutMs: releaseMs });
  const { holds } = expectShape(holdsAnswer, await client.get('/v1/holds'));
  const open = holds.find((each) => each.system === system && each.released === null);
  if (open === undefined) {
    const message = 'The system is not on hold; `onward hold list` tells which are.';
    throw new RejectError('ONW-HOLD-ABSENT', message);
  }
  const body = { reason, actor, force };
  const answer = expectShape(
    releasedAnswer,
    await client.post(`/v1/holds/${open.id}/release`, body),
  );
  if (flags.json === true) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of releaseLines(system, answer)) terminal.out(line);
  return answer.released ? exitCodes.ok : exitCodes.findings;
}

const missingWords: Readonly<Record<string, string>> = {
  'not-well': 'the system is not well',
  silent: 'it is silent still',
  lagging: 'what it says comes late still',
  behind: 'it has more than was read',
  unanswered: 'it gave no answer about some',
  conflicts: 'what it says differs from what a journey believes',
};

function releaseLines(
  system: string,
  { released, missing, readBack }: z.output<typeof releasedAnswer>,
): readonly string[] {
  const lacks = missing.map((each) => missingWords[each] ?? each).join('; ');
  const head = released
    ? `${system} is off hold${lacks === '' ? '' : `, though ${lacks}`}`
    : `${system} stays on hold: ${lacks}; --force releases it all the same`;
  if (readBack === null) return [head];
  const { asked, unchanged, closed, conflicts, unanswered } = readBack;
  return [
    head,
    `${asked} asked about: ${unchanged} unchanged, ${closed} closed by what was missed, ` +
      `${conflicts} in conflict, ${unanswered} without an answer`,
  ];
}

export function addHold(cli: Command, run: Run): void {
  const command = cli.command('hold');
  withClient(command)
    .description('put a system on hold that is out: nobody is late for it')
    .argument('<system>', 'a system of the program')
    .option('--for <length>', 'when somebody must look again, from now', '4h')
    .option('--since <instant>', 'since when it is out; its last good word unless told')
    .option('--reason <code>', 'a reason code')
    .option('--actor <person>', 'who says so: an id of one of the program’s people')
    .addOption(new Option('--preview', 'only tell whom it would touch'))
    .action((system: string, flags: HoldFlags) => run((terminal) => hold(system, flags, terminal)));
  withClient(command.command('list').description('what is on hold, and lately was')).action(
    (flags: ClientFlags) => run((terminal) => list(flags, terminal)),
  );
  withClient(command.command('release').description('ask about who waited, and go on'))
    .argument('<system>', 'a system on hold')
    .requiredOption('--reason <code>', 'a reason code')
    .requiredOption('--actor <person>', 'who says so')
    .option('--force', 'whatever is missing')
    .action((system: string, flags: ReleaseFlags) =>
      run((terminal) => release(system, flags, terminal)),
    );
}
