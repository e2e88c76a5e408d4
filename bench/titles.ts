/** What systems are called in tables and in the picture. */
import type { Report, SystemReport } from './findings.ts';
import type { SystemName } from './system.ts';

const titles: Readonly<Record<SystemName, string>> = {
  onward: 'Onward',
  onwardHttp: 'Onward, HTTP, 1 a request',
  onwardHttp100: 'Onward, HTTP, 100 a request',
  handCte: 'by hand, a statement an event',
  raw: 'raw batched write',
  rawLean: 'raw, leanest rows',
  graphileWorker: 'graphile-worker',
  pgBoss: 'pg-boss',
  dbos: 'DBOS',
  restate: 'Restate',
};

/** In the order of the rates, the highest first. */
export function byRate(systems: Report['systems']): readonly (readonly [string, SystemReport])[] {
  const names = Object.keys(titles) as SystemName[];
  return names
    .flatMap((name) => {
      const system = systems[name];
      return system === undefined ? [] : [[titles[name], system] as const];
    })
    .toSorted(([, a], [, b]) => b.tps - a.tps);
}
