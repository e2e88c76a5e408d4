/** `onward connector`: write a connector of your own, record what its system sends, and try it. */
import { InvalidArgumentError, type Command } from 'commander';
import { wholeNumber } from './client-options.ts';
import type { NewFlags, RecordFlags, TestFlags } from './connector-run.ts';
import type { Run } from './run.ts';

export function addConnector(cli: Command, run: Run): void {
  const connector = cli.command('connector').description('connectors of your own');
  connector
    .command('new')
    .description('write a small connector that works, with its test and recorded deliveries')
    .argument('<name>', 'lower-case words joined by hyphens', connectorName)
    .option('--dir <folder>', 'a new or empty folder; ./NAME unless said')
    .option('--json', 'what was made, as data')
    .action((name: string, flags: NewFlags) =>
      run(async (terminal) => {
        const { makeNew } = await import('./connector-run.ts');
        return makeNew(name, flags, terminal);
      }),
    );
  connector
    .command('test')
    .description('try a connector on its recorded deliveries, by the laws of its contract')
    .argument('<path>', 'its module, or the folder with connector.ts')
    .option('--accept', 'write what comes into recordings that expect nothing yet')
    .option('--json', 'what was found, as data')
    .action((path: string, flags: TestFlags) =>
      run(async (terminal) => {
        const { test } = await import('./connector-run.ts');
        return test(path, flags, terminal);
      }),
    );
  connector
    .command('record')
    .description('keep what a system delivers, every value masked; stops with Ctrl-C')
    .requiredOption('--port <port>', 'on this machine; 0 takes a free one', wholeNumber(0, 65_535))
    .requiredOption('--to <folder>', 'where recordings are written')
    .option(
      '--forward <url>',
      'pass deliveries on as they came, and their answers back',
      webAddress,
    )
    .option(
      '--keep <value...>',
      'values that are nobody’s and stay, such as booking.created',
      keptValue,
    )
    .action((flags: RecordFlags) =>
      run(async (terminal) => {
        const { record } = await import('./connector-run.ts');
        return record(flags, terminal);
      }),
    );
}

function connectorName(text: string): string {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(text) && text.length <= 40) return text;
  throw new InvalidArgumentError('It must be lower-case words joined by hyphens.');
}

function webAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be an http:// or https:// address.');
}

/** A short vocabulary: no sentence, and not too many words. */
function keptValue(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[A-Za-z][A-Za-z0-9._:^-]{0,63}$/u.test(text)) {
    throw new InvalidArgumentError(
      'It must be a word of the system’s own, such as booking.created.',
    );
  }
  if (before.length >= 64) throw new InvalidArgumentError('64 values may stay at the most.');
  return [...before, text];
}
