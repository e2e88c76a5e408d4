/** `onward reconcile` and `onward drift`: what systems say beside what journeys believe. */
import { Option, type Command } from 'commander';
import { driftClasses } from '../../core/index.ts';
import { expectShape } from '../client/answers.ts';
import type { Client } from '../client/client.ts';
import {
  begun,
  compared,
  driftPage,
  driftRow,
  reconciliation,
  reconciliations,
  type DriftRow,
  type Reconciliation,
} from '../client/drift-answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

interface ReconcileFlags extends ClientFlags {
  readonly lookUp?: string;
  readonly journey?: string;
  readonly actor: string;
  readonly preview?: boolean;
}

async function reconcile(
  system: string,
  flags: ReconcileFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const client = clientOf(flags);
  const { lookUp, journey, actor, preview = false } = flags;
  const body = { system, actor, preview, ...(lookUp === undefined ? {} : { lookUp }) };
  if (journey !== undefined) return ofJourney(journey, { body, flags, terminal });
  const { reconciliations: ids } = expectShape(
    begun,
    await client.post('/v1/reconciliations', body),
  );
  const ended: Reconciliation[] = [];
  for (const id of ids) ended.push(await finished(id, client, terminal));
  if (flags.json === true) terminal.out(JSON.stringify({ reconciliations: ended }, null, 2));
  else for (const each of ended) terminal.out(sentence(each, preview));
  if (ended.some((each) => each.ended !== 'done')) return exitCodes.transient;
  return ended.every(isClean) ? exitCodes.ok : exitCodes.findings;
}

/** Nothing is left for a person, and every question was answered. */
function isClean({ ends, unanswered }: Reconciliation): boolean {
  const left = Object.values(ends).flatMap((of) => Object.keys(of));
  return unanswered === 0 && left.every((end) => end === 'applied');
}

const lookMs = 500;

/** Waits for the end of one, and tells how far it has come. */
async function finished(id: string, client: Client, terminal: Terminal): Promise<Reconciliation> {
  for (let told = -1; ;) {
    const so = expectShape(reconciliation, await client.get(`/v1/reconciliations/${id}`));
    if (so.ended !== null) return so;
    if (so.asked !== told) {
      terminal.note(terminal.paint('dim', `${so.system}.${so.lookUp}: ${so.asked} journeys asked`));
    }
    told = so.asked;
    await new Promise((resolve) => {
      setTimeout(resolve, lookMs);
    });
  }
}

function sentence({ system, lookUp, ...so }: Reconciliation, preview: boolean): string {
  const { asked, agreed, unanswered, closed, ends, ended, code } = so;
  const counts = Object.entries(ends).flatMap(([drift, of]) =>
    Object.entries(of).map(([end, count]) => `${count} ${drift} ${preview ? 'seen' : end}`),
  );
  const parts = [
    `${asked} journeys asked, ${agreed} agree`,
    ...counts,
    ...(unanswered === 0 ? [] : [`${unanswered} without an answer`]),
    ...(closed === 0 ? [] : [`${closed} drifts closed`]),
    ...(ended === 'done' ? [] : [`not finished: ${code ?? 'its process has gone'}`]),
  ];
  return `${system}.${lookUp}: ${parts.join(', ')}`;
}

async function ofJourney(
  journey: string,
  { body, flags, terminal }: { body: object; flags: ReconcileFlags; terminal: Terminal },
): Promise<ExitCode> {
  const path = `/v1/journeys/${encodeURIComponent(journey)}/reconcile`;
  const answer = expectShape(compared, await clientOf(flags).post(path, body));
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
  } else {
    for (const { lookUp, class: drift, end, code } of answer.differences) {
      terminal.out(`${lookUp}: ${drift}, ${end}${code === null ? '' : ` (${code})`}`);
    }
    if (answer.agrees) terminal.out('The system and the journey agree.');
    if (!answer.answered) terminal.out('The system gave no answer.');
  }
  if (!answer.answered) return exitCodes.transient;
  const isLeft = answer.differences.some(({ end }) => end !== 'applied');
  return isLeft ? exitCodes.findings : exitCodes.ok;
}

async function past(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const found = await clientOf(flags).get('/v1/reconciliations');
  const answer = expectShape(reconciliations, found);
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'began (UTC)', of: (row) => minute(row.beganAt) },
      { title: 'look-up', of: (row) => `${row.system}.${row.lookUp}` },
      { title: 'by', of: (row) => row.by },
      { title: 'ended', of: (row) => row.ended ?? 'under way' },
      { title: 'asked', of: (row) => String(row.asked) },
      { title: 'agreed', of: (row) => String(row.agreed) },
      { title: 'silent', of: (row) => String(row.unanswered) },
    ],
    answer.reconciliations,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing has been compared yet.' });
  return exitCodes.ok;
}

