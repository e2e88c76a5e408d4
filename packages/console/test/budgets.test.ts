/** What a browser must load before the first screen stands, and for the map. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { buildConsole } from '../../../scripts/console.ts';

const built = new URL('../../onward/console/', import.meta.url);
const kB = 1_000;

beforeAll(() => buildConsole(), 60_000);

function packed(name: string): number {
  return gzipSync(readFileSync(new URL(`assets/${name}`, built))).byteLength;
}

/** A part and all that it imports, each once. */
function withImports(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(new URL(`assets/${name}`, built), 'utf8');
  for (const [, other = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/gu)) {
    withImports(other, seen);
  }
  return seen;
}

function partOf(word: string): string {
  const names = readdirSync(new URL('assets/', built));
  return names.find((name) => name.startsWith(`${word}-`) && name.endsWith('.js')) ?? '';
}

const sizeOf = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + packed(name), 0);

test.each(['today', 'queue', 'journey'])('%s needs at most 300 kB of JavaScript', (screen) => {
  const entry = /src="\/assets\/([^"]+)"/u.exec(readFileSync(new URL('index.html', built), 'utf8'));
  const all = new Set([...withImports(entry?.[1] ?? ''), ...withImports(partOf(screen))]);
  expect(all.size).toBeGreaterThan(3);
  expect(sizeOf(all)).toBeLessThan(300 * kB);
});

test('the map is a part of its own, of at most 90 kB', () => {
  const first = withImports(partOf('flow'));
  expect([...first].some((name) => name.startsWith('map-'))).toBe(false);
  expect(packed(partOf('map'))).toBeLessThan(90 * kB);
});

test('what is served is built for use, whoever built it', () => {
  const names = readdirSync(new URL('assets/', built));
  expect(names.filter((name) => name.startsWith('jsx-dev'))).toEqual([]);
});
