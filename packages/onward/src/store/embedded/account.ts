/** PostgreSQL refuses to run as root; this picks the account that runs it, and proves it can. */
import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { noAccount } from './failures.ts';
import type { Binaries } from './locate.ts';

const run = promisify(execFile);

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a program as the account of the database. */
export interface Account {
  /** Words to put before the program's. */
  readonly prefix: readonly string[];
  /** Options for `spawn`. */
  readonly identity: Partial<Ids>;
  /** Whom PostgreSQL's files belong to; undefined: to ourselves. */
  readonly owner: Ids | undefined;
}

/** The account, and the major version of PostgreSQL that it ran, such as '18'. */
export interface Chosen {
  readonly account: Account;
  readonly major: string;
}

const nobody: Ids = { uid: 65534, gid: 65534 };

/** Runs nothing but the programs named, in a language and time zone that do not vary. */
export function environment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    // A process id in a stale lock file may be ours after a container restarts; PostgreSQL then
    // knows that it is not another PostgreSQL.
    PG_GRANDPARENT_PID: String(process.pid),
  };
}

/**
 * Picks the first account that can both run PostgreSQL and reach `directory`. A normal user runs
 * it as is. Root runs it as the owner of `home` (data that is there already), else as nobody.
 */
export async function chooseAccount(
  binaries: Binaries,
  directory: string,
  home: string,
): Promise<Chosen> {
  const asRoot = process.getuid?.() === 0;
  const candidates = asRoot ? rootCandidates(await ownerOf(home)) : [ourselves];
  let failure: unknown;
  for (const account of candidates) {
    try {
      return { account, major: await tryOut(account, binaries, directory) };
    } catch (error) {
      failure = error;
    }
  }
  throw noAccount(asRoot, failure);
}

/** Gives a file or folder to the account. */
export async function give(path: string, { owner }: Account): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid);
}

const ourselves: Account = { prefix: [], identity: {}, owner: undefined };

/**
 * The least privilege comes first. It cannot pass through a folder closed to others, such as
 * /root, so the second one keeps one capability of root's: to pass through closed folders.
 */
function rootCandidates(owner: Ids): readonly Account[] {
  const prefix = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
    '--',
  ];
  return [
    { prefix: [], identity: owner, owner },
    { prefix, identity: {}, owner },
  ];
}

async function ownerOf(home: string): Promise<Ids> {
  const found = await stat(home).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : nobody;
}

/** The major version that PostgreSQL prints; rejects when the account cannot run or reach it. */
async function tryOut(account: Account, binaries: Binaries, directory: string): Promise<string> {
  const [program, ...words] = [...account.prefix, 'sh', '-c'];
  const script = 'test -x "$2" && "$1" --version';
  const { stdout } = await run(program, [...words, script, 'sh', binaries.postgres, directory], {
    ...account.identity,
    cwd: '/',
    env: environment(),
  });
  const major = /(\d+)\./.exec(stdout)?.[1];
  if (major === undefined) throw new Error('postgres --version printed no version');
  return major;
}
