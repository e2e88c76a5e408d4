/** The words of the command line, and what a short and a full bench are. */
import { parseArgs } from 'node:util';
import { ownNames, systemNames } from './system.ts';
import type { SystemName } from './system.ts';

/** What is measured: transitions, unless another is asked for. */
export type BenchKind =
  | 'transitions'
  | 'reads'
  | 'check'
  | 'plan'
  | 'edge'
  | 'reconcile'
  | 'scale'
  | 'console'
  | 'year';

export interface BenchOptions {
  readonly kind: BenchKind;
  readonly short: boolean;
  readonly journeys: number;
  /** Journeys of those systems that are too slow for as many as the others. */
  readonly peerJourneys: number;
  /** Live journeys, one size after the other. */
  readonly sizes: readonly number[];
  /** How long each size is asked for events. */
  readonly minutes: number;
  /** How many processes each size has, one count after the other. */
  readonly processes: readonly number[];
  /** How often each system is measured. */
  readonly runs: number;
  readonly systems: readonly SystemName[];
  readonly databaseUrl: string | undefined;
  readonly json: string | undefined;
}

export const usage = `npm run bench -- [options]
  --short              one small run without the peers, a minute or two
  --peers              the peers in a short run too
  --reads              lists, states and journals over HTTP, with 100,000 journeys
  --check              how long the continuity proof takes, and its memory; some minutes
  --plan               what planning ten reminders adds to a step, some seconds
  --edge               signed deliveries over HTTP, one by one, in one process and in two
  --reconcile          100,000 open journeys beside a list of as many rows, over HTTP
  --console            the console's lists and figures with 1,000,000 journeys
  --scale              10,000 to 1,000,000 live journeys, with one, two and four processes
  --year               a year with the clock moved, with retention and without
  --journeys N[,N...]  journeys of five events each; the sizes of --scale; in a month of --year
  --peer-journeys N    journeys of the peers, which are slower
  --minutes M          time for the events of each size of --scale
  --processes N[,N...] processes of --scale, one count after the other
  --runs N             runs of each system
  --only NAMES         some of ${systemNames.join(',')}
  --database-url URL   a PostgreSQL of your own instead of one in a temporary folder
  --json FILE          write the result as JSON to a file instead of under the tables`;

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      plan: { type: 'boolean', default: false },
      edge: { type: 'boolean', default: false },
      reconcile: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      console: { type: 'boolean', default: false },
      year: { type: 'boolean', default: false },
      journeys: { type: 'string' },
      'peer-journeys': { type: 'string' },
      minutes: { type: 'string' },
      processes: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string' },
      'database-url': { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { short, peers } = values;
  const kinds = [
    ...(['reads', 'check', 'plan', 'edge', 'reconcile', 'scale'] as const),
    ...(['console', 'year'] as const),
  ];
  const kind = kinds.find((each) => values[each]);
  const sizes = values.journeys?.split(',').map((each) => positive('--journeys', each, 0));
  return {
    kind: kind ?? 'transitions',
    short,
    journeys: sizes?.[0] ?? defaultJourneys(short, kind),
    peerJourneys: positive('--peer-journeys', values['peer-journeys'], short ? 50 : 1_000),
    sizes: sizes ?? (short ? [1_000] : [10_000, 100_000, 1_000_000]),
    minutes: positive('--minutes', values.minutes, 1),
    processes: (values.processes ?? '1,2,4').split(',').map((n) => positive('--processes', n, 0)),
    runs: positive('--runs', values.runs, short ? 1 : 5),
    systems: chosen(values.only) ?? (short && !peers ? ownNames : systemNames),
    databaseUrl: values['database-url'],
    json: values.json,
  };
}

/** Enough to be past the warming up; for reads, as many as a large program has open. */
function defaultJourneys(short: boolean, kind: BenchKind | undefined): number {
  if (kind === 'reads') return 100_000;
  if (kind === 'console') return short ? 2_000 : 1_000_000;
  if (kind === 'reconcile') return short ? 2_000 : 100_000;
  if (kind === 'year') return short ? 50 : 3_000;
  return short ? 2_000 : 10_000;
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`${name} takes a whole number from 1 up.`);
  return Number(text);
}

function chosen(text: string | undefined): readonly SystemName[] | undefined {
  if (text === undefined) return undefined;
  const wanted = new Set(text.split(','));
  const known = systemNames.filter((name) => wanted.delete(name));
  if (wanted.size > 0) throw new Error(`--only takes ${systemNames.join(', ')}.`);
  return known;
}
