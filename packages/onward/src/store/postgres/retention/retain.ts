/**
 * Removes what has been over for long enough, in small steps. A step claims the row of its part for
 * one transaction, so that of many processes one clears a cell, and what is half done is not done.
 */
import type { Removed, Retention, RetentionPart } from '../../retention.ts';
import { leastRetentionMs, retentionParts } from '../../retention.ts';
import type { Runner, Statement } from '../sql.ts';
import { removeJourneys } from './journeys.ts';
import { removeKeys } from './keys.ts';
import { removeOutcomes } from './outcomes.ts';
import type { Page, Step } from './step.ts';
import { removeUnmatched } from './unmatched.ts';

export interface Retaining {
  readonly now: number;
  readonly keep: Retention;
  /** Between two steps of one part, whichever processes make them. */
  readonly paceMs: number;
}

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;

interface Part {
  readonly removes: (runner: Runner, page: Page) => Promise<Step>;
  readonly keptMs: (keep: Retention) => number;
  /** Until it begins anew, once it has looked at everything. */
  readonly restMs: number;
}

const parts: Readonly<Record<RetentionPart, Part>> = {
  journeys: { removes: removeJourneys, keptMs: (keep) => keep.journeysMs, restMs: hourMs },
  // These look at every row there is: daily, a key would cost as much as the event it is of.
  keys: { removes: removeKeys, keptMs: (keep) => keep.keysMs, restMs: weekMs },
  outcomes: { removes: removeOutcomes, keptMs: (keep) => keep.journeysMs, restMs: weekMs },
  unmatched: { removes: removeUnmatched, keptMs: (keep) => keep.journeysMs, restMs: weekMs },
};

const claim: Statement = {
  name: 'claim-retention',
  text: `
    select place from cell.retention
     where part = $1 and next_at <= to_timestamp($2::float8 / 1000)
       for update skip locked`,
};

/** What is gone may be gone from now on, also where this step finds nothing. */
const note: Statement = {
  name: 'note-retention',
  text: `
    update cell.retention
       set place = $2, next_at = to_timestamp($3::float8 / 1000),
           before = greatest(before, to_timestamp($4::float8 / 1000))
     where part = $1`,
};

export type Transact = <T>(work: (runner: Runner) => Promise<T>) => Promise<T>;

/** One step of each part that has rested; others' are left alone. */
export async function retain(transact: Transact, retaining: Retaining): Promise<Removed> {
  const rows = { journeys: 0, keys: 0, outcomes: 0, unmatched: 0 };
  let entries = 0;
  let more = false;
  for (const part of retentionParts) {
    const step = await transact((runner) => oneStep(runner, part, retaining));
    if (step === undefined) continue;
    rows[part] = step.removed;
    entries += step.entries ?? 0;
    more ||= step.place !== '';
  }
  return { rows, entries, more };
}

async function oneStep(
  runner: Runner,
  part: RetentionPart,
  { now, keep, paceMs }: Retaining,
): Promise<Step | undefined> {
  const { rows } = await runner.run<{ place: string }>(claim, [part, now]);
  const [claimed] = rows;
  if (claimed === undefined) return undefined;
  const { removes, keptMs, restMs } = parts[part];
  const before = now - Math.max(keptMs(keep), leastRetentionMs);
  const step = await removes(runner, { now, before, place: claimed.place });
  const next = now + (step.place === '' ? restMs : paceMs);
  await runner.run(note, [part, step.place, next, before]);
  return step;
}
