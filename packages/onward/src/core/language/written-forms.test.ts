import { expect, test } from 'vitest';

import { canonicalJson } from './canonical-json.ts';
import { formatDuration, formatSpan, formatWithin } from './describe.ts';
import { isZone } from '../calendar/index.ts';
import { parseClock, parseDuration } from './duration.ts';
import { didYouMean, listNames } from './near-name.ts';

test.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['24h', 86_400_000],
  ['3d', 259_200_000],
  ['2w', 1_209_600_000],
  ['1d12h', 129_600_000],
  ['1w2d3h4m5s', 788_645_000],
  ['0s', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '1', 'd', '1.5h', '-1d', '12h1d', '1d 12h', '1D', '1y', '3661d', '1d1d', '٣d'])(
  '"%s" is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('a clock runs from 00:00 to 24:00', () => {
  expect([parseClock('00:00'), parseClock('09:30'), parseClock('24:00')]).toEqual([0, 570, 1440]);
  for (const bad of ['24:01', '9:00', '09:60', '09:00:00', '']) {
    expect(parseClock(bad)).toBeUndefined();
  }
});

test('a zone is a name of the IANA database', () => {
  expect(['America/New_York', 'Europe/Berlin', 'UTC'].every(isZone)).toBe(true);
  expect(['+05:00', 'America/Nowhere', '', 'a'.repeat(99), '../etc'].some(isZone)).toBe(false);
});

test.each([
  [0, '0 s'],
  [90_000, '90 s'],
  [900_000, '15 min'],
  [7_200_000, '2 h'],
  [86_400_000, '24 h'],
  [129_600_000, '1 d 12 h'],
  [259_200_000, '3 d'],
  [-7_200_000, '-2 h'],
])('%i ms are said as %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('spans and deadlines are said in plain words', () => {
  expect(formatSpan({ kind: 'business-days', days: 2 })).toBe('2 business days');
  expect(formatSpan({ kind: 'business-days', days: 1 })).toBe('1 business day');
  expect(formatSpan({ kind: 'business-time', ms: 14_400_000 })).toBe('4 h of working time');
  const otherwise = { kind: 'wall', ms: 259_200_000 } as const;
  const fact = { kind: 'fact', fact: 'appointment', otherwise } as const;
  expect(formatWithin({ ...fact, offsetMs: -86_400_000 })).toBe(
    '24 h before appointment, or 3 d while it is not known',
  );
  expect(formatWithin({ ...fact, offsetMs: 0 })).toBe(
    'at appointment, or 3 d while it is not known',
  );
});

test('canonical JSON does not depend on the order of keys', () => {
  const one = { b: [1, { y: null, x: 'é"\n' }], a: true };
  const two = { a: true, b: [1, { x: 'é"\n', y: null }] };
  expect(canonicalJson(one)).toBe('{"a":true,"b":[1,{"x":"é\\"\\n","y":null}]}');
  expect(canonicalJson(two)).toBe(canonicalJson(one));
  expect(canonicalJson({ '10': 1, '9': 2, é: 3, z: 4 })).toBe('{"10":1,"9":2,"z":4,"é":3}');
});

test('a near name is proposed, a far one is not', () => {
  const names = ['payment.succeeded', 'payment.failed', 'checkout.completed'];
  expect(didYouMean('payment.suceeded', names)).toBe('; did you mean "payment.succeeded"?');
  expect(didYouMean('succeeded', names)).toBe('; did you mean "payment.succeeded"?');
  expect(didYouMean('refund', names)).toBe('.');
  expect(didYouMean('x'.repeat(1000), names)).toBe('.');
});

test('a long list of names is cut', () => {
  const names = Array.from({ length: 25 }, (_, at) => `n${String(at).padStart(2, '0')}`);
  expect(listNames(names)).toMatch(/^n00, n01, .*n19 and 5 more$/u);
  expect(listNames([])).toBe('none is declared');
});
