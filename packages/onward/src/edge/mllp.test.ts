import { connect } from 'node:net';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { sendMllp } from './mllp-client.ts';
import { FrameReader, frame } from './mllp-frames.ts';
import type { MllpOptions, MllpServer } from './mllp.ts';
import { startMllp } from './mllp.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (raw: Uint8Array): string => new TextDecoder().decode(raw);

const open: { server?: MllpServer; sockets: Socket[] } = { sockets: [] };

afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.destroy();
  await open.server?.close(100);
  delete open.server;
});

async function start(options: Partial<MllpOptions> = {}): Promise<MllpServer> {
  const server = await startMllp({
    port: 0,
    host: '127.0.0.1',
    onMessage: (message) => Promise.resolve(bytes(`ACK ${text(message)}`)),
    onTooLarge: () => bytes('AR'),
    ...options,
  });
  open.server = server;
  return server;
}

/** A sender that writes raw bytes and collects the answers. */
async function line(server: MllpServer) {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  open.sockets.push(socket);
  const answers: string[] = [];
  const reader = new FrameReader(65_536);
  socket.on('data', (chunk) => {
    for (const each of reader.push(chunk))
      if (each.kind === 'message') answers.push(text(each.bytes));
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return { socket, answers, closed };
}

const framed = (message: string): Uint8Array => frame(bytes(message));

describe('frames', () => {
  test('however the bytes are cut, the same messages come out', () => {
    const message = fc
      .uint8Array({ maxLength: 20 })
      .map((raw) => raw.filter((byte) => byte !== 0x1c && byte !== 0x0b));
    fc.assert(
      fc.property(
        fc.array(message),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (all, cuts) => {
          const stream = Buffer.concat(all.map((each) => frame(each)));
          const reader = new FrameReader(100);
          const read: Uint8Array[] = [];
          for (let at = 0; at < stream.length;) {
            const size = cuts.next().value ?? 1;
            for (const each of reader.push(stream.subarray(at, at + size))) {
              if (each.kind === 'message') read.push(each.bytes);
            }
            at += size;
          }
          expect(read.map((each) => [...each])).toEqual(all.map((each) => [...each]));
        },
      ),
    );
  });

  test('a frame that another one begins within was broken off', () => {
    const stream = Buffer.concat([
      Uint8Array.of(0x0b),
      bytes('half'),
      framed('whole'),
      Uint8Array.of(0x0b, 0x41, 0x1c),
      framed('next'),
      Uint8Array.of(0x0b, 0x0b),
    ]);
    for (const size of [1, 2, 3, 5, 50]) {
      const reader = new FrameReader(5);
      const read: string[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const each of reader.push(stream.subarray(at, at + size))) {
          read.push(each.kind === 'message' ? text(each.bytes) : each.kind);
        }
      }
      expect(read).toEqual(['whole', 'next']);
      expect(reader.unfinished).toBe(true);
    }
  });

  test('an end byte without its carriage return belongs to the message', () => {
    const odd = Uint8Array.of(0x41, 0x1c, 0x42, 0x1c, 0x1c);
    for (const size of [1, 2, 3, 50]) {
      const stream = frame(odd);
      const reader = new FrameReader(100);
      const read = [];
      for (let at = 0; at < stream.length; at += size) {
        read.push(...reader.push(stream.subarray(at, at + size)));
      }
      expect(read).toEqual([{ kind: 'message', bytes: odd }]);
    }
  });
});

describe('the line', () => {
  test('answers one message', async () => {
    const { port } = await start();
    const answer = await sendMllp({ host: '127.0.0.1', port, timeoutMs: 2_000 }, bytes('hello'));
    expect(text(answer)).toBe('ACK hello');
  });

  test('split and merged frames, noise between them, answers in order', async () => {
    let turn = 0;
    const server = await start({
      async onMessage(message) {
        // The first takes longest: the answers must not overtake each other.
        await new Promise((resolve) => setTimeout(resolve, turn++ === 0 ? 60 : 1));
        return message;
      },
    });
    const { socket, answers } = await line(server);
    const stream = Buffer.concat([
      bytes('noise'),
      framed('one'),
      framed('two'),
      bytes('\r\n'),
      framed('three'),
    ]);
    for (const [from, to] of [
      [0, 7],
      [7, 14],
      [14, stream.length],
    ] as const) {
      socket.write(stream.subarray(from, to));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await vi.waitFor(() => expect(answers).toEqual(['one', 'two', 'three']));
  });

  test('acknowledges only once the message is safe, and not at all when that fails', async () => {
    let settle: (() => void) | undefined;
    const server = await start({
      onMessage: (message) =>
        text(message) === 'bad'
          ? Promise.reject(new Error('down'))
          : new Promise((resolve) => (settle = () => resolve(bytes('AA')))),
    });
    const { socket, answers, closed } = await line(server);
    socket.write(framed('good'));
    await vi.waitFor(() => expect(settle).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(answers).toEqual([]);
    settle?.();
    await vi.waitFor(() => expect(answers).toEqual(['AA']));
    socket.write(framed('bad'));
    await closed;
    expect(answers).toEqual(['AA']);
  });

  test('a message that is too large is refused and the line closed', async () => {
    let seen: number | undefined;
    const server = await start({
      maxBytes: 10_000,
      onTooLarge(beginning) {
        seen = beginning.length;
        return bytes('AR');
      },
    });
    const { socket, answers, closed } = await line(server);
    socket.write(Buffer.concat([Uint8Array.of(0x0b), Buffer.alloc(200_000, 65)]));
    await closed;
    expect(answers).toEqual(['AR']);
    expect(seen).toBe(4_096);
  });

  test('a frame cut off by its sender is dropped', async () => {
    const onMessage = vi.fn<MllpOptions['onMessage']>((message) => Promise.resolve(message));
    const server = await start({ onMessage });
    const { socket, closed } = await line(server);
    socket.end(framed('half').subarray(0, 4));
    await closed;
    expect(onMessage).not.toHaveBeenCalled();
  });

  test('an idle line is closed', async () => {
    const { closed } = await line(await start({ idleMs: 30 }));
    await expect(closed).resolves.toBeUndefined();
  });

  test('an idle line is closed though its peer never closes', async () => {
    const server = await start({ idleMs: 30, lingerMs: 30, maxLines: 1 });
    const deaf = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
    open.sockets.push(deaf);
    deaf.on('error', () => undefined);
    await new Promise<void>((resolve) => deaf.once('connect', () => resolve()));
    await vi.waitFor(async () => {
      const target = { host: '127.0.0.1', port: server.port, timeoutMs: 500 };
      expect(text(await sendMllp(target, bytes('next')))).toBe('ACK next');
    });
  });

  test('a frame that drips in without an end is cut off', async () => {
    const server = await start({ idleMs: 60, lingerMs: 20 });
    const { socket, answers, closed } = await line(server);
    socket.on('error', () => undefined);
    socket.write(Buffer.concat([framed('one'), Uint8Array.of(0x0b)]));
    const dripping = setInterval(() => socket.write('x'), 5);
    await closed;
    clearInterval(dripping);
    expect(answers).toEqual(['ACK one']);
  });

  test('noise that ends no frame does not keep a line open', async () => {
    const server = await start({ idleMs: 60, lingerMs: 20 });
    const { socket, answers, closed } = await line(server);
    socket.on('error', () => undefined);
    socket.write(framed('one'));
    const noise = setInterval(() => socket.write('x'), 5);
    await closed;
    clearInterval(noise);
    expect(answers).toEqual(['ACK one']);
  });

  test('one sender cannot take all lines', async () => {
    const server = await start({ maxPeerLines: 2 });
    const first = await line(server);
    await line(server);
    const third = await line(server);
    await third.closed;
    // Another sender's address has lines of its own.
    const other = connect({ host: '127.0.0.1', port: server.port, localAddress: '127.0.0.2' });
    open.sockets.push(other);
    const answer = new Promise<Uint8Array>((resolve) => other.once('data', resolve));
    other.write(framed('other'));
    expect(text(await answer)).toContain('ACK other');
    // A line that ends makes room.
    first.socket.destroy();
    await vi.waitFor(async () => {
      const target = { host: '127.0.0.1', port: server.port, timeoutMs: 500 };
      expect(text(await sendMllp(target, bytes('next')))).toBe('ACK next');
    });
  });

  test('a message in hand outlasts the idle time, and is answered', async () => {
    const server = await start({
      idleMs: 30,
      onMessage: (message) => new Promise((resolve) => setTimeout(() => resolve(message), 120)),
    });
    const { socket, answers } = await line(server);
    socket.write(framed('slow'));
    await vi.waitFor(() => expect(answers).toEqual(['slow']));
  });

  test('closing finishes the message in hand and takes no new line', async () => {
    let settle: (() => void) | undefined;
    const server = await start({
      onMessage: () => new Promise((resolve) => (settle = () => resolve(bytes('AA')))),
    });
    const { socket, answers, closed } = await line(server);
    socket.write(framed('in hand'));
    await vi.waitFor(() => expect(settle).toBeDefined());
    const closing = server.close();
    const refused = sendMllp(
      { host: '127.0.0.1', port: server.port, timeoutMs: 500 },
      bytes('late'),
    );
    await expect(refused).rejects.toMatchObject({ code: 'ONW-MLLP-UNANSWERED' });
    settle?.();
    await closing;
    await closed;
    expect(answers).toEqual(['AA']);
  });

  test('a hundred lines at once', async () => {
    const { port } = await start();
    const target = { host: '127.0.0.1', port, timeoutMs: 5_000 };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => sendMllp(target, bytes(`m${index}`))),
    );
    expect(answers.map(text)).toEqual(Array.from({ length: 100 }, (_, index) => `ACK m${index}`));
  });
});
