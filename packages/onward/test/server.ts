/** The real server as a process of its own, to be killed and started again. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

export interface Server {
  readonly url: string;
  /** Port of the HL7 line, where the program has one. */
  readonly mllpPort: number | undefined;
  /** Ends it as a crash does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an operator does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `onward dev` on a program, with its data in a folder and on ports that are free. */
export async function startServer(program: string, directory: string): Promise<Server> {
  const args = [main, 'dev', program, '--port', '0', '--mllp-port', '0', '--data', directory];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return gone;
  };
  const { url, mllpPort } = await ready(child);
  return {
    url,
    mllpPort,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

function ready(child: ChildProcess): Promise<Pick<Server, 'url' | 'mllpPort'>> {
  return new Promise((resolve, reject) => {
    let out = '';
    let trouble = '';
    child.stderr?.on('data', (data) => {
      trouble = `${trouble}${String(data)}`.slice(-2_000);
    });
    child.stdout?.on('data', (data) => {
      out += String(data);
      const url = /^ready (http:\S+)/m.exec(out)?.[1];
      if (url === undefined) return;
      const port = /HL7 v2 on \S+:(\d+)/.exec(trouble)?.[1];
      resolve({ url, mllpPort: port === undefined ? undefined : Number(port) });
    });
    child.once('exit', (code) => {
      reject(new Error(`The server ended with ${String(code)} before it was ready: ${trouble}`));
    });
  });
}
