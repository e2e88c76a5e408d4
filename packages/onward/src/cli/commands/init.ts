/** `onward init`: a new folder with a small program that runs. */
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { declared, sentence, StopError } from '../../core/index.ts';
import { makeFolder, usable } from '../compose/make-folder.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { newProgram } from './new-program.ts';
import type { Run } from './run.ts';

interface InitFlags {
  readonly json?: boolean;
}

async function init(folder: string, flags: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const target = resolve(folder);
  const found = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new StopError(
      'ONW-FOLDER-UNUSABLE',
      'This is not a folder that can be read; name another.',
    );
  });
  if (found.length > 0) {
    throw new StopError(
      'ONW-FOLDER-IN-USE',
      sentence`${declared(folder)} is not empty; name a new folder.`,
    );
  }
  const files = newProgram(programName(target));
  for (const [path, text] of Object.entries(files)) {
    const file = join(target, path);
    await makeFolder(dirname(file));
    // 'wx': a file that appeared meanwhile is not ours to replace.
    await usable(file, () => writeFile(file, text, { flag: 'wx' }));
    terminal.note(`made ${join(folder, path)}`);
  }
  const made = JSON.stringify({ folder: target, files: Object.keys(files) });
  terminal.out(flags.json === true ? made : `onward dev ${folder}`);
  return exitCodes.ok;
}

/** A name of the language made of the folder's own. */
function programName(target: string): string {
  const name = basename(target)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'my-program' : name;
}

export function addInit(cli: Command, run: Run): void {
  cli
    .command('init')
    .description('make a folder with a small program that runs')
    .argument('<folder>', 'a new or empty folder')
    .option('--json', 'what was made, as data')
    .action((folder: string, flags: InitFlags) => run((terminal) => init(folder, flags, terminal)));
}
