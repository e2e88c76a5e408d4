/** Lets time pass on a movable clock: deadline by deadline, so that each fires when it is due. */
import { RejectError, joined, sentence } from '../../core/index.ts';
import type { Engine } from '../../runtime/index.ts';
import type { MovableClock } from './movable-clock.ts';

export interface Timed {
  readonly engine: Pick<Engine, 'idle' | 'nextDue'>;
  readonly clock: MovableClock;
}

/** A program whose deadlines lead on at once would never come to the end of a move. */
const mostDeadlines = 20_000;

/**
 * Moves the clock to the target, stopping at every deadline on the way.
 * @throws RejectError ONW-TIME-CROWDED when more deadlines lie between than anyone plans for.
 */
export async function passTime({ engine, clock }: Timed, target: number): Promise<void> {
  for (let stops = 0; stops < mostDeadlines; stops += 1) {
    await engine.idle();
    const first = await engine.nextDue();
    if (first === undefined || first > target) {
      clock.moveTo(target);
      await engine.idle();
      return;
    }
    clock.moveTo(first);
  }
  const message = joined(
    sentence`More than ${mostDeadlines} deadlines pass before then;`,
    'the clock stands where it came to: move on from there in smaller steps.',
  );
  throw new RejectError('ONW-TIME-CROWDED', message);
}
