/** The scanner itself: what is hidden anywhere, in any way of writing, is found; noise is not. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canariesOf, leastWeight, weight } from './canaries.ts';
import type { Canary } from './canaries.ts';
import { encodings, written } from './encodings.ts';
import { kinds, people } from './people.ts';
import { Scanner } from './scanner.ts';

const canaries = people.flatMap(canariesOf);
const few = canaries.filter((_, index) => index % 11 === 0);
const scanner = new Scanner(few);

/** Whether a scan of the bytes finds something of this kind. */
function finds(bytes: Uint8Array, kind: string): boolean {
  const before = scanner.hits.length;
  scanner.scan(bytes, `try ${Math.random()}`);
  return scanner.hits.slice(before).some((hit) => hit.kind === kind);
}

/** By its number: what fails is told, and no test tells a value. */
const canary = fc.nat({ max: few.length - 1 });
const none: Canary = { person: '', kind: 'name', value: '' };
const of = (number: number): Canary => few[number] ?? none;
const noise = fc.nat({ max: 3_000 }).map((length) => randomBytes(length));

describe('people', () => {
  test('fifty, and each has something of every kind to look for', () => {
    expect(people).toHaveLength(50);
    for (const each of people) {
      const had = new Set(canariesOf(each).map(({ kind }) => kind));
      expect([...kinds].filter((kind) => !had.has(kind))).toEqual([]);
    }
  });

  test('nothing is looked for that could be anything', () => {
    const light = canaries.filter(({ value }) => weight(value) < leastWeight);
    expect(light.map(({ person, kind }) => `${person} ${kind}`)).toEqual([]);
  });

  test('no two share a value', () => {
    const owners = Map.groupBy(canaries, ({ value }) => value);
    const shared = [...owners.values()].filter(
      (each) => new Set(each.map(({ person }) => person)).size > 1,
    );
    expect(shared.map((each) => each[0]?.kind)).toEqual([]);
  });
});

describe('the scanner', () => {
  test('knows fifteen ways of writing and more', () => {
    const known = new Set(few.flatMap(({ value }) => [...written(value)].map(first)));
    expect(encodings.length).toBeGreaterThanOrEqual(15);
    // Base64url differs from base64, and NFC from what is given, for some values alone.
    expect(encodings.filter((each) => !known.has(each))).toEqual([]);
  });

  test('finds a value hidden anywhere in noise, in any way of writing', () => {
    fc.assert(
      fc.property(canary, fc.tuple(noise, noise), fc.nat(), (number, [before, after], which) => {
        const hidden = of(number);
        const ways = [...written(hidden.value)];
        const way = ways[which % ways.length];
        if (way === undefined) return false;
        const shut = (bytes: Uint8Array): Buffer =>
          // What is digits alone must stand by itself.
          Buffer.concat([Buffer.of(0x7c), bytes, Buffer.of(0x7c)]);
        const bytes = Buffer.concat([before, shut(way.bytes), after]);
        return finds(bytes, hidden.kind);
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds it in letters of the other case, and cut after 128 bytes', () => {
    fc.assert(
      fc.property(canary, fc.infiniteStream(fc.boolean()), (number, upper) => {
        const { value, kind } = of(number);
        const bytes = Buffer.from(value).map((byte) => {
          const isLetter = (byte | 32) >= 97 && (byte | 32) <= 122;
          return isLetter && upper.next().value ? byte ^ 32 : byte;
        });
        return finds(Buffer.concat([Buffer.of(32), bytes]).subarray(0, 129), kind);
      }),
    );
  });

  test('finds it in what is compressed, three deep, cut or followed by something else', () => {
    fc.assert(
      fc.property(canary, noise, fc.nat({ max: 2 }), (number, around, how) => {
        const hidden = of(number);
        const plain = Buffer.concat([Buffer.from(`|${hidden.value}|`), around]);
        const packed = [
          gzipSync(plain),
          deflateSync(plain),
          Buffer.from(gzipSync(plain).toString('base64')),
        ];
        const inner = packed[how] ?? plain;
        const deep = gzipSync(Buffer.concat([randomBytes(10), deflateSync(inner)]));
        const cut = deep.subarray(0, deep.length - 6);
        return [inner, deep, cut].every((bytes) =>
          finds(Buffer.concat([around, bytes, around]), hidden.kind),
        );
      }),
    );
  });

  test.each([100, 16_777_216, 17_000_000, 40_000_000])(
    'finds it across the pieces of a file of %i bytes, once',
    async (size) => {
      const folder = await mkdtemp(join(tmpdir(), 'onward-scan-'));
      const text = Buffer.from(`|${few[3]?.value}|`);
      const bytes = Buffer.alloc(size, 0x2e);
      const seams = [5, 16_777_216 - 4, 2 * 16_777_216 + 3, size - text.length];
      const places = seams.filter((at) => at + text.length <= size);
      for (const at of places) text.copy(bytes, at);
      await writeFile(join(folder, 'file'), bytes);
      const own = new Scanner(few);
      expect(await own.folder(folder, 'folder')).toBe(1);
      await rm(folder, { recursive: true, force: true });
      const at = own.hits.filter(({ encoding }) => encoding === 'as it is').map((hit) => hit.at);
      expect(at).toEqual(places.map((place) => place + 1));
    },
  );

  test('finds nothing where there is nothing', () => {
    const own = new Scanner(canaries);
    own.scan(randomBytes(4_000_000), 'noise');
    own.scan(Buffer.from(randomBytes(1_000_000).toString('hex')), 'digits');
    own.scan(Buffer.from(randomBytes(1_000_000).toString('base64')), 'letters');
    own.scan(Buffer.from(randomBytes(500_000).join('')), 'numbers');
    expect(own.hits).toEqual([]);
  });
});

function first({ encoding }: { readonly encoding: string }): string {
  return encoding;
}
