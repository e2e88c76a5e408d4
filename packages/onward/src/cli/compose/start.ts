/** Starts a whole Onward: database, engine, edge, HTTP and HL7 line; and stops it in turn. */
import { randomBytes } from 'node:crypto';
import { serve, type SystemsDesk } from '../../api/index.ts';
import { parseObligationId, RejectError, type OnwardCode, type Program } from '../../core/index.ts';
import { passKey, type KeyRing } from '../../edge/index.ts';
import {
  createIdentity,
  startEngine,
  startRecovery,
  type Engine,
  type Identity,
  type OrderBoard,
  type Outlet,
  type Recovery,
} from '../../runtime/index.ts';
import { keysMs, programHash, type StoredProof } from '../../store/index.ts';
import { createApp } from './app.ts';
import { createBriefDesk } from './brief-desk.ts';
import { Closing } from './closing.ts';
import { checkUrl, openDatabase, openEdgePart, type Database } from './database.ts';
import { startDrilling } from './drilling.ts';
import { startFigures } from './figures.ts';
import { createEdge, type Edge } from './edge.ts';
import { startEdgePlane, type EdgePlane } from './edge-plane.ts';
import { forgetSubjectOf, systemsDesk } from './edge-tools.ts';
import { installationKeys } from './installation-key.ts';
import { currentIntake, forgiving } from './intake.ts';
import { keepSmall } from './memory.ts';
import { createBoard, createOutlet } from './outlet.ts';
import { checkPorts, portError } from './ports.ts';
import { startReporting } from './reporting.ts';
import type { StartOptions } from './start-options.ts';
import { createWatch, quietMsOf } from './watch-desk.ts';
import { fileWitness } from './witness.ts';

export interface Running {
  readonly url: string;
  /** The same server, as this machine reaches it. */
  readonly localUrl: string;
  /** Where the edge listens; undefined when it stands elsewhere. */
  readonly edgeUrl: string | undefined;
  /** Undefined when no system of the program speaks HL7 v2, or the edge stands elsewhere. */
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
  keepSmall();
  const closing = new Closing();
  try {
    return await startAll(options, closing);
  } catch (error) {
    await closing.all().catch(() => undefined);
    throw error;
  }
}

