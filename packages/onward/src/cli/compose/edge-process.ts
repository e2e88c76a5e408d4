/** The edge as a process of its own: it stands where the PHI is, and talks outward only. */
import type { Clock } from '../../core/index.ts';
import { RejectError } from '../../core/index.ts';
import { passKey } from '../../edge/index.ts';
import type { Errand, Sent } from '../../runtime/index.ts';
import { carry, type Carrier } from './carry.ts';
import { Closing } from './closing.ts';
import { coordinatorAt, type Coordinator } from './coordinator.ts';
import { openEdgeDatabase } from './database.ts';
import { createEdge } from './edge.ts';
import { startEdgePlane } from './edge-plane.ts';
import { currentIntake } from './intake.ts';
import { installationKeys } from './installation-key.ts';
import type { Log } from './log.ts';
import { keepSmall } from './memory.ts';
import { checkPorts } from './ports.ts';
import { remoteEngine } from './remote-engine.ts';
import { startReporting } from './reporting.ts';
import type { Secrets } from './secrets.ts';

export interface EdgeProcessOptions {
  readonly coordinator: { readonly url: string; readonly token: string };
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  readonly http: { readonly host: string; readonly port: number };
  readonly mllp: { readonly host: string; readonly port: number };
  readonly token: string | undefined;
  readonly consoleOrigin: string | undefined;
  readonly privateHosts: readonly string[];
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
}

export interface EdgeProcess {
  readonly url: string;
  readonly mllpPort: number | undefined;
  stop(): Promise<void>;
}

/** Starts all, or nothing. */
export async function startEdgeProcess(options: EdgeProcessOptions): Promise<EdgeProcess> {
  keepSmall();
  const closing = new Closing();
  try {
    return await startAll(options, closing);
  } catch (error) {
    await closing.all().catch(() => undefined);
    throw error;
  }
}

async function startAll(options: EdgeProcessOptions, closing: Closing): Promise<EdgeProcess> {
  const { http, mllp, token, secrets, clock, log, onProgress } = options;
  onProgress('asking the coordinator for its program');
  const coordinator = coordinatorAt(options.coordinator);
  const first = await coordinator.current();
  await checkPorts(first.program, { edge: http, mllp, token });
  const { databaseUrl, folder } = options;
  const keys = await installationKeys({
    given: process.env['ONWARD_KEY'],
    folder: databaseUrl === undefined ? folder : undefined,
  });
  const store = await openEdgeDatabase({ url: databaseUrl, folder, onProgress });
  closing.add(() => store.close());
  const edge = await createEdge({
    store,
    keys,
    secrets,
    clock,
    privateHosts: options.privateHosts,
    folder,
  });
  closing.add(() => edge.close());
  const remote = remoteEngine(coordinator, first);
  closing.add(() => remote.stop());
  const plane = await startEdgePlane({
    edge,
    engine: remote.engine,
    intake: currentIntake(remote.engine, edge),
    reads: remote.reads,
    http,
    mllp,
    token,
    consoleOrigin: options.consoleOrigin,
    briefs: briefsAt(coordinator, options, edge),
    clock,
    log,
    closing,
  });
  remote.onProgram((program) => plane.follow(program));
  const reporting = startReporting({
    edge,
    send: (rows) => coordinator.report(rows),
    trouble: (code) => log.trouble(code),
  });
  closing.add(() => reporting.stop());
  const errands = runErrands(coordinator, { edge, secrets }, log);
  closing.add(() => errands.stop());
  log.info('started');
  return { url: plane.url, mllpPort: plane.mllpPort, stop: () => closing.all() };
}

function briefsAt(
  coordinator: Coordinator,
  { coordinator: { token } }: EdgeProcessOptions,
  edge: Carrier['edge'],
) {
  return {
    key: passKey(token),
    nowMs: () => Date.now(),
    async about(obligation: string) {
      const { program: hash, ...about } = await coordinator.about(obligation);
      const { dispatch } = edge.of(await coordinator.version(hash));
      return {
        ...about,
        ask: (errand: Parameters<typeof dispatch.brief>[0]) => dispatch.brief(errand),
      };
    },
    standing: (refs: readonly string[]) => coordinator.standing(refs),
    record: (reveal: Parameters<Coordinator['reveal']>[0]) => coordinator.reveal(reveal),
  };
}

/** Orders in hand at once; each system's own bounds hold besides. */
const mostInHand = 200;
const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** Comes for orders for as long as the process lives, and tells what came of each. */
function runErrands(
  coordinator: Pick<Coordinator, 'orders' | 'finish' | 'version'>,
  carrier: Carrier,
  log: Pick<Log, 'trouble'>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const inHand = new Set<Promise<void>>();
  const work = async (errand: Errand): Promise<void> => {
    const sent = await sentOf(errand);
    // The coordinator may be away for a while; what was done must be told when it is back.
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        await coordinator.finish(errand.id, sent);
        return;
      } catch (error) {
        if (error instanceof RejectError) return log.trouble(error.code);
        if (signal.aborted) return;
        await sleep(pause, signal);
      }
    }
  };
  const sentOf = async ({ program, ...errand }: Errand): Promise<Sent> => {
    try {
      return await carry({ ...errand, program: await coordinator.version(program) }, carrier);
    } catch {
      // The vault or the coordinator could not be read: nothing was sent.
      return { kind: 'retry', code: 'ONW-VAULT-STORE' };
    }
  };
  const run = async (): Promise<void> => {
    let pause = firstPauseMs;
    while (!signal.aborted) {
      try {
        const orders = await coordinator.orders(mostInHand - inHand.size, signal);
        pause = firstPauseMs;
        for (const errand of orders) {
          const working = work(errand).finally(() => inHand.delete(working));
          inHand.add(working);
        }
        while (inHand.size >= mostInHand) await Promise.race(inHand);
      } catch {
        await sleep(pause, signal);
        pause = Math.min(pause * 2, longestPauseMs);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await Promise.all(inHand);
    },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
