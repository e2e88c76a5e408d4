/** The feed of commits for live views, kept a while so that one that comes back misses nothing. */
import type { Clock } from '../core/index.ts';
import type { Committed } from '../runtime/index.ts';
import { HttpError } from './failure.ts';
import type { ApiLimits } from './ports.ts';

export interface ChangeFeed {
  push(committed: Committed): void;
  /**
   * Bytes of `text/event-stream`, from behind the last id seen.
   *
   * @throws {HttpError} 503 when too many are open.
   */
  open(lastId: string | null, signal: AbortSignal): ReadableStream<Uint8Array>;
  /** Ends every stream, so that a server can stop. */
  close(): void;
}

interface Kept {
  readonly number: number;
  readonly text: string;
}

/** Chunks a slow reader may lag behind before it is let go, to come back with its last id. */
const mostWaiting = 500;

export function changeFeed(
  clock: Clock,
  limits: Pick<ApiLimits, 'streams' | 'kept' | 'beatMs'>,
): ChangeFeed {
  const feed = new Feed(clock.now().toString(36), limits);
  return {
    push: (committed) => feed.push(committed),
    open: (lastId, signal) => feed.open(lastId, signal),
    close: () => feed.close(),
  };
}

class Feed {
  /** Numbers begin again with each process; the epoch tells them apart. */
  private readonly epoch: string;
  private readonly limits: Pick<ApiLimits, 'streams' | 'kept' | 'beatMs'>;
  private readonly readers = new Set<Reader>();
  private readonly beat: NodeJS.Timeout;
  private kept: Kept[] = [];
  private last = 0;

  constructor(epoch: string, limits: Pick<ApiLimits, 'streams' | 'kept' | 'beatMs'>) {
    this.epoch = epoch;
    this.limits = limits;
    this.beat = setInterval(() => this.send(': beat\n\n'), limits.beatMs);
    this.beat.unref();
  }

  push({ journeys, at }: Committed): void {
    const number = ++this.last;
    const data = JSON.stringify({ journeys, at: new Date(at).toISOString() });
    const text = this.frame(number, 'commit', data);
    this.kept.push({ number, text });
    // Cut in strides: moving the array at each commit would cost more than the memory it saves.
    if (this.kept.length >= 2 * this.limits.kept) this.kept = this.kept.slice(-this.limits.kept);
    this.send(text);
  }

  open(lastId: string | null, signal: AbortSignal): ReadableStream<Uint8Array> {
    if (this.readers.size >= this.limits.streams) {
      const message = 'Too many live views are open; close one or try again later.';
      throw new HttpError(503, 'ONW-STREAMS-FULL', { message, headers: { 'retry-after': '5' } });
    }
    const reader = new Reader();
    this.readers.add(reader);
    const stream = reader.start(() => this.readers.delete(reader));
    signal.addEventListener('abort', () => reader.end(), { once: true });
    reader.send(`retry: 2000\n\n${this.missed(lastId)}`);
    return stream;
  }

  close(): void {
    clearInterval(this.beat);
    for (const reader of [...this.readers]) reader.end();
  }

  private send(text: string): void {
    for (const reader of [...this.readers]) reader.send(text);
  }

  /** What came after the id; `reset` tells a view to read all again, `ready` begins a new one. */
  private missed(lastId: string | null): string {
    if (lastId === null || lastId === '') return this.frame(this.last, 'ready', '{}');
    const seen = this.numberOf(lastId);
    const first = this.kept[0]?.number ?? this.last + 1;
    if (seen === undefined || seen < first - 1) return this.frame(this.last, 'reset', '{}');
    return this.kept
      .filter(({ number }) => number > seen)
      .map(({ text }) => text)
      .join('');
  }

  private numberOf(id: string): number | undefined {
    const [epoch, digits, ...rest] = id.split('-');
    if (epoch !== this.epoch || rest.length > 0 || !/^\d{1,15}$/u.test(digits ?? ''))
      return undefined;
    const number = Number(digits);
    return number <= this.last ? number : undefined;
  }

  private frame(number: number, event: string, data: string): string {
    return `id: ${this.epoch}-${number}\nevent: ${event}\ndata: ${data}\n\n`;
  }
}

const encoder = new TextEncoder();

/** One connected view. */
class Reader {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private left: () => void = () => undefined;

  start(left: () => void): ReadableStream<Uint8Array> {
    this.left = left;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        cancel: () => this.gone(),
      },
      { highWaterMark: mostWaiting },
    );
  }

  send(text: string): void {
    if (this.controller === undefined) return;
    if ((this.controller.desiredSize ?? 0) <= 0) this.end();
    else this.controller.enqueue(encoder.encode(text));
  }

  end(): void {
    const { controller } = this;
    this.gone();
    controller?.close();
  }

  private gone(): void {
    this.controller = undefined;
    this.left();
  }
}
