/** Looks for people in bytes: files of any size, streams that were kept, memory. */
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { constants, inflateRawSync, inflateSync, unzipSync } from 'node:zlib';
import type { Canary } from './canaries.ts';
import { written } from './encodings.ts';
import { Matcher } from './matcher.ts';

/** What was found, and nothing of the value itself. */
export interface Hit {
  readonly person: string;
  readonly kind: string;
  readonly encoding: string;
  readonly place: string;
  readonly at: number;
}

const chunkBytes = 16_777_216;
/** A pattern, or the beginning of something compressed, may lie across two chunks. */
const overlapBytes = 1_048_576;
const inflatedBytes = 33_554_432;
const deepest = 3;
/** Of one canary in one encoding and place, more tell nothing more. */
const mostHits = 200;

interface Meaning {
  readonly canary: Canary;
  readonly encoding: string;
}

/** One scanner for many places: making it takes seconds, for some hundred thousand patterns. */
export class Scanner {
  /** What was found so far. */
  readonly hits: Hit[] = [];
  /** Bytes looked through, with what was inflated. */
  bytes = 0;
  private readonly matcher: Matcher;
  private readonly meanings: Meaning[] = [];
  private readonly seen = new Set<string>();

  constructor(canaries: readonly Canary[]) {
    const known = new Set<string>();
    const patterns: Uint8Array[] = [];
    for (const canary of canaries) {
      for (const { encoding, bytes } of written(canary.value)) {
        const key = bytes.toString('latin1').toLowerCase();
        if (known.has(key)) continue;
        known.add(key);
        patterns.push(bytes);
        this.meanings.push({ canary, encoding });
      }
    }
    this.matcher = new Matcher(patterns);
  }

  get patterns(): number {
    return this.matcher.size;
  }

  /** Bytes at hand. */
  scan(bytes: Uint8Array, place: string): void {
    this.look(bytes, { place, from: 0, until: bytes.length, depth: 0 });
  }

  /** A file, piece by piece. */
  async file(path: string, place: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, chunkBytes + overlapBytes));
      for (let from = 0; from < size; from += chunkBytes) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
        const isLast = from + bytesRead >= size || bytesRead < buffer.length;
        const until = isLast ? bytesRead : chunkBytes;
        this.look(buffer.subarray(0, bytesRead), { place, from, until, depth: 0 });
        if (isLast) return;
      }
    } finally {
      await file.close();
    }
  }

  /** Every file under a folder, and the names of the files. */
  async folder(path: string, place: string): Promise<number> {
    let files = 0;
    for (const name of await readdir(path, { recursive: true })) {
      this.scan(Buffer.from(name), `${place}: a name of a file`);
      const each = join(path, name);
      // A running database takes files away.
      const found = await stat(each).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      await this.file(each, `${place}/${relative(path, each)}`).catch(gone);
      files += 1;
    }
    return files;
  }

  private look(bytes: Uint8Array, where: Where): void {
    const { place, from, until, depth } = where;
    this.bytes += until;
    for (const { pattern, at } of this.matcher.find(bytes, until)) {
      const meaning = this.meanings[pattern];
      if (meaning === undefined) continue;
      const { canary, encoding } = meaning;
      const key = `${canary.person}/${canary.kind}/${encoding}/${place}/${from + at}`;
      if (this.seen.has(key) || this.hits.length >= mostHits * 100) continue;
      this.seen.add(key);
      const { person, kind } = canary;
      this.hits.push({ person, kind, encoding, place, at: from + at });
    }
    if (depth < deepest) this.lookInside(bytes, where);
  }

  private lookInside(bytes: Uint8Array, { place, from, until, depth }: Where): void {
    for (const { at, inflate, name } of packed(bytes, until)) {
      const end = Math.min(bytes.length, at + chunkBytes);
      const inside = inflate(bytes.subarray(at, end));
      if (inside === undefined || inside.length < leastInflated) continue;
      const deeper = `${place} (${name} at ${from + at})`;
      this.look(inside, { place: deeper, from: 0, until: inside.length, depth: depth + 1 });
    }
  }
}

interface Where {
  readonly place: string;
  readonly from: number;
  readonly until: number;
  readonly depth: number;
}

interface Packed {
  readonly at: number;
  readonly name: string;
  readonly inflate: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** Less holds nothing that is looked for. */
const shortestPacked = 11;
/** Fewer bytes than a canary has hold none. */
const leastInflated = 6;

/** Where something compressed may begin: gzip, zlib, a zip's member, gzip in base64. */
function* packed(bytes: Uint8Array, until: number): Generator<Packed> {
  const last = Math.min(until, bytes.length - 4);
  for (let at = 0; at < last; at += 1) {
    const first = bytes[at] ?? 0;
    if (first !== 0x1f && first !== 0x78 && first !== 0x50 && first !== 0x48) continue;
    const second = bytes[at + 1] ?? 0;
    if (first === 0x1f && second === 0x8b && bytes[at + 2] === 8) {
      yield { at, name: 'gzip', inflate: attempt(unzipSync) };
    } else if (first === 0x78 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0) {
      yield { at, name: 'zlib', inflate: attempt(inflateSync) };
    } else if (first === 0x50 && isZip(bytes, at)) {
      const skip = 30 + (bytes[at + 26] ?? 0) + 256 * (bytes[at + 27] ?? 0);
      const more = (bytes[at + 28] ?? 0) + 256 * (bytes[at + 29] ?? 0);
      yield { at: at + skip + more, name: 'zip', inflate: attempt(inflateRawSync) };
    } else if (first === 0x48 && second === 0x34 && bytes[at + 2] === 0x73) {
      yield { at, name: 'gzip in base64', inflate: ofBase64 };
    }
  }
}

function isZip(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x4b && bytes[at + 2] === 3 && bytes[at + 3] === 4;
}

type Inflate = typeof inflateSync;

/**
 * As much as can be inflated: what is cut, or followed by something else, gives what comes before.
 */
function attempt(inflate: Inflate): Packed['inflate'] {
  const upTo = (bytes: Uint8Array, length: number): Uint8Array | undefined => {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: inflatedBytes };
    try {
      return inflate(bytes.subarray(0, length), options);
    } catch {
      return undefined;
    }
  };
  return (bytes) => {
    // Most of what looks like a beginning is none, which shows after a few bytes.
    let good = Math.min(bytes.length, shortestPacked);
    let best = upTo(bytes, good);
    let bad = bytes.length + 1;
    while (best !== undefined && bad - good > 1) {
      const isOpen = bad > bytes.length;
      const length = isOpen ? Math.min(good * 2, bytes.length) : good + ((bad - good) >> 1);
      const longer = upTo(bytes, length);
      if (longer === undefined) bad = length;
      else [good, best] = [length, longer];
    }
    return best;
  };
}

function ofBase64(bytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(bytes.subarray(0, overlapBytes)).toString('latin1');
  const [run = ''] = /^[A-Za-z0-9+/_-]+/.exec(text) ?? [];
  return attempt(unzipSync)(Buffer.from(run, 'base64'));
}

function gone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'EACCES') throw error;
}

/** Hits as lines that name kinds and places only, each once. */
export function tell(hits: readonly Hit[]): readonly string[] {
  const lines = hits.map(({ kind, encoding, place }) => `${kind} · ${encoding} · ${place}`);
  return [...new Set(lines)].slice(0, mostHits);
}
