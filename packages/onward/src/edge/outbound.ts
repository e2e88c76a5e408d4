/**
 * Calls out. Node's own client is used below `fetch`, because it lets the address be checked at the
 * moment of connecting and tells whether anything was sent: on both rests what a failure means.
 */
import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { Outbound, Sentence } from '../core/index.ts';
import { OnwardError, RetryError } from '../core/index.ts';
import type { Breaker, BreakerOptions } from './breaker.ts';
import { createBreaker } from './breaker.ts';
import { hostList } from './host-list.ts';
import type { Target } from './host-list.ts';
import { exchange, forbidden, isBroken } from './outbound-exchange.ts';
import type { OutboundAnswer, OutboundRequest } from './outbound-exchange.ts';
import { createReach } from './outbound-reach.ts';
import type { Reach, ReachOptions } from './outbound-reach.ts';
import { dial, tooManySockets } from './outbound-socket.ts';
import type { SocketTarget } from './outbound-socket.ts';

export interface OutboundOptions {
  /** Classes of addresses that any name may lead to, beside public ones; loopback unless told. */
  readonly allowed?: ReachOptions['allowed'];
  /** Exact names and addresses that may be, or lead to, private and loopback addresses. */
  readonly privateHosts?: readonly string[];
  /** Largest answer in bytes; 1 MiB unless told. */
  readonly maxBytes?: number;
  /** Connections of `connect` that one system may have open; 64 unless told. */
  readonly maxSockets?: number;
  /** Certificates in PEM that are trusted beside the usual ones. */
  readonly ca?: string;
  readonly breaker?: BreakerOptions;
  nowMs(): number;
  /** All addresses of a name; the system's own resolver unless told. */
  readonly resolve?: ReachOptions['resolve'];
  /** Told what calls of a system come upon. */
  readonly witness?: {
    /** It refused our credentials: 401 or 403. */
    refused(system: string): void;
    /** It could not be reached, gave no answer, or failed itself (5xx). */
    away(system: string): void;
    /** It is there, whatever it said. */
    answered(system: string): void;
  };
}

/** A system's own way out. */
export interface SystemOutbound extends Outbound {
  /** Milliseconds until it is tried again; undefined unless it is left alone. */
  openForMs(): number | undefined;
}

export interface OutboundClient extends Outbound {
  /**
   * The way out of one system, which reaches the listed hosts (`host` or `host:port`) and no other.
   * All ways out of one system share its bounds: so many calls at once, and a pause when the system
   * is away. Beyond what `Outbound` says, nothing was sent on:
   *
   * @throws {RetryError} ONW-OUT-HOST for a host that is not listed, ONW-OUT-BUSY, ONW-OUT-OPEN
   */
  outboundOf(system: string, hosts: readonly string[]): SystemOutbound;
  /** Milliseconds until a system is tried again; undefined unless it is left alone. */
  openForMs(system: string): number | undefined;
  /** Closes idle connections. */
  close(): void;
}

const defaultMaxBytes = 1_048_576;
/** Status line and headers of an answer together. */
const maxHeaderBytes = 16_384;

const outage = {
  error: isBroken,
  result: (result: unknown) => isDown(result as Partial<OutboundAnswer>),
};

/** A connection has no status, and stands. */
function isDown({ status = 0 }: Partial<OutboundAnswer>): boolean {
  return status >= 500;
}

export function createOutbound(options: OutboundOptions): OutboundClient {
  const { allowed = ['loopback'], privateHosts = [], breaker: bounds } = options;
  const resolve = options.resolve ?? ((name: string) => lookup(name, { all: true }));
  const reach = createReach({ allowed, privateHosts, resolve });
  const line = openLine(options, reach);
  const lanes = new Map<string, Lane>();
  const laneOf = (system: string): Lane => {
    const known = lanes.get(system) ?? { breaker: createBreaker(outage, bounds), sockets: 0 };
    lanes.set(system, known);
    return known;
  };
  return {
    nowMs: () => options.nowMs(),
    fetch: async (request) => line.call(plainUrl(request.url), request),
    connect: (target) => line.dial(target),
    outboundOf: (system, hosts) =>
      systemView({ system, hosts, lane: laneOf(system) }, line, options),
    openForMs: (system) => lanes.get(system)?.breaker.openForMs(),
    close: () => line.close(),
  };
}

