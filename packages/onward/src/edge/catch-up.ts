/**
 * Reads on from where a system was last read: what its deliveries left out comes all the same, page
 * by page and in order. A page counts as read once it is durable, and not before.
 */
import type { Connector, OperationalEvent, SystemSetup } from '../core/index.ts';
import type { Cursors } from './cursors.ts';
import { handOn, throughGate } from './intake-seal.ts';
import type { Keeper } from './intake-seal.ts';
import type { EdgeParts } from './intake.ts';
import { setupsOf, wayOut } from './intake.ts';

export interface CatchUpParts extends EdgeParts {
  /** Where each system was read up to. */
  readonly cursors: Cursors;
  readonly quarantine?: Keeper;
  /** Makes events durable; what came before is known and changes nothing. */
  commit(events: readonly OperationalEvent[]): Promise<unknown>;
  /** Time between two looks; a minute unless told, and a tenth more or less. */
  readonly everyMs?: number;
  /** A number in [0, 1), so that systems and processes do not ask in step. */
  random(): number;
  /** Runs something later, and tells how to call it off; the process's own timers unless told. */
  readonly later?: (ms: number, run: () => void) => () => void;
}

export interface CatchUp {
  /** Looks now: at one system, or at all. */
  wake(system?: string): void;
  /** Starts no further page; resolves when the pages in hand are durable. */
  stop(): Promise<void>;
}

/** Pages of one look: a backlog goes on with the next, and what never ends comes to rest. */
const mostPages = 1_000;
const firstPauseMs = 2_000;
const longestPauseMs = 300_000;

/** Follows every system of the program whose connector can, from now until it is stopped. */
export function startCatchUp(parts: CatchUpParts): CatchUp {
  const followers = new Map<string, Follower>();
  for (const setup of setupsOf(parts).values()) {
    const connector = parts.connectors[setup.system.connector];
    if (connector?.catchUp !== undefined) {
      followers.set(setup.name, follow({ parts, setup, connector }));
    }
  }
  return {
    wake(system) {
      for (const [name, follower] of followers) {
        if (system === undefined || system === name) follower.look();
      }
    },
    async stop() {
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
    },
  };
}

interface Followed {
  readonly parts: CatchUpParts;
  readonly setup: SystemSetup;
  readonly connector: Connector;
}

interface Follower {
  look(): void;
  stop(): Promise<void>;
}

/** One look at a time; one that is asked for meanwhile follows it at once, unless it failed. */
function follow(followed: Followed): Follower {
  const { parts } = followed;
  const later = parts.later ?? onTimer;
  let callOff: (() => void) | undefined;
  let looking: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;
  let failures = 0;
  const once = async (): Promise<void> => {
    const isRead = await readOn(followed, () => isStopped).catch(() => false);
    failures = isRead ? 0 : failures + 1;
    looking = undefined;
    if (isStopped) return;
    if (isAsked && isRead) look();
    else callOff = later(pauseMs(failures, parts), look);
  };
  const look = (): void => {
    if (isStopped) return;
    isAsked = looking !== undefined;
    if (looking !== undefined) return;
    callOff?.();
    looking = once();
  };
  look();
  return {
    look,
    async stop() {
      isStopped = true;
      callOff?.();
      await looking;
    },
  };
}

function pauseMs(failures: number, parts: CatchUpParts): number {
  const { everyMs = 60_000 } = parts;
  if (failures === 0) return Math.round(everyMs * (0.9 + 0.2 * parts.random()));
  const doubled = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
  return Math.round(doubled * (0.5 + 0.5 * parts.random()));
}

/**
 * Reads pages until there are no more; false when it must be tried again. The order is the promise:
 * ids into the vault, events durable, then the cursor. A process that dies in between reads the
 * page again, and its events are known.
 */
async function readOn(followed: Followed, isStopped: () => boolean): Promise<boolean> {
  const { parts, setup, connector } = followed;
  const { cursors, sources, vault, quarantine } = parts;
  const seen = new Set<string>();
  for (let pages = 0; pages < mostPages && !isStopped(); pages++) {
    const cursor = await cursors.read(setup.name);
    if (cursor !== undefined) seen.add(cursor.text);
    const page = await connector.catchUp?.(cursor?.text, setup, wayOut(setup, parts));
    if (page?.kind !== 'page') return false;
    const receivedAt = parts.out.nowMs();
    const items = throughGate(page.received, setup, { ...parts, receivedAt, by: 'catch-up' });
    // What could not be read stands before what follows it: the page waits as a whole.
    if (items.some(({ taken }) => taken.kind === 'retry')) return false;
    const taken = await handOn(items, { vault, quarantine, size: 0, receivedAt });
    const events = taken.flatMap((each) => (each.kind === 'event' ? [each.event] : []));
    if (events.length > 0) await parts.commit(events);
    if (events.length > 0) sources?.heard(setup.name, events);
    const isOn = page.cursor !== cursor?.text;
    sources?.read(setup.name, { isOn, more: page.more });
    // Where another process was first, it is the one that reads on.
    if (isOn && !(await cursors.advance(setup.name, cursor, page.cursor))) return true;
    // A cursor that comes back leads in a circle: there is nothing new behind it.
    if (!page.more || seen.has(page.cursor)) return true;
  }
  return true;
}

function onTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}
