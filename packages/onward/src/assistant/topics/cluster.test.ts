import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topicsOf, trendOf, type TopicItem } from './cluster.ts';

const nowMs = Date.UTC(2026, 10, 20);
const dayMs = 24 * 3_600_000;
const window = { nowMs, weeks: 4 };
let count = 0;
const item = (daysAgo: number, intent: string, ...concepts: readonly string[]): TopicItem => {
  count += 1;
  const id = `m-${String(count).padStart(4, '0')}`;
  return { id, atMs: nowMs - daysAgo * dayMs, intent, concepts, level: 'routine' };
};

describe('topics', () => {
  test('what shares its codes is one topic, and can be followed to its messages', () => {
    const items = [
      item(1, 'symptom', 'rash', 'fever'),
      item(2, 'symptom', 'rash', 'fever'),
      item(9, 'symptom', 'rash', 'fever', 'cough'),
      item(3, 'billing'),
      item(40, 'billing'),
    ];
    const topics = topicsOf(items, window);
    expect(topics.map(({ name, total }) => [name, total])).toEqual([
      ['symptom · fever · rash', 3],
      ['billing', 1],
    ]);
    expect(topics[0]?.weeks.map(({ count: each }) => each)).toEqual([0, 0, 1, 2]);
    expect(topics[0]?.ids).toEqual(items.slice(0, 3).map(({ id }) => id));
  });

  test('the order in which messages come makes no difference, and none is lost', () => {
    const some = fc.array(
      fc.record({
        id: fc.uuid(),
        atMs: fc.integer({ min: nowMs - 27 * dayMs, max: nowMs }),
        intent: fc.constantFrom('book', 'refill', 'symptom'),
        concepts: fc.subarray(['rash', 'fever', 'cough', 'fall']),
        level: fc.constant('soon'),
      }),
      { maxLength: 40 },
    );
    const property = fc.property(some, (items) => {
      const topics = topicsOf(items, window);
      expect(topicsOf(items.toReversed(), window)).toEqual(topics);
      expect(topics.reduce((sum, { total }) => sum + total, 0)).toBe(items.length);
      expect(topics.flatMap(({ ids }) => ids).toSorted()).toEqual(
        items.map(({ id }) => id).toSorted(),
      );
    });
    fc.assert(property, { numRuns: 100 });
  });

  test.each([
    [[2, 3, 2, 3], 'steady'],
    [[0, 1, 6, 5], 'rising'],
    [[9, 8, 1, 1], 'falling'],
    [[0, 0, 1], 'steady'],
    [[7], 'steady'],
    [[], 'steady'],
  ] as const)('a trend is more than chance: %j is %s', (counts, trend) => {
    expect(trendOf(counts)).toBe(trend);
  });
});
