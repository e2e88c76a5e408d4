/**
 * A worker of Onward in a process of its own, beside others on one database:
 * `node bench/scale/worker.ts CONNECTION SCHEMA`, told what to send by the process that started it.
 */
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { openStore } from '../../packages/onward/src/store/index.ts';
import type { Connection } from '../../packages/onward/src/store/index.ts';
import { startBenchEngine, take } from '../onward.ts';
import { compileBenchProgram } from '../program.ts';
import { steadyWaits } from '../steady.ts';
import type { Waits } from '../steady.ts';
import { shareOf, together, Workload } from '../workload.ts';
import { callsOf, eventsPerCall } from './slice.ts';
import type { Slice } from './slice.ts';

/** What a worker is told. */
export type WorkerOrder =
  | { readonly kind: 'warm' }
  | { readonly kind: 'send'; readonly slice: Slice; readonly seconds: number }
  | {
      readonly kind: 'steady';
      readonly slice: Slice;
      readonly seconds: number;
      readonly perSecond: number;
    };

/** What it answers. */
export interface WorkerAnswer {
  readonly failed?: string;
  readonly events?: number;
  readonly seconds?: number;
  readonly waits?: Waits;
}

const callers = 40;
const warmUpJourneys = 800;

const [, , place = '{}', schema = ''] = process.argv;
const connection = JSON.parse(place) as Connection;
const { store } = await openStore({ connection, schema });
const engine = await startBenchEngine(store, compileBenchProgram('form'));

process.on('message', (order: WorkerOrder) => {
  void obey(order)
    .catch((error: unknown): WorkerAnswer => {
      return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    })
    .then((answer) => process.send?.(answer));
});
process.once('disconnect', () => {
  void engine
    .stop()
    .then(() => store.close())
    .finally(() => process.exit());
});
process.on('SIGINT', () => undefined);
process.send?.({});

async function obey(order: WorkerOrder): Promise<WorkerAnswer> {
  if (order.kind === 'warm') return warm();
  const { slice, seconds } = order;
  if (order.kind === 'send') return send(slice, seconds);
  const events: OperationalEvent[] = [];
  for (const call of callsOf(slice)) {
    if (events.length >= order.perSecond * seconds) break;
    events.push(...call.events);
  }
  const waits = await steadyWaits(order, events, (event) => take(engine, [event]));
  await engine.idle();
  return { waits };
}

/** Lets the code be compiled by other journeys, in tables of their own. */
async function warm(): Promise<WorkerAnswer> {
  const other = await openStore({ connection, schema: `${schema}warm${process.pid}` });
  const warming = await startBenchEngine(other.store);
  const share = { party: 0, parties: 1, chunk: eventsPerCall };
  for (const events of shareOf(new Workload(warmUpJourneys), share)) await take(warming, events);
  await warming.idle();
  await warming.stop();
  await other.store.close();
  return {};
}

/** As fast as it goes, until the time is over. */
async function send(slice: Slice, seconds: number): Promise<WorkerAnswer> {
  const calls = callsOf(slice);
  const started = performance.now();
  const until = started + seconds * 1_000;
  const answered = new Map<number, Promise<void>>();
  let events = 0;
  await together(callers, async () => {
    for (let next = calls.next(); next.done !== true; next = calls.next()) {
      if (performance.now() >= until) return;
      const call = next.value;
      // What came before of the same journeys may still be under way.
      const answer = (answered.get(call.place) ?? Promise.resolve()).then(() =>
        take(engine, call.events),
      );
      answered.set(call.place, answer);
      await answer;
      events += call.events.length;
    }
  });
  await engine.idle();
  return { events, seconds: (performance.now() - started) / 1_000 };
}
