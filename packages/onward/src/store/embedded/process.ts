/** Runs PostgreSQL as a child that cannot outlive us, however we end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, type Account } from './account.ts';
import { explain } from './failures.ts';
import { Log, makeSocketFolder, type Layout } from './folder.ts';
import type { Binaries } from './locate.ts';
import { readPostmaster } from './postmaster.ts';
import { settingWords } from './settings.ts';

/**
 * The shell between us and PostgreSQL. It prints the server's process id; then a reader waits on
 * our pipe, which ends when we close it or die, and asks for a fast shutdown (SIGINT). The reader
 * is a process of its own, so that it does this even after the shell was killed; it asks several
 * times, since a server that just started does not listen yet. At the end the scratch folder, if
 * there is one, is removed.
 */
const watchdog = `
scratch=$1; shift
exec 3<&0 </dev/null
"$@" 3<&- >&2 &
server=$!
echo "$server"
exec >&2
{
  read -r _ <&3
  for _ in 1 2 3 4 5; do kill -INT "$server" || exit; sleep 1 3<&-; done
} >/dev/null 2>&1 &
reader=$!
exec 3>/dev/null
wait "$server"
status=$?
kill "$reader" 2>&3
[ -z "$scratch" ] || rm -rf -- "$scratch"
exit "$status"
`;

const readyPollMs = 20;
const slowStartMs = 3_000;
const stopPatienceMs = 60_000;

export interface Launch {
  readonly layout: Layout;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly settings: Readonly<Record<string, string>>;
}

/** A PostgreSQL server of ours. */
export class Server {
  /** The folder of its socket. */
  readonly sockets: string;
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #log: Log;
  readonly #data: string;
  #exited = false;
  readonly #exit: Promise<void>;

  constructor(started: Started) {
    this.sockets = started.sockets;
    this.#child = started.child;
    this.#pid = started.pid;
    this.#log = started.log;
    this.#data = started.data;
    this.#exit = started.exit.then(() => {
      this.#exited = true;
    });
  }

  get exited(): boolean {
    return this.#exited;
  }

  /** Waits until it takes connections, through a recovery of any length; false: it gave up. */
  async ready(onSlow: () => void): Promise<boolean> {
    const slow = setTimeout(onSlow, slowStartMs);
    try {
      while (!this.#exited) {
        const postmaster = await readPostmaster(this.#data);
        if (postmaster?.pid === this.#pid && postmaster.ready) return true;
        await sleep(readyPollMs);
      }
      return false;
    } finally {
      clearTimeout(slow);
    }
  }

  /** What it said at the end of its start. */
  async lastWords(): Promise<string> {
    return this.#log.tail();
  }

  /** Fast shutdown; after a minute an immediate one, from which the next start recovers. */
  async stop(): Promise<void> {
    this.#child.stdin?.end();
    const impatience = setTimeout(() => this.#quit(), stopPatienceMs);
    await this.#exit;
    clearTimeout(impatience);
  }

  #quit(): void {
    if (!this.#exited) process.kill(this.#pid, 'SIGQUIT');
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exit: Promise<void>;
  readonly sockets: string;
  readonly log: Log;
  readonly data: string;
}

/** Starts PostgreSQL on a home that is initialised and, as far as one can see, not in use. */
export async function launch({ layout, account, binaries, settings }: Launch): Promise<Server> {
  const sockets = await makeSocketFolder(layout, account);
  const log = new Log(layout.log, account);
  const file = await log.open();
  const command = [...account.prefix, binaries.postgres, '-D', layout.data];
  const words = [...command, ...settingWords(settings, sockets)];
  const scratch = sockets === layout.sockets ? '' : sockets;
  const child = spawn('sh', ['-c', watchdog, 'sh', scratch, ...words], {
    ...account.identity,
    cwd: '/',
    env: environment(),
    stdio: ['pipe', 'pipe', file.fd],
    // A session of its own, so that a terminal's Ctrl-C reaches only us.
    detached: true,
  });
  const exit = once(child, 'exit').then(ignore, ignore);
  child.stdin?.on('error', ignore);
  try {
    await once(child, 'spawn');
    const pid = await firstNumber(child.stdout ?? []);
    return new Server({ child, pid, exit, sockets, log, data: layout.data });
  } catch (error) {
    throw explain(error);
  } finally {
    await file.close();
  }
}

function ignore(): void {
  // The end of a child is told once; how it ended stands in the log.
}

type Output = AsyncIterable<unknown> | Iterable<unknown>;

async function firstNumber(output: Output): Promise<number> {
  let text = '';
  for await (const chunk of output) text += String(chunk);
  return Number.parseInt(text, 10);
}
