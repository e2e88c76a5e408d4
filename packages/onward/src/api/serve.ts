/** Listens on a port: real sockets with bounded patience, and a stop that lets requests finish. */
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StopError } from '../core/index.ts';
import type { Api } from './create-api.ts';

export interface ServeOptions {
  readonly app: Api;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Listens beyond this machine without a token; something in front must keep others out. */
  readonly open?: boolean;
  /** How long running requests may take after `close`. */
  readonly graceMs?: number;
}

export interface Serving {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Takes nothing new, ends live views, lets requests finish, and resolves when all is closed. */
  close(): Promise<void>;
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/u;

/** @throws {StopError} when the port cannot be taken, or would be open to all without a token. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { app, host, port } = options;
  if (!app.isProtected && options.open !== true && !loopback.test(host)) {
    const message =
      'Without a token Onward listens on this machine only; set a token or use 127.0.0.1.';
    throw new StopError('ONW-LISTEN-OPEN', message);
  }
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => app.fetch(request, incoming),
    serverOptions: {
      requestTimeout: 60_000,
      headersTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
    },
  }) as Server;
  const address = await listen(server, { host, port });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    host,
    port: address.port,
    url: `http://${name}:${address.port}`,
    close: () => close(server, app, options.graceMs ?? 10_000),
  };
}

async function listen(
  server: Server,
  at: { readonly host: string; readonly port: number },
): Promise<AddressInfo> {
  const listening = Promise.withResolvers<void>();
  server.once('listening', () => listening.resolve());
  server.once('error', (cause) => {
    const message =
      'The port cannot be listened on; another program may have it. Name another one.';
    listening.reject(new StopError('ONW-LISTEN', message, { cause }));
  });
  server.listen(at.port, at.host);
  await listening.promise;
  return server.address() as AddressInfo;
}

async function close(server: Server, app: Api, graceMs: number): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  app.close();
  // A connection becomes idle when its last reply has gone out, which the server does not look for.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed.promise;
  clearInterval(sweep);
  clearTimeout(timer);
}
