import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openPool, transact } from './connection.ts';

/** A message of PostgreSQL's protocol: its kind, its length, its content. */
function message(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

test('a database that greets and takes its leave in one breath ends nobody', async () => {
  const greeting = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))];
  const leave = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([...greeting, leave])));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const pool = openPool({ url: `postgres://someone@127.0.0.1:${port}/any` }, 1);
  const work = transact(pool, (client) => client.query('select 1'));
  await expect(work).rejects.toMatchObject({ code: 'ONW-STORE-UNAVAILABLE' });
  await pool.end();
  server.close();
});
