/** The real server as a process of its own, to be killed and started again. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const program = fileURLToPath(new URL('program', import.meta.url));

export interface Server {
  readonly url: string;
  /** Ends it as a crash does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an operator does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export async function startServer(directory: string): Promise<Server> {
  const args = [main, 'dev', program, '--port', '0', '--mllp-port', '0', '--data', directory];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return gone;
  };
  return {
    url: await ready(child),
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    let trouble = '';
    child.stderr?.on('data', (data) => {
      trouble = `${trouble}${String(data)}`.slice(-2_000);
    });
    child.stdout?.on('data', (data) => {
      out += String(data);
      const url = /^ready (http:\S+)/m.exec(out)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => {
      reject(new Error(`The server ended with ${String(code)} before it was ready: ${trouble}`));
    });
  });
}
