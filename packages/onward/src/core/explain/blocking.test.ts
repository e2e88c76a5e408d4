/** The law of what blocks: a smallest set of conditions, each of which is needed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockingOf, holdsWith } from './blocking.ts';
import type { Condition, Formula } from './blocking.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** Formulas over five conditions that come again and again, each as it happens to stand. */
const formulas = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }).chain((standing) => {
  const conditions = keys.map((key, at): Condition => {
    return { key, holds: standing[at] ?? false, words: key, otherwise: `not ${key}` };
  });
  const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc
        .constantFrom(...conditions)
        .map((condition): Formula => ({ kind: 'condition', condition })),
      tie('formula').map((of): Formula => ({ kind: 'not', of })),
      fc
        .tuple(
          fc.constantFrom('all' as const, 'any' as const),
          fc.array(tie('formula'), { maxLength: 4 }),
        )
        .map(([kind, of]): Formula => ({ kind, of })),
    ),
  }));
  return formula;
});

const subsets = Array.from({ length: 2 ** keys.length }, (_, bits) => {
  return new Set(keys.filter((_key, at) => (bits & (2 ** at)) !== 0));
});

test('with all of them it holds, with one less it does not, and no smaller set would do', () => {
  fc.assert(
    fc.property(formulas, (formula) => {
      const sizes = subsets.filter((set) => holdsWith(formula, set)).map(({ size }) => size);
      const blocking = blockingOf(formula);
      if (sizes.length === 0) {
        expect(blocking).toBeUndefined();
        return;
      }
      const needed = blocking?.keys ?? [];
      expect(needed).toHaveLength(Math.min(...sizes));
      expect(holdsWith(formula, new Set(needed))).toBe(true);
      for (const key of needed) {
        expect(holdsWith(formula, new Set(needed.filter((each) => each !== key)))).toBe(false);
      }
      expect(blocking?.unmet).toHaveLength(needed.length);
      if (holdsWith(formula)) expect(blocking?.unmet).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('what is met already is told beside what is not', () => {
  const is = (key: string, holds: boolean): Formula => {
    return { kind: 'condition', condition: { key, holds, words: key, otherwise: `not ${key}` } };
  };
  const any: Formula = { kind: 'any', of: [is('c', false), is('d', true)] };
  const formula: Formula = {
    kind: 'all',
    of: [is('a', true), { kind: 'not', of: is('b', true) }, any],
  };
  expect(blockingOf(formula)).toEqual({ met: ['a', 'd'], unmet: ['not b'], keys: ['b'] });
});
