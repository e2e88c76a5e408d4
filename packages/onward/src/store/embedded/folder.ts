/** Where everything of the embedded database lies in its folder, and how its few files are kept. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { give, type Account } from './account.ts';
import { errorCode, otherVersion, unusable } from './failures.ts';

/** Absolute paths below the folder given by the user. */
export interface Layout {
  /** The folder given. */
  readonly directory: string;
  /** What initialisation makes, all at once, by renaming: `data` and `password`. */
  readonly home: string;
  /** Names of homes in the making start with this. */
  readonly unfinished: string;
  readonly data: string;
  readonly password: string;
  readonly sockets: string;
  readonly log: string;
}

/** Settings that node-postgres takes. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** One name for the superuser and the database; the port only names the socket. */
export const names = { user: 'onward', database: 'onward', maintenance: 'postgres' } as const;
export const port = 5432;

const name = 'postgres';
/** The kernel takes 107 bytes; the rest is margin. */
const socketPathBytes = 100;
const logBytes = 5_000_000;

export function layoutOf(directory: string): Layout {
  const whole = resolve(directory);
  return { directory: whole, unfinished: `${name}.new-`, ...homeLayout(join(whole, name)) };
}

/** The paths inside a home, which may still be in the making. */
export function homeLayout(home: string): Omit<Layout, 'directory' | 'unfinished'> {
  return {
    home,
    data: join(home, 'data'),
    password: join(home, 'password'),
    sockets: join(home, 'run'),
    log: join(home, 'log'),
  };
}

/** Makes the folder. When root makes it, the database's account must be able to pass through. */
export async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    // Which is what Node says of a read-only file system.
    if (errorCode(error) !== 'ENOENT') throw error;
    throw unusable('the folder cannot be made in its place; choose another --data', error);
  }
}

/** Whether a finished home stands in the folder. */
export async function isInitialised({ home }: Layout): Promise<boolean> {
  try {
    return (await stat(home)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Throws ONW-DATA-VERSION unless the data was written by PostgreSQL `major`. */
export async function checkVersion({ data }: Layout, major: string): Promise<void> {
  const found = await readRequired(join(data, 'PG_VERSION'));
  if (found !== major) throw otherVersion(found, major);
}

/** The password of the superuser. */
export async function readPassword({ password }: Layout): Promise<string> {
  return readRequired(password);
}

async function readRequired(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw unusable('the folder is incomplete; restore it from a backup', error);
  }
}

/** Writes a new random password, readable by us and by the database's account only. */
export async function writePassword(path: string, account: Account): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(24).toString('base64url')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await give(path, account);
}

/** A private folder for the socket: in the folder, or in the system's when the path is too long. */
export async function makeSocketFolder(layout: Layout, account: Account): Promise<string> {
  const path = join(layout.sockets, `.s.PGSQL.${port}`);
  const fits = Buffer.byteLength(path) <= socketPathBytes;
  if (fits) await mkdir(layout.sockets, { recursive: true, mode: 0o700 });
  const sockets = fits ? layout.sockets : await mkdtemp(join(tmpdir(), 'onward-'));
  await give(sockets, account);
  return sockets;
}

/** PostgreSQL's log, one former one kept. It says when the server ran, and never what it held. */
export class Log {
  readonly #path: string;
  readonly #account: Account;
  #from = 0;

  constructor(path: string, account: Account) {
    this.#path = path;
    this.#account = account;
  }

  /** A file descriptor to append to, which the caller closes. */
  async open(): Promise<Awaited<ReturnType<typeof open>>> {
    const former = await stat(this.#path).catch(() => undefined);
    if (former && former.size > logBytes) await rename(this.#path, `${this.#path}.1`);
    const file = await open(this.#path, 'a', 0o600);
    await give(this.#path, this.#account);
    this.#from = (await file.stat()).size;
    return file;
  }

  /** The last lines since `open`: those of one start. */
  async tail(): Promise<string> {
    const text = (await readFile(this.#path)).subarray(this.#from).toString('utf8');
    return text.trim().split('\n').slice(-5).join('\n');
  }
}
