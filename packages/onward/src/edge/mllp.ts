/** The HL7 line: an MLLP server that answers each message only once it is safe, and in order. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { FrameReader, frame } from './mllp-frames.ts';

export interface MllpOptions {
  readonly port: number;
  /** Address to listen on; all of them unless told. */
  readonly host?: string;
  /** 1 MiB unless told. */
  readonly maxBytes?: number;
  /**
   * A line without traffic, or whose traffic ends no frame, for so long is closed; five minutes
   * unless told.
   */
  readonly idleMs?: number;
  /** How long a peer may take to close its half once we closed ours; five seconds unless told. */
  readonly lingerMs?: number;
  /** Lines open at once; 256 unless told. */
  readonly maxLines?: number;
  /** Of them, lines from one address; 128 unless told. */
  readonly maxPeerLines?: number;
  /** Takes one message; its acknowledgement is sent as the promise resolves. */
  onMessage(bytes: Uint8Array): Promise<Uint8Array>;
  /** The acknowledgement of a message that is too large, of which only the beginning was read. */
  onTooLarge(start: Uint8Array): Uint8Array;
}

export interface MllpServer {
  readonly port: number;
  /**
   * Takes no new lines, finishes the messages in hand, then closes; after `withinMs` at the latest.
   */
  close(withinMs?: number): Promise<void>;
}

interface Line {
  readonly socket: Socket;
  /** Runs out when what arrives ends no frame. */
  unfinished?: NodeJS.Timeout;
  /** Messages are being answered, and nothing is read meanwhile. */
  busy: boolean;
  /** Resolves when the messages read so far are answered. */
  work: Promise<void>;
  /** Nothing more is taken: what still arrives is not acknowledged, so its sender keeps it. */
  closing: boolean;
}

/** Listens; resolves once the port is open. */
export async function startMllp(options: MllpOptions): Promise<MllpServer> {
  const lines = new Set<Line>();
  const { maxPeerLines = 128 } = options;
  const server = createServer((socket) => {
    // One sender cannot take all lines from the others.
    const peer = socket.remoteAddress;
    const others = [...lines].filter((each) => each.socket.remoteAddress === peer);
    if (others.length >= maxPeerLines) {
      socket.destroy();
      return;
    }
    const line: Line = { socket, busy: false, work: Promise.resolve(), closing: false };
    lines.add(line);
    socket.on('close', () => {
      lines.delete(line);
      clearTimeout(line.unfinished);
    });
    serve(line, options);
  });
  server.maxConnections = options.maxLines ?? 256;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: (withinMs = 30_000) => closeAll(server, lines, withinMs) };
}

async function closeAll(
  server: ReturnType<typeof createServer>,
  lines: ReadonlySet<Line>,
  withinMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const finished = [...lines].map(async (line) => {
    line.closing = true;
    await line.work;
    line.socket.end();
  });
  const late = setTimeout(() => {
    for (const { socket } of lines) socket.destroy();
  }, withinMs);
  await Promise.all(finished);
  // A peer that does not close its half is not waited for.
  for (const { socket } of lines) socket.destroySoon();
  await closed;
  clearTimeout(late);
}

function serve(line: Line, options: MllpOptions): void {
  const { socket } = line;
  const reader = new FrameReader(options.maxBytes ?? 1_048_576);
  socket.setNoDelay(true);
  const idleMs = options.idleMs ?? 300_000;
  // A message in hand is ours to finish; its answer counts as traffic.
  socket.setTimeout(idleMs, () => {
    if (!line.busy) hangUp(line, options);
  });
  const watch = (): void => {
    if (line.closing) return;
    line.unfinished ??= setTimeout(() => hangUp(line, options), idleMs).unref();
  };
  // A reset line is the peer's affair: what was not acknowledged, it sends again.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    if (line.closing) return;
    const frames = reader.push(chunk);
    if (frames.length === 0) return watch();
    clearTimeout(line.unfinished);
    delete line.unfinished;
    // Nothing more is read until these are answered, so a fast sender fills its own buffers.
    socket.pause();
    line.busy = true;
    line.work = answerAll(line, frames, options).then(() => {
      line.busy = false;
      socket.resume();
      if (reader.unfinished) watch();
    });
  });
}

/** Closes our half and takes nothing more; a peer that does not close its own is cut off. */
function hangUp(line: Line, { lingerMs = 5_000 }: MllpOptions, last?: Uint8Array): void {
  const { socket } = line;
  line.closing = true;
  if (last === undefined) socket.end();
  else socket.end(last);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

async function answerAll(
  line: Line,
  frames: ReturnType<FrameReader['push']>,
  options: MllpOptions,
): Promise<void> {
  const { socket } = line;
  for (const each of frames) {
    if (each.kind === 'too-large') {
      hangUp(line, options, frame(options.onTooLarge(each.start)));
      return;
    }
    try {
      const answer = await options.onMessage(each.bytes);
      if (socket.writable) socket.write(frame(answer));
    } catch {
      // No answer is the one safe answer to a failure: the sender keeps the message.
      socket.destroy();
      return;
    }
  }
}
