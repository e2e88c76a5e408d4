/** What a bench found, as JSON and as a table that reads the same in a terminal and as Markdown. */
import type { Latency } from './latency.ts';
import { median, medians } from './measure.ts';
import type { Measured } from './measure.ts';
import type { SystemName } from './system.ts';

export interface Machine {
  readonly cpus: number;
  readonly cpu: string;
  readonly node: string;
  readonly postgres: string;
}

export interface Findings {
  readonly machine: Machine;
  readonly journeys: number;
  readonly events: number;
  /** By system, in the order of the runs. */
  readonly runs: Readonly<Partial<Record<SystemName, readonly Measured[]>>>;
  /** Connections of the hand-written service: the best of those tried. */
  readonly handCteConnections: number;
  readonly latency: Latency | undefined;
}

interface SystemReport extends Measured {
  readonly connections?: number;
  readonly latency?: Latency;
  readonly runs: readonly Measured[];
}

export interface Report {
  readonly systems: Readonly<Partial<Record<SystemName, SystemReport>>>;
  readonly ratios: { readonly onwardToHandCte?: number; readonly onwardToRaw?: number };
  readonly machine: Machine;
  readonly workload: { readonly journeys: number; readonly events: number; readonly runs: number };
}

export function reportOf(findings: Findings): Report {
  const { machine, journeys, events, latency } = findings;
  const { onward, handCte, raw } = findings.runs;
  const systems = {
    ...(onward === undefined
      ? {}
      : { onward: { ...summary(onward), ...(latency === undefined ? {} : { latency }) } }),
    ...(handCte === undefined
      ? {}
      : { handCte: { ...summary(handCte), connections: findings.handCteConnections } }),
    ...(raw === undefined ? {} : { raw: summary(raw) }),
  };
  return {
    systems,
    ratios: {
      ...(onward && handCte ? { onwardToHandCte: ratio(onward, handCte) } : {}),
      ...(onward && raw ? { onwardToRaw: ratio(onward, raw) } : {}),
    },
    machine,
    workload: { journeys, events, runs: (onward ?? handCte ?? raw ?? []).length },
  };
}

function summary(runs: readonly Measured[]): SystemReport {
  return { ...rounded(medians(runs)), runs: runs.map(rounded) };
}

function rounded({ tps, seconds, cpuSeconds, walBytes, tableBytes }: Measured): Measured {
  return {
    tps: Math.round(tps),
    seconds: round(seconds),
    cpuSeconds: round(cpuSeconds),
    walBytes: Math.round(walBytes),
    tableBytes: Math.round(tableBytes),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The median of the ratios of runs that were neighbours: what slows a machine slows both. */
function ratio(ours: readonly Measured[], theirs: readonly Measured[]): number {
  return round(median(ours.map(({ tps }, run) => tps / (theirs[run]?.tps ?? Number.NaN))));
}

const titles: Readonly<Record<SystemName, string>> = {
  onward: 'Onward',
  handCte: 'by hand, a statement an event',
  raw: 'raw batched write',
};

/** Markdown that is aligned as plain text too. */
export function markdownOf({ systems, ratios, machine, workload }: Report): string {
  const { journeys, events, runs } = workload;
  const entries = Object.entries(systems) as [SystemName, SystemReport][];
  const lines = entries.map(([name, system]) => [
    titles[name],
    String(system.tps),
    spread(system.runs),
    String(system.seconds),
    String(system.cpuSeconds),
    String(system.walBytes),
    String(system.tableBytes),
  ]);
  const head = [
    'system',
    'transitions/s',
    'lowest–highest',
    'seconds',
    'node cpu s',
    'WAL B/transition',
    'table B/transition',
  ];
  return [
    `${journeys} journeys, ${events} transitions, median of ${runs} run${runs === 1 ? '' : 's'}; ` +
      `${machine.cpus} × ${machine.cpu}, Node ${machine.node}, PostgreSQL ${machine.postgres}`,
    '',
    ...table([head, ...lines]),
    '',
    ...remarks(systems, ratios),
  ].join('\n');
}

function spread(runs: readonly Measured[]): string {
  const rates = runs.map(({ tps }) => tps);
  return `${Math.min(...rates)}–${Math.max(...rates)}`;
}

function remarks(systems: Report['systems'], ratios: Report['ratios']): readonly string[] {
  const { onwardToHandCte, onwardToRaw } = ratios;
  const { latency } = systems.onward ?? {};
  return [
    ...(onwardToHandCte === undefined ? [] : [`- Onward to by hand: ${onwardToHandCte}`]),
    ...(onwardToRaw === undefined ? [] : [`- Onward to raw: ${onwardToRaw}`]),
    ...(systems.handCte === undefined
      ? []
      : [`- connections by hand: ${systems.handCte.connections}`]),
    ...(latency === undefined
      ? []
      : [
          `- latency of Onward at ${Math.round(latency.tps)} events/s: ` +
            `p50 ${latency.p50Ms.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms`,
        ]),
  ];
}

/** Rows as a Markdown table that is aligned as plain text too; the first one is its head. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const [head = '', ...body] = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${cells.join(' | ')} |`;
  });
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [head, `| ${rule.join(' | ')} |`, ...body];
}
