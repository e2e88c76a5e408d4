/** The command line: which commands there are, and how each of them ends. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAssistant } from './commands/assistant.ts';
import { addInit } from './commands/init.ts';
import { addJourneys } from './commands/journeys.ts';
import { addMessages } from './commands/messages.ts';
import { addPassOn } from './commands/pass-on.ts';
import { addDb, addDoctor, addPrograms, addRelease } from './commands/programs.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addRecover } from './commands/recover.ts';
import { addSubjects } from './commands/subjects.ts';
import { addWatchdogs } from './commands/watchdogs.ts';
import type { Run } from './commands/run.ts';
import { endingOf, exitCodes, type ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line, without the interpreter and the script, and says how it ended. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.ok;
  const run: Run = async (work) => {
    exit = await work(terminal);
  };
  forgetEmptyVariables();
  try {
    await commands(run, terminal).parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    const ending = endingOf(error);
    if (ending.said !== undefined && words.includes('--json')) {
      terminal.out(JSON.stringify({ error: ending.said }));
    }
    if (ending.line !== undefined) terminal.note(terminal.paint('bad', ending.line));
    return ending.exit;
  }
}

/** A variable that is set to nothing is not set: `ONWARD_TOKEN= onward dev`. */
function forgetEmptyVariables(): void {
  for (const name of [
    'DATABASE_URL',
    'ONWARD_URL',
    'ONWARD_TOKEN',
    'ONWARD_KEY',
    'ONWARD_EDGE_TOKEN',
    'ONWARD_EDGE_DATABASE_URL',
    'ONWARD_PRIVATE_HOSTS',
    'ONWARD_WITNESS',
    'ONWARD_RETAIN',
    'ONWARD_HEARTBEAT',
    'ONWARD_HEARTBEAT_URL',
  ]) {
    if (process.env[name] === '') Reflect.deleteProperty(process.env, name);
  }
}

function commands(run: Run, terminal: Terminal): Command {
  const cli = new Command('onward')
    .description('Operational coordination: what should happen next, owned and dated.')
    .version(version(), '-V, --version')
    .exitOverride()
    // What stands behind a verb is the verb's own.
    .enablePositionalOptions()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  addPrograms(cli, run);
  addInit(cli, run);
  addPassOn(cli, run);
  addJourneys(cli, run);
  addMessages(cli, run);
  addRecover(cli, run);
  addSubjects(cli, run);
  addDb(cli, run);
  addDoctor(cli, run);
  addReconcile(cli, run);
  addWatchdogs(cli, run);
  addRelease(cli, run);
  addAssistant(cli, run);
  return cli;
}

function version(): string {
  const read = createRequire(import.meta.url);
  const { version: found } = read('../../package.json') as { readonly version: string };
  return found;
}
