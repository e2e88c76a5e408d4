/** A small HL7 system on loopback that takes messages over MLLP, well or badly behaved. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { OutboundCommand, SystemSetup } from '../../core/index.ts';
import { setupOf } from '../outbound.fixture.ts';
import { FrameReader, frame } from './frames.ts';
import { hl7v2 } from './index.ts';

/** Of localhost and 127.0.0.1 alone, and for nothing but these tests. */
export const own = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiNVnM7IFVBOkwgOg
1MCOtBzVjLAfe5X6doAqpFcHca+hRANCAAT66+y5AljrjTAigjEviNIgNzBCfffE
RwoW8wQaRezbPQYcZ8B6gQnhpiOlLMy1d3YOrT0vJQIwzKuX7LOHSHbT
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUT4WLU2bHaf3AqfQqck2L9zaH9iowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjExMDE1OVoYDzIxMjYxMDI5
MTEwMTU5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT66+y5AljrjTAigjEviNIgNzBCfffERwoW8wQaRezbPQYcZ8B6gQnh
piOlLMy1d3YOrT0vJQIwzKuX7LOHSHbTo28wbTAdBgNVHQ4EFgQUfu4fd4GLbGjU
gJnS+vREG0p8SKMwHwYDVR0jBBgwFoAUfu4fd4GLbGjUgJnS+vREG0p8SKMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAIwboItm4C1c9fdWcWW4ObfA4yIFf+U3DvYoCLJa3RtuAiEA
kRNcFhaiMC9rChC755qBdG/jTv5A8j2s0FU605Pmx9Q=
-----END CERTIFICATE-----
`,
};

/** A peer: what it took so far, by connection, and how many connections it had. */
export interface Peer {
  readonly url: string;
  readonly taken: string[];
  connections: number;
  /** Cuts what is open, as a peer that restarts does. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

/** What a peer does with a message on a connection. */
export type Manner = (message: string, socket: Socket) => void;

/** Listens on a free port of loopback, with TLS where it has a certificate. */
export async function startPeer(manner: Manner, tls?: typeof own): Promise<Peer> {
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    peer.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const reader = new FrameReader(65_536);
    socket.on('data', (chunk) => {
      for (const each of reader.push(chunk)) {
        if (each.kind !== 'message') continue;
        const message = new TextDecoder().decode(each.bytes);
        peer.taken.push(message);
        manner(message, socket);
      }
    });
  };
  const server: Server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = [...sockets].map((socket) => {
      return new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    });
    await Promise.all(closed);
  };
  const peer: Peer = {
    url: `mllp://127.0.0.1:${port}`,
    taken: [],
    connections: 0,
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await cut();
      await closed;
    },
  };
  return peer;
}

/** The control id of a message. */
export const controlOf = (message: string): string => message.split('|')[9] ?? '';

/** An acknowledgement by code, of a message or of any control id. */
export function ack(control: string, code: string, ...more: readonly string[]): Uint8Array {
  const header = 'MSH|^~\\&|HIS|NORTH|ONWARD||20261102090001+0000||ACK|A-1|P|2.5.1';
  return frame(new TextEncoder().encode([header, `MSA|${code}|${control}`, ...more].join('\r')));
}

/** Acknowledges each message at once. */
export const answering =
  (code: string, ...more: readonly string[]): Manner =>
  (message, socket) => {
    socket.write(ack(controlOf(message), code, ...more));
  };

/** Settings with a command for each deed. */
export const settings = {
  url: 'HIS_LINE',
  receiver: { application: 'HIS', facility: 'NORTH' },
  authority: 'NORTH',
  zone: 'America/New_York',
  codes: {
    list: 'services',
    of: { '70551^MRI head^C4': 'mri-head', 'FOLLOWUP^Follow-up': 'follow-up' },
  },
  systems: { appointment: 'calendar' },
  commands: {
    book: {
      do: 'book',
      set: { service: 'mri-head', location: 'ROOM-1' },
      with: ['appointment', 'start', 'end'],
    },
    move: { do: 'reschedule', with: ['appointment', 'start'] },
    cancel: { do: 'cancel', set: { reason: 'follow-up' }, with: ['appointment'] },
    'order-mri': { do: 'order', set: { priority: 'stat' }, with: ['service', 'visit', 'start'] },
    refer: { do: 'refer', set: { provider: 'P-77', priority: 'routine' }, with: ['referrer'] },
    hold: { do: 'book', with: ['start'] },
  },
};

/** A system at an address. */
export function systemAt(url: string, changed: Partial<typeof settings> = {}): SystemSetup {
  return setupOf(hl7v2, { ...settings, ...changed }, { HIS_LINE: url });
}

/** A booking for a patient of ours; `n` tells commands apart. */
export function booking(n = 0): OutboundCommand {
  return {
    key: `jrn_2a.12.${n}`,
    command: 'book',
    args: {
      patient: 'MRN-7',
      appointment: `uid-${n}`,
      start: Date.parse('2026-11-05T19:00:00Z'),
      end: Date.parse('2026-11-05T19:30:00Z'),
    },
    journey: 'jrn_2a',
    refs: {},
    attempt: 1,
  };
}
