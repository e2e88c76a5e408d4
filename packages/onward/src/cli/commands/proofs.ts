/** The commands around the proof; what they need is loaded only when they are called. */
import type { Command } from 'commander';
import type { CheckFlags } from './check.ts';
import { wholeNumber } from './client-options.ts';
import type { ReplayFlags } from './replay.ts';
import type { Run } from './run.ts';

const programWords = 'a folder with a program.yaml, or a module that exports a program';

export function addCheck(cli: Command, run: Run): void {
  cli
    .command('check')
    .description('prove that nobody falls through a program, or tell how; nothing is run')
    .argument('<program>', programWords)
    .option('--json', 'the problems and the proof as data')
    .option('--sarif [file]', 'SARIF 2.1.0, to a file or instead of the text')
    .option('--mermaid', 'each story as a Mermaid diagram instead of the text')
    .option('--story <file>', 'write the first story, for `onward replay`')
    .option('--certificate <file>', 'write the proof, for --verify')
    .option('--verify <file>', 'verify a certificate of the program instead of proving it')
    .option('--journey <name>', 'tell of this journey alone')
    .option(
      '--cap <count>',
      'configurations of a journey beyond which it is unknown',
      wholeNumber(1, 100_000_000),
    )
    .action((path: string, flags: CheckFlags) =>
      run(async (terminal) => {
        const { check } = await import('./check.ts');
        return check(path, flags, terminal);
      }),
    );
}

export function addReplay(cli: Command, run: Run): void {
  cli
    .command('replay')
    .description('play the story of a refuted property on the real engine')
    .argument('<story>', 'written by `onward check --story`, or a whole `onward check --json`')
    .requiredOption('--program <program>', programWords)
    .option('--property <id>', 'of a whole report: the story of this one, such as C4')
    .option('--journey <name>', 'of a whole report: a story of this journey')
    .option('--json', 'the result as data')
    .action((path: string, flags: ReplayFlags) =>
      run(async (terminal) => {
        const { replay } = await import('./replay.ts');
        return replay(path, flags, terminal);
      }),
    );
}
