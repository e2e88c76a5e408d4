/** Starts a whole Onward: database, engine, edge, HTTP and HL7 line; and stops it in turn. */
import { serve } from '../../api/index.ts';
import type { Program } from '../../core/index.ts';
import { createOutbound, hl7Line, startMllp } from '../../edge/index.ts';
import { startEngine, type Engine } from '../../runtime/index.ts';
import { programHash, type StoredProof } from '../../store/index.ts';
import { Closing } from './closing.ts';
import { createApp, currentIntake } from './app.ts';
import { checkUrl, openDatabase, type Database } from './database.ts';
import { createEdge, type Edge } from './edge.ts';
import { installationKey } from './installation-key.ts';
import { createOutlet } from './outlet.ts';
import type { StartOptions } from './start-options.ts';
import { checkPorts, portError, speaksHl7 } from './ports.ts';

export interface Running {
  readonly url: string;
  /** The same server, as this machine reaches it. */
  readonly localUrl: string;
  /** Undefined when no system of the program speaks HL7 v2. */
  readonly mllpPort: number | undefined;
  readonly engine: Engine;
  /** Deploys another version for new journeys; false when it is the one that runs. */
  deploy(program: Program): Promise<boolean>;
  /** Keeps a proof with the version it is of, whichever version runs now. */
  keepProof(program: Program, proof: StoredProof): Promise<void>;
  /** Takes nothing new, finishes what is in hand, and leaves nothing running. */
  stop(): Promise<void>;
}

/** Starts all, or nothing: what was started is stopped again when a later part fails. */
export async function start(options: StartOptions): Promise<Running> {
  const closing = new Closing();
  try {
    return await startAll(options, closing);
  } catch (error) {
    await closing.all().catch(() => undefined);
    throw error;
  }
}

async function startAll(options: StartOptions, closing: Closing): Promise<Running> {
  const { program, host, port, mllp, log, onProgress } = options;
  await checkPorts(program, { http: { host, port }, mllp, token: options.token });
  const { databaseUrl, folder } = options;
  if (databaseUrl !== undefined) checkUrl(databaseUrl);
  const key = await installationKey({
    given: process.env['ONWARD_KEY'],
    folder: databaseUrl === undefined || options.dev !== undefined ? folder : undefined,
  });
  const database = await openDatabase({ url: databaseUrl, folder, onProgress });
  closing.add(() => database.close());
  const { engine, edge } = await startCore(options, { database, key, closing });
  const app = await createApp(options, { database, engine, edge });
  const serving = await serve({
    app,
    host,
    port,
    ...(options.dev ? { graceMs: 2_000 } : {}),
  }).catch((error: unknown) => {
    throw portError(error, { host, port, option: '--port' });
  });
  closing.add(() => serving.close());
  const mllpPort = speaksHl7(program)
    ? await startLine(options, { engine, edge, closing })
    : undefined;
  log.info('started');
  return {
    url: serving.url,
    localUrl: localUrl(serving.url),
    mllpPort,
    engine,
    async deploy(next) {
      if (programHash(next) === programHash(engine.program)) return false;
      await engine.deploy(next);
      return true;
    },
    async keepProof(proved, proof) {
      const { store } = database;
      const as = { at: options.clock.now(), proof };
      await Promise.all(store.cells.map((cell) => store.deploy(cell, proved, as)));
    },
    stop: () => closing.all(),
  };
}

interface Core {
  readonly database: Database;
  readonly key: Uint8Array;
  readonly closing: Closing;
}

async function startCore(
  { program, proof, clock, secrets, log, databaseUrl }: StartOptions,
  { database, key, closing }: Core,
): Promise<{ readonly engine: Engine; readonly edge: Edge }> {
  const { store, vault } = database;
  const out = createOutbound({ nowMs: () => clock.now(), allowed: ['loopback', 'private'] });
  closing.add(() => out.close());
  const edge = createEdge({ vault, key, secrets, out });
  const engine = await startEngine({
    store,
    program,
    ...(proof === undefined ? {} : { proof }),
    outlet: createOutlet({ edge, store, secrets }),
    clock,
    wall: { now: () => Date.now() },
    random: () => Math.random(),
    sole: databaseUrl === undefined,
    onTrouble: (code) => log.trouble(code),
  });
  closing.add(() => engine.stop());
  return { engine, edge };
}

interface Lined {
  readonly engine: Engine;
  readonly edge: Edge;
  readonly closing: Closing;
}

async function startLine(
  { mllp, clock }: StartOptions,
  { engine, edge, closing }: Lined,
): Promise<number> {
  const { host, port } = mllp;
  const line = hl7Line({
    intake: currentIntake(engine, edge),
    async commit(events) {
      const results = await engine.events(events);
      return results.flatMap(({ status, code }) =>
        status === 'rejected' ? [code ?? 'ONW-EVENT-REJECTED'] : [],
      );
    },
    nowMs: () => clock.now(),
  });
  const server = await startMllp({ host, port, ...line }).catch((error: unknown) => {
    throw portError(error, { host, port, option: '--mllp-port' });
  });
  closing.add(() => server.close(5_000));
  return server.port;
}

/** An address that means all of a machine's own is no address to call. */
function localUrl(url: string): string {
  const { hostname, port } = new URL(url);
  return ['0.0.0.0', '[::]'].includes(hostname) ? `http://127.0.0.1:${port}` : url;
}
