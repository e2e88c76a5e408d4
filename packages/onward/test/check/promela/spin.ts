/** Runs SPIN on an exported journey, and reads C1, C5 and C7 off what it says. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SpinVerdict {
  readonly C1: 'proved' | 'refuted';
  readonly C5: 'proved' | 'refuted';
  readonly C7: 'proved' | 'refuted';
  /** Configurations at rest, ends included. */
  readonly configurations: number;
}

/** Whether both `spin` and a C compiler can be run here. */
export function isSpinHere(): boolean {
  return [
    ['spin', '-V'],
    ['gcc', '--version'],
  ].every(([command = '', flag = '']) => spawnSync(command, [flag]).status === 0);
}

const depth = 200_000;
const outputLimit = 256 * 1024 * 1024;

/** Decides C1, C5 and C7 of a model. @throws Error when SPIN did not come to an end. */
export async function verify(model: string): Promise<SpinVerdict> {
  const cwd = await mkdtemp(join(tmpdir(), 'onward-spin-'));
  try {
    await writeFile(join(cwd, 'journey.pml'), model);
    const generated = await run('spin', ['-a', 'journey.pml'], { cwd });
    if (/error/iu.test(generated.stdout)) throw new Error(generated.stdout);
    await run('gcc', ['-O0', '-w', '-DNOREDUCE', '-DPRINTF', '-o', 'pan', 'pan.c'], { cwd });
    // Blocked branches are no faults of the journey (-E); C1 alone asks for the assertions.
    const asserts = await pan(cwd, ['-E']);
    const edges = await pan(cwd, ['-E', '-A']);
    const cycles = await pan(cwd, ['-E', '-A', '-a']);
    const { C5, configurations } = canEnd(edges.stdout);
    return {
      C1: asserts.errors === 0 ? 'proved' : 'refuted',
      C5,
      C7: cycles.errors === 0 ? 'proved' : 'refuted',
      configurations,
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

async function pan(
  cwd: string,
  flags: readonly string[],
): Promise<{ readonly errors: number; readonly stdout: string }> {
  const options = { cwd, maxBuffer: outputLimit, timeout: 60_000 };
  const { stdout } = await run('./pan', ['-n', '-w16', `-m${depth}`, ...flags], options);
  const errors = /errors: (?<count>\d+)/u.exec(stdout)?.groups?.['count'];
  if (errors === undefined || stdout.includes('max search depth too small')) {
    throw new Error(`pan did not finish: ${stdout.slice(-2_000)}`);
  }
  return { errors: Number(errors), stdout };
}

/**
 * AG EF end, on the whole graph of configurations that pan walked and printed: linear time logic
 * cannot say it, so that the last step, going back from the ends, is made here. An edge that a
 * shorter timer always comes before is walked, but does not help to an end.
 */
function canEnd(stdout: string): Pick<SpinVerdict, 'C5' | 'configurations'> {
  const before = new Map<string, Set<string>>();
  const ends = new Set<string>();
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('E ')) continue;
    const numbers = line.slice(2).split(' ');
    const words = (numbers.length - 2) / 2;
    const from = numbers.slice(0, words).join(' ');
    const [preempted, over] = numbers.slice(words, words + 2);
    const to = numbers.slice(words + 2).join(' ');
    const sources = before.get(to) ?? new Set();
    before.set(to, sources);
    if (preempted === '0') sources.add(from);
    if (over === '1') ends.add(to);
  }
  const reached = new Set(ends);
  for (const to of reached) for (const from of before.get(to) ?? []) reached.add(from);
  const isEverywhere = [...before.keys()].every((each) => reached.has(each));
  return { C5: isEverywhere ? 'proved' : 'refuted', configurations: before.size };
}
