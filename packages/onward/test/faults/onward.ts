/** The real `onward` on the program of the fault tests, as a process of its own. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';
import { until } from './figures.ts';

const program = fileURLToPath(new URL('program', import.meta.url));

export const secret = Buffer.from('what the system signs with, 32 b').toString('base64');

export interface Onward extends Started {
  /** Where systems deliver. */
  readonly edgeUrl: string;
}

export interface OnwardOptions {
  /** The data folder. */
  readonly data: string;
  /** Where commands go. */
  readonly provider: string;
  /** A database that is not its own. */
  readonly databaseUrl?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export async function startOnward(options: OnwardOptions): Promise<Onward> {
  const { data, provider, databaseUrl, variables } = options;
  const ports = ['--port', '0', '--edge-port', '0', '--mllp-port', '0'];
  const started = await startProcess(['dev', program, '--data', data, ...ports], {
    SYS_SECRET: `whsec_${secret}`,
    EHR_URL: provider,
    // One key for all processes on one database.
    ONWARD_KEY: '07'.repeat(32),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...variables,
  });
  const edgeUrl = await until(() => /the edge on (http:\S+)/.exec(started.said())?.[1]);
  return { ...started, edgeUrl };
}

/** Does something with a process that must live through it; its end is told with its last words. */
export async function outliving<T>(onward: Onward, work: Promise<T>): Promise<T> {
  const end = onward.gone.then((code): never => {
    throw new Error(`It ended with ${String(code)}: ${onward.noted().slice(-2_000)}`);
  });
  return Promise.race([work, end]);
}

/** What a process holds in memory, in megabytes; 0 where the machine does not tell. */
export async function residentMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s*(\d+)/.exec(text)?.[1] ?? 0) / 1_024);
}
