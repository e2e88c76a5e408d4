/**
 * One HTTP exchange within bounds of time and size, and what its failure means: whether anything
 * can have arrived.
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Outbound } from '../core/index.ts';
import { OnwardError, RetryError } from '../core/index.ts';

export type OutboundRequest = Parameters<Outbound['fetch']>[0];
export type OutboundAnswer = Awaited<ReturnType<Outbound['fetch']>>;

/** An address that may not be reached. */
export class ForbiddenAddress extends Error {}

/** The answer is one that is not read: it says nothing of whether the system is well. */
class UnreadAnswer extends Error {}

/** A call that broke before or after it was sent; anything else was our own refusal. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof OnwardError) || error.cause instanceof UnreadAnswer) return false;
  return error.code === 'ONW-OUT-UNREACHED' || error.code === 'ONW-OUT-UNKNOWN';
}

export interface ExchangeBounds {
  readonly maxBytes: number;
  /** From the first look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
  /** The socket's event from which on bytes may go out. */
  readonly ready: 'connect' | 'secureConnect';
}

/** Sends the request and reads the answer, however slowly either drips: the time is for all. */
export function exchange(
  outgoing: ClientRequest,
  body: string | undefined,
  { maxBytes, timeoutMs, ready }: ExchangeBounds,
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (cause: unknown): void => {
      outgoing.destroy();
      reject(failure(cause, connected));
    };
    const late = setTimeout(() => fail(new Error('timeout')), timeoutMs);
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
    // Nobody was asked to switch protocols; who does so anyway gives no answer.
    outgoing.on('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new UnreadAnswer('upgrade'));
    });
    outgoing.end(body);
  });
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> {
  // Nothing is unpacked, so that a small answer cannot become a large one.
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new UnreadAnswer('encoded');
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new UnreadAnswer('too large');
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
export function failure(cause: unknown, connected: boolean): OnwardError {
  if (cause instanceof ForbiddenAddress) return forbidden();
  if (!connected) {
    const message = 'The system could not be reached; nothing was sent.';
    return new RetryError('ONW-OUT-UNREACHED', message, { cause });
  }
  const message = 'The system gave no answer that can be read; the request may have arrived.';
  return new OnwardError('ONW-OUT-UNKNOWN', message, { cause });
}

/** What is told of an address that may not be reached. */
export function forbidden(): RetryError {
  const message =
    'The address is in a network that may not be called; allow it or correct the name.';
  return new RetryError('ONW-OUT-ADDRESS', message);
}
