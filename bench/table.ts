/** Tables that read the same in a terminal and as Markdown. */
import { byRate } from './titles.ts';
import type { Report, SystemReport } from './findings.ts';

/** The whole of what a bench of transitions found. */
export function markdownOf(report: Report): string {
  const { machine, ratios, goals, systems } = report;
  const rows = byRate(systems);
  const runs = Math.max(...rows.map(([, system]) => system.runs.length));
  return [
    `Medians of ${runs} run${runs === 1 ? '' : 's'}; ${machine.cpus} × ${machine.cpu}, ` +
      `Node ${machine.node}, PostgreSQL ${machine.postgres}`,
    '',
    ...table([rateHead, ...rows.map(rateRow)]),
    '',
    ...table([waitHead, ...rows.filter(([, each]) => each.p50Ms !== undefined).map(waitRow)]),
    '',
    ...(systems.bareCommit === undefined
      ? []
      : [`One row in a transaction of its own, alone: ${systems.bareCommit.aloneMs} ms`, '']),
    ...table([
      ['ratio', '×'],
      ...Object.entries(ratios).map(([name, ratio]) => [name, shown(ratio)]),
    ]),
    '',
    ...table([
      ['goal', 'wanted', 'found', 'met'],
      ...goals.map(({ what, goal, found, isMet }) => [what, goal, found, isMet ? 'yes' : 'no']),
    ]),
  ].join('\n');
}

const rateHead = [
  'system',
  'transitions/s',
  'lowest–highest',
  'journeys',
  'per CPU s',
  'own CPU s',
  'database CPU s',
  'WAL B',
  'table B',
  'peak MB',
];

function rateRow([title, system]: readonly [string, SystemReport]): readonly string[] {
  const rates = system.runs.map(({ tps }) => tps);
  return [
    title,
    String(system.tps),
    `${Math.min(...rates)}–${Math.max(...rates)}`,
    String(system.journeys),
    shown(system.tpsPerCpuSecond),
    shown(system.ownCpuSeconds),
    shown(system.databaseCpuSeconds),
    String(system.walBytesPerTransition),
    String(system.tableBytesPerTransition),
    String(system.peakMb),
  ];
}

const waitHead = [
  'from event in to durable',
  'at a fifth: events/s',
  'p50 ms',
  'p99 ms',
  '1,000/s: p50 ms',
  'p99 ms',
  'alone ms',
];

function waitRow([title, system]: readonly [string, SystemReport]): readonly string[] {
  const { steadyPerSecond, p50Ms, p99Ms, at1000, aloneMs } = system;
  return [
    title,
    ...[steadyPerSecond, p50Ms, p99Ms, at1000?.p50Ms, at1000?.p99Ms, aloneMs].map(shown),
  ];
}

function shown(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
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
