/** Asks the database of the tests itself, past the store. */
import { inject } from 'vitest';
import pg from 'pg';

export async function sql<R extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<R>> {
  const connection = inject('database');
  const client = new pg.Client('url' in connection ? connection.url : connection);
  await client.connect();
  try {
    return await client.query<R>(text);
  } finally {
    await client.end();
  }
}
