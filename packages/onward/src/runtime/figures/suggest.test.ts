import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suggestionsAt, wilson, type ActedRow } from './suggest.ts';

const row = (action: string, outcome: string, count: number): ActedRow => {
  return { journey: 'intake', step: 'call', action, outcome, count };
};

test('Wilson’s interval is that of the tables', () => {
  const { low, high } = wilson(8, 10);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.4902', '0.9433']);
  expect(wilson(0, 10).low).toBe(0);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('the interval holds the share, and narrows with the number', () => {
  const counts = fc.tuple(fc.nat(500), fc.nat(500));
  const property = fc.property(counts, ([yes, no]) => {
    const of = yes + no;
    fc.pre(of > 0);
    const [one, ten] = [wilson(yes, of), wilson(yes * 10, of * 10)];
    expect(one.low).toBeLessThanOrEqual(yes / of + 1e-12);
    expect(one.high).toBeGreaterThanOrEqual(yes / of - 1e-12);
    expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
  });
  fc.assert(property, { numRuns: 200 });
});

test('acts are told by how often they were taken here, and few are not told', () => {
  const rows = [
    row('called', 'booked', 12),
    row('called', 'lost', 4),
    row('wrote', 'booked', 5),
    row('waited', 'lost', 4),
    { ...row('called', 'booked', 99), step: 'other' },
    { ...row('called', 'booked', 99), journey: 'other' },
  ];
  expect(suggestionsAt(rows, { journey: 'intake', step: 'call' })).toMatchObject([
    { action: 'called', of: 16, outcomes: [{ outcome: 'booked', share: 0.75 }, { count: 4 }] },
    { action: 'wrote', of: 5, outcomes: [{ outcome: 'booked', count: 5 }] },
  ]);
});
