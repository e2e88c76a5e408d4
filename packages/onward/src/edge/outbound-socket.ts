/** Plain and TLS connections to systems that speak neither HTTP nor to strangers. */
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Outbound } from '../core/index.ts';
import { RetryError } from '../core/index.ts';
import { hostName } from './host-list.ts';
import { failure, forbidden } from './outbound-exchange.ts';
import type { Reach } from './outbound-reach.ts';

export type SocketTarget = Parameters<Outbound['connect']>[0];

export interface DialOptions {
  readonly reach: Reach;
  /** Certificates in PEM that are trusted instead of the usual ones. */
  readonly ca?: readonly string[];
}

/**
 * A connected socket; with TLS, one whose peer proved its name. Until then nothing was sent.
 *
 * @throws {RetryError} ONW-OUT-URL, ONW-OUT-ADDRESS, ONW-OUT-UNREACHED
 */
export async function dial(target: SocketTarget, { reach, ca }: DialOptions): Promise<Socket> {
  const { port, tls, timeoutMs } = target;
  const host = hostName(target.host);
  if (host === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) {
    const message = 'An address to connect to is no host and port; correct the variable.';
    throw new RetryError('ONW-OUT-URL', message);
  }
  // Node does not look a literal address up, so those are checked here.
  if (!reach.admits(host)) throw forbidden();
  const to = { host, port, lookup: reach.lookup };
  const named = isIP(host) === 0 ? { servername: host } : {};
  const trusted = ca === undefined ? {} : { ca: [...ca] };
  const socket = tls ? connectTls({ ...to, ...named, ...trusted }) : connectTcp(to);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('timeout')), timeoutMs);
    const fail = (cause?: unknown): void => reject(failure(cause, false));
    // Kept for good: whoever reads or writes later is told by the stream, not by a crash.
    socket.on('error', fail);
    socket.once('close', () => {
      clearTimeout(late);
      fail();
    });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(late);
      resolve(socket);
    });
  });
}

/** More connections of one system are open than any needs. */
export function tooManySockets(): RetryError {
  const message = 'Too many connections to the system are open; nothing was sent.';
  return new RetryError('ONW-OUT-BUSY', message);
}
