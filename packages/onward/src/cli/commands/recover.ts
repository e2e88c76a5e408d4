/** `onward recover`: what waits for a person and why, what an act would do, and doing it. */
import { Option, type Command } from 'commander';
import { StopError } from '../../core/index.ts';
import { acts } from '../../runtime/index.ts';
import { expectShape } from '../client/answers.ts';
import { connect, type Client } from '../client/client.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import {
  causeItems,
  causePage,
  recoveryPreview,
  recoveryRun,
  runItems,
  type CauseRow,
  type RecoveryRun,
  type RunItem,
} from './recover-answers.ts';
import type { Run } from './run.ts';

interface RecoverFlags extends ClientFlags {
  readonly act?: string;
  readonly preview?: boolean;
  readonly run?: boolean;
  readonly actor?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly to?: string;
  readonly journey?: string;
  readonly item?: readonly string[];
  readonly limit: number;
  readonly after?: string;
}

async function recover(
  cause: string | undefined,
  flags: RecoverFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (cause === undefined) return listCauses(flags, terminal);
  if (flags.act === undefined) return listItems(cause, flags, terminal);
  if (flags.run === true && flags.actor === undefined) {
    throw new StopError('ONW-RECOVERY-ACTOR', 'Say who runs it with --actor.');
  }
  return act(cause, flags, terminal);
}

async function listCauses(flags: RecoverFlags, terminal: Terminal): Promise<ExitCode> {
  const answer = await clientOf(flags).get('/v1/recovery/causes');
  const { causes } = expectShape(causePage, answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ causes }, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'cause', of: (row: CauseRow) => row.id },
      { title: 'how many', of: (row) => String(row.count) },
      { title: 'kind', of: (row) => row.kind },
      { title: 'what', of: whatOf },
      { title: 'oldest (UTC)', of: (row) => minute(row.oldest) },
      { title: 'owner', of: (row) => row.owners.join(', ') },
      { title: 'what can be done', of: (row) => row.acts.join(', ') },
    ],
    causes,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing waits to be recovered.' });
  return exitCodes.ok;
}

function whatOf({ kind, name, journey, system }: CauseRow): string {
  const where = kind === 'unmatched' || kind === 'quarantined' ? system : journey;
  return where === null ? name : `${name} (${where})`;
}

async function listItems(
  cause: string,
  flags: RecoverFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { limit, after } = flags;
  const path = `/v1/recovery/causes/${encodeURIComponent(cause)}/items`;
  const answer = await clientOf(flags).get(path, { limit, after });
  const { items, next } = expectShape(causeItems, answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'item', of: (row) => row.id },
      { title: 'journey', of: (row) => row.journey ?? '' },
      { title: 'since (UTC)', of: (row) => minute(row.since) },
      { title: 'owner', of: (row) => row.owner ?? '' },
      { title: 'what', of: (row) => row.name },
    ],
    items,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing has this cause.' });
  if (next !== null) terminal.note(`There are more: --after ${next}`);
  return exitCodes.ok;
}

/** A preview of up to a thousand items steps each of them. */
const previewMs = 120_000;

async function act(cause: string, flags: RecoverFlags, terminal: Terminal): Promise<ExitCode> {
  const { url, token: access, act: name, reason, owner, to, journey, item } = flags;
  const client = connect({ url, token: access, timeoutMs: previewMs });
  const given = { reason, owner, to, journey };
  const body = { cause, act: name, with: given, ...(item === undefined ? {} : { items: item }) };
  const answer = await client.post('/v1/recovery/previews', body);
  const { token, more, run } = expectShape(recoveryPreview, answer);
  if (flags.run !== true) {
    const items = await itemsOf(client, run);
    if (flags.json === true) {
      terminal.out(JSON.stringify({ token, more, run, items }, null, 2));
    } else {
      tellItems(items, terminal);
      terminal.note(`${run.counts.waiting} would be tried; --run --actor <person> does it.`);
    }
    if (more) terminal.note('The cause has more items than one preview holds.');
    return exitCodes.ok;
  }
  if (more) terminal.note('The cause has more items; run it again for the rest.');
  return through(client, { token, flags }, terminal);
}

