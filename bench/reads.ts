/**
 * How fast people read: lists, states and journals over HTTP, with many journeys in the database.
 */
import { createApi, serve } from '../packages/onward/src/api/index.ts';
import type { Serving } from '../packages/onward/src/api/index.ts';
import type { Engine } from '../packages/onward/src/runtime/index.ts';
import { openStore } from '../packages/onward/src/store/index.ts';
import type { OpenStore, Reads, Store } from '../packages/onward/src/store/index.ts';
import type { Database } from './database.ts';
import { quantile } from './statistics.ts';
import { startBenchEngine, take } from './onward.ts';
import { table } from './table.ts';
import { Workload } from './workload.ts';

export interface ReadTime {
  readonly path: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const rounds = 40;
const chunk = 500;
const clock = { now: (): number => Date.now() };

/** Fills a database with journeys, then asks as the console and the command line do. */
export async function measureReads(journeys: number, database: Database): Promise<ReadTime[]> {
  const schema = `reads${process.pid}`;
  const opened = await openStore({ connection: database.connection, schema });
  const engine = await startBenchEngine(opened.store);
  try {
    await fill(engine, journeys);
    return await served(engine, opened.reads, (url) => ask(url, opened.reads));
  } finally {
    await engine.stop();
    await opened.store.close();
  }
}

/** Asks of journeys that are there, as the console and the command line do. */
export function measureReadsOf({ store, reads }: OpenStore): Promise<ReadTime[]> {
  return whileServed(store, reads, (url) => ask(url, reads));
}

/** Asks for some pages of journeys that are there. */
export function measurePaths(
  { store, reads }: OpenStore,
  paths: readonly string[],
): Promise<ReadTime[]> {
  return whileServed(store, reads, async (url) => {
    const times: ReadTime[] = [];
    for (const path of paths) times.push({ path, ...(await timeOf(url + path)) });
    return times;
  });
}

async function whileServed<T>(
  store: Store,
  reads: Reads,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const engine = await startBenchEngine(store);
  try {
    return await served(engine, reads, work);
  } finally {
    await engine.stop();
  }
}

async function served<T>(
  engine: Engine,
  reads: Reads,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const serving = await serveReads(engine, reads);
  try {
    return await work(serving.url);
  } finally {
    await serving.close();
  }
}

function serveReads(engine: Engine, reads: Reads): Promise<Serving> {
  const none = (): Promise<never> => Promise.reject(new Error('Nothing comes in here.'));
  const app = createApi({
    engine,
    reads,
    clock,
    intake: { receive: none, receiveLine: none, receiveEvents: none },
    ready: () => Promise.resolve(true),
    log: () => undefined,
  });
  return serve({ app, host: '127.0.0.1', port: 0 });
}

/** Every journey begins, and every second one has moved on. */
async function fill(engine: Engine, journeys: number): Promise<void> {
  const workload = new Workload(journeys);
  const events = Array.from({ length: journeys }, (_, journey) => workload.event(0, journey));
  for (let journey = 0; journey < journeys; journey += 2) events.push(workload.event(1, journey));
  for (let first = 0; first < events.length; first += chunk) {
    await take(engine, events.slice(first, first + chunk));
  }
  await engine.idle();
}

async function ask(url: string, reads: Reads): Promise<ReadTime[]> {
  const [some] = await reads.journeys({ step: 'form' }, { after: 0, limit: 1 });
  const id = `jrn_${(some?.id ?? 0).toString(32)}`;
  const paths = [
    '/v1/journeys',
    '/v1/journeys?owner=desk',
    '/v1/journeys?step=form',
    '/v1/journeys?step=visit',
    '/v1/journeys?stage=all&owner=desk',
    '/v1/journeys?overdue=true',
    '/v1/journeys?program=bench',
    `/v1/journeys/${id}`,
    `/v1/journeys/${id}/journal`,
    `/v1/journeys/${id}/explain`,
    '/v1/obligations?owner=desk',
    '/v1/unmatched',
  ];
  const times: ReadTime[] = [];
  for (const path of paths)
    times.push({ path: path.replace(id, ':id'), ...(await timeOf(url + path)) });
  return times;
}

/** Asks again and again, one after the other. */
export async function timeOf(url: string): Promise<Pick<ReadTime, 'p50Ms' | 'p95Ms'>> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${response.status} for a read`);
    taken.push(performance.now() - begin);
  }
  return { p50Ms: quantile(taken, 0.5), p95Ms: quantile(taken, 0.95) };
}

/** Markdown with one line for each read. */
export function readsMarkdown(times: readonly ReadTime[], journeys: number): string {
  const rows = times.map(({ path, p50Ms, p95Ms }) => [
    `\`${path}\``,
    p50Ms.toFixed(1),
    p95Ms.toFixed(1),
  ]);
  return [
    `${journeys} journeys, over HTTP`,
    '',
    ...table([['read', 'p50 ms', 'p95 ms'], ...rows]),
  ].join('\n');
}
