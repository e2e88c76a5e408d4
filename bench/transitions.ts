/** The main bench: every system does the same work, in turns, each in a process of its own. */
import { availableParallelism, cpus } from 'node:os';
import { spareConnections, versionOf } from './database.ts';
import type { Database } from './database.ts';
import { usualConnections } from './hand-cte.ts';
import { measure } from './measure.ts';
import type { Job, Measured } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { Party } from './party.ts';
import { installPeers } from './peers-install.ts';
import { reportOf } from './report.ts';
import type { Report } from './findings.ts';
import { isPeer } from './system.ts';
import type { SystemName } from './system.ts';
import type { PartyName } from './systems.ts';
import { measureWaits } from './waits.ts';

/** Sizes tried for the hand-written service; a short bench takes the usual one. */
const connectionsTried = [8, 16, 32, 64];
/** Each choice of a size and each warm-up takes this part of the journeys. */
const warmUpPart = 0.1;

type Say = (text: string) => void;

/** The parties that take part, by their names. */
export type Parties = ReadonlyMap<PartyName, Party>;

/** Measures all systems that were chosen; the processes are ended whatever comes. */
export async function measureTransitions(
  options: BenchOptions,
  database: Database,
  say: Say,
): Promise<Report> {
  if (options.systems.some(isPeer)) await installPeers(say);
  const parties = new Map<PartyName, Party>();
  try {
    for (const name of [...options.systems, 'bareCommit'] as const) {
      parties.set(name, await Party.start(name));
    }
    return await take({ options, database, say, parties });
  } finally {
    await Promise.all([...parties.values()].map((party) => party.stop()));
  }
}

interface Setting {
  readonly options: BenchOptions;
  readonly database: Database;
  readonly say: Say;
  readonly parties: Parties;
}

async function take(setting: Setting): Promise<Report> {
  const { options, database, say, parties } = setting;
  const { systems } = options;
  const journeys = (name: SystemName): number =>
    isPeer(name) ? options.peerJourneys : options.journeys;
  const handCteConnections = await bestConnections(setting);
  const jobOf = (name: SystemName, part = 1): Job => {
    const party = parties.get(name);
    if (party === undefined) throw new Error(`${name} was not started.`);
    const connections = name === 'handCte' ? handCteConnections : undefined;
    return { party, journeys: Math.ceil(journeys(name) * part), connections };
  };
  for (const name of systems) await told(`warm-up of ${name}`, jobOf(name, warmUpPart), setting);
  const runs: Partial<Record<SystemName, Measured[]>> = {};
  for (let run = 1; run <= options.runs; run += 1) {
    for (const name of systems) {
      (runs[name] ??= []).push(await told(`run ${run} of ${name}`, jobOf(name), setting));
    }
  }
  const { waits, bareCommitMs } = await measureWaits({
    runs,
    database,
    say,
    short: options.short,
    jobOf: (name) => jobOf(name, 0),
    bareCommit: parties.get('bareCommit'),
  });
  const machine = {
    cpus: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.versions.node,
    postgres: await versionOf(database.pool),
  };
  return reportOf({ machine, runs, journeys, waits, bareCommitMs, handCteConnections });
}

async function told(what: string, job: Job, { database, say }: Setting): Promise<Measured> {
  const measured = await measure(job, database);
  const { tps, seconds } = measured;
  say(`${what}: ${Math.round(tps)} transitions/s, ${seconds.toFixed(1)} s`);
  return measured;
}

/** The hand-written service gets the number of connections that suits this machine best. */
async function bestConnections(setting: Setting): Promise<number> {
  const { options, database, parties } = setting;
  const party = parties.get('handCte');
  if (party === undefined || options.short) return usualConnections;
  const journeys = Math.ceil(options.journeys * warmUpPart);
  const spare = await spareConnections(database.pool);
  const sizes = connectionsTried.filter((size) => size <= spare);
  let best = { tps: 0, connections: usualConnections };
  // Twice around: on a machine that others use, one short look says little.
  for (const connections of [...sizes, ...sizes]) {
    const job = { party, journeys, connections };
    const { tps } = await told(`by hand with ${connections} connections`, job, setting);
    if (tps > best.tps) best = { tps, connections };
  }
  return best.connections;
}