/** Calls with addresses checked, before hosts and bounds of a system come in. */
interface Line {
  call(url: URL, request: OutboundRequest): Promise<OutboundAnswer>;
  dial(target: SocketTarget): Promise<Socket>;
  close(): void;
}

function openLine({ maxBytes = defaultMaxBytes, ca }: OutboundOptions, reach: Reach): Line {
  const trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true, ...trusted });
  return {
    async call(url, request) {
      // Node does not look a literal address up, so those are checked here.
      if (!reach.admits(url.hostname.replace(/^\[|\]$/g, ''))) throw forbidden();
      const secure = url.protocol === 'https:';
      const init = {
        method: request.method,
        headers: lengthOf(request),
        lookup: reach.lookup,
        maxHeaderSize: maxHeaderBytes,
        agent: secure ? https : http,
      };
      const outgoing = unlessMalformed(() =>
        secure ? httpsRequest(url, init) : httpRequest(url, init),
      );
      const { body, timeoutMs } = request;
      const ready = secure ? 'secureConnect' : 'connect';
      return exchange(outgoing, body, { maxBytes, timeoutMs, ready });
    },
    dial: (target) => dial(target, { reach, ...trusted }),
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** What the calls of one system share. */
interface Lane {
  readonly breaker: Breaker;
  /** Connections of `connect` that are open. */
  sockets: number;
}

/** A network that may not be called is as good as nobody there. */
function isForbidden(error: unknown): boolean {
  return error instanceof OnwardError && error.code === 'ONW-OUT-ADDRESS';
}

interface View {
  readonly system: string;
  readonly hosts: readonly string[];
  readonly lane: Lane;
}

function systemView(
  { system, hosts, lane }: View,
  line: Line,
  options: OutboundOptions,
): SystemOutbound {
  const { witness, maxSockets = 64 } = options;
  const list = hostList(hosts);
  const check = (target: Target): void => {
    if (!list.has(target)) throw unlisted();
  };
  const witnessed = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await lane.breaker.run(call);
    } catch (error) {
      if (isBroken(error) || isForbidden(error)) witness?.away(system);
      throw error;
    }
  };
  return {
    nowMs: () => options.nowMs(),
    async fetch(request) {
      const url = plainUrl(request.url);
      check(targetOf(url));
      const answer = await witnessed(() => line.call(url, request));
      if (isDown(answer)) witness?.away(system);
      else witness?.answered(system);
      if (answer.status === 401 || answer.status === 403) witness?.refused(system);
      return answer;
    },
    async connect(target) {
      check({ ...target, usual: undefined });
      if (lane.sockets >= maxSockets) throw tooManySockets();
      lane.sockets++;
      const free = (): void => void lane.sockets--;
      const socket = await witnessed(() => line.dial(target)).catch((error: unknown) => {
        free();
        throw error;
      });
      socket.once('close', free);
      witness?.answered(system);
      return socket;
    },
    openForMs: () => lane.breaker.openForMs(),
  };
}

function plainUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw malformed('An address to call is not a plain http or https URL; correct the variable.');
  }
  return url;
}

function targetOf({ protocol, hostname, port }: URL): Target {
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname, port: port === '' ? usual : Number(port), usual };
}

/** The length is told in advance, so that no receiver has to take chunks. */
function lengthOf({ headers, body }: OutboundRequest): Record<string, string> {
  return body === undefined
    ? { ...headers }
    : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}

/** Node refuses a header or path that would not stay on its line; nothing was sent. */
function unlessMalformed<T>(make: () => T): T {
  try {
    return make();
  } catch {
    throw malformed('A header or path to call with holds a character that cannot be sent.');
  }
}

function malformed<const M extends string>(message: Sentence<M>): RetryError {
  return new RetryError('ONW-OUT-URL', message);
}

function unlisted(): RetryError {
  const message = 'The host is none that the system may be called at; correct its variable.';
  return new RetryError('ONW-OUT-HOST', message);
}
