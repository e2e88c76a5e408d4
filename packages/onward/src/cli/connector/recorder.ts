/**
 * Listens where a system would deliver, and keeps each delivery masked: what it said is never on a
 * disk, and is passed on only where it was asked for.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { portError } from '../compose/ports.ts';
import { maskBody, maskForm, maskText, type Kept, type MaskedBody } from './mask.ts';
import { addRecording, type Recording } from './recording.ts';

export interface RecorderOptions {
  /** On this machine; 0 takes a free one. */
  readonly port: number;
  /** Where recordings are written. */
  readonly folder: string;
  /** Values that stay as they are. */
  readonly keep: Kept;
  /** Where deliveries are passed on to, as they came; their answers go back. */
  readonly forward?: string;
  /** Told of each recording: its file, and the form of what came. */
  onRecorded(name: string, form: MaskedBody['kind']): void;
}

export interface Recorder {
  readonly url: string;
  /** Finishes what is in hand. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** @throws StopError ONW-PORT-IN-USE */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    record(request, options).then(
      (answer) => reply(response, answer),
      () => reply(response, { status: 500, type: 'application/json', body: Buffer.from('{}') }),
    );
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port: options.port }, resolve);
  await promise.catch((error: unknown) => {
    throw portError(error, { host, port: options.port, option: '--port' });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

const plain = (status: number): Answer => {
  return { status, type: 'application/json', body: Buffer.from('{}') };
};

async function record(request: IncomingMessage, options: RecorderOptions): Promise<Answer> {
  const body = await bodyOf(request);
  if (body === undefined) return plain(413);
  const { folder, keep, forward } = options;
  const masked = maskBody(body, request.headers['content-type'] ?? '', keep);
  const name = await addRecording(folder, recordingOf(request, masked, keep));
  options.onRecorded(name, masked.kind);
  return forward === undefined ? plain(202) : passOn(request, body, forward);
}

/** As much as Onward itself takes. */
const largestBytes = 1_048_576;

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size <= largestBytes) parts.push(part);
  }
  return size > largestBytes ? undefined : Buffer.concat(parts);
}

/** The time of receipt is a date in somebody's life: none is kept, nor is the path. */
function recordingOf(request: IncomingMessage, masked: MaskedBody, keep: Kept): Partial<Recording> {
  const query = /\?(.*)$/su.exec(request.url ?? '')?.[1];
  return {
    receivedAt: '2000-01-01T00:00:00Z',
    headers: maskHeaders(request, keep),
    ...(query === undefined ? {} : { query: maskForm(query, keep) }),
    ...(masked.kind === 'json' ? { body: masked.body } : {}),
    ...(masked.kind === 'text' ? { text: masked.text } : {}),
  };
}

/** Of networks, browsers and credentials: no system says anything by them that is mapped. */
const dropped = new RegExp(
  `^(?:${[
    'accept|authorization|cookie|connection|content-length|forwarded|from|host|keep-alive|origin',
    'proxy|referer|sec-|set-cookie|te$|trailer|transfer-encoding|upgrade|user-agent|via',
    'x-forwarded|x-real-ip|cf-',
  ].join('|')})`,
  'u',
);
const mediaType =
  /^(?:application\/(?:[a-z]+\+)?json|application\/x-www-form-urlencoded|text\/plain)\b/iu;

function maskHeaders({ headers }: IncomingMessage, keep: Kept): Readonly<Record<string, string>> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (dropped.test(name) || !/^[a-z][a-z0-9-]{0,63}$/u.test(name)) continue;
    const text = String(value);
    const media = name === 'content-type' ? mediaType.exec(text)?.[0] : undefined;
    masked[name] = media ?? maskText(text, keep);
  }
  return masked;
}

const forwardMs = 30_000;
/** Of one connection, and of no other. */
const ofConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

async function passOn(
  request: IncomingMessage,
  body: Uint8Array,
  forward: string,
): Promise<Answer> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!ofConnection.has(name)) headers.set(name, String(value));
  }
  try {
    const method = request.method ?? 'POST';
    const response = await fetch(targetOf(request.url ?? '/', forward), {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.from(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(forwardMs),
    });
    const type = response.headers.get('content-type') ?? 'application/json';
    return { status: response.status, type, body: Buffer.from(await response.arrayBuffer()) };
  } catch {
    return plain(502);
  }
}

/** An address with a path is the one place to deliver to; a bare one keeps each delivery's path. */
function targetOf(path: string, forward: string): URL {
  const base = new URL(forward);
  const came = new URL(path, `http://${host}`);
  const target = new URL(base.pathname === '/' ? came.pathname : base.pathname, base.origin);
  target.search = came.search;
  return target;
}

function reply(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
