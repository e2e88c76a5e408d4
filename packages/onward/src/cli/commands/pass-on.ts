/** `onward send`, `act` and `unmatched`: telling a server what happened, and what was done. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { eventResults, expectShape, taken, unmatchedPage } from '../client/answers.ts';
import { declared, sentence, StopError } from '../../core/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

type Data = Readonly<Record<string, unknown>>;

interface SendFlags extends ClientFlags {
  readonly id?: string;
  readonly subject?: string;
  readonly time?: string;
  readonly data?: Data;
  readonly file?: string;
}

async function send(type: string, flags: SendFlags, terminal: Terminal): Promise<ExitCode> {
  const event = {
    specversion: '1.0',
    id: flags.id ?? randomUUID(),
    source: type.split('.', 1)[0] ?? '',
    type,
    ...(flags.time === undefined ? {} : { time: flags.time }),
    ...(flags.subject === undefined ? {} : { subject: flags.subject }),
    data: { ...(await dataOf(flags.file)), ...flags.data },
  };
  const answer = await clientOf(flags).post('/v1/events', event, { accept: 422 });
  const { results } = expectShape(eventResults, answer);
  if (flags.json === true) terminal.out(JSON.stringify({ results }, null, 2));
  for (const { id, status, code, message, journeys } of flags.json === true ? [] : results) {
    const tone = status === 'accepted' ? 'good' : 'warn';
    const why = code === undefined ? '' : `  ${code}  ${message ?? ''}`;
    const took = journeys.length === 0 ? '' : `  ${journeys.join(' ')}`;
    terminal.out(`${terminal.paint(tone, status)}  ${id ?? ''}${took}${why}`);
  }
  const refused = results.some(({ status }) => status === 'rejected');
  return refused ? exitCodes.findings : exitCodes.ok;
}

async function dataOf(file: string | undefined): Promise<Data> {
  if (file === undefined) return {};
  const text = await readFile(file, 'utf8').catch(() => undefined);
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Data;
  } catch {
    // Told below, as for any other file that holds no object.
  }
  throw new StopError(
    'ONW-FILE-UNUSABLE',
    sentence`${declared(file)} must be a file that holds one JSON object.`,
  );
}

/** `k=v`; true, false and whole numbers are what they look like, anything else is text. */
function pair(text: string, before: Data = {}): Data {
  const [, name, value] = /^([a-z][a-z0-9-]*)=(.*)$/su.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Write name=value.');
  }
  return { ...before, [name]: literal(value) };
}

function literal(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^[{[]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw new InvalidArgumentError('What begins with { or [ must be JSON.');
    }
  }
  return text;
}

interface ActFlags extends ClientFlags {
  readonly actor: string;
  readonly data?: Data;
  readonly key?: string;
}

async function act(
  words: readonly [string, string],
  flags: ActFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const [obligation, action] = words;
  const { actor, data = {}, key } = flags;
  const path = `/v1/obligations/${encodeURIComponent(obligation)}/act`;
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  const answer = await clientOf(flags).post(path, { action, actor, data }, { headers });
  const { journey } = expectShape(taken, answer);
  terminal.out(flags.json === true ? JSON.stringify({ journey }) : `done  ${journey}`);
  return exitCodes.ok;
}

interface UnmatchedFlags extends ClientFlags {
  readonly limit: number;
  readonly after?: string;
}

async function unmatched(flags: UnmatchedFlags, terminal: Terminal): Promise<ExitCode> {
  const { limit, after } = flags;
  const answer = await clientOf(flags).get('/v1/unmatched', { limit, after });
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const { unmatched: rows, next } = expectShape(unmatchedPage, answer);
  const lines = table(
    [
      { title: 'input', of: (row) => row.id },
      { title: 'what', of: (row) => row.type },
      { title: 'owner', of: (row) => row.owner },
      { title: 'due (UTC)', of: (row) => minute(row.due) },
      { title: 'why', of: (row) => row.reason },
    ],
    rows,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nothing waits to be placed.' });
  if (next !== null) terminal.note(`There are more: --after ${next}`);
  return exitCodes.ok;
}

export function addPassOn(cli: Command, run: Run): void {
  withClient(cli.command('send').description('tell what happened, as a CloudEvent'))
    .argument('<type>', 'as the program names it: system.event')
    .option('--id <id>', 'the same id is taken once; a new one unless said')
    .option('--subject <id>', 'the outside id of whom it is about')
    .option('--time <instant>', 'when it happened; now unless said')
    .option('--data <name=value>', 'a datum or a ref; may be repeated', pair)
    .option('--file <file.json>', 'data as one JSON object')
    .action((type: string, flags: SendFlags) => run((terminal) => send(type, flags, terminal)));
  withClient(cli.command('act').description('act on an obligation, as a person'))
    .argument('<obligation>', 'its id, obl_…')
    .argument('<action>', 'one of its actions')
    .requiredOption('--actor <person>', 'who acts: an id of one of the program’s people')
    .option('--data <name=value>', 'what the action asks for; may be repeated', pair)
    .option('--key <key>', 'repeats under the same key change nothing again')
    .action((obligation: string, action: string, flags: ActFlags) =>
      run((terminal) => act([obligation, action], flags, terminal)),
    );
  withClient(cli.command('unmatched').description('inputs that nobody could place'))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 100)
    .option('--after <cursor>', 'the next page')
    .action((flags: UnmatchedFlags) => run((terminal) => unmatched(flags, terminal)));
}
