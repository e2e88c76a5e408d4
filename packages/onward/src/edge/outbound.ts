/**
 * Calls out. Node's own client is used below `fetch`, because it lets the address be checked at the
 * moment of connecting and tells whether anything was sent: on both rests what a failure means.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Outbound } from '../core/index.ts';
import { OnwardError, RetryError } from '../core/index.ts';
import { classOf } from './addresses.ts';
import type { AddressClass } from './addresses.ts';

export interface OutboundOptions {
  /** Beside public addresses; loopback unless told. */
  readonly allowed?: readonly Exclude<AddressClass, 'public' | 'forbidden'>[];
  /** Largest answer in bytes; 1 MiB unless told. */
  readonly maxBytes?: number;
  nowMs(): number;
  /** All addresses of a name; the system's own resolver unless told. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

export interface OutboundClient extends Outbound {
  /** Closes idle connections. */
  close(): void;
}

type Request = Parameters<Outbound['fetch']>[0];
type Answer = Awaited<ReturnType<Outbound['fetch']>>;

const defaultMaxBytes = 1_048_576;

/** An address that may not be reached. */
class ForbiddenAddress extends Error {}

export function createOutbound(options: OutboundOptions): OutboundClient {
  const allowed = new Set<AddressClass>(['public', ...(options.allowed ?? ['loopback'])]);
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true });
  const resolve = options.resolve ?? ((name: string) => lookup(name, { all: true }));
  const guarded = guardedLookup(allowed, resolve);
  return {
    nowMs: () => options.nowMs(),
    async fetch(request) {
      const url = checkedUrl(request.url, allowed);
      const secure = url.protocol === 'https:';
      const init = {
        method: request.method,
        headers: lengthOf(request),
        lookup: guarded,
        agent: secure ? https : http,
      };
      const outgoing = secure ? httpsRequest(url, init) : httpRequest(url, init);
      const maxBytes = options.maxBytes ?? defaultMaxBytes;
      return exchange(outgoing, request, { maxBytes, ready: secure ? 'secureConnect' : 'connect' });
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** Node does not look a literal address up, so those are checked here. */
function checkedUrl(text: string, allowed: ReadonlySet<AddressClass>): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    const message = 'An address to call is not a plain http or https URL; correct the variable.';
    throw new RetryError('ONW-OUT-URL', message);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowed.has(classOf(host))) throw forbidden();
  return url;
}

/**
 * Resolves a name and refuses it when any of its addresses may not be reached. The connection goes
 * to
 * the very addresses that were checked, so that a name cannot change its mind in between.
 */
function guardedLookup(
  allowed: ReadonlySet<AddressClass>,
  resolve: (name: string) => Promise<readonly LookupAddress[]>,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const first = addresses[0];
        const isOpen = addresses.every(({ address }) => allowed.has(classOf(address)));
        if (first === undefined || !isOpen) callback(new ForbiddenAddress(), []);
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as Error, []),
    );
  };
}

/** The length is told in advance, so that no receiver has to take chunks. */
function lengthOf({ headers, body }: Request): Record<string, string> {
  return body === undefined
    ? { ...headers }
    : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}

interface Exchange {
  readonly maxBytes: number;
  /** The socket's event from which on bytes may go out. */
  readonly ready: 'connect' | 'secureConnect';
}

function exchange(
  outgoing: ClientRequest,
  request: Request,
  { maxBytes, ready }: Exchange,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (cause: unknown): void => {
      outgoing.destroy();
      reject(failure(cause, connected));
    };
    const late = setTimeout(() => fail(new Error('timeout')), request.timeoutMs);
    outgoing.on('socket', (socket) => {
      // Bytes may go out as soon as there is a connection, and a kept one has been there all along.
      if (!socket.connecting) connected = true;
      else socket.once(ready, () => (connected = true));
    });
    outgoing.on('error', fail);
    outgoing.on('close', () => clearTimeout(late));
    outgoing.on('response', (response) => {
      readAnswer(response, maxBytes).then(resolve, fail);
    });
    outgoing.end(request.body);
  });
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new RangeError('too large');
    chunks.push(chunk);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.join(', ') : (value ?? '')];
  });
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}

/** Before the connection stood nothing was sent; after it the outcome is unknown. */
function failure(cause: unknown, connected: boolean): OnwardError {
  if (cause instanceof ForbiddenAddress) return forbidden();
  if (!connected) {
    const message = 'The system could not be reached; nothing was sent.';
    return new RetryError('ONW-OUT-UNREACHED', message, { cause });
  }
  const message = 'The system gave no answer; the request may have arrived.';
  return new OnwardError('ONW-OUT-UNKNOWN', message, { cause });
}

function forbidden(): RetryError {
  const message =
    'The address is in a network that may not be called; allow it or correct the name.';
  return new RetryError('ONW-OUT-ADDRESS', message);
}
