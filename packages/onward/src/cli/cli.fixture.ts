/** Spawns the real command line, as a user or a script would. */
import { spawn } from 'node:child_process';

const main = new URL('main.ts', import.meta.url).pathname;

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export async function onward(...words: readonly string[]): Promise<Ended> {
  const environment = { ...process.env, NO_COLOR: '1' };
  for (const name of ['DATABASE_URL', 'ONWARD_URL', 'ONWARD_TOKEN', 'ONWARD_KEY']) {
    Reflect.deleteProperty(environment, name);
  }
  return run(words, environment);
}

/** With the environment as it stands. */
export async function onwardAsIs(...words: readonly string[]): Promise<Ended> {
  return run(words, { ...process.env, NO_COLOR: '1' });
}

async function run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...words], { env: environment });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part.toString()));
  child.stderr.on('data', (part: Buffer) => err.push(part.toString()));
  const exit = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { exit, out: out.join(''), err: err.join('') };
}
