/**
 * The sending end of MLLP: a line per system that stays open while it is used, with one message on
 * it at a time, each acknowledged before the next.
 */
import type { Socket } from 'node:net';
import type { OnwardCode, Outbound } from '../../core/index.ts';
import { OnwardError } from '../../core/index.ts';
import { FrameReader, frame } from './frames.ts';

/** Where a system listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** A message, and how its answer is told from others. */
export interface Letter {
  readonly bytes: Uint8Array;
  /** How long an answer may take, in milliseconds. */
  readonly withinMs: number;
  /** Whether a message from the other end is the answer to this one. */
  isAnswer(bytes: Uint8Array): boolean;
}

/** What came of a letter. */
export type Answered =
  | { readonly kind: 'answered'; readonly bytes: Uint8Array }
  /** Certainly nothing was sent. */
  | { readonly kind: 'unsent'; readonly code: OnwardCode }
  /** It may have arrived. */
  | { readonly kind: 'lost' };

const connectMs = 15_000;
/** A line that nobody uses is closed: the other end has few of them. */
const idleMs = 15_000;
const mostWaiting = 64;
const maxAnswerBytes = 65_536;

/** Opens a connection to look whether somebody listens, and closes it; a code if nobody does. */
export async function knock(target: Target, out: Outbound): Promise<OnwardCode | undefined> {
  try {
    const socket = await out.connect({ ...target, timeoutMs: connectMs });
    socket.destroy();
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

/** A connection, for as long as it stands. */
interface Connection {
  /** A socket of Node can be left out of what keeps the process alive. */
  readonly socket: Awaited<ReturnType<Outbound['connect']>> &
    Partial<Pick<Socket, 'ref' | 'unref'>>;
  isClosed: boolean;
  /** Told of each message from the other end. */
  heard?: ((bytes: Uint8Array) => void) | undefined;
  /** Told when the connection ends. */
  ended?: (() => void) | undefined;
}

/** A line to one target; it connects when there is something to send, again after each break. */
export class MllpLine {
  private readonly target: Target;
  private connection: Connection | undefined;
  private idle: NodeJS.Timeout | undefined;
  private waiting = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(target: Target) {
    this.target = target;
  }

  /** Sends a letter when its turn comes; never throws. */
  async send(letter: Letter, out: Outbound): Promise<Answered> {
    if (this.waiting >= mostWaiting) return { kind: 'unsent', code: 'ONW-OUT-BUSY' };
    this.waiting++;
    clearTimeout(this.idle);
    const mine = this.turn.then(() => this.exchange(letter, out));
    this.turn = mine;
    const answered = await mine;
    this.waiting--;
    if (this.waiting === 0) this.rest();
    return answered;
  }

  /** A line that waits for nothing keeps no process alive, and is closed after a while. */
  private rest(): void {
    this.connection?.socket.unref?.();
    this.idle = setTimeout(() => this.close(), idleMs).unref();
  }

  /** Ends the connection; the next letter opens another. */
  close(): void {
    clearTimeout(this.idle);
    this.connection?.socket.end();
    this.connection = undefined;
  }

  private async exchange(letter: Letter, out: Outbound): Promise<Answered> {
    let connection: Connection;
    try {
      connection = await this.connect(out);
      // One that stood when it was asked for may have ended since.
      if (connection.isClosed) connection = await this.connect(out);
    } catch (error) {
      return { kind: 'unsent', code: codeOf(error) };
    }
    if (connection.isClosed) return { kind: 'unsent', code: 'ONW-OUT-UNREACHED' };
    const answered = await converse(connection, letter);
    if (answered.kind === 'lost') {
      // What comes late on this line would be about this letter: the next one has its own.
      connection.socket.destroy();
      this.connection = undefined;
    }
    return answered;
  }

  private async connect(out: Outbound): Promise<Connection> {
    if (this.connection !== undefined && !this.connection.isClosed) {
      this.connection.socket.ref?.();
      return this.connection;
    }
    const socket = await out.connect({ ...this.target, timeoutMs: connectMs });
    const connection: Connection = { socket, isClosed: false };
    this.connection = connection;
    void listen(connection);
    return connection;
  }
}

function converse(connection: Connection, letter: Letter): Promise<Answered> {
  return new Promise((resolve) => {
    const finish = (answered: Answered): void => {
      clearTimeout(late);
      connection.heard = undefined;
      connection.ended = undefined;
      resolve(answered);
    };
    const late = setTimeout(() => finish({ kind: 'lost' }), letter.withinMs);
    connection.heard = (bytes) => {
      if (letter.isAnswer(bytes)) finish({ kind: 'answered', bytes });
    };
    connection.ended = () => finish({ kind: 'lost' });
    connection.socket.write(frame(letter.bytes));
  });
}

/** Reads for as long as the connection stands, so that its end is known before the next letter. */
async function listen(connection: Connection): Promise<void> {
  const reader = new FrameReader(maxAnswerBytes);
  try {
    for await (const chunk of connection.socket) {
      for (const each of reader.push(chunk)) {
        // No acknowledgement is so long, and its end cannot be told from the next one's begin.
        if (each.kind === 'too-large') return;
        connection.heard?.(each.bytes);
      }
    }
  } catch {
    // A connection that was reset has ended, as one that was closed.
  } finally {
    connection.isClosed = true;
    connection.socket.destroy();
    connection.ended?.();
  }
}

function codeOf(error: unknown): OnwardCode {
  return error instanceof OnwardError ? error.code : 'ONW-OUT-UNREACHED';
}
