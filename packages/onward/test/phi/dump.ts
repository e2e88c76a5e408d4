/** Every row of every table of a data folder, as text: what a dump would hold. */
import { Client } from 'pg';
import { startEmbedded } from '../../src/store/index.ts';

/** Starts the database of a folder that nobody uses, and reads all of it. */
export async function dump(directory: string): Promise<readonly { table: string; text: string }[]> {
  const database = await startEmbedded({ directory });
  const client = new Client(database.connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const tables = [];
    for (const { name } of rows) {
      const all = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      tables.push({ table: name, text: all.rows.map(({ row }) => row).join('\n') });
    }
    return tables;
  } finally {
    await client.end();
    await database.stop();
  }
}