async function startAll(options: StartOptions, closing: Closing): Promise<Running> {
  const { program, host, port, mllp, token, edge: place, log, onProgress } = options;
  const listening = place.kind === 'here' ? { edge: { host, port: place.port }, mllp } : {};
  await checkPorts(program, { http: { host, port }, ...listening, token });
  const { databaseUrl: url, folder } = options;
  if (url !== undefined) checkUrl(url);
  // Made before the database: beside one, a key that is not there is one that was lost.
  const keys = place.kind === 'here' ? await keysOf(options) : undefined;
  const { witness: marks } = options;
  const witness = marks === undefined ? undefined : fileWitness(marks, (code) => log.trouble(code));
  const database = await openDatabase({ url, folder, onProgress, witness });
  closing.add(() => database.close());
  const ground = { database, closing };
  const planes = await (keys === undefined
    ? startAway(options, ground)
    : startHere(options, ground, keys));
  const { engine, app } = planes;
  const serving = await serve({
    app: await app,
    host,
    port,
    ...(options.dev ? { graceMs: 2_000 } : {}),
  }).catch((error: unknown) => {
    throw portError(error, { host, port, option: '--port' });
  });
  closing.add(() => serving.close());
  const plane = await planes.listen(localUrl(serving.url));
  if (options.drills !== undefined) {
    const { connection, store } = database;
    const times = { now: () => Date.now(), elapsed: () => performance.now() };
    const trouble = (code: OnwardCode): void => log.trouble(code);
    const still = (): readonly string[] => engine.still();
    const inside = { connection, store, still, trouble };
    const drilling = startDrilling({ ...inside, ...times, ...options.drills });
    closing.add(() => drilling.stop());
  }
  log.info('started');
  if ((await database.fence()).closed) onProgress(fenced);
  return {
    url: serving.url,
    localUrl: localUrl(serving.url),
    edgeUrl: plane?.url,
    mllpPort: plane?.mllpPort,
    engine,
    async deploy(next) {
      if (programHash(next) === programHash(engine.program)) return false;
      await engine.deploy(next);
      plane?.follow(next);
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

interface Ground {
  readonly database: Database;
  readonly closing: Closing;
}

interface Planes {
  readonly engine: Engine;
  readonly app: ReturnType<typeof createApp>;
  /** Opens the doors of the edge, where it is here. */
  listen(origin: string): Promise<EdgePlane | undefined>;
}

/** Both planes in one process; the boundary is the same, kept by module and type. */
async function startHere(options: StartOptions, ground: Ground, keys: KeyRing): Promise<Planes> {
  const { database, closing } = ground;
  const { clock, secrets, dev, host, mllp, token, log, edge: place } = options;
  const edge = await openEdge(options, ground, keys);
  const outlet = createOutlet({ edge, store: database.store, secrets });
  const engine = await startCore(options, ground, outlet);
  const secret = randomBytes(32).toString('hex');
  let edgeUrl = place.url ?? '';
  const briefs = createBriefDesk({ database, clock, secret, edgeUrl: () => edgeUrl });
  const current = currentIntake(engine, edge);
  const intake = dev === undefined ? current : forgiving(current);
  let wake: (system: string) => void = () => undefined;
  const { store } = database;
  const reporting = startReporting({
    edge,
    send: (rows) => store.sources.report(rows.filter(({ system }) => isOf(engine, system))),
    trouble: (code) => log.trouble(code),
  });
  closing.add(() => reporting.stop());
  const flush = (): Promise<void> => reporting.now();
  const watch = createWatch({ store, engine, clock, flush, wake: (system) => wake(system) });
  const aside = systemsDesk({ edge, engine, clock });
  const identity = repairing(options, ground, engine);
  const recovery = await startRecovering(options, ground, { engine, outlet, identity, aside });
  const here = { edge, intake, systems: aside };
  const figures = startFigures(options, ground, { engine, watch, recovery });
  const desks = { briefs, watch, recovery, identity, figures };
  const app = createApp(options, { database, engine, ...desks, here, edgeUrl: () => edgeUrl });
  const about = async (id: string) => {
    const name = parseObligationId(id);
    const found = name && (await briefs.about(name));
    if (name === undefined || found === undefined) throw noObligation();
    const { dispatch } = edge.of(found.program);
    const ask = (errand: Parameters<typeof dispatch.brief>[0]) => dispatch.brief(errand);
    return { ...found, ask, name };
  };
  return {
    engine,
    app,
    async listen(consoleOrigin) {
      const plane = await startEdgePlane({
        edge,
        engine,
        intake,
        reads: database.reads,
        http: { host, port: place.kind === 'here' ? place.port : 0 },
        mllp,
        token,
        consoleOrigin,
        briefs: {
          key: passKey(secret),
          nowMs: () => Date.now(),
          about,
          standing: (refs) => briefs.standing(refs),
          async record({ obligation, ...reveal }) {
            const name = parseObligationId(obligation);
            if (name === undefined) throw noObligation();
            await briefs.reveal({ ...reveal, obligation: name });
          },
        },
        clock,
        log,
        closing,
      });
      edgeUrl ||= localUrl(plane.url);
      wake = (system) => plane.wake(system);
      return plane;
    },
  };
}

/** The coordinator alone: no vault, no secrets of systems, no door for what is not sealed. */
async function startAway(options: StartOptions, ground: Ground): Promise<Planes> {
  const { database, closing } = ground;
  const { clock, edge: place } = options;
  const board = createBoard(database.store);
  closing.add(() => board.stop());
  const engine = await startCore(options, ground, board);
  const token = place.kind === 'away' ? place.token : '';
  const edgeUrl = (): string => place.url ?? '';
  const briefs = createBriefDesk({ database, clock, secret: token, edgeUrl });
  const away = {
    token,
    board: board as Pick<OrderBoard, 'take' | 'finish' | 'order'>,
    program: (hash: string) => database.store.programByHash(hash),
    forget: (journey: number, erased: readonly string[]) =>
      forgetSubjectOf(database.store, journey, erased),
  };
  const watch = createWatch({ store: database.store, engine, clock });
  const identity = repairing(options, ground, engine);
  const recovery = await startRecovering(options, ground, { engine, identity, outlet: board });
  return {
    engine,
    app: createApp(options, {
      database,
      engine,
      briefs,
      watch,
      recovery,
      identity,
      figures: startFigures(options, ground, { engine, watch, recovery }),
      away,
      edgeUrl,
    }),
    listen: () => Promise.resolve(undefined),
  };
}

function isOf({ program }: Engine, system: string): boolean {
  return Object.hasOwn(program.systems, system);
}

function noObligation(): RejectError {
  return new RejectError('ONW-OBLIGATION-ABSENT', 'There is no such obligation.');
}

function keysOf({ databaseUrl, folder, dev }: StartOptions): Promise<KeyRing> {
  return installationKeys({
    given: process.env['ONWARD_KEY'],
    folder: databaseUrl === undefined || dev !== undefined ? folder : undefined,
  });
}

async function openEdge(
  { clock, secrets, privateHosts, folder }: StartOptions,
  { database, closing }: Ground,
  keys: KeyRing,
): Promise<Edge> {
  const store = await openEdgePart(database);
  closing.add(() => store.close());
  const edge = await createEdge({ store, keys, secrets, clock, privateHosts, folder });
  closing.add(() => edge.close());
  return edge;
}

async function startCore(
  { program, proof, clock, log, databaseUrl, retain }: StartOptions,
  { database: { store }, closing }: Ground,
  outlet: Parameters<typeof startEngine>[0]['outlet'],
): Promise<Engine> {
  const engine = await startEngine({
    store,
    program,
    ...(proof === undefined ? {} : { proof }),
    outlet,
    clock,
    wall: { now: () => Date.now() },
    random: () => Math.random(),
    quietMs: quietMsOf,
    sole: databaseUrl === undefined,
    retain: typeof retain === 'number' ? { journeysMs: retain, keysMs } : undefined,
    onTrouble: (code) => log.trouble(code),
  });
  closing.add(() => engine.stop());
  return engine;
}

interface Recovering {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly outlet: Pick<Outlet, 'idempotent'>;
  /** What was set aside, where the edge is here. */
  readonly aside?: SystemsDesk;
}

async function startRecovering(
  { clock, log, databaseUrl }: StartOptions,
  { database, closing }: Ground,
  { engine, outlet, identity, aside }: Recovering,
): Promise<Recovery> {
  const { store, reads, recovery, fence } = database;
  const started = await startRecovery({
    store,
    reads,
    recovery,
    engine,
    outlet,
    identity,
    reconciler: engine.reconciling,
    fence,
    clock,
    wall: { now: () => Date.now() },
    aside,
    sole: databaseUrl === undefined,
    onTrouble: (code) => log.trouble(code),
  });
  closing.add(() => started.stop());
  return started;
}

function repairing(
  { clock }: StartOptions,
  { database: { store, reads, fence } }: Ground,
  engine: Engine,
): Identity {
  return createIdentity({ store, reads, engine, fence, clock });
}

const fenced =
  'the fence is up: this database was restored or moved, and only look-ups leave; ' +
  '`onward release` says more';

/** An address that means all of a machine's own is no address to call. */
function localUrl(url: string): string {
  const { hostname, port } = new URL(url);
  return ['0.0.0.0', '[::]'].includes(hostname) ? `http://127.0.0.1:${port}` : url;
}
