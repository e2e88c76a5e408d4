/** Brings the peers: packages that are installed for the bench alone, when they are asked for. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('peers', import.meta.url));
const compiler = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
/** What npm writes at the end of an installation. */
const mark = new URL('peers/node_modules/.package-lock.json', import.meta.url);

type Say = (text: string) => void;

/** Installs the versions of the lockfile, where nothing is installed yet. */
export async function installPeers(say: Say): Promise<void> {
  if (
    await access(mark).then(
      () => true,
      () => false,
    )
  )
    return;
  say('installing the peers, some 260 MB, in bench/peers');
  await run(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1'],
    {
      cwd: folder,
    },
  );
}

/** @throws when what is written for the peers does not fit their types */
export async function checkPeers(say: Say): Promise<void> {
  await installPeers(say);
  await run(compiler, ['-b', folder]);
  say('the files of the peers fit the types of their packages');
}
