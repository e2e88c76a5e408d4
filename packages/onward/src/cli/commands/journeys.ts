/** `onward journeys`, `journal` and `explain`: where everyone is, how they came, what is next. */
import { Option, type Command } from 'commander';
import type { z } from 'zod';
import {
  expectShape,
  explanation,
  journalPage,
  journeyDetail,
  journeyPage,
  type JourneyDetail,
} from '../client/answers.ts';
import type { Client } from '../client/client.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { fold } from '../show/fold.ts';
import { table } from '../show/table.ts';
import { localTime, minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import type { Run } from './run.ts';

interface ListFlags extends ClientFlags {
  readonly owner?: string;
  readonly stage?: string;
  readonly step?: string;
  readonly status: string;
  readonly overdue?: boolean;
  readonly limit: number;
  readonly after?: string;
}

async function list(flags: ListFlags, terminal: Terminal): Promise<ExitCode> {
  const { owner, stage, step, status, overdue, limit, after } = flags;
  const query = { owner, stage, step, status, limit, after };
  const answer = await clientOf(flags).get('/v1/journeys', {
    ...query,
    ...(overdue === true ? { overdue: 'true' } : {}),
  });
  const { journeys, next } = expectShape(journeyPage, answer);
  if (flags.json === true) {
    const rows = journeys.map((row) => ({
      id: row.id,
      program: row.program,
      journey: row.journey,
      stage: row.stage,
      step: row.step,
      status: row.status,
      owner: row.owner,
      due: row.due,
      since: row.since,
      sentence: row.sentence,
    }));
    terminal.out(JSON.stringify({ journeys: rows, next }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'journey', of: (row) => row.id },
      { title: 'step', of: (row) => row.step },
      { title: 'owner', of: (row) => row.owner ?? '' },
      { title: 'due (UTC)', of: (row) => (row.due === null ? row.status : minute(row.due)) },
      { title: '', of: (row) => row.sentence },
    ],
    journeys,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'No journey fits.' });
  if (next !== null) terminal.note(`There are more: --after ${next}`);
  return exitCodes.ok;
}

/** The lines of a table, its head set off; a word where there is none. */
export function tell(
  lines: readonly string[],
  { terminal, none }: { readonly terminal: Terminal; readonly none: string },
): void {
  if (lines.length === 0) terminal.note(none);
  for (const [index, line] of lines.entries()) {
    terminal.out(index === 0 ? terminal.paint('dim', line) : line);
  }
}

async function show(id: string, flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const answer = await clientOf(flags).get(`/v1/journeys/${encodeURIComponent(id)}`);
  if (flags.json === true) terminal.out(JSON.stringify(answer, null, 2));
  else showDetail(expectShape(journeyDetail, answer), terminal);
  return exitCodes.ok;
}

function showDetail(journey: JourneyDetail, terminal: Terminal): void {
  const { zone, sentence } = journey.explain;
  terminal.out(terminal.paint('strong', `${journey.id}  ${journey.journey}`));
  for (const line of fold(sentence, Math.min(terminal.columns, 100))) terminal.out(line);
  const facts = Object.entries(journey.facts).map(([name, value]) => `${name} ${plain(value)}`);
  const parts: readonly (readonly [string, string])[] = [
    ['status', journey.outcome === null ? journey.status : `${journey.status}: ${journey.outcome}`],
    ['stage', journey.stage],
    ['step', journey.places.map((place) => place.step).join(', ')],
    ['milestones', journey.milestones.join(', ')],
    ['facts', facts.join(', ')],
  ];
  for (const [name, value] of parts) {
    if (value !== '') terminal.out(`${terminal.paint('dim', name.padEnd(12))}${value}`);
  }
  showSentences('messages', journey.explain.messages, terminal);
  showSentences('clocks', journey.explain.clocks, terminal);
  for (const obligation of journey.obligations) {
    const { id, name, owner, due, actions } = obligation;
    terminal.out('');
    terminal.out(`${id}  ${name}  ${owner}  due ${localTime(Date.parse(due), zone)}`);
    if (actions.length > 0) terminal.out(`  actions: ${actions.map(actionText).join(', ')}`);
  }
}

