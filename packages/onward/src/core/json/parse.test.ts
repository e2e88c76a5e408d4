import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isPointer, parseJson, pointAt, pointerTokens } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (body: Uint8Array | string): string => {
  const result = parseJson(typeof body === 'string' ? bytes(body) : body);
  return result.kind === 'parsed' ? 'parsed' : result.code;
};

describe('hostile bodies are refused by name', () => {
  const attacks: readonly (readonly [string, Uint8Array | string, string])[] = [
    ['nothing', '', 'ONW-JSON-SYNTAX'],
    ['only white space', ' \n', 'ONW-JSON-SYNTAX'],
    ['half an object', '{"a":1', 'ONW-JSON-SYNTAX'],
    ['two values', '{} {}', 'ONW-JSON-SYNTAX'],
    ['a trailing comma', '[1,]', 'ONW-JSON-SYNTAX'],
    ['a comment', '{/*x*/}', 'ONW-JSON-SYNTAX'],
    ['not a number', '[NaN]', 'ONW-JSON-SYNTAX'],
    ['an unclosed string', '"abc', 'ONW-JSON-SYNTAX'],
    ['a string that ends in a backslash', '"abc\\', 'ONW-JSON-SYNTAX'],
    ['a raw control character', '"a\u0001b"', 'ONW-JSON-SYNTAX'],
    ['brackets that do not match', '[}', 'ONW-JSON-SYNTAX'],
    ['depth 65', '['.repeat(65) + ']'.repeat(65), 'ONW-JSON-TOO-DEEP'],
    ['depth 10,000', '['.repeat(10_000) + ']'.repeat(10_000), 'ONW-JSON-TOO-DEEP'],
    ['a million open brackets', '['.repeat(1_000_000), 'ONW-JSON-TOO-DEEP'],
    ['depth 10,000 of objects', '{"a":'.repeat(10_000), 'ONW-JSON-TOO-DEEP'],
    ['a key twice', '{"a":1,"a":2}', 'ONW-JSON-DUPLICATE-KEY'],
    ['a key twice, deep down', '[{"x":{"a":1,"b":2,"a":3}}]', 'ONW-JSON-DUPLICATE-KEY'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}', 'ONW-JSON-DUPLICATE-KEY'],
    ['an empty key twice', '{"":1,"":2}', 'ONW-JSON-DUPLICATE-KEY'],
    ['a numeric key twice', '{"1":1,"1":2}', 'ONW-JSON-DUPLICATE-KEY'],
    ['a duplicate that hides members', '{"a":{"x":1},"a":{"x":1,"y":2}}', 'ONW-JSON-DUPLICATE-KEY'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'ONW-JSON-KEY'],
    ['__proto__, escaped', '{"\\u005f_proto__":1}', 'ONW-JSON-KEY'],
    ['constructor', '[{"constructor":1}]', 'ONW-JSON-KEY'],
    ['prototype', '{"a":{"prototype":1}}', 'ONW-JSON-KEY'],
    ['a NUL in a text', '"a\\u0000b"', 'ONW-JSON-TEXT'],
    ['a NUL in a key', '{"a\\u0000":1}', 'ONW-JSON-TEXT'],
    ['a lone high surrogate', '["\\ud800"]', 'ONW-JSON-TEXT'],
    ['a lone low surrogate in a key', '{"\\udc00":1}', 'ONW-JSON-TEXT'],
    ['2^53', '[9007199254740992]', 'ONW-JSON-NUMBER'],
    ['2^53 + 1', '[9007199254740993]', 'ONW-JSON-NUMBER'],
    ['-(2^53 + 1)', '{"a":-9007199254740993}', 'ONW-JSON-NUMBER'],
    ['a number beyond doubles', '1e400', 'ONW-JSON-NUMBER'],
    ['a large number with an exponent', '1e16', 'ONW-JSON-NUMBER'],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'ONW-JSON-ENCODING'],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'ONW-JSON-ENCODING'],
    ['an overlong slash', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), 'ONW-JSON-ENCODING'],
    ['a cut character', Uint8Array.of(0x22, 0xe2, 0x82), 'ONW-JSON-ENCODING'],
    ['more than 1 MiB', `"${'a'.repeat(1_048_576)}"`, 'ONW-JSON-TOO-LARGE'],
  ];
  test.each(attacks)('%s', (_name, body, code) => {
    expect(codeOf(body)).toBe(code);
  });
});

describe('what is fine is read as it is', () => {
  const fine = [
    '{}',
    '[]',
    'null',
    '0',
    '-0.5e-3',
    '9007199254740991',
    '"\\ud83d\\ude00 \\" \\\\ : { [ ,"',
    '{"a:b":"{\\"c\\":1}","d":["]","}"]}',
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
    '{"hasOwnProperty":1,"toString":2}',
    '['.repeat(64) + ']'.repeat(64),
  ];
  test.each(fine)('%s', (text) => {
    expect(parseJson(bytes(text))).toEqual({ kind: 'parsed', value: JSON.parse(text) });
  });

  test('a byte order mark is skipped', () => {
    expect(parseJson(bytes('\uFEFF{"a":1}'))).toEqual({ kind: 'parsed', value: { a: 1 } });
  });

  test('any JSON value without the forbidden parts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (given) => {
        const text = JSON.stringify(given);
        const result = parseJson(bytes(text));
        const value: unknown = JSON.parse(text);
        const allowed = ['ONW-JSON-NUMBER', 'ONW-JSON-KEY', 'ONW-JSON-TEXT'];
        const refused = result.kind === 'refused' && allowed.includes(result.code);
        expect(refused ? 'refused' : result).toEqual(
          refused ? 'refused' : { kind: 'parsed', value },
        );
      }),
    );
  });
});

test('any bytes get a result, agree with JSON.parse, and are never quoted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const result = parseJson(bytes(text));
      let reference: unknown;
      try {
        reference = { kind: 'parsed', value: JSON.parse(new TextDecoder().decode(bytes(text))) };
      } catch {
        reference = undefined;
      }
      // What we read, the engine reads alike; what it does not read, we refuse.
      expect(result.kind === 'parsed' ? result : undefined).toEqual(
        result.kind === 'parsed' ? reference : undefined,
      );
    }),
    { numRuns: 2_000 },
  );
  const canary = parseJson(bytes('{"ssn-078-05-1120": Eleanor}'));
  expect(JSON.stringify(canary)).not.toMatch(/078|Eleanor/u);
});

test('the time grows with the length and no faster', () => {
  const hard = [
    '\\'.repeat(1_000_000),
    `"${'\\"'.repeat(500_000)}"`,
    `["${'\\\\'.repeat(500_000)}"]`,
    `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
    '"'.repeat(1_000_000),
  ];
  for (const text of hard) {
    const before = performance.now();
    parseJson(bytes(text));
    expect(performance.now() - before).toBeLessThan(1_000);
  }
});

test('pointers follow own members and whole indices only', () => {
  const body = { a: { 'b/c': [10, { '~': 'x' }] } };
  const at = (pointer: string) => pointAt(body, pointerTokens(pointer));
  expect(at('/a/b~1c/0')).toBe(10);
  expect(at('/a/b~1c/1/~0')).toBe('x');
  expect(at('/a/b~1c/00')).toBeUndefined();
  expect(at('/a/b~1c/length')).toBeUndefined();
  expect(at('/toString')).toBeUndefined();
  expect(at('/a/missing/deeper')).toBeUndefined();
  expect([isPointer('/a'), isPointer('/a~1b'), isPointer(''), isPointer('a'), isPointer('/a~2')]) //
    .toEqual([true, true, false, false, false]);
});
