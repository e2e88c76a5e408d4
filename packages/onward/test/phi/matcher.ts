/**
 * Finds any of some hundred thousand byte patterns in one pass: a rolling hash over six bytes says
 * where one may end, a table says which, and the bytes decide. Letters of ASCII match in either
 * case.
 */
const window = 6;
/** A filter of two megabytes stays in the processor's cache. */
const filterBits = 24;
const slotBits = 21;

export interface Found {
  /** Which pattern, by the order in which they were given. */
  readonly pattern: number;
  /** Where it begins. */
  readonly at: number;
}

const fold = new Uint8Array(256).map((_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Random, and the same each time. */
const mix = new Int32Array(256).map((_, byte) => {
  let value = Math.imul((fold[byte] ?? 0) + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
});

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 48 && byte <= 57;

interface Pattern {
  readonly bytes: Uint8Array;
  /** Where its window ends, from its beginning. */
  readonly end: number;
  /** It is digits alone, and no part of a longer number. */
  readonly digits: boolean;
}

export class Matcher {
  private readonly filter = new Int32Array(1 << (filterBits - 5));
  private readonly patterns: Pattern[];
  /** Patterns of one hash; a slot holds the hash and, from 1, which bucket. */
  private readonly buckets: number[][] = [];
  private readonly hashes = new Int32Array(1 << slotBits);
  private readonly slots = new Int32Array(1 << slotBits);

  /** Patterns of six bytes or more; at most a million. */
  constructor(patterns: readonly Uint8Array[]) {
    this.patterns = patterns.map((raw, number) => this.take(raw, number));
  }

  /** How many patterns there are. */
  get size(): number {
    return this.patterns.length;
  }

  private take(raw: Uint8Array, number: number): Pattern {
    const bytes = raw.map((byte) => fold[byte] ?? 0);
    const last = bytes.length - window;
    // A window that many share, as of `\u0061`, would be met all the time: the rarest is taken.
    const starts = [...new Set([0, last >> 1, last, last >> 2, (last * 3) >> 2])];
    let best = { start: 0, load: Infinity };
    for (const start of starts) {
      const load = this.bucketAt(hashOf(bytes, start))?.length ?? 0;
      if (load < best.load) best = { start, load };
    }
    const hash = hashOf(bytes, best.start);
    const bucket = this.bucketAt(hash);
    if (bucket === undefined) this.place(hash, number);
    else bucket.push(number);
    const index = hash >>> (32 - filterBits);
    this.filter[index >>> 5] = (this.filter[index >>> 5] ?? 0) | (1 << (index & 31));
    const digits = bytes.length < 12 && bytes.every(isDigit);
    return { bytes, end: best.start + window, digits };
  }

  private slotOf(hash: number): number {
    let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - slotBits);
    while (this.slots[slot] !== 0 && this.hashes[slot] !== hash) {
      slot = (slot + 1) & ((1 << slotBits) - 1);
    }
    return slot;
  }

  private bucketAt(hash: number): number[] | undefined {
    return this.buckets[(this.slots[this.slotOf(hash)] ?? 0) - 1];
  }

  private place(hash: number, number: number): void {
    const slot = this.slotOf(hash);
    this.hashes[slot] = hash;
    this.slots[slot] = this.buckets.push([number]);
  }

  /** Every occurrence in the bytes that begins before `until`. */
  find(text: Uint8Array, until = text.length): readonly Found[] {
    const { filter } = this;
    const { length } = text;
    const found: Found[] = [];
    let hash = 0;
    for (let at = 0; at < length; at += 1) {
      hash = (hash << 6) ^ (mix[text[at] ?? 0] ?? 0);
      const index = hash >>> (32 - filterBits);
      if (((filter[index >>> 5] ?? 0) & (1 << (index & 31))) === 0) continue;
      for (const pattern of this.bucketAt(hash) ?? []) {
        const start = this.startOf(pattern, text, at);
        if (start !== undefined && start < until) found.push({ pattern, at: start });
      }
    }
    return found;
  }

  private startOf(number: number, text: Uint8Array, last: number): number | undefined {
    const pattern = this.patterns[number];
    if (pattern === undefined) return undefined;
    const { bytes, end, digits } = pattern;
    const start = last + 1 - end;
    if (start < 0 || start + bytes.length > text.length) return undefined;
    for (let at = 0; at < bytes.length; at += 1) {
      if (fold[text[start + at] ?? 0] !== bytes[at]) return undefined;
    }
    const isPart = isDigit(text[start - 1]) || isDigit(text[start + bytes.length]);
    return digits && isPart ? undefined : start;
  }
}

function hashOf(bytes: Uint8Array, start: number): number {
  let hash = 0;
  for (let at = start; at < start + window; at += 1) {
    hash = (hash << 6) ^ (mix[bytes[at] ?? 0] ?? 0);
  }
  return hash;
}
