/** Where scenarios and stories are played: the real engine, a database that is gone afterwards. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../../core/index.ts';
import { startEngine, type Engine, type Outlet } from '../../runtime/index.ts';
import { openStore, startEmbedded, type Connection, type OpenStore } from '../../store/index.ts';
import { standingClock, type MovableClock } from '../compose/movable-clock.ts';

/** Runs the work over an embedded database in a folder of its own. */
export async function overDatabase<T>(
  onProgress: (text: string) => void,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-test-'));
  // The database's own account must be able to pass through.
  await chmod(folder, 0o711);
  try {
    const database = await startEmbedded({ directory: join(folder, 'data'), onProgress });
    try {
      return await work(database.connection);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface GroundOptions {
  readonly program: Program;
  readonly connection: Connection;
  /** Schemas of its own, so that nothing of another one becomes due in its time. */
  readonly schema: string;
  /** Epoch milliseconds at which the clock stands. */
  readonly start: number;
  readonly outlet: Outlet;
}

export interface EngineGround extends OpenStore {
  readonly engine: Engine;
  readonly clock: MovableClock;
}

/** Runs the work on an engine whose clock stands until it is moved. */
export async function onEngine<T>(
  { program, connection, schema, start, outlet }: GroundOptions,
  work: (ground: EngineGround) => Promise<T>,
): Promise<T> {
  const opened = await openStore({ connection, schema, poolSize: 4 });
  const clock = standingClock(start);
  const random = (): number => 0.5;
  try {
    const { store } = opened;
    const engine = await startEngine({ store, program, outlet, clock, random, lanes: 1 });
    try {
      return await work({ ...opened, engine, clock });
    } finally {
      await engine.stop();
    }
  } finally {
    await opened.store.close();
  }
}
