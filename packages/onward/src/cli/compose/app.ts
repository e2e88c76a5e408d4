/** The HTTP application of a running Onward: the API, its console, and in development the sink. */
import { createApi } from '../../api/index.ts';
import type { Api } from '../../api/index.ts';
import { connectors } from '../../connectors/index.ts';
import type { RawDelivery } from '../../core/index.ts';
import type { Intake } from '../../edge/index.ts';
import type { Engine } from '../../runtime/index.ts';
import { consolePage } from './console-page.ts';
import type { Database } from './database.ts';
import type { Edge } from './edge.ts';
import { passTime } from './pass-time.ts';
import type { Sink } from './sink.ts';
import type { StartOptions } from './start-options.ts';

export interface AppParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly edge: Edge;
}

export async function createApp(
  { clock, token, log, dev }: StartOptions,
  { database, engine, edge }: AppParts,
): Promise<Api> {
  const { reads } = database;
  const timed = dev === undefined ? undefined : { engine, clock: dev.clock };
  const intake = currentIntake(engine, edge);
  const html = await consolePage();
  const api = createApi({
    engine,
    reads,
    clock,
    intake: dev === undefined ? intake : forgiving(intake),
    delivers: (connector) => verifies(connector),
    sealRef: (system, id) => edge.seal(engine.program, system, id),
    ...(token === undefined ? {} : { token }),
    ...(timed === undefined
      ? {}
      : { dev: { moveClock: (to) => passTime(timed, to).finally(() => timed.clock.save()) } }),
    ...(html === undefined ? {} : { console: html }),
    ready: () => Promise.resolve(true),
    log: (entry) => log.request(entry),
  });
  return dev === undefined ? api : withSink(api, dev.sink);
}

/** A connector of lines takes what its network lets through; the others prove who sent it. */
export function verifies(name: string): boolean {
  const connector = Object.hasOwn(connectors, name) ? connectors[name] : undefined;
  return connector?.receive !== undefined && connector.claims === undefined;
}

/** The intake of the program that runs now: a reload takes effect with the next delivery. */
export function currentIntake(engine: Engine, edge: Edge): Intake {
  const intake = (): Intake => edge.of(engine.program).intake;
  return {
    receive: (system, delivery) => intake().receive(system, delivery),
    receiveLine: (connector, delivery) => intake().receiveLine(connector, delivery),
    receiveEvents: (items, receivedAt) => intake().receiveEvents(items, receivedAt),
    acknowledge: (line, delivery, verdict) => intake().acknowledge(line, delivery, verdict),
  };
}

/** Once the development clock was moved, the clocks of real senders are behind it: both count. */
function forgiving(intake: Intake): Intake {
  const either = async (
    delivery: RawDelivery,
    receive: (each: RawDelivery) => ReturnType<Intake['receive']>,
  ): ReturnType<Intake['receive']> => {
    const taken = await receive(delivery);
    const isLate = taken.some(
      (each) => each.kind === 'refused' && each.code === 'ONW-SIGNATURE-TIME',
    );
    return isLate ? receive({ ...delivery, receivedAt: Date.now() }) : taken;
  };
  return {
    ...intake,
    receive: (system, delivery) => either(delivery, (each) => intake.receive(system, each)),
    receiveLine: (line, delivery) => either(delivery, (each) => intake.receiveLine(line, each)),
  };
}

function withSink(api: Api, sink: Sink): Api {
  return {
    ...api,
    fetch: (request) => (sink.takes(request) ? sink.fetch(request) : api.fetch(request)),
  };
}
