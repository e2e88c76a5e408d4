/**
 * MLLP framing: 0x0B, the message, 0x1C 0x0D; whatever stands between frames is noise, and so is a
 * frame that another one begins within: its sender broke it off.
 */

const startByte = 0x0b;
const endByte = 0x1c;
const carriageReturn = 0x0d;

/**
 * A frame's content; `too-large` ends the line, since its rest cannot be told from the next frame.
 */
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large'; readonly start: Uint8Array };

/** How much of an oversized message is kept, to answer its header. */
const headerBytes = 4096;

const firstBytes = 4096;

/**
 * Collects frames from chunks as the network cuts them; memory stays within the largest message.
 */
export class FrameReader {
  private readonly maxBytes: number;
  private buffer = new Uint8Array(firstBytes);
  private length = 0;
  private inFrame = false;
  /** The last byte of the chunk before was an end block, its carriage return yet to come. */
  private ending = false;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** A frame has begun whose end has not come. */
  get unfinished(): boolean {
    return this.inFrame;
  }

  /** The frames that this chunk completes, in order. */
  push(chunk: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (!this.inFrame) {
        const start = chunk.indexOf(startByte, at);
        if (start < 0) break;
        this.inFrame = true;
        at = start + 1;
        continue;
      }
      if (this.ending) {
        this.ending = false;
        if (chunk[at] === carriageReturn) {
          frames.push({ kind: 'message', bytes: this.take() });
          at++;
          continue;
        }
        this.keep(Uint8Array.of(endByte));
      }
      const stop = stopIn(chunk, at);
      this.keep(chunk.subarray(at, stop));
      if (this.length > this.maxBytes) {
        frames.push({ kind: 'too-large', start: this.take().subarray(0, headerBytes) });
        break;
      }
      if (chunk[stop] === startByte) this.length = 0;
      else this.ending = stop < chunk.length;
      at = stop + 1;
    }
    return frames;
  }

  private keep(bytes: Uint8Array): void {
    // One byte beyond the limit tells that it is passed; the rest need not be kept.
    const kept = bytes.subarray(0, this.maxBytes + 1 - this.length);
    const needed = this.length + kept.length;
    if (needed > this.buffer.length) {
      // One buffer that doubles: a message sent byte by byte costs no more than one sent whole.
      const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(kept, this.length);
    this.length = needed;
  }

  private take(): Uint8Array {
    const bytes = this.buffer.slice(0, this.length);
    if (this.buffer.length > firstBytes) this.buffer = new Uint8Array(firstBytes);
    this.length = 0;
    this.inFrame = false;
    return bytes;
  }
}

/** Where the next start or end block stands; the chunk's length when it has neither. */
function stopIn(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && chunk[at] !== startByte && chunk[at] !== endByte) at++;
  return at;
}

/** A message in its frame. */
export function frame(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(startByte), bytes, Uint8Array.of(endByte, carriageReturn)]);
}
