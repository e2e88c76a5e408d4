import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAtLeast, levels } from '../urgency/level.ts';
import { objectionsTo, type IntentPair, type UrgencyPair } from './gate.ts';

const pair = (meant: UrgencyPair['meant'], before: UrgencyPair['meant'], after = before) => ({
  id: 'a',
  meant,
  before,
  after,
});
const level = fc.constantFrom(...levels);

describe('the gate', () => {
  test('an urgent item that falls is an objection, and a signed one is not', () => {
    const urgency: readonly UrgencyPair[] = [pair('emergency', 'emergency', 'review-now')];
    const fell = { kind: 'urgent-fell', id: 'a', before: 'emergency', after: 'review-now' };
    expect(objectionsTo({ urgency, intents: [] })).toEqual([fell]);
    expect(objectionsTo({ urgency, intents: [] }, new Set(['b']))).toEqual([fell]);
    expect(objectionsTo({ urgency, intents: [] }, new Set(['a']))).toEqual([]);
  });

  test('no version passes under which any urgent item is less urgent', () => {
    const items = fc.array(
      fc.record({ id: fc.uuid(), meant: level, before: level, after: level }),
      { minLength: 1, maxLength: 20 },
    );
    const property = fc.property(items, (urgency) => {
      const passes = objectionsTo({ urgency, intents: [] }).length === 0;
      const fallen = urgency.some(
        ({ meant, before, after }) => isAtLeast(meant, 'review-now') && !isAtLeast(after, before),
      );
      expect(passes && fallen).toBe(false);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('intents may be right in other places, not in fewer', () => {
    const one = (id: string, before: string, after: string): IntentPair => {
      return { id, meant: 'book', before, after };
    };
    const swapped = [one('1', 'book', 'move'), one('2', 'move', 'book')];
    expect(objectionsTo({ urgency: [], intents: swapped })).toEqual([]);
    const worse = [...swapped, one('3', 'book', 'late'), { id: '4', meant: 'book' }];
    expect(objectionsTo({ urgency: [], intents: worse })).toEqual([
      { kind: 'intents-fell', before: 0.5, after: 0.25 },
    ]);
  });

  test('calling everything urgent is no way through', () => {
    const urgency = levels.slice(0, 3).map((meant) => pair(meant, meant, 'emergency'));
    expect(objectionsTo({ urgency, intents: [] })).toEqual([
      { kind: 'false-alarms', before: 0, after: 1 },
    ]);
  });
});
