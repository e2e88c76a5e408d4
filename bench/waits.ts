/** How long events wait in each system: at a fifth of its rate, at 1,000 a second, and alone. */
import type { Database } from './database.ts';
import { inPlace } from './measure.ts';
import type { Job, Measured } from './measure.ts';
import type { Order, Party } from './party.ts';
import type { Waited } from './findings.ts';
import { median } from './statistics.ts';
import type { Waits } from './steady.ts';
import { systemNames } from './system.ts';
import type { SystemName } from './system.ts';

interface Setting {
  readonly runs: Readonly<Partial<Record<SystemName, readonly Measured[]>>>;
  readonly database: Database;
  readonly say: (text: string) => void;
  readonly short: boolean;
  readonly jobOf: (name: SystemName) => Job;
  readonly bareCommit: Party | undefined;
}

const steadyPart = 0.2;
/** The raw writers know all events before; a hundred in a request wait for one another. */
const takesNoEvent: readonly SystemName[] = ['raw', 'rawLean', 'onwardHttp100'];
/** At a rate that both can hold. */
const compared: readonly SystemName[] = ['onward', 'handCte'];
const comparedPerSecond = 1_000;
const full = { rounds: 3, seconds: 6, alone: 200 };
const short = { rounds: 1, seconds: 2, alone: 40 };

/** Takes turns as the runs do: medians of rounds. */
export async function measureWaits(setting: Setting): Promise<{
  readonly waits: Partial<Record<SystemName, Waited>>;
  readonly bareCommitMs: number | undefined;
}> {
  const { rounds, seconds, alone } = setting.short ? short : full;
  const names = systemNames.filter((name) => setting.runs[name] && !takesNoEvent.includes(name));
  const found = new Map<string, Waits[]>();
  const note = async (what: string, job: Job, order: Order): Promise<void> => {
    const waits = await ask(job, order, setting.database);
    setting.say(`${what}: p50 ${waits.p50Ms.toFixed(2)} ms, p99 ${waits.p99Ms.toFixed(2)} ms`);
    found.set(what, [...(found.get(what) ?? []), waits]);
  };
  const rateOf = (name: SystemName): number =>
    median((setting.runs[name] ?? []).map(({ tps }) => tps)) * steadyPart;
  const { bareCommit } = setting;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      const order = { kind: 'steady', perSecond: rateOf(name), seconds } as const;
      await note(`a fifth of ${name}`, setting.jobOf(name), order);
    }
    for (const name of names.filter((each) => compared.includes(each))) {
      const order = { kind: 'steady', perSecond: comparedPerSecond, seconds } as const;
      await note(`1,000/s of ${name}`, setting.jobOf(name), order);
      await note(`${name} alone`, setting.jobOf(name), { kind: 'alone', events: alone });
    }
    if (bareCommit === undefined) continue;
    const order = { kind: 'alone', events: alone } as const;
    await note('a bare commit', { party: bareCommit, journeys: 0 }, order);
  }
  const waits = names.map((name) => {
    const [steady, at1000, lone] = [
      `a fifth of ${name}`,
      `1,000/s of ${name}`,
      `${name} alone`,
    ].map((what) => medianOf(found.get(what)));
    const waited: Waited = {
      perSecond: rateOf(name),
      ...(steady === undefined ? {} : { steady }),
      ...(at1000 === undefined ? {} : { at1000 }),
      ...(lone === undefined ? {} : { aloneMs: lone.p50Ms }),
    };
    return [name, waited] as const;
  });
  const bareCommitMs = medianOf(found.get('a bare commit'))?.p50Ms;
  return { waits: Object.fromEntries(waits), bareCommitMs };
}

function ask(job: Job, order: Order, database: Database): Promise<Waits> {
  return inPlace(job, database, async () => {
    const { waits } = await job.party.tell(order);
    if (waits === undefined) throw new Error(`${job.party.name} told no times.`);
    return waits;
  });
}

function medianOf(all: readonly Waits[] | undefined): Waits | undefined {
  if (all === undefined) return undefined;
  return {
    p50Ms: median(all.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(all.map(({ p99Ms }) => p99Ms)),
  };
}