async function through(
  client: Client,
  { token, flags }: { readonly token: string; readonly flags: RecoverFlags },
  terminal: Terminal,
): Promise<ExitCode> {
  const body = { token, actor: flags.actor };
  let run = expectShape(recoveryRun, await client.post('/v1/recovery/runs', body));
  for (let told = ''; run.state !== 'ended';) {
    const far = progressOf(run);
    if (far !== told) terminal.note(terminal.paint('dim', far));
    told = far;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    run = expectShape(recoveryRun, await client.get(`/v1/recovery/runs/${run.id}`));
  }
  const items = await itemsOf(client, run);
  if (flags.json === true) {
    terminal.out(JSON.stringify({ run, items }, null, 2));
  } else {
    tellItems(items, terminal);
    terminal.out(progressOf(run));
  }
  const { failed, unverified } = run.counts;
  return failed + unverified === 0 ? exitCodes.ok : exitCodes.findings;
}

const lookMs = 300;

function progressOf({ id, counts }: RecoveryRun): string {
  const { waiting, acting, verified, unverified, failed } = counts;
  const left = waiting + acting;
  const rest = left === 0 ? '' : `, ${left} to come`;
  const idle = counts['not-eligible'] === 0 ? '' : `, ${counts['not-eligible']} not eligible`;
  return `${id}  ${verified} verified, ${unverified} unverified, ${failed} failed${idle}${rest}`;
}

async function itemsOf(client: Client, { id }: RecoveryRun): Promise<readonly RunItem[]> {
  const all: RunItem[] = [];
  for (let after: string | undefined; ;) {
    const query = { limit: 200, after };
    const page = expectShape(runItems, await client.get(`/v1/recovery/runs/${id}/items`, query));
    all.push(...page.items);
    if (page.next === null) return all;
    after = page.next;
  }
}

function tellItems(items: readonly RunItem[], terminal: Terminal): void {
  const lines = table(
    [
      { title: 'item', of: (row: RunItem) => row.item },
      { title: 'journey', of: (row) => row.journey ?? '' },
      { title: 'what', of: (row) => row.name },
      { title: '', of: (row) => (row.status === 'waiting' ? '' : row.status) },
      { title: 'then', of: thenOf },
    ],
    items,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing has this cause.' });
}

function thenOf({ status, code, why, would }: RunItem): string {
  if (code !== null) return `${code}  ${why ?? ''}`.trim();
  if (would === null || status === 'verified') return '';
  const { step, asks, opens, closes, owner, journey } = would;
  const parts = [
    step === null ? '' : `stands at ${step}`,
    asks.length === 0 ? '' : `asks ${asks.join(', ')}`,
    closes.length === 0 ? '' : `closes ${closes.join(', ')}`,
    opens.length === 0 ? '' : `opens ${opens.join(', ')}`,
    owner === null ? '' : `goes to ${owner}`,
    journey === null ? '' : `is taken by ${journey}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

export function addRecover(cli: Command, run: Run): void {
  withClient(
    cli
      .command('recover')
      .description('what waits for a person, by cause; what an act would do; and doing it'),
  )
    .argument('[cause]', 'its id, cau_…')
    .addOption(new Option('--act <act>', 'what to do about it').choices(acts))
    .option('--preview', 'only tell what would happen, which is what it does without --run')
    .option('--run', 'preview, run exactly that, and wait for what comes of it')
    .option('--actor <person>', 'who runs it, by opaque id')
    .option('--reason <code>', 'of skip and override: a reason code')
    .option('--owner <owner>', 'of re-route: a team or role')
    .option('--to <step>', 'of override: where the journey goes on')
    .option('--journey <journey>', 'of migrate: whose the input is, jrn_…')
    .option('--item <id...>', 'only these of its items')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 100)
    .option('--after <cursor>', 'the next page')
    .action((cause: string | undefined, flags: RecoverFlags) =>
      run((terminal) => recover(cause, flags, terminal)),
    );
}
