/**
 * Calls out over real sockets, and small real servers on loopback, for the tests of connectors. The
 * edge's own client stands in a layer above; this one keeps the same contract.
 */
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Connector, Json, Outbound, SystemSetup } from '../core/index.ts';
import { BugError, declared, OnwardError, RetryError } from '../core/index.ts';

/** What a test may say of the world outside. */
export interface OutboundFixture {
  /** Epoch milliseconds; the injected clock. */
  nowMs?(): number;
  /** Certificates in PEM that a server on loopback may show. */
  readonly ca?: string;
}

type Request = Parameters<Outbound['fetch']>[0];
type Answer = Awaited<ReturnType<Outbound['fetch']>>;

/** Calls out for real: a RetryError until the connection stands, ONW-OUT-UNKNOWN after it. */
export function realOutbound(options: OutboundFixture = {}): Outbound {
  const ca = options.ca === undefined ? {} : { ca: options.ca };
  return {
    nowMs: () => options.nowMs?.() ?? 0,
    fetch: (request) => exchange(request, ca),
    connect({ host, port, tls, timeoutMs }) {
      const servername = host === 'localhost' ? { servername: host } : {};
      const socket: Socket = tls
        ? connectTls({ host, port, ...ca, ...servername })
        : connectTcp({ host, port });
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => socket.destroy(new Error('timeout')), timeoutMs);
        socket.once('error', () => {
          clearTimeout(late);
          reject(unreached());
        });
        socket.once(tls ? 'secureConnect' : 'connect', () => {
          clearTimeout(late);
          socket.removeAllListeners('error');
          socket.on('error', () => undefined);
          resolve(socket);
        });
      });
    },
  };
}

function exchange(request: Request, ca: { readonly ca?: string }): Promise<Answer> {
  const { method, url, headers, body, timeoutMs } = request;
  const secure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    let connected = false;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const init = { method, headers: { ...headers, ...length }, agent: false, ...ca };
    const outgoing = secure ? httpsRequest(url, init) : httpRequest(url, init);
    const late = setTimeout(() => outgoing.destroy(new Error('timeout')), timeoutMs);
    const fail = (): void => reject(connected ? unknown() : unreached());
    outgoing.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
    });
    outgoing.on('error', fail);
    outgoing.on('close', () => clearTimeout(late));
    outgoing.on('response', (response) => {
      bodyOf(response).then((bytes) => {
        const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const told = Object.fromEntries(flat) as Record<string, string>;
        resolve({ status: response.statusCode ?? 0, headers: told, body: bytes });
      }, fail);
    });
    outgoing.end(body);
  });
}

function unreached(): RetryError {
  return new RetryError('ONW-OUT-UNREACHED', 'The system could not be reached.');
}

function unknown(): OnwardError {
  return new OnwardError('ONW-OUT-UNKNOWN', 'The system gave no answer.');
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** One request as a server on loopback took it. */
export interface Taken {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a server answers; `drop` takes the request and breaks the connection without a word. */
export type Given =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Text as it is; anything else as JSON. */
      readonly body?: Json;
    }
  | 'drop';

/** A server on loopback: its address and what it took so far. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly taken: Taken[];
  close(): Promise<void>;
}

/** Starts a server on a free port of loopback that answers each request by the function. */
export async function serveLoopback(
  answer: (taken: Taken) => Given | Promise<Given>,
): Promise<LoopbackServer> {
  const taken: Taken[] = [];
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then(async (bytes) => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: bytes.toString('utf8') };
      taken.push(one);
      const given = await answer(one);
      if (given === 'drop') {
        request.socket.destroy();
        return;
      }
      response.writeHead(given.status, { ...given.headers });
      const { body = '' } = given;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An address where nobody listens. */
export async function nobodyThere(): Promise<string> {
  const server = await serveLoopback(() => 'drop');
  await server.close();
  return server.url;
}

/** A system of a program, described by its own connector; `variables` is its environment. */
export function setupOf(
  connector: Connector,
  settings: Json,
  variables: Readonly<Record<string, string>>,
): SystemSetup {
  const described = connector.describe(settings);
  if ('problems' in described) {
    throw new BugError('ONW-SETTINGS', declared(JSON.stringify(described.problems)));
  }
  const { events, commands, lookUps } = described.manifest;
  const system = {
    connector: connector.name,
    owner: 'desk',
    events,
    commands,
    lookUps,
    settings,
  };
  return { name: connector.name, system, codes: {}, secret: (name) => variables[name] };
}
