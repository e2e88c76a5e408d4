/** The words of the command line, and what a short and a full bench are. */
import { parseArgs } from 'node:util';
import { systemNames } from './system.ts';
import type { SystemName } from './system.ts';

export interface BenchOptions {
  readonly short: boolean;
  /** Measure how fast people read, instead of how fast events are taken. */
  readonly reads: boolean;
  /** Measure how fast programs are proved, instead of how fast events are taken. */
  readonly check: boolean;
  /** Measure how fast signed deliveries come in over HTTP. */
  readonly edge: boolean;
  readonly journeys: number;
  /** How often each system is measured. */
  readonly runs: number;
  readonly systems: readonly SystemName[];
  readonly databaseUrl: string | undefined;
  readonly json: string | undefined;
}

export const usage = `npm run bench -- [options]
  --short              one small run, about 30 seconds
  --reads              lists, states and journals over HTTP, with 100,000 journeys
  --check              how long the continuity proof takes, and its memory; some minutes
  --edge               signed deliveries over HTTP, one by one, in one process and in two
  --journeys N         journeys of five events each
  --runs N             runs of each system
  --only NAMES         some of ${systemNames.join(',')}
  --database-url URL   a PostgreSQL of your own instead of one in a temporary folder
  --json FILE          write the result as JSON to a file instead of under the table`;

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      edge: { type: 'boolean', default: false },
      journeys: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string' },
      'database-url': { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { short, reads, check, edge } = values;
  return {
    short,
    reads,
    check,
    edge,
    journeys: positive('--journeys', values.journeys, defaultJourneys(values)),
    runs: positive('--runs', values.runs, short ? 1 : 5),
    systems: chosen(values.only),
    databaseUrl: values['database-url'],
    json: values.json,
  };
}

/** Enough to be past the warming up; for reads, as many as a large program has open. */
function defaultJourneys({ short, reads }: Pick<BenchOptions, 'short' | 'reads'>): number {
  if (reads) return 100_000;
  return short ? 4_000 : 10_000;
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`${name} takes a whole number from 1 up.`);
  return Number(text);
}

function chosen(text: string | undefined): readonly SystemName[] {
  if (text === undefined) return systemNames;
  const wanted = new Set(text.split(','));
  const known = systemNames.filter((name) => wanted.delete(name));
  if (wanted.size > 0) throw new Error(`--only takes ${systemNames.join(', ')}.`);
  return known;
}
