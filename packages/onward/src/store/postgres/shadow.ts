/**
 * A shadow of an installation: schemas of its own in the same database, made anew each time, in
 * which things may go wrong on purpose. No list, count or journey of the real one sees it.
 */
import { openPool } from './connection.ts';
import type { Connection } from './connection.ts';
import { openStore } from './store.ts';
import type { OpenStore } from './store.ts';

export interface Shadow {
  readonly open: OpenStore;
  /** Takes from a journey what it is owed, as no code of ours would. */
  damage(journey: number): Promise<void>;
  /** Nothing is left of it. */
  close(): Promise<void>;
}

const schema = 'onward_drill';

export async function openShadow(connection: Connection): Promise<Shadow> {
  const pool = openPool(connection, 1);
  const clear = async (): Promise<void> => {
    await pool.query(`drop schema if exists ${schema} cascade`);
    await pool.query(`drop schema if exists ${schema}_0 cascade`);
  };
  try {
    await clear();
    const open = await openStore({ connection, schema, poolSize: 4 });
    return {
      open,
      async damage(journey) {
        await pool.query(`delete from ${schema}_0.obligations where journey = $1`, [journey]);
      },
      async close() {
        await open.store.close();
        await clear();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
