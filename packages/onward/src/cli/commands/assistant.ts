/** `onward assistant`: try it, see why it says what it says, measure it, train it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  levels,
  loadEncoder,
  shippedAssistant,
  storedOf,
  type Level,
} from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';
import { chat, type ChatFlags } from '../assistant/chat.ts';
import { evaluateIntents, learnt } from '../assistant/eval-intents.ts';
import { evaluateUrgency, type UrgencyEvaluated } from '../assistant/eval-urgency.ts';
import { readIntents, readUrgent } from '../assistant/examples.ts';
import { explained, type ExplainFlags } from '../assistant/explain.ts';
import { isMet, tellGoals, type Evaluation, type Goal } from '../assistant/findings.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import type { TakeFlags } from '../assistant/learning.ts';
import { addNote } from '../assistant/note.ts';
import { addLearning, withData, withTaking } from './assistant-learning.ts';
import type { Run } from './run.ts';

interface EvalFlags {
  readonly urgency?: string;
  readonly intents?: string;
  readonly train?: string;
  readonly model?: string;
  readonly json?: boolean;
}

interface TrainFlags extends TakeFlags {
  readonly promote?: boolean;
  readonly out?: string;
}

const ticks = (): number => performance.now();

async function evaluate(flags: EvalFlags, terminal: Terminal): Promise<ExitCode> {
  const { urgency, intents, train, model } = flags;
  if ((urgency === undefined) === (intents === undefined)) {
    throw new StopError(
      'ONW-ASSISTANT-EXAMPLES',
      'Name one file of examples: with --urgency, or with --intents.',
    );
  }
  const encoder = await loadEncoder();
  if (urgency !== undefined) {
    const examples = await readUrgent(urgency);
    const assistant = shippedAssistant(encoder);
    const found = await evaluateUrgency({ assistant, examples, nowMs: Date.now(), ticks });
    if (flags.json !== true) tellTable(found, terminal);
    return tell(found, flags, terminal);
  }
  const found = await evaluateIntents({
    encoder,
    path: intents ?? '',
    ...(train === undefined ? {} : { trainPath: train }),
    ...(model === undefined ? {} : { modelPath: model }),
    tell: progress(terminal),
    ticks,
  });
  return tell(found, flags, terminal);
}

/** A line now and then: whoever waits wants to know that it goes on. */
function progress({ note }: Terminal): (line: string) => void {
  let last = ticks();
  return (line) => {
    if (ticks() - last < 5_000) return;
    last = ticks();
    note(line);
  };
}

function tell(
  { evaluation, goals }: { readonly evaluation: Evaluation; readonly goals: readonly Goal[] },
  { json }: EvalFlags,
  terminal: Terminal,
): ExitCode {
  if (json === true) terminal.out(JSON.stringify(evaluation));
  else tellGoals(goals, terminal);
  return goals.every(isMet) ? exitCodes.ok : exitCodes.findings;
}

function tellTable({ table }: UrgencyEvaluated, { out }: Terminal): void {
  const columns = levels.toReversed();
  out(`${'meant'.padEnd(12)}${columns.map((each: Level) => each.padStart(12)).join('')}`);
  for (const [meant, counts] of table) {
    const cells = columns.map((each) => String(counts.get(each) ?? 0).padStart(12));
    out(`${meant.padEnd(12)}${cells.join('')}`);
  }
}

async function teach(
  path: string,
  { out: folder }: { readonly out: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const encoder = await loadEncoder();
  const work = { encoder, path, tell: progress(terminal), ticks };
  const sets = await readIntents(path);
  if (sets.train.length === 0) {
    throw new StopError('ONW-ASSISTANT-EXAMPLES', 'The file has nothing under "train".');
  }
  const classifier = await learnt(work, sets);
  const version = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const file = join(folder, `intents-${version}.json`);
  await mkdir(folder, { recursive: true });
  const stored = storedOf(classifier, { version, encoder: encoder.name });
  await writeFile(file, `${JSON.stringify(stored)}\n`);
  terminal.out(file);
  return exitCodes.ok;
}

export function addAssistant(cli: Command, run: Run): void {
  const assistant = cli
    .command('assistant')
    .description('plain words in, what they mean out: try, explain, measure and train it');
  assistant
    .command('eval')
    .description('measure it on a file of examples; 1 where a goal is not reached')
    .option('--urgency <file>', 'a line of JSON each: {id, text, level}')
    .option('--intents <file>', "examples in CLINC150's form")
    .option('--train <file>', 'for --intents: where to train from, if the file has no "train"')
    .option('--model <file>', 'for --intents: a model that `assistant train` has written')
    .option('--json', 'for a program')
    .action((flags: EvalFlags) => run((terminal) => evaluate(flags, terminal)));
  withTaking(withData(assistant.command('train')))
    .description('train a version on what is shipped, what people corrected, and a file')
    .argument('[file]', "more examples, in CLINC150's form")
    .option('--promote', 'let it take over at once, where it may')
    .option('--out <folder>', 'train a classifier on the file alone, and write it there')
    .action((path: string | undefined, flags: TrainFlags) =>
      run(async (terminal) => {
        if (flags.out !== undefined) return teach(path ?? '', { out: flags.out }, terminal);
        const { train } = await import('../assistant/learning.ts');
        return train(path, flags, terminal);
      }),
    );
  addLearning(assistant, run);
  withData(assistant.command('explain'))
    .description('what was found in a text, where, by what; without a text: from stdin')
    .argument('[text...]')
    .option('--file <file>', 'read the text from a file')
    .action((words: readonly string[], flags: ExplainFlags) =>
      run((terminal) => explained(words, flags, terminal)),
    );
  withData(assistant.command('chat'))
    .description('talk to it: a message a line on stdin')
    .option('--region <name>', 'whose emergency numbers are told', 'us')
    .option('--zone <zone>', "the clinic's zone", 'UTC')
    .action((flags: ChatFlags) => run((terminal) => chat(flags, terminal)));
  addNote(assistant, run);
}
