/** Examines the journeys: what was proved of the programs must be seen to hold in the database. */
import type { Examined } from '../../examined.ts';
import type { Runner, Statement } from '../sql.ts';
import { pending } from './c1-pending.ts';
import { silence } from './c2-silence.ts';
import { commands } from './c3-commands.ts';
import { events } from './c4-events.ts';
import { canEnd } from './c5-can-end.ts';
import { cleanEnd } from './c6-clean-end.ts';
import { progress } from './c7-progress.ts';
import { nothingDead } from './c8-nothing-dead.ts';
import { compensation } from './c9-compensation.ts';
import { contracts } from './c10-contracts.ts';
import { staffed } from './c11-staffed.ts';
import { ask, mostNamed, type Invariant } from './invariant.ts';

const invariants: readonly Invariant[] = [
  pending,
  silence,
  commands,
  events,
  canEnd,
  cleanEnd,
  progress,
  nothingDead,
  compensation,
  contracts,
  staffed,
];

/**
 * One query for each invariant and cell, one invariant after the other: the engine has priority.
 */
export async function examine(cells: readonly Runner[], now: number): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (const invariant of invariants) {
    const begin = performance.now();
    const answers = await Promise.all(cells.map((cell) => ask(cell, invariant, now)));
    const rows = answers.reduce((sum, answer) => sum + answer.rows, 0);
    const some = answers.flatMap((answer) => answer.some).slice(0, mostNamed);
    const { property, law } = invariant;
    examined.push({ property, law, rows, some, ms: performance.now() - begin });
  }
  return examined;
}

const lastEntry: Statement = {
  name: 'last-entry',
  text: `select max(at) as at from cell.journal`,
};

/** When the last input of any journey was taken; undefined where there is none. */
export async function lastEntryAt(cells: readonly Runner[]): Promise<number | undefined> {
  const answers = await Promise.all(
    cells.map((cell) => cell.run<{ at: number | null }>(lastEntry, [])),
  );
  const times = answers.flatMap(({ rows }) => rows[0]?.at ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}
