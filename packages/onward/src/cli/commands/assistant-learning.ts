/** The verbs of `onward assistant` that are about what it learns. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { register, signed } from '../assistant/change.ts';
import type { LearningFlags, TakeFlags } from '../assistant/learning.ts';
import { versionsIn } from '../assistant/versions.ts';
import { exitCodes } from '../exit.ts';
import type { Run } from './run.ts';

interface ChangeFlags extends LearningFlags {
  readonly item: readonly string[];
  readonly reason: string;
  readonly author: string;
  readonly reviewer: string;
  readonly key: string;
  readonly out: string;
}

export function addLearning(assistant: Command, run: Run): void {
  addTaking(assistant, run);
  addSigning(assistant, run);
  withData(assistant.command('versions'))
    .description('what was trained, what runs, and what took over from what')
    .action((flags: LearningFlags) =>
      run(async (terminal) => (await load()).list(flags, terminal)),
    );
  withData(assistant.command('diff'))
    .description('which of the items that are held two versions read differently')
    .argument('<version>', 'or "shipped"')
    .argument('<other>')
    .action((one: string, other: string, flags: LearningFlags) =>
      run(async (terminal) => (await load()).diff(one, other, { flags, terminal })),
    );
}

const load = () => import('../assistant/learning.ts');

function addTaking(assistant: Command, run: Run): void {
  withTaking(withData(assistant.command('promote')))
    .description('let a version take over, where nothing right is lost and nothing urgent falls')
    .argument('<version>')
    .action((name: string, flags: TakeFlags) =>
      run(async (terminal) => (await load()).promote(name, flags, terminal)),
    );
  withTaking(withData(assistant.command('rollback')))
    .description('back to what ran before, or to a version')
    .argument('[version]', 'or "shipped"')
    .action((name: string | undefined, flags: TakeFlags) =>
      run(async (terminal) => (await load()).rollBack(name, flags, terminal)),
    );
}

function addSigning(assistant: Command, run: Run): void {
  withData(assistant.command('reviewer'))
    .description('register somebody who may sign that an urgent item is let fall')
    .argument('<name>')
    .requiredOption('--key <file>', 'where the private key is written: it is theirs alone')
    .action((name: string, { data, key }: LearningFlags & { readonly key: string }) =>
      run(async (terminal) => {
        await register(versionsIn(data).folder, name, key);
        terminal.out(key);
        return exitCodes.ok;
      }),
    );
  withData(assistant.command('change'))
    .description('sign, as its reviewer, that urgent items may fall with a version')
    .argument('<version>')
    .requiredOption('--item <id...>', 'the items, as `promote` names them')
    .requiredOption('--reason <sentence>', 'why')
    .requiredOption('--author <name>', 'who asks for it')
    .requiredOption('--reviewer <name>', 'who has reviewed it: somebody else')
    .requiredOption('--key <file>', 'the private key of the reviewer')
    .requiredOption('--out <file>', 'where the signed change is written')
    .action((to: string, { data, item, reason, author, reviewer, key, out }: ChangeFlags) =>
      run(async (terminal) => {
        const { name: from } = await versionsIn(data).current();
        const at = new Date().toISOString();
        const names = { reason, author, reviewer, at };
        const kind = 'urgency-change' as const;
        await writeFile(out, await signed({ kind, from, to, items: [...item], ...names }, key));
        terminal.out(out);
        return exitCodes.ok;
      }),
    );
}

export function withData(command: Command): Command {
  return command
    .option('--data <folder>', 'the data folder of the edge', '.onward')
    .addOption(
      new Option('--database-url <url>', 'postgres://…, instead; DATABASE_URL counts as well').env(
        'ONWARD_EDGE_DATABASE_URL',
      ),
    )
    .option('--json', 'for a program');
}

export function withTaking(command: Command): Command {
  return command
    .option('--by <name>', 'who decides')
    .option('--change <file>', 'a signed change: urgent items that may fall');
}
