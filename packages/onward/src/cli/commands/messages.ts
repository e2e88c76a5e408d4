/** `onward messages` and `consent`: what people are told, and what they say of being told. */
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { declared, parseDuration, sentence, StopError } from '../../core/index.ts';
import { expectShape } from '../client/answers.ts';
import type { Client } from '../client/client.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

const next = z.string().nullable().default(null);
const consent = z.looseObject({
  grants: z.boolean(),
  channel: z.string().nullable(),
  purpose: z.string().nullable(),
  at: z.string(),
  source: z.string(),
});
const ofJourney = z.looseObject({
  messages: z.array(z.looseObject({ sentence: z.string() })),
  consents: z.array(consent),
});
const planned = z.looseObject({
  messages: z.array(
    z.looseObject({
      journey: z.string(),
      template: z.string(),
      channel: z.string(),
      planned: z.string(),
      fate: z.string(),
      sendAt: z.string().nullable(),
      rule: z.string().nullable(),
    }),
  ),
  next,
});
const counts = z.object({
  sent: z.number(),
  late: z.number(),
  merged: z.number(),
  withheld: z.number(),
});
const tested = z.looseObject({
  was: counts,
  would: counts,
  changed: z.array(
    z.looseObject({
      journey: z.string(),
      template: z.string(),
      askedAt: z.string(),
      was: z.string(),
      would: z.string(),
      at: z.string(),
    }),
  ),
  next,
});

async function show(id: string, flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const answer = await clientOf(flags).get(`/v1/journeys/${encodeURIComponent(id)}/messages`);
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const { messages, consents } = expectShape(ofJourney, answer);
  if (messages.length === 0)
    terminal.note('Nothing was said to the person, and nothing is planned.');
  for (const each of messages) terminal.out(each.sentence);
  for (const word of consents) terminal.out(wordText(word));
  return exitCodes.ok;
}

function wordText({ grants, channel, purpose, at, source }: z.output<typeof consent>): string {
  const what = purpose === null ? 'messages' : `messages for ${purpose}`;
  const over = channel === null ? '' : ` over ${channel}`;
  return `${minute(at)}  ${grants ? 'wants' : 'wants no'} ${what}${over}  (${source})`;
}

interface ConsentFlags extends ClientFlags {
  readonly grant?: boolean;
  readonly revoke?: boolean;
  readonly channel?: string;
  readonly purpose?: string;
  readonly actor: string;
}

async function enter(id: string, flags: ConsentFlags, terminal: Terminal): Promise<ExitCode> {
  const { grant = false, revoke = false, channel, purpose, actor } = flags;
  if (grant === revoke) {
    throw new StopError('ONW-CONSENT-WORD', 'Give --grant or --revoke, one of them.');
  }
  const path = `/v1/journeys/${encodeURIComponent(id)}/consents`;
  const word = { actor, grants: grant, channel, purpose };
  const answer = await clientOf(flags).post(path, word);
  const { consents } = expectShape(z.looseObject({ consents: z.array(consent) }), answer);
  if (flags.json === true) terminal.out(JSON.stringify(answer, null, 2));
  else for (const each of consents) terminal.out(wordText(each));
  return exitCodes.ok;
}

interface PlanFlags extends ClientFlags {
  readonly asOf?: string;
}

type Planned = z.output<typeof planned>['messages'][number];

async function plan(flags: PlanFlags, terminal: Terminal): Promise<ExitCode> {
  const client = clientOf(flags);
  const rows: Planned[] = [];
  await pages(terminal, rows, async (after) => {
    const query = { limit: 200, after, asOf: flags.asOf };
    const page = expectShape(planned, await client.get('/v1/messages/plan', query));
    rows.push(...page.messages);
    return page.next;
  });
  const sorted = rows.toSorted((a, b) => a.planned.localeCompare(b.planned));
  if (flags.json === true) {
    terminal.out(JSON.stringify({ messages: sorted }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'planned (UTC)', of: (row: Planned) => minute(row.planned) },
      { title: 'message', of: (row) => row.template },
      { title: 'over', of: (row) => row.channel },
      { title: 'journey', of: (row) => row.journey },
      { title: 'then', of: fateText },
    ],
    sorted,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'No message is planned.' });
  return exitCodes.ok;
}

function fateText({ fate, sendAt, rule }: Planned): string {
  if (fate === 'send') return 'sent';
  if (fate === 'merge') return 'said by another message';
  const why = rule === null ? '' : ` (${rule})`;
  return sendAt === null ? `not sent${why}: somebody must call` : `sent ${minute(sendAt)}${why}`;
}

