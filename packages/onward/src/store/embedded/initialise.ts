/** Makes a new database so that it is there whole or not at all, whoever dies or competes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, give, type Account } from './account.ts';
import { gaveUp } from './failures.ts';
import { homeLayout, isInitialised, names, writePassword, type Layout } from './folder.ts';
import type { Binaries } from './locate.ts';

/**
 * Makes the home beside its place and renames it: a rename over a finished home fails, so of
 * several processes one wins and the others use what it made. Throws ONW-DATA-UNUSABLE.
 */
export async function initialise(
  layout: Layout,
  account: Account,
  binaries: Binaries,
): Promise<void> {
  const making = await mkdtemp(join(layout.directory, layout.unfinished));
  try {
    await fill(making, account, binaries);
    await rename(making, layout.home);
    await sync(layout.directory);
  } catch (error) {
    // A competitor that finished first also removes what others were making.
    if (!(await isInitialised(layout))) throw error;
  } finally {
    await discard(making);
  }
}

/** Removes what starts that died or lost left behind; only for the owner of the folder. */
export async function removeUnfinished({ directory, unfinished }: Layout): Promise<void> {
  const entries = await readdir(directory);
  const leftovers = entries.filter((entry) => entry.startsWith(unfinished));
  await Promise.all(leftovers.map((entry) => discard(join(directory, entry))));
}

async function fill(home: string, account: Account, binaries: Binaries): Promise<void> {
  const { data, password } = homeLayout(home);
  await give(home, account);
  await mkdir(data, { mode: 0o700 });
  await give(data, account);
  await writePassword(password, account);
  await initdb(data, password, { account, binaries });
}

interface How {
  readonly account: Account;
  readonly binaries: Binaries;
}

async function initdb(data: string, password: string, { account, binaries }: How): Promise<void> {
  const [program, ...words] = [
    ...account.prefix,
    binaries.initdb,
    `--pgdata=${data}`,
    `--username=${names.user}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const child = spawn(program, words, {
    ...account.identity,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A session of its own, so that a terminal's Ctrl-C reaches only us.
    detached: true,
  });
  const said: string[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part.toString()));
  await once(child, 'close').catch((error: unknown) => {
    throw gaveUp('', error);
  });
  if (child.exitCode !== 0) throw gaveUp(said.join('').trim());
}

/** Makes a rename last through a power failure. */
async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

/** A leftover does no harm, so that failing to remove one is no failure. */
async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
