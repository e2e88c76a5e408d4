/** A relay on loopback that keeps every byte of both directions, to be searched. */
import { createWriteStream } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

export interface Recorder {
  readonly url: string;
  readonly port: number;
  /** Where it leads from now on: processes start again on other ports. */
  lead(port: number): void;
  /** Closes every connection and completes the files. */
  close(): Promise<void>;
}

/** Keeps what callers say in `to-NAME` and what they are answered in `from-NAME`. */
export async function startRecorder(folder: string, name: string): Promise<Recorder> {
  const said = createWriteStream(join(folder, `to-${name}`));
  const answered = createWriteStream(join(folder, `from-${name}`));
  const sockets = new Set<Socket>();
  let target = 0;
  const server = createServer((caller) => {
    const called = connect({ host: '127.0.0.1', port: target });
    for (const [from, to, file] of [
      [caller, called, said],
      [called, caller, answered],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        file.write(bytes);
        if (to.writable) to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    lead: (to) => (target = to),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      said.end();
      answered.end();
      await Promise.all([finished(said), finished(answered)]);
    },
  };
}