interface BacktestFlags extends ClientFlags {
  readonly policy: string;
  readonly since: string;
}

type Tested = z.output<typeof tested>;

async function backtest(flags: BacktestFlags, terminal: Terminal): Promise<ExitCode> {
  const policy = await readFile(flags.policy, 'utf8').catch(() => undefined);
  if (policy === undefined) {
    const message = sentence`${declared(flags.policy)} cannot be read.`;
    throw new StopError('ONW-FILE-UNUSABLE', message);
  }
  const client = clientOf(flags);
  const total: Pick<Tested, 'was' | 'would'> = { was: none(), would: none() };
  const changed: Tested['changed'] = [];
  await pages(terminal, changed, async (after) => {
    const page = await ask(client, { policy, since: flags.since, limit: 200, after });
    add(total.was, page.was);
    add(total.would, page.would);
    changed.push(...page.changed);
    return page.next;
  });
  if (flags.json === true) {
    terminal.out(JSON.stringify({ ...total, changed }, null, 2));
    return exitCodes.ok;
  }
  for (const name of ['sent', 'late', 'merged', 'withheld'] as const) {
    const line = `${name.padEnd(10)}${total.was[name]} → ${total.would[name]}`;
    terminal.out(line);
  }
  const lines = table(
    [
      { title: 'asked (UTC)', of: (row: Tested['changed'][number]) => minute(row.askedAt) },
      { title: 'message', of: (row) => row.template },
      { title: 'journey', of: (row) => row.journey },
      { title: 'was', of: (row) => row.was },
      { title: 'would be', of: (row) => `${row.would} ${minute(row.at)}` },
    ],
    changed,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'The policy would have changed nothing.' });
  return exitCodes.ok;
}

async function ask(client: Client, body: object): Promise<Tested> {
  return expectShape(tested, await client.post('/v1/messages/backtest', body));
}

function none(): z.output<typeof counts> {
  return { sent: 0, late: 0, merged: 0, withheld: 0 };
}

function add(to: z.output<typeof counts>, more: z.output<typeof counts>): void {
  for (const name of ['sent', 'late', 'merged', 'withheld'] as const) to[name] += more[name];
}

/** Reads page after page, and shows how far it is. */
async function pages(
  terminal: Terminal,
  found: readonly unknown[],
  read: (after: string | undefined) => Promise<string | null>,
): Promise<void> {
  let after: string | undefined;
  for (let page = 1; ; page += 1) {
    const following = await read(after);
    if (following === null) break;
    after = following;
    const far = `${page * 200} people looked at, ${found.length} messages so far`;
    terminal.note(terminal.paint('dim', far));
  }
}

/** `30d` back from now, or an instant. */
function sinceOf(text: string): string {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return new Date(Date.now() - ms).toISOString();
  if (!Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('Write a length of time such as 30d, or an instant.');
}

function instantOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text))) {
    return new Date(text).toISOString();
  }
  throw new InvalidArgumentError('Write an instant such as 2026-12-01T08:00:00+01:00.');
}

export function addMessages(cli: Command, run: Run): void {
  const messages = cli.command('messages').description('what people are told, and when');
  withClient(messages.command('show').description('the messages of one journey, and why so'))
    .argument('<journey>', 'its id, jrn_…')
    .action((id: string, flags: ClientFlags) => run((terminal) => show(id, flags, terminal)));
  withClient(messages.command('plan').description('what is planned, and what would become of it'))
    .option('--as-of <instant>', 'judged as at this time', instantOf)
    .action((flags: PlanFlags) => run((terminal) => plan(flags, terminal)));
  withClient(messages.command('backtest').description('what another policy would have made of it'))
    .requiredOption('--policy <file>', 'YAML with `messages:`, and `calendars:` that it names')
    .requiredOption('--since <time>', '30d, or an instant', sinceOf)
    .action((flags: BacktestFlags) => run((terminal) => backtest(flags, terminal)));
  withClient(
    cli.command('consent').description('enters what a person has said of being written to'),
  )
    .argument('<journey>', 'one of their journeys, jrn_…')
    .option('--grant', 'they want messages')
    .option('--revoke', 'they want no more')
    .option('--channel <channel>', 'over this channel; every one unless said')
    .option('--purpose <purpose>', 'for this purpose; every one unless said')
    .requiredOption('--actor <person>', 'who enters it, by opaque id')
    .action((id: string, flags: ConsentFlags) => run((terminal) => enter(id, flags, terminal)));
}
