import { afterEach, describe, expect, test, vi } from 'vitest';

import type { Verdict } from '../../core/index.ts';
import { realOutbound } from '../outbound.fixture.ts';
import { hl7v2 } from './index.ts';
import type { Manner, Peer } from './peer.fixture.ts';
import { ack, answering, booking, controlOf, own, startPeer, systemAt } from './peer.fixture.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const out = realOutbound({ nowMs: () => now });
const peers: Peer[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function peerThat(manner: Manner): Promise<Peer> {
  const peer = await startPeer(manner);
  peers.push(peer);
  return peer;
}

const done = { kind: 'done', data: { appointment: 'uid-0' } };
const unknown = { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };

/** Only the timers of waiting are held still; sockets are real. */
const holdTime = (): unknown => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

describe('acknowledgements', () => {
  const rejected = { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };
  const again = { kind: 'retry', code: 'ONW-OUT-BUSY' };

  test.each([
    ['AA', [], done],
    ['CA', [], done],
    ['AE', [], rejected],
    ['AE', ['ERR|||207^Application internal error^HL70357|E'], rejected],
    ['AE', ['ERR|||206^Application record locked^HL70357|E'], again],
    ['AR', [], rejected],
    ['AR', ['ERR|||200^Unsupported message type^HL70357|E'], rejected],
    ['AR', ['ERR|||207^Application internal error^HL70357|E'], again],
    // Before version 2.5 the code stands in ERR-1.4.
    ['AR', ['ERR|PID^1^3^207&Application internal error'], again],
    ['CE', [], rejected],
    ['CR', [], rejected],
    ['XX', [], { kind: 'unknown', data: {}, code: 'ONW-OUT-ANSWER' }],
  ] as const)('%s %o', async (code, more, attempt) => {
    const peer = await peerThat(answering(code, ...more));
    expect(await hl7v2.send?.(booking(), systemAt(peer.url), out)).toEqual(attempt);
  });

  test.each<readonly [Verdict, unknown]>([
    [{ kind: 'accepted' }, done],
    [{ kind: 'refused', code: 'ONW-HL7-TIME' }, rejected],
    [{ kind: 'refused', code: 'ONW-HL7-EVENT-UNUSED' }, done],
    [{ kind: 'retry', code: 'ONW-INGEST-FAILED' }, again],
  ])('what our own line answers: %o', async (verdict, attempt) => {
    const peer = await peerThat((message, socket) => {
      const delivery = { body: new TextEncoder().encode(message), headers: {}, receivedAt: now };
      const bytes = hl7v2.acknowledge?.(delivery, verdict) ?? new Uint8Array();
      socket.write(Buffer.concat([Buffer.from('\u000b'), bytes, Buffer.from('\u001c\r')]));
    });
    expect(await hl7v2.send?.(booking(), systemAt(peer.url), out)).toEqual(attempt);
  });

  test('byte by byte, and after noise, an acknowledgement is one', async () => {
    const peer = await peerThat((message, socket) => {
      socket.setNoDelay(true);
      for (const byte of [0x0d, 0x20, ...ack(controlOf(message), 'AA')]) {
        socket.write(Uint8Array.of(byte));
      }
    });
    expect(await hl7v2.send?.(booking(), systemAt(peer.url), out)).toEqual(done);
  });
});

describe('when no acknowledgement comes', () => {
  test('in time, the outcome is unknown, and the next message has a line of its own', async () => {
    let isSilent = true;
    const arrived = Promise.withResolvers<unknown>();
    const peer = await peerThat((message, socket) => {
      if (isSilent) arrived.resolve(undefined);
      else answering('AA')(message, socket);
    });
    const setup = systemAt(peer.url);
    holdTime();
    const attempt = hl7v2.send?.(booking(), setup, out);
    await arrived.promise;
    vi.advanceTimersByTime(29_999);
    expect(peer.connections).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await attempt).toEqual(unknown);
    vi.useRealTimers();
    isSilent = false;
    expect(await hl7v2.send?.(booking(), setup, out)).toEqual(done);
    expect(peer.connections).toBe(2);
    expect(peer.taken.map(controlOf)).toEqual(Array(2).fill(controlOf(peer.taken[0] ?? '')));
  });

  test('one that comes late but in time is waited for', async () => {
    const peer = await peerThat((message, socket) => {
      vi.advanceTimersByTime(29_000);
      answering('AA')(message, socket);
    });
    const setup = systemAt(peer.url);
    holdTime();
    expect(await hl7v2.send?.(booking(), setup, out)).toEqual(done);
  });

  test('one for another message is not taken for it', async () => {
    const arrived = Promise.withResolvers<unknown>();
    const peer = await peerThat((_message, socket) => {
      socket.write(Buffer.concat([ack('OTHER', 'AA'), ack('', 'AE')]), arrived.resolve);
    });
    const setup = systemAt(peer.url);
    holdTime();
    const attempt = hl7v2.send?.(booking(), setup, out);
    await arrived.promise;
    vi.advanceTimersByTime(30_000);
    expect(await attempt).toEqual(unknown);
  });

  test('another one before the right one does no harm', async () => {
    const peer = await peerThat((message, socket) => {
      const junk = Buffer.from('\u000bno message\u001c\r\u000bMSH\u001c\r');
      socket.write(Buffer.concat([ack('OTHER', 'AE'), junk, ack(controlOf(message), 'AA')]));
    });
    expect(await hl7v2.send?.(booking(), systemAt(peer.url), out)).toEqual(done);
  });

  test.each<readonly [string, Manner]>([
    ['closed', (_message, socket) => socket.end()],
    ['reset', (_message, socket) => socket.resetAndDestroy()],
    [
      'cut within the answer',
      (message, socket) => socket.end(ack(controlOf(message), 'AA').subarray(0, 40)),
    ],
    [
      'drowned in an answer without an end',
      (_message, socket) => {
        socket.write(Buffer.concat([Buffer.from('\u000b'), Buffer.alloc(70_000, 65)]));
      },
    ],
  ])('a line that is %s leaves it unknown', async (_name, manner) => {
    const peer = await peerThat(manner);
    expect(await hl7v2.send?.(booking(), systemAt(peer.url), out)).toEqual(unknown);
  });
});

