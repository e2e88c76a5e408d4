/** `onward init`: a new folder with a small program that runs. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { StopError } from '../../core/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { newProgram } from './new-program.ts';
import type { Run } from './run.ts';

async function init(folder: string, terminal: Terminal): Promise<ExitCode> {
  const target = resolve(folder);
  const found = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new StopError(
      'ONW-FOLDER-UNUSABLE',
      'This is not a folder that can be read; name another.',
    );
  });
  if (found.length > 0) {
    throw new StopError('ONW-FOLDER-IN-USE', `${folder} is not empty; name a new folder.`);
  }
  for (const [path, text] of Object.entries(newProgram(programName(target)))) {
    const file = join(target, path);
    await mkdir(dirname(file), { recursive: true });
    // 'wx': a file that appeared meanwhile is not ours to replace.
    await writeFile(file, text, { flag: 'wx' });
    terminal.note(`made ${join(folder, path)}`);
  }
  terminal.out(`onward dev ${folder}`);
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
    .action((folder: string) => run((terminal) => init(folder, terminal)));
}
