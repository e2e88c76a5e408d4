/** Clocks that can be moved: one stands still for scenarios, one runs ahead in development. */
import { join } from 'node:path';
import type { Clock } from '../../core/index.ts';
import { readPrivate, writePrivate } from './private-file.ts';

export interface MovableClock extends Clock {
  /** Moves forward; a clock never goes back, since what has happened has happened. */
  moveTo(at: number): void;
}

/** Stands still until it is moved. */
export function standingClock(start: number): MovableClock {
  let at = start;
  return {
    now: () => at,
    moveTo: (to) => {
      at = Math.max(at, to);
    },
  };
}

export interface DevClock extends MovableClock {
  /** How far it is ahead of real time. */
  readonly aheadMs: number;
  /** Keeps how far it is ahead, so that the next run on the same data does not go back in time. */
  save(): Promise<void>;
}

/** Runs like real time, as far ahead of it as it has been moved on this data folder. */
export async function devClock(folder: string): Promise<DevClock> {
  const path = join(folder, 'dev-clock.json');
  let aheadMs = readAhead(await readPrivate(path));
  let saving = Promise.resolve();
  const write = async (): Promise<void> => {
    if (aheadMs > 0) await writePrivate(path, `${JSON.stringify({ aheadMs })}\n`);
  };
  return {
    now: () => Date.now() + aheadMs,
    moveTo: (to) => {
      aheadMs = Math.max(aheadMs, to - Date.now());
    },
    get aheadMs() {
      return aheadMs;
    },
    save: () => {
      // One after the other, so that the last one says how far it is.
      saving = saving.then(write, write);
      return saving;
    },
  };
}

function readAhead(text: string | undefined): number {
  const ahead = Number(/"aheadMs":\s*(\d{1,15})/.exec(text ?? '')?.[1] ?? 0);
  return Number.isSafeInteger(ahead) ? ahead : 0;
}

export const realClock: Clock = { now: () => Date.now() };
