/** `onward release`: what a restored database would send, and the word of a person that it may. */
import { StopError } from '../../core/index.ts';
import type { Fence, FenceReason, HeldOrders, Release } from '../../store/index.ts';
import { openDatabaseBeside } from '../compose/database.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import type { Terminal } from '../terminal.ts';

export interface ReleaseFlags {
  readonly databaseUrl?: string;
  readonly data: string;
  readonly json?: boolean;
  readonly reason?: string;
  readonly actor?: string;
  readonly nothingLost?: boolean;
}

export async function release(flags: ReleaseFlags, terminal: Terminal): Promise<ExitCode> {
  const asked = askedFor(flags);
  const { databaseUrl: url, data: folder } = flags;
  const onProgress = (text: string): void => terminal.note(terminal.paint('dim', text));
  const database = await openDatabaseBeside({ url, folder, onProgress });
  try {
    // Looking first: a database that no server has opened since it was restored has no fence yet.
    await database.store.guard(Date.now());
    const fence = await database.fence();
    const held = fence.closed ? await database.held() : [];
    if (asked === undefined) return look({ fence, held }, flags, terminal);
    if (!fence.closed || !(await database.release(asked))) throw noFenceUp();
    tell({ fence, held, released: asked }, flags, terminal);
    return exitCodes.ok;
  } finally {
    await database.close();
  }
}

function askedFor({ reason, actor, nothingLost = false }: ReleaseFlags): Release | undefined {
  if (reason === undefined && actor === undefined && !nothingLost) return undefined;
  if (!isSaid(reason) || !isSaid(actor)) {
    const message =
      'Somebody says so, for a reason: give --actor and --reason, a sentence at most.';
    throw new StopError('ONW-FENCE-WORDS', message);
  }
  return { at: Date.now(), by: actor, reason, nothingLost };
}

/** Kept for whoever asks later; so long as a sentence. */
function isSaid(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.length <= 200;
}

function noFenceUp(): StopError {
  return new StopError('ONW-FENCE-NONE', 'No fence is up; there is nothing to release.');
}

interface Seen {
  readonly fence: Fence;
  readonly held: readonly HeldOrders[];
  readonly released?: Release;
}

function look(seen: Seen, flags: ReleaseFlags, terminal: Terminal): ExitCode {
  tell(seen, flags, terminal);
  return seen.fence.closed ? exitCodes.findings : exitCodes.ok;
}

function tell(seen: Seen, { json }: ReleaseFlags, terminal: Terminal): void {
  if (json === true) terminal.out(JSON.stringify(asData(seen), null, 2));
  else for (const line of linesOf(seen, terminal)) terminal.out(line);
}

function asData({ fence, held, released }: Seen): object {
  const { epoch, closed, since, reason } = fence;
  const at = since === undefined ? {} : { since: new Date(since).toISOString(), reason };
  const up = closed && released === undefined;
  const orders = held.map(({ kind, system, asked, count }) => ({ kind, system, asked, count }));
  return { fence: { up, epoch, ...at }, released: released !== undefined, orders };
}

const found: Readonly<Record<FenceReason, string>> = {
  'another-cluster': 'it stands in another PostgreSQL cluster than before',
  'another-database': 'its tables were made anew: a dump was read back, or it was copied',
  'another-timeline': 'the cluster was recovered from a backup, or a standby took over',
  'behind-witness': 'it stands behind what it had reached: an older copy was put in its place',
};

const asked: Readonly<Record<HeldOrders['asked'], string>> = {
  before: 'before the backup',
  doubt: 'for what happened before the fence',
  since: 'since',
};

function linesOf({ fence, held, released }: Seen, terminal: Terminal): readonly string[] {
  if (!fence.closed) return ['no fence is up'];
  const since = new Date(fence.since ?? 0).toISOString();
  const head =
    released === undefined
      ? [
          terminal.paint('bad', `the fence is up since ${since}: only look-ups leave`),
          `This is not the database that was left: ${found[fence.reason ?? 'behind-witness']}.`,
        ]
      : [terminal.paint('good', `the fence of ${since} is down`)];
  const orders = table(
    [
      { title: 'waits', of: ({ count }: HeldOrders) => String(count) },
      { title: 'what', of: ({ kind }) => kind },
      { title: 'system', of: ({ system }) => system },
      { title: 'asked for', of: (row) => asked[row.asked] },
    ],
    held,
    terminal.columns,
  );
  const next = released === undefined ? waysOn : after(released);
  return [...head, ...(held.length === 0 ? ['No order waits.'] : orders), ...next];
}

const waysOn: readonly string[] = [
  'It is down after one of:',
  '  onward release --actor NAME --reason "…"',
  '      What was asked for before the backup is sent under its old key where a system honours',
  '      keys; anything else that may have been done already is not sent: its outcome is unknown,',
  '      and the journey looks it up or asks a person, as its program says.',
  '  onward release --actor NAME --reason "…" --nothing-lost',
  '      The database was moved or upgraded and has all that it ever had: everything is sent.',
];

function after({ nothingLost }: Release): readonly string[] {
  return nothingLost
    ? ['Everything that waits is sent. Servers that run see it within seconds.']
    : ['What may have been done already is not sent. Servers that run see it within seconds.'];
}
