import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json } from '../../core/index.ts';
import { firstAt, readJsonPath } from './json-path.ts';
import { readPlace } from './place.ts';

const body = {
  type: 'intake',
  'two words': 1,
  "it's": 2,
  answers: [
    { ref: 'plan', choice: { id: 'basic' } },
    { ref: 'age', n: 42, sure: true },
    { ref: 'plan', choice: { id: 'plus' } },
    { ref: 'none', n: null },
  ],
  by: { first: { n: 1 }, second: { n: 2 } },
};

const at = (text: string, value: Json = body): Json | undefined => readPlace(text)?.in(value);

describe('places of a body', () => {
  test.each<readonly [string, Json | undefined]>([
    ['$.type', 'intake'],
    ['$["type"]', 'intake'],
    ["$['two words']", 1],
    ["$['it\\'s']", 2],
    ['$.answers[1].n', 42],
    ['$.answers[-1].ref', 'none'],
    ['$.answers[9].ref', undefined],
    ['$.answers[*].choice.id', 'basic'],
    ['$.answers.*.n', 42],
    ["$.answers[?(@.ref=='plan')].choice.id", 'basic'],
    ["$.answers[?@.ref == 'age'].n", 42],
    ['$.answers[?@.ref=="age"].n', 42],
    ["$.answers[?@.choice.id=='plus'].ref", 'plan'],
    ["$.answers[?@['choice']['id']=='plus'].ref", 'plan'],
    ['$.answers[?@.sure==true].ref', 'age'],
    ['$.answers[?@.n==42].ref', 'age'],
    ['$.answers[?@.n==null].ref', 'none'],
    ["$.answers[?@.ref=='absent'].n", undefined],
    ['$.by[?@.n==2].n', 2],
    ['$.type.length', undefined],
    ['$.toString', undefined],
    ['/answers/1/n', 42],
  ])('%s', (text, found) => expect(at(text)).toEqual(found));

  test('the whole body', () => expect(at('$', [1])).toEqual([1]));

  test.each([
    '',
    'type',
    '.type',
    '$type',
    '$..type',
    '$.',
    '$.a-b',
    '$[',
    '$[01]',
    '$[1:2]',
    "$['a','b']",
    '$[?@.a]',
    '$[?@.a==1',
    "$[?(@.a=='b']",
    "$[?@.a=='b')]",
    '$[?@.a>1]',
    "$[?match(@.a,'b')]",
    '$[?@==1]',
    '$[?@.a==@.b]',
    `$.${'a'.repeat(512)}`,
  ])('%s is none', (text) => expect(readPlace(text)).toBeUndefined());
});

test('any text gets an answer', () => {
  const parts = ['$', '.', '[', ']', '?', '@', '(', ')', '*', "'", '"', '==', 'a', '0', '-', '\\'];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...parts)).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (written, value) => {
      expect(() => readPlace(`$${written}`)?.in(value as Json)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

test('a name that is quoted leads to its member, and to nothing else', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (name) => {
      const quoted = name.replaceAll(/['\\]/gu, '\\$&');
      const path = readJsonPath(`$['${quoted}']`);
      const value = Object.fromEntries([[name, 'here']]);
      expect(path && firstAt(value, path)).toBe('here');
    }),
  );
});

test('looking costs no more than reading the body', () => {
  // Every item is looked into, and none is found: 17^4 leaves.
  const wide = (depth: number): Json =>
    depth === 0 ? { a: 1 } : Array.from({ length: 17 }, () => wide(depth - 1));
  const before = performance.now();
  expect(at('$[*][*][*][?@.a==2].a', wide(4))).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(1_000);
});
