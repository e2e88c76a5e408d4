/** The months of a year, with retention and without, as Markdown. */
import { table } from '../table.ts';
import { monthFull, tables } from './year.ts';
import type { MonthFound } from './year.ts';

export interface YearFound {
  readonly journeysPerMonth: number;
  readonly kept: readonly MonthFound[];
  readonly cleared: readonly MonthFound[];
}

type Told = (found: readonly MonthFound[]) => string;

export function yearMarkdown({ journeysPerMonth, cleared, kept }: YearFound): string {
  const both = (told: Told): readonly string[] => [told(cleared), told(kept)];
  return [
    `${journeysPerMonth} journeys begin in a month. Ended ones kept for two months:`,
    '',
    ...months(cleared),
    '',
    'Everything kept:',
    '',
    ...months(kept),
    '',
    ...table([
      ['from month to month', 'two months kept', 'everything kept'],
      [`rows, ${monthFull} to 12`, ...both(growth(rowsOf))],
      [`rows of journeys, journal, inbox, outcomes, ${monthFull} to 12`, ...both(growth(flatRows))],
      [`bytes, ${monthFull} to 12`, ...both(growth(({ allBytes }) => allBytes))],
      [
        `bytes of journeys, journal, inbox, outcomes, ${monthFull} to 12`,
        ...both(growth(flatBytes)),
      ],
      ['transitions/s, 2–4 to 10–12', ...both(middles(({ tps }) => tps))],
      ['CPU µs of an event, 2–4 to 10–12', ...both(middles(({ cpuUs }) => cpuUs))],
    ]),
  ].join('\n');
}

function months(found: readonly MonthFound[]): readonly string[] {
  const head = [
    'month',
    'transitions/s',
    'CPU µs',
    ...tables.map((name) => `${name} rows`),
    ...tables.map((name) => `${name} MB`),
    'all MB',
    'dead rows',
    'step p50 / p99 ms',
  ];
  const rows = found.map(
    ({ tps, cpuUs, rows: counts, bytes, allBytes, deadRows, stepMs }, month) => [
      String(month + 1),
      String(Math.round(tps)),
      String(Math.round(cpuUs)),
      ...tables.map((name) => String(counts[name])),
      ...tables.map((name) => mb(bytes[name])),
      mb(allBytes),
      String(deadRows),
      stepMs === undefined ? '' : `${stepMs.p50.toFixed(0)} / ${stepMs.p99.toFixed(0)}`,
    ],
  );
  return table([head, ...rows]);
}

function rowsOf({ rows }: MonthFound): number {
  return tables.reduce((sum, name) => sum + rows[name], 0);
}

function flatRows(found: MonthFound): number {
  return rowsOf(found) - found.rows.begun;
}

function flatBytes({ bytes }: MonthFound): number {
  return tables.reduce((sum, name) => sum + bytes[name], -bytes.begun);
}

/** From the month in which the window is full to the last. */
function growth(of: (month: MonthFound) => number): Told {
  return (found) => {
    const [full, last] = [found[monthFull - 1], found.at(-1)];
    return full === undefined || last === undefined ? '' : change(of(full), of(last));
  };
}

/** Of three months each the middle one. */
function middles(of: (month: MonthFound) => number): Told {
  const middle = (found: readonly MonthFound[]): number => {
    const sorted = found.map(of).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return (found) => change(middle(found.slice(1, 4)), middle(found.slice(-3)));
}

function change(from: number, to: number): string {
  const part = Math.round((to / from - 1) * 100);
  return `${part >= 0 ? '+' : ''}${part} %`;
}

function mb(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
