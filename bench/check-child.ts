/**
 * Checks one program of the proof's bench again and again, in a process of its own, so that what
 * it keeps in memory is its own: `node bench/check-child.ts CASE RUNS`; one line of JSON.
 */
import { getHeapStatistics } from 'node:v8';
import { check } from '../packages/onward/src/core/index.ts';
import { checkCases } from './check-programs.ts';

/** What one process found; times in milliseconds, memory in MiB. */
export interface Checked {
  readonly steps: number;
  readonly configurations: number;
  /** The very first check, while the engine's code is still cold: what a command line waits for. */
  readonly firstMs: number;
  /** Those after the warm-up; the first alone, where only one was asked for. */
  readonly runsMs: readonly number[];
  /** The most that was seen in use, garbage included. */
  readonly heapMb: number;
  readonly peakMb: number;
}

/** Monday 5 January 2026, 09:00 UTC. */
const now = Date.UTC(2026, 0, 5, 9);
/** So long the engine compiles what it has seen run often; the first check is told by itself. */
const warmUpMs = 2_000;
const warmUpsLeast = 2;
const mb = 1_048_576;

const [, , wanted = '', often = '1'] = process.argv;
console.log(JSON.stringify(checked(wanted, Number(often))));

function checked(name: string, runs: number): Checked {
  const found = checkCases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no case ${name}.`);
  const program = found.make();
  const runsMs: number[] = [];
  let heap = 0;
  let configurations = 0;
  const look = (): void => {
    // Asking the process itself reads files of the system, which would be part of the time.
    heap = Math.max(heap, getHeapStatistics().used_heap_size);
  };
  const start = performance.now();
  let warmUps = 0;
  while (runsMs.length < (runs === 1 ? 1 : warmUps + runs)) {
    const begin = performance.now();
    if (warmUps < warmUpsLeast || begin - start < warmUpMs) warmUps += 1;
    const report = check(program, { now, onProgress: look });
    runsMs.push(performance.now() - begin);
    look();
    if (report.verdict !== found.verdict) throw new Error(`${name} is ${report.verdict}.`);
    configurations = report.journeys[0]?.configurations ?? 0;
  }
  return {
    steps: Object.keys(Object.values(program.journeys)[0]?.steps ?? {}).length,
    configurations,
    firstMs: runsMs[0] ?? 0,
    runsMs: runs === 1 ? runsMs : runsMs.slice(warmUps),
    heapMb: heap / mb,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  };
}