/** What will be said to the person, and what was; what is measured. */
function showSentences(
  title: string,
  told: readonly { readonly sentence: string }[],
  terminal: Terminal,
): void {
  for (const [index, { sentence }] of told.entries()) {
    const name = index === 0 ? title : '';
    terminal.out(`${terminal.paint('dim', name.padEnd(12))}${sentence}`);
  }
}

function actionText(action: JourneyDetail['obligations'][number]['actions'][number]): string {
  const needs = Object.keys(action.with);
  return needs.length === 0 ? action.name : `${action.name} (with ${needs.join(', ')})`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function journal(id: string, flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const entries = await allEntries(clientOf(flags), id);
  if (flags.json === true) {
    const rows = entries.map(({ seq, at, occurredAt, type, source, eventId, ...rest }) => {
      const { step, hash, observed } = rest;
      return { seq, at, occurredAt, type, source, eventId, step, hash, observed };
    });
    terminal.out(JSON.stringify({ entries: rows }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: '#', of: (row) => String(row.seq) },
      { title: 'at (UTC)', of: (row) => minute(row.at) },
      { title: 'what', of: (row) => row.type },
      { title: 'from', of: (row) => row.source },
      { title: 'found by', of: (row) => row.observed?.by ?? '' },
      { title: 'then at', of: (row) => row.step },
      { title: 'hash', of: (row) => row.hash.slice(0, 8) },
    ],
    entries,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'The journal is empty.' });
  return exitCodes.ok;
}

type Entry = z.output<typeof journalPage>['entries'][number];

async function allEntries(client: Client, id: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let after: string | undefined;
  for (;;) {
    const path = `/v1/journeys/${encodeURIComponent(id)}/journal`;
    const page = expectShape(journalPage, await client.get(path, { limit: 200, after }));
    entries.push(...page.entries);
    if (page.next === null || page.entries.length === 0) return entries;
    after = page.next;
  }
}

async function explain(id: string, flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const answer = await clientOf(flags).get(`/v1/journeys/${encodeURIComponent(id)}/explain`);
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const said = expectShape(explanation, answer);
  const time = (at: string | null): string =>
    at === null ? '' : localTime(Date.parse(at), said.zone);
  for (const line of fold(said.sentence, Math.min(terminal.columns, 100))) {
    terminal.out(terminal.paint('strong', line));
  }
  const parts: readonly (readonly [string, string | null])[] = [
    ['waits for', said.waitingFor],
    ['from', said.from],
    ['since', time(said.since)],
    ['owner', said.owner],
    ['due', said.due === null ? '' : `${time(said.due)}${said.overdue ? ' (overdue)' : ''}`],
    ['next', said.next],
    ['if nothing', said.ifNothing],
  ];
  for (const [name, value] of parts) {
    if (value !== null && value !== '')
      terminal.out(`${terminal.paint('dim', name.padEnd(12))}${value}`);
  }
  showSentences('messages', said.messages, terminal);
  showSentences('clocks', said.clocks, terminal);
  return exitCodes.ok;
}

export function addJourneys(cli: Command, run: Run): void {
  const journeys = cli.command('journeys').description('where journeys stand');
  const paged = (command: Command): Command =>
    withClient(command)
      .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 100)
      .option('--after <cursor>', 'the next page');
  paged(journeys.command('list').description('journeys, oldest first, each in one sentence'))
    .option('--owner <team>', 'of this team or role')
    .option('--stage <stage>', 'in this stage')
    .option('--step <step>', 'at this step')
    .option('--overdue', 'only those with a deadline that has passed')
    .addOption(
      new Option('--status <status>', 'open, ended or any')
        .choices(['open', 'ended', 'any'])
        .default('open'),
    )
    .action((flags: ListFlags) => run((terminal) => list(flags, terminal)));
  withClient(journeys.command('show').description('all that is known of one journey'))
    .argument('<journey>', 'its id, jrn_…')
    .action((id: string, flags: ClientFlags) => run((terminal) => show(id, flags, terminal)));
  withClient(cli.command('journal').description('what happened to a journey, as a hash chain'))
    .argument('<journey>', 'its id, jrn_…')
    .action((id: string, flags: ClientFlags) => run((terminal) => journal(id, flags, terminal)));
  withClient(
    cli.command('explain').description('what a journey waits for, and what if nothing happens'),
  )
    .argument('<journey>', 'its id, jrn_…')
    .action((id: string, flags: ClientFlags) => run((terminal) => explain(id, flags, terminal)));
}
