/**
 * How fast signed deliveries come in, end to end: sent over HTTP one by one, verified, mapped,
 * sealed, committed, acknowledged; with both planes in one process, and in two.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heapFlags } from '../packages/onward/src/cli/compose/memory.ts';
import { openLine } from './http-line.ts';
import type { HttpLine, HttpRequest } from './http-line.ts';
import { median } from './statistics.ts';

/** As the package runs it: built, and not read as TypeScript. */
const main = fileURLToPath(new URL('../packages/onward/dist/cli/main.js', import.meta.url));
const program = fileURLToPath(new URL('edge', import.meta.url));
const key = Buffer.from('the bench signs with this');
const kinds = ['started', 'paid', 'filled', 'booked', 'visited'];
/** Deliveries under way at once: what a busy sender keeps open. */
const atOnce = 64;

export interface EdgeRate {
  readonly form: 'one process' | 'two processes';
  /** Deliveries acknowledged in a second, each in a request of its own: the median. */
  readonly perSecond: number;
  readonly runs: readonly number[];
}

type Say = (text: string) => void;

/** Both forms, so many journeys in each of so many runs. */
export async function measureEdge(
  { journeys, runs }: { readonly journeys: number; readonly runs: number },
  say: Say,
): Promise<readonly EdgeRate[]> {
  const rates: EdgeRate[] = [];
  for (const form of ['one process', 'two processes'] as const) {
    const found: number[] = [];
    const stage = await open(form);
    try {
      await deliverAll(stage.url, Math.ceil(journeys / 5), 'warm');
      for (let run = 1; run <= runs; run += 1) {
        found.push(await deliverAll(stage.url, journeys, `run${run}`));
        say(`${form}, run ${run}: ${Math.round(found.at(-1) ?? 0)} deliveries/s`);
      }
    } finally {
      await stage.close();
    }
    rates.push({ form, perSecond: median(found), runs: found });
  }
  return rates;
}

interface Stage {
  readonly url: string;
  close(): Promise<void>;
}

async function open(form: EdgeRate['form']): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-bench-'));
  const serve = [
    'serve',
    program,
    '--port',
    '0',
    '--drills',
    'never',
    '--data',
    join(folder, 'coordinator'),
  ];
  const started: Started[] = [];
  const close = async (): Promise<void> => {
    for (const each of started.toReversed()) await each.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (form === 'one process') {
      const one = await startOne(serve);
      started.push(one);
      return { url: one.url, close };
    }
    const coordinator = await startOne([...serve, '--edge-away']);
    started.push(coordinator);
    const place = ['--coordinator', coordinator.url, '--port', '0', '--data', join(folder, 'edge')];
    const edge = await startOne(['edge', ...place]);
    started.push(edge);
    return { url: edge.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface Started {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the command line as a process of its own. */
export function startOne(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const env = {
    ...process.env,
    ...variables,
    BENCH_SECRET: `whsec_${key.toString('base64')}`,
    ONWARD_EDGE_TOKEN: 'what-both-planes-know',
  };
  const node = [...heapFlags, main, ...words];
  const child = spawn(process.execPath, node, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  return ready(child).then((url) => ({ url, stop, pid: child.pid ?? 0 }));
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (data) => {
      out += String(data);
      const url = /^ready (http:\S+)/m.exec(out)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error('The server ended before it was ready.')));
  });
}

/** Sends five events of each journey, each kind for all of them; the deliveries in a second. */
async function deliverAll(url: string, journeys: number, name: string): Promise<number> {
  const target = new URL(url);
  const lines = await Promise.all(Array.from({ length: atOnce }, () => openLine(target, 202)));
  const began = performance.now();
  for (const kind of kinds) {
    let next = 0;
    const sender = async (line: HttpLine): Promise<void> => {
      while (next < journeys) {
        const at = next++;
        const id = `${name}-${kind}-${at}`;
        const body = JSON.stringify({ id, type: kind, case: `${name}-${at}` });
        await line.send(deliveryOf(id, body));
      }
    };
    await Promise.all(lines.map(sender));
  }
  const seconds = (performance.now() - began) / 1_000;
  for (const line of lines) line.close();
  return (journeys * kinds.length) / seconds;
}

/** As a system signs what it sends (standard-webhooks, "Signature scheme"). */
function deliveryOf(id: string, body: string): HttpRequest {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  };
  return { path: '/in/sys', headers, body };
}

export function edgeMarkdown(rates: readonly EdgeRate[]): string {
  const rows = rates.map(({ form, perSecond, runs }) => {
    const range = `${Math.round(Math.min(...runs))}–${Math.round(Math.max(...runs))}`;
    const goal = perSecond >= goalPerSecond ? 'yes' : 'no';
    return `| ${form} | ${Math.round(perSecond)} | ${range} | ${goalPerSecond} | ${goal} |`;
  });
  const head = '| signed deliveries, end to end | per s | lowest–highest | goal | met |';
  return [head, '| --- | ---: | ---: | ---: | --- |', ...rows].join('\n');
}

const goalPerSecond = 2_000;
