/**
 * What `onward assistant` does about versions: trains them, lets them take over, takes them back.
 */
import { loadEncoder, objectionsTo, type Compared, type Objection } from '../../assistant/index.ts';
import { OnwardError, StopError } from '../../core/index.ts';
import { openEdgeBeside, openKept } from '../compose/edge-tools.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { allowedBy } from './change.ts';
import { compared } from './comparing.ts';
import { correctionsIn, type Corrections } from './corrections.ts';
import { readIntents } from './examples.ts';
import { trained } from './training.ts';
import { shippedVersion, versionsIn, type Step, type Version } from './versions.ts';

export interface LearningFlags {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly json?: boolean;
}

export interface TakeFlags extends LearningFlags {
  readonly by?: string;
  readonly change?: string;
}

/** Trains a version; it takes over only by `promote`, or where `--promote` is said and it may. */
export async function train(
  file: string | undefined,
  flags: TakeFlags & { readonly promote?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const versions = versionsIn(flags.data);
  const corrections = await kept(flags, terminal);
  const work = {
    encoder: await loadEncoder(),
    corrections,
    file: file === undefined ? undefined : await readIntents(file),
    madeAt: new Date().toISOString(),
    tell: (line: string) => terminal.note(line),
  };
  const content = await trained(work);
  const name = await versions.keep(content);
  const { intentLessons, urgencyLessons } = content;
  const { concepts, lowered } = corrections;
  const told = { version: name, intentLessons, urgencyLessons, concepts, lowered };
  if (flags.json === true && flags.promote !== true) terminal.out(JSON.stringify(told));
  if (flags.json !== true) {
    terminal.out(`${name}  ${intentLessons.corrections} corrections of what is asked for`);
    terminal.out(
      `${' '.repeat(name.length)}  ${urgencyLessons.corrections} raised, ${lowered} not`,
    );
  }
  return flags.promote === true ? promote(name, flags, terminal) : exitCodes.ok;
}

/** Lets a version take over, where nothing stands against it. */
export async function promote(name: string, flags: TakeFlags, terminal: Terminal) {
  return take(name, 'promote', { flags, terminal });
}

/** Back to what ran before, or to a version that is named. */
export async function rollBack(name: string | undefined, flags: TakeFlags, terminal: Terminal) {
  const last = (await versionsIn(flags.data).history()).at(-1);
  return take(name ?? last?.from ?? shippedVersion, 'rollback', { flags, terminal });
}

interface Taking {
  readonly flags: TakeFlags;
  readonly terminal: Terminal;
}

async function take(
  name: string,
  kind: Step['kind'],
  { flags, terminal }: Taking,
): Promise<ExitCode> {
  if (flags.by === undefined) {
    throw new StopError('ONW-ASSISTANT-VERSION', 'Say who decides, with --by: it is kept.');
  }
  const versions = versionsIn(flags.data);
  const [before, after] = [await versions.current(), await versions.read(name)];
  if (before.name === after.name) {
    throw new StopError('ONW-ASSISTANT-VERSION', 'It runs already: see `assistant versions`.');
  }
  const { folder } = versions;
  const between = { folder, from: before.name, to: after.name };
  const allowed = flags.change === undefined ? undefined : await allowedBy(flags.change, between);
  const pairs = await pairsOf({ before, after }, { flags, terminal });
  const found = objectionsTo(pairs, allowed?.items);
  // Going back may be worse at what is asked for; it may not lower what is urgent.
  const objections = kind === 'promote' ? found : found.filter(isOfUrgency);
  if (objections.length === 0) {
    await versions.take({
      at: new Date().toISOString(),
      kind,
      from: before.name,
      to: after.name,
      by: flags.by,
      ...(allowed === undefined ? {} : { change: allowed.hash }),
    });
  }
  const taken = objections.length === 0;
  if (flags.json === true) {
    terminal.out(JSON.stringify({ taken, from: before.name, to: after.name, objections }));
  } else {
    terminal.out(taken ? `${after.name} runs from now on` : `${before.name} stays`);
    for (const each of objections) terminal.out(`  ${wordsOf(each)}`);
  }
  return taken ? exitCodes.ok : exitCodes.findings;
}

const isOfUrgency = ({ kind }: Objection): boolean => kind === 'urgent-fell';

/** What both say of all that is held. */
async function pairsOf(
  { before, after }: { readonly before: Version; readonly after: Version },
  { flags, terminal }: Taking,
): Promise<Compared> {
  const { held } = await kept(flags, terminal);
  const encoder = await loadEncoder();
  const tell = (line: string): void => terminal.note(line);
  return compared({ encoder, before, after, held, nowMs: Date.now(), tell });
}

export async function diff(
  one: string,
  other: string,
  { flags, terminal }: { readonly flags: LearningFlags; readonly terminal: Terminal },
): Promise<ExitCode> {
  const versions = versionsIn(flags.data);
  const [before, after] = [await versions.read(one), await versions.read(other)];
  const { urgency, intents } = await pairsOf({ before, after }, { flags, terminal });
  const all = [...urgency, ...intents].filter((each) => each.before !== each.after);
  const changed = all.map((each) => ({
    ...each,
    before: each.before ?? null,
    after: each.after ?? null,
  }));
  if (flags.json === true) terminal.out(JSON.stringify({ from: one, to: other, changed }));
  else {
    for (const { id, meant, before: was, after: is } of changed) {
      terminal.out(`${id}  ${was ?? 'none'} → ${is ?? 'none'}  (meant: ${meant})`);
    }
    terminal.out(`${changed.length} of ${urgency.length + intents.length} items change`);
  }
  return exitCodes.ok;
}

export async function list(flags: LearningFlags, terminal: Terminal): Promise<ExitCode> {
  const versions = versionsIn(flags.data);
  const [all, current, history] = [
    await versions.list(),
    await versions.current(),
    await versions.history(),
  ];
  const rows = all.map(({ name, content }) => {
    const { madeAt, intentLessons, urgencyLessons } = content ?? {};
    return {
      version: name,
      isCurrent: name === current.name,
      madeAt,
      intentLessons,
      urgencyLessons,
    };
  });
  if (flags.json === true) {
    terminal.out(JSON.stringify({ current: current.name, versions: rows, history }));
    return exitCodes.ok;
  }
  for (const { version, madeAt, isCurrent } of rows) {
    terminal.out(`${isCurrent ? '*' : ' '} ${version}  ${madeAt ?? ''}`);
  }
  if (current.name === shippedVersion) terminal.out('* shipped');
  for (const { at, kind, from, to, by } of history) {
    terminal.out(terminal.paint('dim', `${at}  ${kind}  ${from} → ${to}  ${by}`));
  }
  return exitCodes.ok;
}

/** What people corrected; nothing where no edge has its data here. */
async function kept(flags: LearningFlags, terminal: Terminal): Promise<Corrections> {
  const url = flags.databaseUrl ?? process.env['DATABASE_URL'];
  const place = { url, folder: flags.data, onProgress: (text: string) => terminal.note(text) };
  const store = await openEdgeBeside(place).catch((error: unknown) => {
    if (error instanceof OnwardError && error.code === 'ONW-DATA-ABSENT') return undefined;
    throw error;
  });
  if (store === undefined) return correctionsIn(undefined);
  try {
    const { readings } = await openKept(store, place);
    return await correctionsIn(readings);
  } finally {
    await store.close();
  }
}

function wordsOf(objection: Objection): string {
  switch (objection.kind) {
    case 'urgent-fell':
      return `${objection.id} would fall from ${objection.before} to ${objection.after}`;
    case 'intents-fell':
      return `intents: ${share(objection.after)} would be right, ${share(objection.before)} are`;
    case 'false-alarms':
      return `of what is not urgent ${share(objection.after)} would be called so`;
  }
}

const share = (of: number): string => `${Math.round(of * 1_000) / 10} %`;
