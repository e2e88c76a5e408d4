/** The bench: Onward beside what one would write by hand, in one run, on one PostgreSQL. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { checkMarkdown, measureCheck } from './check.ts';
import { openDatabase, spareConnections, versionOf } from './database.ts';
import type { Database } from './database.ts';
import { openHandCte } from './hand-cte.ts';
import { edgeMarkdown, measureEdge } from './edge.ts';
import { measureLatency } from './latency.ts';
import type { Latency } from './latency.ts';
import { measure, median } from './measure.ts';
import type { Job, Measured } from './measure.ts';
import { openOnward } from './onward.ts';
import { readOptions, usage } from './options.ts';
import type { BenchOptions } from './options.ts';
import { openRaw } from './raw.ts';
import { measureReads } from './reads.ts';
import type { ReadTime } from './reads.ts';
import { markdownOf, reportOf } from './report.ts';
import type { Report } from './report.ts';
import type { Open, SystemName } from './system.ts';
import { makeWorkload } from './workload.ts';

/** Sizes tried for the hand-written service; a short bench takes the middle. */
const connectionsTried = [8, 16, 32, 64];
const connectionsShort = 32;
/** Each choice of a size and each warm-up takes this part of the journeys. */
const warmUpPart = 0.1;
const latencyLoad = 0.2;

const say = (text: string): void => console.error(text);

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});

async function main(): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    return 2;
  }
  if (options.check) {
    await proofs(options);
    return 0;
  }
  if (options.edge) {
    await deliveries(options);
    return 0;
  }
  const database = await openDatabase(options.databaseUrl, say);
  const interrupt = (): void => void database.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (options.reads) {
      printReads(await measureReads(options.journeys, database), options.journeys);
      return 0;
    }
    const report = await bench(options, database);
    console.log(markdownOf(report));
    if (options.json === undefined) console.log(`\n${JSON.stringify(report)}`);
    else await writeFile(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  } finally {
    await database.stop();
  }
  if (options.short) {
    console.log('');
    await deliveries({ journeys: 200, runs: 1, json: undefined });
    console.log('');
    await proofs({ short: true, json: undefined });
  }
  return 0;
}

/** How fast programs are proved: needs no database. */
async function proofs({ short, json }: Pick<BenchOptions, 'short' | 'json'>): Promise<void> {
  const times = await measureCheck(short, say);
  console.log(checkMarkdown(times));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(times, undefined, 2)}\n`);
}

/** How fast signed deliveries come in: real processes with databases of their own. */
async function deliveries({
  journeys,
  runs,
  json,
}: Pick<BenchOptions, 'journeys' | 'runs' | 'json'>): Promise<void> {
  const rates = await measureEdge({ journeys, runs }, say);
  console.log(edgeMarkdown(rates));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(rates, undefined, 2)}\n`);
}

function printReads(times: readonly ReadTime[], journeys: number): void {
  console.log(`${journeys} journeys, over HTTP\n`);
  console.log('| read | p50 ms | p95 ms |\n| --- | ---: | ---: |');
  for (const { path, p50Ms, p95Ms } of times) {
    console.log(`| \`${path}\` | ${p50Ms.toFixed(1)} | ${p95Ms.toFixed(1)} |`);
  }
}

async function bench(options: BenchOptions, database: Database): Promise<Report> {
  const { journeys, systems } = options;
  const handCteConnections =
    options.short || !systems.includes('handCte')
      ? connectionsShort
      : await bestConnections(options, database);
  const ways: Readonly<Record<SystemName, Open>> = {
    onward: openOnward,
    handCte: openHandCte(handCteConnections),
    raw: openRaw,
  };
  const warmUp = makeWorkload(Math.ceil(journeys * warmUpPart));
  for (const name of systems) {
    await told(`warm-up of ${name}`, { open: ways[name], workload: warmUp }, database);
  }
  const workload = makeWorkload(journeys);
  const runs: Partial<Record<SystemName, Measured[]>> = {};
  for (let run = 1; run <= options.runs; run += 1) {
    for (const name of systems) {
      const job = { open: ways[name], workload };
      (runs[name] ??= []).push(await told(`run ${run} of ${name}`, job, database));
    }
  }
  const { events } = workload;
  const latency = options.short ? undefined : await latencyOf(runs.onward, database);
  const machine = {
    cpus: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.versions.node,
    postgres: await versionOf(database.pool),
  };
  return reportOf({ machine, journeys, events, runs, handCteConnections, latency });
}

async function told(what: string, job: Job, database: Database): Promise<Measured> {
  const measured = await measure(job, database);
  const { tps, seconds } = measured;
  say(`${what}: ${Math.round(tps)} transitions/s, ${seconds.toFixed(1)} s`);
  return measured;
}

/** The hand-written service gets the number of connections that suits this machine best. */
async function bestConnections({ journeys }: BenchOptions, database: Database): Promise<number> {
  const workload = makeWorkload(Math.ceil(journeys * warmUpPart));
  const spare = await spareConnections(database.pool);
  const sizes = connectionsTried.filter((size) => size <= spare);
  let best = { tps: 0, connections: connectionsShort };
  // Twice around: on a machine that others use, one short look says little.
  for (const connections of [...sizes, ...sizes]) {
    const what = `by hand with ${connections} connections`;
    const { tps } = await told(what, { open: openHandCte(connections), workload }, database);
    if (tps > best.tps) best = { tps, connections };
  }
  return best.connections;
}

async function latencyOf(
  runs: readonly Measured[] | undefined,
  database: Database,
): Promise<Latency | undefined> {
  if (runs === undefined) return undefined;
  const latency = await measureLatency(median(runs.map(({ tps }) => tps)) * latencyLoad, database);
  say(`latency: p50 ${latency.p50Ms.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms`);
  return latency;
}
