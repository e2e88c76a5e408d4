/**
 * How far a fault test goes and what it reached: one line for the reader of a run, and in the full
 * run a row of docs/reliability.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The full form: `npm run test:faults`. The short one is part of every run of the tests. */
export const isFull: boolean = process.env['ONWARD_FAULTS'] === 'full';

/** A figure of the short form, or the one that is promised. */
export function goal(figures: { readonly short: number; readonly full: number }): number {
  return isFull ? figures.full : figures.short;
}

/** For a test that takes its time: minutes in the short form, up to an hour in the full one. */
export const patience = { timeout: isFull ? 3_600_000 : 300_000 } as const;

export interface Row {
  /** Number of the promise: `R1`. */
  readonly promise: string;
  readonly fault: string;
  readonly goal: string;
  readonly reached: string;
}

const page = fileURLToPath(new URL('../../../../docs/reliability.md', import.meta.url));

/** Begins to take the time of a fault; what it returns tells what was reached. */
export function figure(
  of: Pick<Row, 'promise' | 'fault' | 'goal'>,
): (reached: string) => Promise<void> {
  const begun = Date.now();
  return async (reached) => {
    const seconds = Math.round((Date.now() - begun) / 1_000);
    process.stdout.write(`${of.promise} ${of.fault}: ${reached} (${seconds} s)\n`);
    if (isFull) await keep({ ...of, reached }, seconds);
  };
}

/** Files of tests run one after the other in the full form: nobody else writes the page. */
async function keep(
  { promise, fault, goal: wanted, reached }: Row,
  seconds: number,
): Promise<void> {
  const text = await readFile(page, 'utf8');
  const head = text.slice(0, text.indexOf('| promise |')).trimEnd();
  const rows = text
    .split('\n')
    .filter((line) => /^\| R\d+ \|/.test(line) && !line.startsWith(`| ${promise} | ${fault} |`));
  const when = new Date().toISOString().slice(0, 10);
  rows.push(`| ${[promise, fault, wanted, reached, when, seconds].join(' | ')} |`);
  const inOrder = rows.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const table = [
    '| promise | fault | goal | reached | when | seconds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...inOrder,
  ];
  await writeFile(page, `${head}\n\n${table.join('\n')}\n`);
}

/** Resolves after so many milliseconds of real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Looks again and again until there is something; only a hang makes it give up. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error('It did not come about within two minutes.');
}

/** A small generator (Mulberry32), so that a run that fails can be run again. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
