/** How long one event takes: while others come at a steady rate, and when there is no other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { quantile } from './statistics.ts';
import type { Ready } from './system.ts';
import { makeWorkload } from './workload.ts';

export interface SteadyOrder {
  /** Events offered in a second. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface AloneOrder {
  /** Events, one after the other. */
  readonly events: number;
}

/** From the moment an event was to be sent until it was durable and its journey had moved. */
export interface Waits {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Left out: compiling code and filling caches are not what a caller waits for. */
const warmUpPart = 0.2;

/**
 * Each event is a call of its own. Its time counts from the moment it was to be sent, whether or
 * not this process was free to send it. An event waits for the one before it of the same journey.
 */
export async function measureSteady(
  system: Ready,
  { perSecond, seconds }: SteadyOrder,
): Promise<Waits> {
  const take = takerOf(system);
  const { rounds } = makeWorkload(Math.max(1, Math.ceil((perSecond * seconds) / 5)));
  const events = rounds.flat();
  const last = new Map<string, Promise<void>>();
  const waits: number[] = [];
  const started = performance.now();
  const answered: Promise<void>[] = [];
  for (let next = 0; next < events.length;) {
    const now = performance.now() - started;
    for (; next < events.length && (next * 1_000) / perSecond <= now; next += 1) {
      const due = (next * 1_000) / perSecond;
      const event = events[next];
      if (event === undefined) break;
      const journey = event.refs[0]?.ref ?? '';
      const before = last.get(journey);
      const answer = (before === undefined ? take(event) : before.then(() => take(event))).then(
        () => {
          if (due >= warmUpPart * seconds * 1_000) waits.push(performance.now() - started - due);
        },
      );
      last.set(journey, answer);
      answered.push(answer);
    }
    await sleep(1);
  }
  await Promise.all(answered);
  await system.settle?.();
  return { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

/** One event after the other, each when nothing is left of the one before. */
export async function measureAlone(system: Ready, { events }: AloneOrder): Promise<Waits> {
  const take = takerOf(system);
  const all = makeWorkload(Math.ceil(events / 5)).rounds.flat();
  const waits: number[] = [];
  for (const [index, event] of all.entries()) {
    const started = performance.now();
    await take(event);
    if (index >= warmUpPart * all.length) waits.push(performance.now() - started);
    await system.settle?.();
  }
  return { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

function takerOf(system: Ready): (event: OperationalEvent) => Promise<void> {
  if (system.take === undefined) throw new Error('The system takes no event alone.');
  return (event) => system.take?.(event) ?? Promise.resolve();
}
