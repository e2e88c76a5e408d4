import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FactType } from '../language/model.ts';
import {
  isFact,
  readDate,
  readDuration,
  readFact,
  readFactType,
  readInstant,
  writeFact,
} from './index.ts';

const hour = 3_600_000;

describe('instants', () => {
  test.each([
    ['2026-11-02T09:00:00Z', Date.UTC(2026, 10, 2, 9)],
    ['2026-11-02t09:00:00z', Date.UTC(2026, 10, 2, 9)],
    ['2026-11-02T09:00:00+02:15', Date.UTC(2026, 10, 2, 6, 45)],
    ['2026-11-02T09:00:00-05:00', Date.UTC(2026, 10, 2, 14)],
    ['2026-11-02T09:00:00.5Z', Date.UTC(2026, 10, 2, 9, 0, 0, 500)],
    ['2026-11-02T09:00:00.123456789Z', Date.UTC(2026, 10, 2, 9, 0, 0, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00-00:00', Date.UTC(2000, 1, 29)],
    ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ])('%s', (text, instant) => expect(readInstant(text)).toBe(instant));

  test.each([
    '2026-02-30T09:00:00Z',
    '2025-02-29T09:00:00Z',
    '1900-02-29T09:00:00Z',
    '2026-04-31T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-00-01T09:00:00Z',
    '2026-11-02T24:00:00Z',
    '2026-11-02T09:60:00Z',
    '2026-11-02T23:59:60Z',
    '2026-11-02T09:00:00',
    '2026-11-02 09:00:00Z',
    '2026-11-02T09:00Z',
    '2026-11-02T09:00:00.Z',
    '2026-11-02T09:00:00+0500',
    '2026-11-02T09:00:00+24:00',
    '2026-11-02T09:00:00Z ',
    '2026-11-02',
    '',
    '٢٠٢٦-11-02T09:00:00Z',
    // Beyond the years that can be written, and that a database holds.
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ])('not %s', (text) => expect(readInstant(text)).toBeUndefined());

  test('agree with the engine over four thousand years', () => {
    const days = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('4000-01-01T00:00:00Z') };
    fc.assert(
      fc.property(fc.date({ ...days, noInvalidDate: true }), (date) => {
        expect(readInstant(date.toISOString())).toBe(date.getTime());
        const day = date.toISOString().slice(0, 10);
        expect(readDate(day)).toBe(day);
      }),
    );
  });
});

test('durations are ISO 8601 of fixed length', () => {
  expect(readDuration('PT2H')).toBe(2 * hour);
  expect(readDuration('P1DT2H30M')).toBe(26.5 * hour);
  expect(readDuration('P2W')).toBe(14 * 24 * hour);
  expect(readDuration('PT1.5S')).toBe(1_500);
  for (const text of ['P', 'PT', 'P1M', 'P1Y', '-PT2H', 'PT1.5H', 'P1DT', '2h', 'PT2H ', 'P1W2D']) {
    expect(readDuration(text)).toBeUndefined();
  }
});

describe('facts from the wire', () => {
  const codes = { outcomes: ['E11.9'] };
  const cases: readonly (readonly [FactType, unknown, unknown])[] = [
    [{ kind: 'flag' }, true, true],
    [{ kind: 'flag' }, 'true', undefined],
    [{ kind: 'flag' }, 1, undefined],
    [{ kind: 'count', max: 3 }, 3, 3],
    [{ kind: 'count', max: 3 }, 4, undefined],
    [{ kind: 'count', max: 3 }, -1, undefined],
    [{ kind: 'count', max: 3 }, 1.5, undefined],
    [{ kind: 'count', max: 3 }, '1', undefined],
    [{ kind: 'zone' }, 'Australia/Lord_Howe', 'Australia/Lord_Howe'],
    [{ kind: 'zone' }, 'Mars/Olympus', undefined],
    [{ kind: 'zone' }, '+02:00', undefined],
    [{ kind: 'one-of', values: ['basic', 'plus'] }, 'plus', 'plus'],
    [{ kind: 'one-of', values: ['basic', 'plus'] }, 'Plus', undefined],
    [{ kind: 'one-of', values: ['basic', 'plus'] }, ['plus'], undefined],
    [{ kind: 'code', list: 'outcomes' }, 'E11.9', 'E11.9'],
    [{ kind: 'code', list: 'outcomes' }, 'E11', undefined],
    [{ kind: 'code', list: 'toString' }, 'E11.9', undefined],
    [{ kind: 'instant' }, '2026-11-02T09:00:00Z', Date.UTC(2026, 10, 2, 9)],
    [{ kind: 'instant' }, 1_793_000_000_000, undefined],
    [{ kind: 'date' }, '2026-02-28', '2026-02-28'],
    [{ kind: 'date' }, '2026-02-30', undefined],
    [{ kind: 'duration' }, 'PT2H', 2 * hour],
    [{ kind: 'duration' }, 7_200_000, 2 * hour],
    [{ kind: 'duration' }, -1, undefined],
    [{ kind: 'money' }, { amount: 4_900, currency: 'USD' }, { amount: 4_900, currency: 'USD' }],
    [{ kind: 'money' }, { amount: 1, currency: 'EUR', note: 'x' }, { amount: 1, currency: 'EUR' }],
    [{ kind: 'money' }, { amount: 49.5, currency: 'USD' }, undefined],
    [{ kind: 'money' }, { amount: 1, currency: 'usd' }, undefined],
    [{ kind: 'money' }, { amount: 1, currency: 'JOE' }, undefined],
    [{ kind: 'money' }, null, undefined],
    [{ kind: 'ref', system: 'ehr' }, 'anything', undefined],
  ];
  test.each(cases)('%o from %o', (type, raw, value) => {
    expect(readFact(type, raw, codes)).toEqual(value);
  });

  test('whatever is read is a fact, and what is written is read again', () => {
    const types: readonly FactType[] = cases.map(([type]) => type);
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, raw) => {
        const value = readFact(type, raw, codes);
        if (value === undefined) return;
        expect(isFact(type, value, codes)).toBe(true);
        expect(readFact(type, writeFact(type, value), codes)).toEqual(value);
      }),
    );
    for (const [type, , value] of cases) {
      if (value === undefined) continue;
      const fact = value as Parameters<typeof writeFact>[1];
      expect(isFact(type, fact, codes)).toBe(true);
      expect(readFact(type, writeFact(type, fact), codes)).toEqual(value);
    }
  });
});

test('types are written as in a program', () => {
  expect(readFactType('flag')).toEqual({ kind: 'flag' });
  expect(readFactType(['a', 'b-c'])).toEqual({ kind: 'one-of', values: ['a', 'b-c'] });
  expect(readFactType({ count: 3 })).toEqual({ kind: 'count', max: 3 });
  expect(readFactType({ ref: 'ehr' })).toEqual({ kind: 'ref', system: 'ehr' });
  expect(readFactType({ code: 'icd' })).toEqual({ kind: 'code', list: 'icd' });
  const wrong = ['string', 'ref', [], ['a', 'a'], ['A'], { count: 0 }, { ref: 'X' }, {}, null, 3];
  for (const raw of [...wrong, { ref: 'a', code: 'b' }]) expect(readFactType(raw)).toBeUndefined();
});
