/** How long the continuity proof takes and how much memory, beside what is asked of it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Checked } from './check-child.ts';
import { checkCases } from './check-programs.ts';
import type { CheckCase } from './check-programs.ts';
import { median } from './statistics.ts';
import { table } from './table.ts';

const child = fileURLToPath(new URL('check-child.ts', import.meta.url));
/** As the thread of a proof has it. */
const flags = ['--max-semi-space-size=64'];
const runs = 7;
const run = promisify(execFile);

/** One case as it was measured. */
interface CheckTime extends Checked, Pick<CheckCase, 'name' | 'about'> {
  readonly medianMs: number;
  readonly goalMs?: number;
  readonly goalMb?: number;
  /** Undefined where nothing was asked. */
  readonly isMet?: boolean;
}

/**
 * Checks every case in a process of its own. A short bench checks once, cold, those with a goal of
 * time.
 *
 * @throws when a case is not proved, or not unknown, as it should be: nothing was measured then.
 */
export async function measureCheck(
  short: boolean,
  say: (text: string) => void,
): Promise<readonly CheckTime[]> {
  const times: CheckTime[] = [];
  for (const each of checkCases) {
    if (short && each.goalMs === undefined) continue;
    // What runs into the cap takes long, and its peak of memory is that of one run.
    const often = short || each.verdict === 'unknown' ? 1 : runs;
    const { stdout } = await run(process.execPath, [...flags, child, each.name, String(often)]);
    const time = judged(each, JSON.parse(stdout) as Checked);
    say(`check of ${each.name}: ${Math.round(time.medianMs)} ms`);
    times.push(time);
  }
  return times;
}

function judged({ name, about, goalMs, goalMb }: CheckCase, checked: Checked): CheckTime {
  const medianMs = median(checked.runsMs);
  const isMet = medianMs <= (goalMs ?? Infinity) && checked.peakMb <= (goalMb ?? Infinity);
  return {
    name,
    about,
    ...checked,
    medianMs,
    ...(goalMs === undefined ? {} : { goalMs, isMet }),
    ...(goalMb === undefined ? {} : { goalMb, isMet }),
  };
}

/** Markdown that is aligned as plain text too. */
export function checkMarkdown(times: readonly CheckTime[]): string {
  const head = [
    'check of',
    'configurations',
    'median ms',
    'lowest–highest',
    'first ms',
    'heap MB',
    'peak RSS MB',
    'goal',
    'met',
  ];
  const lines = times.map((time) => [
    time.about,
    String(time.configurations),
    String(Math.round(time.medianMs)),
    `${Math.round(Math.min(...time.runsMs))}–${Math.round(Math.max(...time.runsMs))}`,
    String(Math.round(time.firstMs)),
    String(Math.round(time.heapMb)),
    String(Math.round(time.peakMb)),
    goalOf(time),
    metOf(time),
  ]);
  return table([head, ...lines]).join('\n');
}

function goalOf({ goalMs, goalMb }: CheckTime): string {
  if (goalMs !== undefined) return `${goalMs} ms`;
  return goalMb === undefined ? '' : `${goalMb} MB`;
}

function metOf({ isMet }: CheckTime): string {
  if (isMet === undefined) return '';
  return isMet ? 'yes' : 'no';
}
