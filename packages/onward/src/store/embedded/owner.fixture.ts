/** A process that owns a folder, writes a row and waits: the tests kill it. */
import { Client } from 'pg';
import { startEmbedded } from './index.ts';

const [directory = '', note = ''] = process.argv.slice(2);
try {
  const { connection } = await startEmbedded({ directory });
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists notes (note text not null)');
  await client.query('insert into notes values ($1)', [note]);
  process.send?.('owning');
} catch (error) {
  process.send?.(error instanceof Error && 'code' in error ? error.code : 'unknown', () =>
    process.exit(1),
  );
}
