/**
 * How long it takes to compare very many open journeys with a list of as many rows, end to end: a
 * list over HTTP, the gate, the vault and the comparison in one process, with what was lost,
 * changed and vanished among them.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOne } from './edge.ts';

const program = fileURLToPath(new URL('reconcile', import.meta.url));
const goals = { seconds: 60, mebibytes: 300 };
const dayMs = 86_400_000;

interface Order {
  readonly id: string;
  readonly patient: string;
  state: 'placed' | 'done';
  due: string;
}

export interface ReconcileTime {
  readonly journeys: number;
  /** The whole comparison, where all agree. */
  readonly agreeingSeconds: number;
  /** The same with 0.5 % lost, 0.5 % changed and 0.1 % vanished: found and seen to. */
  readonly differingSeconds: number;
  readonly found: Readonly<Record<string, unknown>>;
  /** What the process held before the second comparison, its database apart. */
  readonly restMebibytes: number;
  /** The most that it held while it compared. */
  readonly peakMebibytes: number;
  readonly goals: typeof goals;
  readonly isMet: boolean;
}

export async function measureReconcile(
  journeys: number,
  say: (text: string) => void,
): Promise<ReconcileTime> {
  const orders = Array.from({ length: journeys }, (_, at): Order => {
    const due = new Date(Date.UTC(2026, 0, 1) + (at % 365) * dayMs).toISOString();
    return { id: `O-${at}`, patient: `MRN-${at}`, state: 'placed', due };
  });
  const list = { rows: orders };
  const lab = await serveList(list);
  const folder = await mkdtemp(join(tmpdir(), 'onward-bench-'));
  const words = ['serve', program, '--port', '0', '--drills', 'never', '--data', folder];
  const variables = {
    ONWARD_PRIVATE_HOSTS: '127.0.0.1',
    BENCH_LIST: `${lab.url}/orders`,
    BENCH_ITEM: `${lab.url}/orders/{id}`,
  };
  let server = await startOne(words, variables);
  try {
    await settled(server.url, journeys, say);
    say('the list is read, each order a journey');
    // What it took to take them all in is another matter.
    await server.stop();
    server = await startOne(words, variables);
    const agreeing = await compare(server.url);
    say(`all agree: ${agreeing.seconds.toFixed(1)} s`);
    for (const order of orders) {
      const at = Number(order.id.slice(2));
      if (at % 200 === 7) order.state = 'done';
      if (at % 200 === 8) order.due = '2027-01-01T00:00:00.000Z';
    }
    list.rows = orders.filter(({ id }) => Number(id.slice(2)) % 1_000 !== 9);
    await forgetPeak(server.pid);
    const restMebibytes = await memoryOf(server.pid, 'VmRSS');
    const differing = await compare(server.url);
    const peakMebibytes = await memoryOf(server.pid, 'VmHWM');
    say(`some differ: ${differing.seconds.toFixed(1)} s, ${Math.round(peakMebibytes)} MiB`);
    const seconds = Math.max(agreeing.seconds, differing.seconds);
    return {
      journeys,
      agreeingSeconds: agreeing.seconds,
      differingSeconds: differing.seconds,
      found: differing.ends,
      restMebibytes,
      peakMebibytes,
      goals,
      isMet: seconds <= goals.seconds && peakMebibytes <= goals.mebibytes,
    };
  } finally {
    await server.stop();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function serveList(list: { readonly rows: readonly Order[] }) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://lab');
    const id = /^\/orders\/(.+)$/u.exec(url.pathname)?.[1];
    const answer = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (id !== undefined) {
      const order = list.rows.find((each) => each.id === id);
      answer(order ?? {}, order === undefined ? 404 : 200);
      return;
    }
    const from = Number(url.searchParams.get('after') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? 1_000);
    const next = to < list.rows.length ? { next: String(to) } : {};
    answer({ orders: list.rows.slice(from, to), ...next });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Waits until every order of the list has its journey. */
async function settled(url: string, journeys: number, say: (text: string) => void): Promise<void> {
  for (let told = 0; ;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const open = Number(/^onward_journeys_open (\d+)/mu.exec(text)?.[1] ?? 0);
    if (open >= journeys) return;
    if (open - told >= 20_000) say(`${(told = open)} journeys`);
    await pause(500);
  }
}

interface Compared {
  readonly seconds: number;
  readonly ends: Readonly<Record<string, unknown>>;
}

async function compare(url: string): Promise<Compared> {
  const begun = performance.now();
  const body = JSON.stringify({ system: 'lab', lookUp: 'order', actor: 'p-1' });
  const headers = { 'content-type': 'application/json' };
  const started = await fetch(`${url}/v1/reconciliations`, { method: 'POST', headers, body });
  const { reconciliations } = (await started.json()) as { reconciliations: string[] };
  for (;;) {
    const answer = await fetch(`${url}/v1/reconciliations/${reconciliations[0] ?? ''}`);
    const so = (await answer.json()) as {
      ended: string | null;
      code: string | null;
      asked: number;
      ends: Record<string, unknown>;
    };
    if (so.ended === 'done') {
      return {
        seconds: (performance.now() - begun) / 1_000,
        ends: { asked: so.asked, ...so.ends },
      };
    }
    if (so.ended !== null) throw new Error(`It ended as ${so.ended}: ${so.code ?? ''}`);
    await pause(50);
  }
}

/** The kernel's own count of what a process holds, or held at the most; 0 where there is none. */
async function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const line = text.split('\n').find((each) => each.startsWith(`${what}:`)) ?? '';
  return Number(/\d+/u.exec(line)?.[0] ?? 0) / 1_024;
}

async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
}

export function reconcileMarkdown(time: ReconcileTime): string {
  const { journeys, agreeingSeconds, differingSeconds, found } = time;
  const { restMebibytes, peakMebibytes } = time;
  return [
    '| journeys and rows | all agree | some differ | memory before | most | goal |',
    '| --- | --- | --- | --- | --- | --- |',
    `| ${journeys} | ${agreeingSeconds.toFixed(1)} s | ${differingSeconds.toFixed(1)} s | ` +
      `${Math.round(restMebibytes)} MiB | ${Math.round(peakMebibytes)} MiB | ` +
      `${goals.seconds} s, ${goals.mebibytes} MiB |`,
    '',
    `Found: ${JSON.stringify(found)}`,
  ].join('\n');
}
