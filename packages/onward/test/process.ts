/** The command line as a process of its own: started, waited for, killed as a crash does. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

export interface Started {
  readonly url: string;
  readonly pid: number;
  /** Everything it has said so far, on both streams. */
  said(): string;
  /** What it said on stderr so far. */
  noted(): string;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
  /** Resolves with its exit code when it is gone, whatever ended it. */
  readonly gone: Promise<number | null>;
}

/** Starts `onward …` and waits until it says that it is ready. */
export async function startProcess(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [main, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  let out = '';
  let notes = '';
  child.stdout.on('data', (data) => (out += String(data)));
  child.stderr.on('data', (data) => (notes += String(data)));
  const url = await ready(
    child,
    () => out,
    () => notes,
  );
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return gone;
  };
  return {
    url,
    pid: child.pid ?? 0,
    said: () => out + notes,
    noted: () => notes,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    gone,
  };
}

function ready(child: ChildProcess, out: () => string, notes: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const url = /^ready (http:\S+)/m.exec(out())?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => {
      const trouble = notes().slice(-2_000);
      reject(new Error(`It ended with ${String(code)} before it was ready: ${trouble}`));
    });
  });
}
