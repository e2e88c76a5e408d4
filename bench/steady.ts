/** How long one event takes: while others come at a steady rate, and when there is no other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { quantile } from './statistics.ts';
import type { Ready } from './system.ts';
import { Workload } from './workload.ts';

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

/** Offers events of journeys that nobody knows yet. */
export async function measureSteady(system: Ready, order: SteadyOrder): Promise<Waits> {
  const { perSecond, seconds } = order;
  const workload = new Workload(Math.max(1, Math.ceil((perSecond * seconds) / 5)));
  const waits = await steadyWaits(order, [...workload.all()], takerOf(system));
  await system.settle?.();
  return waits;
}

/**
 * Each event is a call of its own. Its time counts from the moment it was to be sent, whether or
 * not this process was free to send it. An event waits for the one before it of the same journey.
 */
export async function steadyWaits(
  { perSecond, seconds }: SteadyOrder,
  events: readonly OperationalEvent[],
  take: (event: OperationalEvent) => Promise<void>,
): Promise<Waits> {
  const last = new Map<string, Promise<void>>();
  const waits: number[] = [];
  const started = performance.now();
  const send = (event: OperationalEvent, dueMs: number): Promise<void> => {
    const journey = event.refs[0]?.ref ?? '';
    const before = last.get(journey);
    const answered = (before === undefined ? take(event) : before.then(() => take(event))).then(
      () => {
        if (dueMs < warmUpPart * seconds * 1_000) return;
        waits.push(performance.now() - started - dueMs);
      },
    );
    last.set(journey, answered);
    return answered;
  };
  const answered: Promise<void>[] = [];
  for (const [index, event] of events.entries()) {
    const dueMs = (index * 1_000) / perSecond;
    while (performance.now() - started < dueMs) await sleep(1);
    answered.push(send(event, dueMs));
  }
  await Promise.all(answered);
  return { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

/** One event after the other, each when nothing is left of the one before. */
export async function measureAlone(system: Ready, { events }: AloneOrder): Promise<Waits> {
  const take = takerOf(system);
  const all = [...new Workload(Math.ceil(events / 5)).all()];
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