describe('the line', () => {
  test('stays open between messages, with one message on it at a time', async () => {
    let under = 0;
    let most = 0;
    const peer = await peerThat((message, socket) => {
      most = Math.max(most, ++under);
      setImmediate(() => {
        under--;
        answering('AA')(message, socket);
      });
    });
    const setup = systemAt(peer.url);
    const attempts = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => hl7v2.send?.(booking(n), setup, out)),
    );
    expect(attempts.every((each) => each?.kind === 'done')).toBe(true);
    expect(peer.taken.map((each) => /SCH\|(uid-\d+)/u.exec(each)?.[1])).toEqual(
      Array.from({ length: 20 }, (_, n) => `uid-${n}`),
    );
    expect({ most, connections: peer.connections }).toEqual({ most: 1, connections: 1 });
  });

  test('is opened again where the peer closed it meanwhile: nothing is lost', async () => {
    const peer = await peerThat(answering('AA'));
    const setup = systemAt(peer.url);
    for (let n = 0; n < 3; n++) {
      expect(await hl7v2.send?.(booking(), setup, out)).toEqual(done);
      await peer.cut();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(peer.connections).toBe(3);
  });

  test('one that breaks under a message takes only that one along', async () => {
    const peer = await peerThat((message, socket) => {
      if (message.includes('uid-1')) socket.destroy();
      else answering('AA')(message, socket);
    });
    const setup = systemAt(peer.url);
    const kinds = await Promise.all(
      [0, 1, 2].map(async (n) => (await hl7v2.send?.(booking(n), setup, out))?.kind),
    );
    expect(kinds).toEqual(['done', 'unknown', 'done']);
  });

  test('so many may wait, and more come again later', async () => {
    const held: (() => void)[] = [];
    const peer = await peerThat((message, socket) => {
      held.push(() => answering('AA')(message, socket));
      if (held.length > 1) held.at(-1)?.();
    });
    const setup = systemAt(peer.url);
    const attempts = Array.from({ length: 65 }, async (_, n) => {
      return hl7v2.send?.(booking(n), setup, out);
    });
    expect(await attempts[64]).toEqual({ kind: 'retry', code: 'ONW-OUT-BUSY' });
    await vi.waitFor(() => expect(held).toHaveLength(1));
    held[0]?.();
    const kinds = (await Promise.all(attempts)).map((each) => each?.kind);
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength(64);
  });

  test('is closed when nobody uses it', async () => {
    const peer = await peerThat(answering('AA'));
    const setup = systemAt(peer.url);
    holdTime();
    expect(await hl7v2.send?.(booking(), setup, out)).toEqual(done);
    vi.advanceTimersByTime(15_000);
    vi.useRealTimers();
    expect(await hl7v2.send?.(booking(), setup, out)).toEqual(done);
    expect(peer.connections).toBe(2);
  });

  test('a peer that is away, and a variable that holds no line', async () => {
    const peer = await startPeer(answering('AA'));
    await peer.close();
    const sendTo = (url: string) => hl7v2.send?.(booking(), systemAt(url), out);
    expect(await sendTo(peer.url)).toEqual({ kind: 'retry', code: 'ONW-OUT-UNREACHED' });
    expect(await sendTo('')).toEqual({ kind: 'retry', code: 'ONW-SECRET-MISSING' });
    for (const url of ['http://his.example', 'mllp://', 'mllp://his.example/in', 'his:2575']) {
      expect(await sendTo(url)).toEqual({ kind: 'retry', code: 'ONW-HL7-URL' });
      expect(hl7v2.hosts?.(systemAt(url))).toEqual([]);
    }
  });

  test('over TLS, to whom we trust', async () => {
    const peer = await startPeer(answering('AA'), own);
    peers.push(peer);
    const trusting = realOutbound({ nowMs: () => now, ca: own.cert });
    const named = peer.url.replace('mllp://127.0.0.1', 'mllps://localhost');
    expect(await hl7v2.send?.(booking(), systemAt(named), trusting)).toEqual(done);
    const unreached = { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
    expect(await hl7v2.send?.(booking(), systemAt(named), out)).toEqual(unreached);
    expect(peer.taken).toHaveLength(1);
  });

  test('its host is named with its port', () => {
    const hosts = (url: string) => hl7v2.hosts?.(systemAt(url));
    expect(hosts('mllp://his.example')).toEqual(['his.example:2575']);
    expect(hosts('mllps://his.example:6661/')).toEqual(['his.example:6661']);
    expect(hosts('mllp://[::1]:2575')).toEqual(['[::1]:2575']);
  });

  test('a probe connects and says nothing', async () => {
    const peer = await peerThat(answering('AA'));
    expect(await hl7v2.probe?.(systemAt(peer.url), out)).toEqual({ kind: 'well' });
    await vi.waitFor(() => expect(peer.connections).toBe(1));
    expect(peer.taken).toEqual([]);
    await peer.close();
    const away = { kind: 'away', code: 'ONW-OUT-UNREACHED' };
    expect(await hl7v2.probe?.(systemAt(peer.url), out)).toEqual(away);
    const unset = { kind: 'refused', code: 'ONW-SECRET-MISSING' };
    expect(await hl7v2.probe?.(systemAt(''), out)).toEqual(unset);
  });
});
