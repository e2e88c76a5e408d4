/** How the edge's statements run: alone, or as a change that is made whole or not at all. */
import type { Pool, QueryResult } from 'pg';
import { transact } from './connection.ts';
import type { Runner, Schemas } from './sql.ts';
import { runner } from './sql.ts';

/** Runs statements of the edge: one by one, or several that are all done or none. */
export interface EdgeRunner extends Runner {
  /** Statements leave together; undone, with false, unless each count is as expected. */
  all(work: (run: Runner['run']) => readonly Expected[]): Promise<boolean>;
}

/** A statement under way, and how many rows it must touch; undefined: any number. */
export interface Expected {
  readonly result: Promise<QueryResult>;
  readonly count?: number;
}

/** Undoes a transaction that came too late. */
class Late extends Error {}

/** Binds a pool to the edge's schema. */
export function edgeRunner(pool: Pool, schemas: Schemas): EdgeRunner {
  return {
    ...runner(pool, schemas, 0),
    async all(work) {
      try {
        await transact(pool, async (client) => {
          const inside = runner(client, schemas, 0);
          await checked(work((statement, values) => inside.run(statement, values)));
        });
        return true;
      } catch (error) {
        if (error instanceof Late) return false;
        throw error;
      }
    },
  };
}

async function checked(expected: readonly Expected[]): Promise<void> {
  const settled = await Promise.allSettled(expected.map(({ result }) => result));
  // After the first failure the others only say that the transaction is aborted.
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  for (const [index, each] of settled.entries()) {
    const count = expected[index]?.count;
    const got = each.status === 'fulfilled' ? each.value.rowCount : null;
    if (count !== undefined && got !== count) throw new Late();
  }
}
