/** Measures one run of one system: rate, processor time, memory, bytes in the database. */
import { checkpoint, drop, tableBytes, walBytes } from './database.ts';
import type { Database } from './database.ts';
import type { Party } from './party.ts';
import { usedBy } from './processes.ts';
import { median } from './statistics.ts';

export interface Measured {
  /** Transitions in a second; one counts when event and outcome of its command are durable. */
  readonly tps: number;
  readonly seconds: number;
  /** Processor time of the system's own processes, in user code and in the kernel. */
  readonly ownCpuSeconds: number;
  /** That of PostgreSQL's processes. */
  readonly databaseCpuSeconds: number;
  /** Transitions for each second of processor time, the database's included. */
  readonly tpsPerCpuSecond: number;
  /** Write-ahead log for each transition; of a system with a log of its own, all it wrote. */
  readonly walBytesPerTransition: number;
  /** What tables and indexes hold at the end for each transition, with what updates left behind. */
  readonly tableBytesPerTransition: number;
  /** The most memory that the system's own processes have held until then; MiB. */
  readonly peakMb: number;
}

export interface Job {
  readonly party: Party;
  readonly journeys: number;
  readonly connections?: number | undefined;
}

let places = 0;

/** A schema that nobody uses, for as long as the work on it takes. */
export async function inPlace<T>(
  { party, journeys, connections }: Job,
  { connection, pool }: Database,
  work: (schema: string) => Promise<T>,
): Promise<T> {
  places += 1;
  const schema = `bench${process.pid}x${places}`;
  await party.tell({ kind: 'open', place: { connection, schema, connections }, journeys });
  try {
    await checkpoint(pool);
    return await work(schema);
  } finally {
    await party.tell({ kind: 'close' });
    await drop(pool, schema);
  }
}

/** Runs the work once in a schema of its own, checks that all of it was done, and cleans up. */
export function measure(job: Job, database: Database): Promise<Measured> {
  const { party, journeys } = job;
  const { pool, pid } = database;
  const events = journeys * 5;
  return inPlace(job, database, async (schema) => {
    const before = await readings(party, database);
    const { seconds = Number.NaN } = await party.tell({ kind: 'run' });
    const after = await readings(party, database);
    await party.tell({ kind: 'verify' });
    const ownCpuSeconds = after.own.cpuSeconds - before.own.cpuSeconds;
    const databaseCpuSeconds = pid === undefined ? Number.NaN : after.database - before.database;
    return {
      tps: events / seconds,
      seconds,
      ownCpuSeconds,
      databaseCpuSeconds,
      tpsPerCpuSecond: events / (ownCpuSeconds + databaseCpuSeconds),
      walBytesPerTransition: (after.written - before.written) / events,
      tableBytesPerTransition: (after.kept ?? (await tableBytes(pool, schema))) / events,
      peakMb: after.own.peakMb,
    };
  });
}

/** What had been used when it was looked at. */
async function readings(party: Party, { pool, pid }: Database) {
  const { bytes } = await party.tell({ kind: 'bytes' });
  return {
    own: await usedBy(party.pid),
    database: pid === undefined ? 0 : (await usedBy(pid)).cpuSeconds,
    written: bytes?.written ?? (await walBytes(pool)),
    kept: bytes?.kept,
  };
}

/** The median of each measure by itself. */
export function medians(all: readonly Measured[]): Measured {
  const of = (name: keyof Measured): number => median(all.map((each) => each[name]));
  return {
    tps: of('tps'),
    seconds: of('seconds'),
    ownCpuSeconds: of('ownCpuSeconds'),
    databaseCpuSeconds: of('databaseCpuSeconds'),
    tpsPerCpuSecond: of('tpsPerCpuSecond'),
    walBytesPerTransition: of('walBytesPerTransition'),
    tableBytesPerTransition: of('tableBytesPerTransition'),
    // Held until then: the last run knows it of all of them.
    peakMb: Math.max(...all.map(({ peakMb }) => peakMb)),
  };
}
