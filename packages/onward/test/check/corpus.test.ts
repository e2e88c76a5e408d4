/** The corpus is what it says it is: sound by construction, and each mutant is one change away. */
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/index.ts';
import { corpus } from './corpus/index.ts';
import { changed, pathOf, valueAt } from './mutation/edit.ts';
import { mutantsOf } from './mutants.ts';

test('there are enough programs, each with a name of its own', () => {
  // Each is compiled where it is written; a problem of any kind throws there.
  expect(corpus.length).toBeGreaterThanOrEqual(28);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  expect(new Set(corpus.map(({ about }) => about)).size).toBe(corpus.length);
});

test('no two programs are the same', () => {
  const written = corpus.map(({ program }) => canonicalJson({ ...program, program: '' }));
  expect(new Set(written).size).toBe(corpus.length);
});

describe.each(corpus)('$name', ({ program }) => {
  const original = canonicalJson(program);
  const mutants = mutantsOf(program);

  test('has mutants, each of them another', () => {
    expect(mutants.length).toBeGreaterThan(10);
    const places = mutants.map(({ operator, where, program: mutant }) => {
      // Infinity is written as null, and a key without a value is not written.
      return `${operator} ${where} ${canonicalJson(mutant)}`;
    });
    expect(new Set(places).size).toBe(places.length);
    expect(canonicalJson(program)).toBe(original);
  });

  test('has mutants that differ from it in one place', () => {
    for (const { where, operator, journey, expected, program: mutant } of mutants) {
      const path = pathOf(where);
      const name = `${operator} ${where}`;
      expect(canonicalJson(mutant), name).not.toBe(original);
      expect(canonicalJson(changed(mutant, path, valueAt(program, path))), name).toBe(original);
      expect(Object.keys(program.journeys), name).toContain(journey);
      expect(expected.length, name).toBeGreaterThan(0);
    }
  });
});
