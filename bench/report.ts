/** Sums up what a bench found: medians, ratios, goals. */
import { judge } from './goals.ts';
import { medians } from './measure.ts';
import type { Measured } from './measure.ts';
import type { Findings, Report, SystemReport, Systems } from './findings.ts';
import { median } from './statistics.ts';
import type { Waits } from './steady.ts';
import { systemNames } from './system.ts';
import type { SystemName } from './system.ts';

/** Medians of each system, and ratios of runs of one round. */
export function reportOf(findings: Findings): Report {
  const { machine, runs, bareCommitMs } = findings;
  const entries = systemNames.flatMap((name) => {
    const found = runs[name];
    return found === undefined ? [] : [[name, summary(name, found, findings)] as const];
  });
  const systems: Systems = {
    ...(Object.fromEntries(entries) as Partial<Record<SystemName, SystemReport>>),
    ...(bareCommitMs === undefined ? {} : { bareCommit: { aloneMs: round(bareCommitMs) } }),
  };
  const ratios = ratiosOf(runs);
  return { systems, ratios, goals: judge({ systems, ratios }), machine };
}

function summary(
  name: SystemName,
  runs: readonly Measured[],
  { waits, journeys, handCteConnections }: Findings,
): SystemReport {
  const { perSecond, steady, at1000, aloneMs } = waits[name] ?? {};
  return {
    ...rounded(medians(runs)),
    ...(steady === undefined ? {} : roundedWaits(steady)),
    ...(perSecond === undefined ? {} : { steadyPerSecond: Math.round(perSecond) }),
    ...(at1000 === undefined ? {} : { at1000: roundedWaits(at1000) }),
    ...(aloneMs === undefined ? {} : { aloneMs: round(aloneMs) }),
    ...(name === 'handCte' ? { connections: handCteConnections } : {}),
    journeys: journeys(name),
    runs: runs.map(rounded),
  };
}

function rounded(measured: Measured): Measured {
  return {
    tps: Math.round(measured.tps),
    seconds: round(measured.seconds),
    ownCpuSeconds: round(measured.ownCpuSeconds),
    databaseCpuSeconds: round(measured.databaseCpuSeconds),
    tpsPerCpuSecond: Math.round(measured.tpsPerCpuSecond),
    walBytesPerTransition: Math.round(measured.walBytesPerTransition),
    tableBytesPerTransition: Math.round(measured.tableBytesPerTransition),
    peakMb: Math.round(measured.peakMb),
  };
}

function roundedWaits({ p50Ms, p99Ms }: Waits): Waits {
  return { p50Ms: round(p50Ms), p99Ms: round(p99Ms) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function ratiosOf(runs: Findings['runs']): Readonly<Record<string, number>> {
  const pairs: readonly (readonly [SystemName, SystemName])[] = [
    ...systemNames
      .filter((name) => !name.startsWith('onward'))
      .map((name) => ['onward', name] as const),
    ['onwardHttp', 'onward'],
    ['onwardHttp100', 'onward'],
    ['onwardHttp', 'handCte'],
  ];
  return Object.fromEntries(
    pairs.flatMap(([ours, theirs]) => {
      const [a, b] = [runs[ours], runs[theirs]];
      return a && b ? [[`${ours}/${theirs}`, ratio(a, b)] as const] : [];
    }),
  );
}

/** The median of the ratios of runs of one round: what slows a machine for a while slows both. */
function ratio(ours: readonly Measured[], theirs: readonly Measured[]): number {
  return round(median(ours.map(({ tps }, run) => tps / (theirs[run]?.tps ?? Number.NaN))));
}
