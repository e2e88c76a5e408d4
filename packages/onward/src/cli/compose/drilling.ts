/**
 * Drills on a rhythm, by one process at a time, and the sign of life that somebody outside watches:
 * written only while every detector fires when it is tripped.
 */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { OnwardCode } from '../../core/index.ts';
import { detectors, playDrills } from '../../runtime/index.ts';
import { openShadow, type Connection, type DrillRow, type Store } from '../../store/index.ts';

export interface DrillingParts {
  readonly connection: Connection;
  readonly store: Pick<Store, 'drills'>;
  /** Time between two rounds. */
  readonly everyMs: number;
  /** Written anew after each round in which all fired; whoever watches looks how old it is. */
  readonly heartbeat?: string | undefined;
  /** Asked for by GET after each such round. */
  readonly heartbeatUrl?: string | undefined;
  /** Loops of this process that stand still: others may go on elsewhere, and detectors fire. */
  still(): readonly string[];
  now(): number;
  elapsed(): number;
  trouble(code: OnwardCode): void;
}

export interface Drilling {
  stop(): Promise<void>;
}

/**
 * Looks so often whether a round is due; another process may have played it. The first look comes
 * after as long, so that a start is not held up.
 */
const lookMs = 60_000;

export function startDrilling(parts: DrillingParts): Drilling {
  let turning: Promise<void> | undefined;
  const turn = (): void => {
    turning ??= round(parts)
      .catch(() => parts.trouble('ONW-STORE-UNAVAILABLE'))
      .finally(() => {
        turning = undefined;
      });
  };
  const timer = setInterval(turn, Math.min(lookMs, parts.everyMs));
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await turning;
    },
  };
}

/** Plays the drills where they are due, and tells whoever watches. */
async function round(parts: DrillingParts): Promise<void> {
  const { store, connection } = parts;
  const at = parts.now();
  const isDue = await store.drills.claim({ at, before: at - parts.everyMs });
  if (isDue) {
    const rows = await playDrills({
      ground: async () => {
        const shadow = await openShadow(connection);
        return { ...shadow, open: shadow.open };
      },
      now: () => parts.now(),
      elapsed: () => parts.elapsed(),
    });
    await store.drills.note(rows);
    for (const { code } of rows) if (code !== undefined) parts.trouble(code);
  }
  const rows = await store.drills.list();
  if (parts.still().length > 0) parts.trouble('ONW-LOOP-STILL');
  else if (areWell(rows, parts)) await beat(rows, parts);
}

/** Each fired when it was last tripped, and that is no longer ago than two rounds. */
export function areWell(
  rows: readonly DrillRow[],
  at: { now(): number; readonly everyMs: number },
): boolean {
  const since = at.now() - 2 * at.everyMs - lookMs;
  return detectors.every((detector) => {
    const row = rows.find((each) => each.detector === detector);
    return row?.code === undefined && row?.firedAt !== undefined && row.firedAt >= since;
  });
}

const urlMs = 10_000;

async function beat(rows: readonly DrillRow[], parts: DrillingParts): Promise<void> {
  const { heartbeat, heartbeatUrl } = parts;
  if (heartbeat !== undefined) {
    const fired = rows.map(({ detector, firedAt = 0 }) => [detector, iso(firedAt)] as const);
    const text = JSON.stringify({ at: iso(parts.now()), fired: Object.fromEntries(fired) });
    await keep(heartbeat, `${text}\n`).catch(() => parts.trouble('ONW-HEARTBEAT'));
  }
  if (heartbeatUrl === undefined) return;
  const answer = await fetch(heartbeatUrl, {
    redirect: 'error',
    signal: AbortSignal.timeout(urlMs),
  }).catch(() => undefined);
  if (answer?.ok !== true) parts.trouble('ONW-HEARTBEAT');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Whole or not at all: nobody reads half of it. */
async function keep(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, { mode: 0o644 });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
