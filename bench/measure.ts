/** Measures one run of one system: rate, processor time of this process, bytes in the database. */
import { checkpoint, drop, tableBytes, walBytes } from './database.ts';
import type { Database } from './database.ts';
import type { Open } from './system.ts';
import type { Workload } from './workload.ts';

export interface Measured {
  /** Transitions in a second; one counts when event and outcome of its command are durable. */
  readonly tps: number;
  readonly seconds: number;
  /** Processor time of this Node process over the whole run, in user code and in the kernel. */
  readonly cpuSeconds: number;
  /** Write-ahead log written for each transition. */
  readonly walBytes: number;
  /** What tables and indexes hold at the end for each transition, with what updates left behind. */
  readonly tableBytes: number;
}

export interface Job {
  readonly open: Open;
  readonly workload: Workload;
}

let runs = 0;

/** Runs the work once in a schema of its own, checks that all of it was done, and cleans up. */
export async function measure(
  { open, workload }: Job,
  { connection, pool }: Database,
): Promise<Measured> {
  runs += 1;
  const schema = `bench${process.pid}x${runs}`;
  const system = await open({ connection, schema });
  try {
    await checkpoint(pool);
    const walBefore = await walBytes(pool);
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    await system.run(workload);
    const seconds = (performance.now() - started) / 1_000;
    const { user, system: kernel } = process.cpuUsage(cpuBefore);
    const wal = (await walBytes(pool)) - walBefore;
    await system.verify(workload);
    const { events } = workload;
    return {
      tps: events / seconds,
      seconds,
      cpuSeconds: (user + kernel) / 1e6,
      walBytes: wal / events,
      tableBytes: (await tableBytes(pool, schema)) / events,
    };
  } finally {
    await system.close();
    await drop(pool, schema);
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile between 0 and 1, the two nearest values weighed; NaN for no values. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** The median of each measure by itself. */
export function medians(all: readonly Measured[]): Measured {
  return {
    tps: median(all.map((each) => each.tps)),
    seconds: median(all.map((each) => each.seconds)),
    cpuSeconds: median(all.map((each) => each.cpuSeconds)),
    walBytes: median(all.map((each) => each.walBytes)),
    tableBytes: median(all.map((each) => each.tableBytes)),
  };
}