interface DriftFlags extends ClientFlags {
  readonly state: string;
  readonly system?: string;
  readonly class?: string;
  readonly journey?: string;
  readonly limit: number;
  readonly after?: string;
}

async function list(flags: DriftFlags, terminal: Terminal): Promise<ExitCode> {
  const { state, system, class: drift, journey, limit, after } = flags;
  const query = { system, class: drift, journey, limit, after };
  const only = state === 'any' ? {} : { state };
  const answer = await clientOf(flags).get('/v1/drifts', { ...query, ...only });
  const { drifts, next } = expectShape(driftPage, answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ drifts, next }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'drift', of: (row) => row.id },
      { title: 'journey', of: (row) => row.journey },
      { title: 'look-up', of: (row) => `${row.system}.${row.lookUp}` },
      { title: 'how', of: (row) => row.class },
      { title: 'believed', of: (row) => row.believed?.event ?? '' },
      { title: 'found', of: (row) => row.found?.event ?? 'nothing' },
      { title: 'owner', of: (row) => row.owner },
      { title: 'due (UTC)', of: standing },
    ],
    drifts,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing differs.' });
  if (next !== null) terminal.note(`There are more: --after ${next}`);
  return exitCodes.ok;
}

interface DecideFlags extends ClientFlags {
  readonly actor: string;
  readonly reason?: string;
}

async function decide(
  id: string,
  { act, flags }: { readonly act: 'apply' | 'write' | 'dismiss'; readonly flags: DecideFlags },
  terminal: Terminal,
): Promise<ExitCode> {
  const { actor, reason } = flags;
  const body = { act, actor, ...(reason === undefined ? {} : { reason }) };
  const path = `/v1/drifts/${encodeURIComponent(id)}/decide`;
  const row: DriftRow = expectShape(driftRow, await clientOf(flags).post(path, body));
  if (flags.json === true) terminal.out(JSON.stringify(row, null, 2));
  else terminal.out(`${row.id}  ${standing(row)}  ${row.journey}`);
  return exitCodes.ok;
}

/** How it stands: closed by what, asked of its system and not shown yet, or when it is due. */
function standing({ closed, written, due }: DriftRow): string {
  if (closed !== null) return closed.by;
  return written === null ? minute(due) : `written ${minute(written.at)}`;
}

export function addReconcile(cli: Command, run: Run): void {
  const comparing = cli
    .command('reconcile')
    .description('compare systems with what journeys believe');
  withClient(
    comparing
      .command('run <system>', { isDefault: true })
      .description('compare one now, and wait for what comes of it'),
  )
    .option('--look-up <name>', 'only this one of its look-ups')
    .option('--journey <id>', 'only this journey')
    .option('--preview', 'only look: apply nothing, keep nothing')
    .requiredOption('--actor <person>', 'who asks')
    .action((system: string, flags: ReconcileFlags) =>
      run((terminal) => reconcile(system, flags, terminal)),
    );
  withClient(comparing.command('list').description('what was compared when, newest first')).action(
    (flags: ClientFlags) => run((terminal) => past(flags, terminal)),
  );
  const drift = cli
    .command('drift')
    .description('where journeys and systems differ, with both sides');
  withClient(drift.command('list').description('what differs, the newest first'))
    .addOption(
      new Option('--state <state>', 'how they stand')
        .choices(['open', 'closed', 'any'])
        .default('open'),
    )
    .option('--system <name>', 'only of this system')
    .addOption(new Option('--class <class>', 'only of this kind').choices(driftClasses))
    .option('--journey <id>', 'only of this journey')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 100)
    .option('--after <cursor>', 'the next page')
    .action((flags: DriftFlags) => run((terminal) => list(flags, terminal)));
  const deciding = {
    apply: 'the system is right: its word is taken',
    write: 'we are right: the system is given it, and asked until it shows it',
  } as const;
  for (const act of ['apply', 'write'] as const) {
    withClient(
      drift
        .command(`${act} <id>`)
        .description(deciding[act])
        .requiredOption('--actor <person>', 'who decides'),
    ).action((id: string, flags: DecideFlags) =>
      run((terminal) => decide(id, { act, flags }, terminal)),
    );
  }
  withClient(
    drift
      .command('dismiss <id>')
      .description('it stays as it is, until one of the sides changes')
      .requiredOption('--actor <person>', 'who decides')
      .requiredOption('--reason <code>', 'a reason code'),
  ).action((id: string, flags: DecideFlags) =>
    run((terminal) => decide(id, { act: 'dismiss', flags }, terminal)),
  );
}
