/** What people do with an edge that runs: look after systems, erase somebody, rotate its key. */
import { randomBytes } from 'node:crypto';
import type { SystemsDesk } from '../../api/index.ts';
import { RetryError, type Clock } from '../../core/index.ts';
import { openSafe, refetch, type EdgeStore, type Safe, type Vault } from '../../edge/index.ts';
import type { Engine } from '../../runtime/index.ts';
import {
  cellOf,
  openEdgeStore,
  type Connection,
  type OpenEdgeStore,
  type Store,
} from '../../store/index.ts';
import {
  openDatabaseBeside,
  openEdgeDatabase,
  openEdgePart,
  runningDatabase,
  type DatabasePlace,
} from './database.ts';
import type { Edge } from './edge.ts';
import { installationKeys } from './installation-key.ts';

export interface DeskParts {
  readonly edge: Edge;
  /** Takes what was fetched again, and knows the program that runs. */
  readonly engine: Pick<Engine, 'events' | 'program'>;
  readonly clock: Clock;
}

/** The edge of this process, for the API. */
export function systemsDesk({ edge, engine, clock }: DeskParts): SystemsDesk {
  return {
    sources: () => edge.sources.of(engine.program),
    setAside: (page) => edge.safe.quarantine.list(page),
    refetch: () =>
      refetch({
        quarantine: edge.safe.quarantine,
        dispatch: edge.of(engine.program).dispatch,
        commit: (events) => engine.events(events),
        nowMs: () => clock.now(),
      }),
  };
}

const refetchEveryMs = 600_000;

export interface Refetching {
  /** A program took over: what could not be mapped may fit now. */
  soon(): void;
  /** Resolves when nothing is asked any more. */
  stop(): Promise<void>;
}

/** Asks again for what was set aside: now, every ten minutes, and when told to. */
export function refetching(desk: Pick<SystemsDesk, 'refetch'>): Refetching {
  let running = Promise.resolve();
  let waiting = false;
  let stopped = false;
  const soon = (): void => {
    if (waiting || stopped) return;
    waiting = true;
    running = running.then(async () => {
      waiting = false;
      // A store that is away is asked again; a system that is away has its items left.
      if (!stopped) await desk.refetch().catch(() => undefined);
    });
  };
  const timer = setInterval(soon, refetchEveryMs);
  soon();
  return {
    soon,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    },
  };
}

/** A system may be slow to answer; its item is tried again after the next start. */
const graceMs = 5_000;

/** What the edge keeps, opened beside a server that may be at work on it. */
export async function openKept(store: EdgeStore, place: DatabasePlace): Promise<Safe> {
  const { url, folder } = place;
  const keys = await installationKeys({
    given: process.env['ONWARD_KEY'],
    folder: url === undefined ? folder : undefined,
  });
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  return openSafe({ keys, store, random, nowMs: () => Date.now() });
}

/** The edge's store alone. @throws StopError ONW-DATA-ABSENT where there is none */
export async function openEdgeBeside(place: DatabasePlace): Promise<OpenEdgeStore> {
  const running = await runningDatabase(place);
  return running === undefined ? openEdgeDatabase(place) : openEdgeStore({ connection: running });
}

export interface BothStores {
  readonly edge: OpenEdgeStore;
  readonly store: Store;
  close(): Promise<void>;
}

/** Both planes' stores, where they share a database. @throws as `openEdgeBeside` */
export async function openBothBeside(place: DatabasePlace): Promise<BothStores> {
  const database = await openDatabaseBeside(place);
  return withEdge(database.store, database, () => database.close());
}

async function withEdge(
  store: Store,
  at: { readonly connection: Connection },
  close: () => Promise<void>,
): Promise<BothStores> {
  try {
    const edge = await openEdgePart(at);
    const both = async (): Promise<void> => {
      await edge.close();
      await close();
    };
    return { store, edge, close: both };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Forgets refs of whom a journey is about, as `Store.forget`; undefined where there is no such
 * journey.
 */
export async function forgetSubjectOf(
  store: Pick<Store, 'cells' | 'forget' | 'subjectsOf'>,
  journey: number,
  erased: readonly string[],
): Promise<readonly string[] | undefined> {
  const cell = cellOf(journey);
  if (!store.cells.includes(cell)) return undefined;
  const subject = (await store.subjectsOf(cell, [journey])).get(journey);
  return subject === undefined ? undefined : store.forget(subject, erased);
}

export interface ErasingParts {
  readonly vault: Pick<Vault, 'erase'>;
  /** Forgets refs where journeys are kept; the refs still known there. */
  forget(erased: readonly string[]): Promise<readonly string[]>;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ErasedSubject {
  /** Hashes that led to the subject, and lead to nobody now. */
  readonly refs: number;
  /** Outside ids that the vault held under them. */
  readonly ids: number;
}

const mostRounds = 20;

/**
 * Erases at the edge first, and forgets only what was erased: broken off anywhere, it can be begun
 * again. What came in between is erased once more at the end.
 *
 * @throws {RetryError} ONW-VAULT-BUSY while events teach new refs faster than they are erased
 */
export async function eraseSubject(parts: ErasingParts): Promise<ErasedSubject> {
  const { vault, at } = parts;
  const refs = new Set<string>();
  let ids = 0;
  let known = await parts.forget([]);
  for (let round = 0; known.length > 0; round++) {
    if (round === mostRounds) {
      throw new RetryError('ONW-VAULT-BUSY', 'Events about the subject keep coming; try again.');
    }
    ids += await vault.erase(known, at);
    for (const ref of known) refs.add(ref);
    known = await parts.forget(known.slice(0, mostAtOnce));
  }
  ids += refs.size === 0 ? 0 : await vault.erase([...refs], at);
  return { refs: refs.size, ids };
}

/** Bound of a request to the coordinator. */
const mostAtOnce = 10_000;
