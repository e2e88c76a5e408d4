/** The port over PostgreSQL: a thin adapter, one file for each hot statement beside it. */
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { canonicalJson, joined, sentence, StopError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { cellOf } from '../port.ts';
import type { Store } from '../port.ts';
import type { Examined } from '../examined.ts';
import type { Fence, HeldOrders, Release, Witness } from '../fence.ts';
import type { Commit, Connection } from './connection.ts';
import { openPool, plannedOnce, transact, unavailable } from './connection.ts';
import { examine, lastEntryAt } from './doctor/examine.ts';
import { guardDatabase, heldOrders, readFence, releaseFence } from './fence.ts';
import type { FencePost } from './fence.ts';
import type { FiguresStore } from '../figures.ts';
import { figuresStore } from './figures/store.ts';
import { Ids } from './ids.ts';
import { migrate } from './migrate.ts';
import { Places } from './places.ts';
import { programs } from './programs.ts';
import type { Programs } from './programs.ts';
import { postgresReads } from './reads.ts';
import type { Reads } from '../reads.ts';
import { reconcileStore } from './reconcile/index.ts';
import type { RecoveryStore } from '../recovery.ts';
import { postgresRecovery } from './recovery/store.ts';
import { retain } from './retention/retain.ts';
import type { Runner } from './sql.ts';
import { runAll, runner, schemasOf, writer } from './sql.ts';
import { addConsents, attend } from './statements/attention.ts';
import { drillStore } from './statements/drills.ts';
import { dueTimers, firstTimer } from './statements/arm-timers.ts';
import { claimOutbox, noteAttempts } from './statements/claim-outbox.ts';
import {
  beatWorker,
  livingWorkers,
  nextBlock,
  refsOfSubjects,
  repointRefs,
  resolveContacts,
  resolveRefs,
  restWorker,
  teachContacts,
  teachRefs,
} from './statements/directory.ts';
import { forgetRefs, refsOfJourneys } from './statements/forget-refs.ts';
import { listMerges } from './statements/identity.ts';
import { insertReveal } from './statements/reveals.ts';
import { openUnmatched, placeUnmatched, unmatchedByRefs } from './statements/unmatched.ts';
import { cellTransaction } from './transaction.ts';
import { watchingStore } from './watching.ts';
import { postgresWork } from './console/index.ts';
import type { WorkStore } from '../work.ts';
import { subjectsOf } from './statements/correlate.ts';

export interface StoreOptions {
  readonly connection: Connection;
  /** How many cells a new installation gets; an existing one keeps its own. Default 1. */
  readonly cells?: number;
  /** Prefix of the schemas. Default `onward`. */
  readonly schema?: string;
  /** Connections at the most. Default 10. */
  readonly poolSize?: number;
  /** Without one, an older copy of the same cluster is not known from the newer. */
  readonly witness?: Witness | undefined;
}

export interface OpenStore {
  readonly store: Store;
  readonly reads: Reads;
  readonly recovery: RecoveryStore;
  /** What the console works from. */
  readonly work: WorkStore;
  /** What figures are made of. */
  readonly figures: FiguresStore;
  /** Asks every cell whether what was proved of the programs holds of the journeys. */
  readonly examine: (now: number) => Promise<readonly Examined[]>;
  /** How the fence stands. */
  readonly fence: () => Promise<Fence>;
  /** What it holds back. */
  readonly held: () => Promise<readonly HeldOrders[]>;
  /** Takes the fence down; false: none was up. */
  readonly release: (release: Release) => Promise<boolean>;
  /** When the last input was taken; it reads every journal. */
  readonly lastEntryAt: () => Promise<number | undefined>;
}

/**
 * Opens the store, migrating what is missing.
 * @throws StopError ONW-STORE-CELLS when another number of cells is asked for than there is.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const schemas = schemasOf(options.schema ?? 'onward');
  const pool = openPool(options.connection, options.poolSize ?? 10);
  try {
    const cells = await migrate(pool, schemas, (client) => cellsOf(client, options));
    return assemble({ pool, schemas, witness: options.witness }, cells);
  } catch (error) {
    await pool.end();
    throw unavailable(error);
  }
}

async function cellsOf(client: PoolClient, options: StoreOptions): Promise<readonly number[]> {
  const prefix = `${options.schema ?? 'onward'}_`;
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where starts_with(nspname, $1)`,
    [prefix],
  );
  const found = rows
    .map(({ name }) => name.slice(prefix.length))
    .filter((rest) => /^\d{1,4}$/.test(rest))
    .map(Number)
    .toSorted((a, b) => a - b);
  if (found.length === 0) return Array.from({ length: options.cells ?? 1 }, (_, cell) => cell);
  if (options.cells !== undefined && options.cells !== found.length) {
    const message = joined(
      sentence`This installation has ${found.length} cells;`,
      'leave the number out, or set up a new one.',
    );
    throw new StopError('ONW-STORE-CELLS', message);
  }
  return found;
}

function assemble(post: FencePost, cells: readonly number[]): OpenStore {
  const { pool, schemas } = post;
  const on = (cell: number): Runner => runner(pool, schemas, cell);
  const home = on(0);
  const known = programs(on);
  const ids = new Ids(() => nextBlock(home));
  const store: Store = {
    cells,
    deploy: (cell, program, as) =>
      known.deploy(cell, program, { hash: programHash(program), ...as }),
    program: (cell, id) => known.read(cell, id),
    programByHash: async (hash) => {
      const found = await Promise.all(cells.map((cell) => known.ofHash(cell, hash)));
      return found.find((program) => program !== undefined);
    },
    addReveal: async (row) => {
      const cell = cellOf(row.journey);
      const [number = 0] = await ids.take(1);
      await insertReveal(on(cell), { ...row, id: number + cell });
    },
    ...directory(home),
    refsOf: (subjects) => refsOfSubjects(home, subjects),
    forget: async (subject, refs) => {
      const cell = on(cellOf(subject));
      if (refs.length > 0) await forgetRefs(cell, subject, refs);
      const [own, taught] = await Promise.all([
        refsOfJourneys(cell, subject),
        refsOfSubjects(home, [subject]),
      ]);
      return [...new Set([...own, ...taught.map(({ ref }) => ref)])];
    },
    nextIds: async (cell, count) => (await ids.take(count)).map((number) => number + cell),
    transact: transacting(post, known),
    dueTimers: (cell, now, limit) => dueTimers(on(cell), now, limit),
    firstTimer: async () => {
      const times = await Promise.all(cells.map((cell) => firstTimer(on(cell))));
      const some = times.filter((time) => time !== undefined);
      return some.length === 0 ? undefined : Math.min(...some);
    },
    claimOutbox: async (cell, { worker, aliveSince, limit, own = false }) => {
      const living = (await livingWorkers(home, aliveSince)).filter((each) => each !== worker);
      return claimOutbox(on(cell), { worker, living: own ? living : [...living, worker], limit });
    },
    noteAttempts: (cell, worker, rows) => noteAttempts(on(cell), worker, rows),
    guard: (now) => guardDatabase(post, now),
    ...attending(post),
    ...watchingStore(home, on, cells),
    beat: (worker, at) => beatWorker(home, worker, at),
    rest: (worker) => restWorker(home, worker),
    waitingFor: (cell, refs) => unmatchedByRefs(on(cell), refs),
    closeUnmatched: (cell, placed, at) => runAll(on(cell), placeUnmatched(placed, at)),
    repoint: (refs, from, to) => repointRefs(home, refs, { from, to }),
    merges: (page) => listMerges(home, page),
    subjectsOf: (cell, journeys) => subjectsOf(on(cell), journeys),
    openUnmatched: (cell, after, limit) => openUnmatched(on(cell), after, limit),
    retain: (cell, by) =>
      retain((work) => transact(pool, (client) => work(runner(client, schemas, cell))), by),
    drills: drillStore(home),
    reconciling: reconcileStore({ on, home, cells, take: (count) => ids.take(count) }),
    close: () => pool.end(),
  };
  return {
    store,
    reads: postgresReads({ on, cells, programs: known, ping: () => pool.query('select 1') }),
    ...beside(post, cells, { known, ids }),
    examine: (now) => examine(cells.map(on), now),
    ...fencing(post, cells.map(on)),
    lastEntryAt: () => lastEntryAt(cells.map(on)),
  };
}

/** What people work with, beside the port of the engine. */
function beside(
  { pool, schemas }: FencePost,
  cells: readonly number[],
  { known, ids }: { readonly known: Programs; readonly ids: Ids },
): Pick<OpenStore, 'recovery' | 'work' | 'figures'> {
  const on = (cell: number): Runner => runner(pool, schemas, cell);
  return {
    recovery: postgresRecovery({ pool, schemas, cells }),
    work: postgresWork({
      on,
      cells,
      programs: known,
      take: async () => (await ids.take(1))[0] ?? 0,
    }),
    figures: figuresStore({
      ...{ on, cells, programs: known },
      transact: (cell, work) => transact(pool, (client) => work(runner(client, schemas, cell))),
    }),
  };
}

/** Whom outside ids belong to, and numbers and addresses. */
function directory(home: Runner): Pick<Store, 'resolve' | 'teach' | 'contacts' | 'teachContacts'> {
  return {
    resolve: (refs) => resolveRefs(home, refs),
    teach: async (rows, at) => {
      const taught = new Map(rows.map(({ ref, subject }) => [ref, subject]));
      if ((await teachRefs(home, rows, at)) === rows.length) return taught;
      return resolveRefs(home, [...taught.keys()]);
    },
    contacts: (refs) => (refs.length === 0 ? Promise.resolve([]) : resolveContacts(home, refs)),
    teachContacts: (rows, at) => teachContacts(home, rows, at),
  };
}

/** What is kept of people's attention. */
function attending({ pool, schemas }: FencePost): Pick<Store, 'attend' | 'addConsents'> {
  return {
    attend: (cell, wanted, weigh) =>
      transact(pool, (client) => attend(runner(client, schemas, cell), wanted, weigh)),
    addConsents: (cell, rows) =>
      transact(pool, (client) => addConsents(runner(client, schemas, cell), rows)),
  };
}

function fencing(
  post: FencePost,
  cells: readonly Runner[],
): Pick<OpenStore, 'fence' | 'held' | 'release'> {
  const home = runner(post.pool, post.schemas, 0);
  return {
    fence: () => readFence(home),
    held: async () => heldOrders(cells, await readFence(home)),
    release: (release) => releaseFence(post, release),
  };
}

/** Places are known to be stored once the first transaction that needed them is committed. */
function transacting({ pool, schemas }: FencePost, known: Programs): Store['transact'] {
  const places = new Places(async (cell, id) => (await known.read(cell, id)).program);
  return async (cell, work) => {
    const placed = places.of(cell);
    const run = (client: PoolClient, commit: Commit) =>
      work(cellTransaction(writer(client, schemas, cell), placed, commit));
    const result = await transact(pool, run, plannedOnce);
    places.keep(cell, placed);
    return result;
  };
}

/** The content hash of a program: 64 hex digits over its canonical JSON. */
export function programHash(program: Program): string {
  return createHash('sha256').update(canonicalJson(program)).digest('hex');
}
