import { expect, test } from 'vitest';
import type { Entry } from '../core/index.ts';
import { bodyOf, bodyText } from './journal-body.ts';

const input = { kind: 'event', data: { urgent: true } } as const;
const entries: readonly Entry[] = [
  { kind: 'taken', what: 'sys.arrived', how: 'handled' },
  { kind: 'taken', what: 'sys.arrived', how: 'handled', reason: 'ONW-X' },
  { kind: 'taken', what: 'sys.left', how: 'exception' },
  { kind: 'asked', what: 'sys.note', key: '2.0' },
  { kind: 'moved', from: 'a', to: 'b' },
  { kind: 'opened', obligation: 'await', name: 'sys.left', owner: 'desk', due: 1_796_015_352_121 },
  { kind: 'closed', obligation: 'await', name: 'sys.arrived' },
];

test('what is said in lists is read as it was said', () => {
  const text = bodyText({ input, entries });
  expect(bodyOf(text)).toEqual({ input, entries });
  expect(text.length).toBeLessThan(JSON.stringify({ input, entries }).length * 0.8);
  const fault = { input: { kind: 'fault', code: 'ONW-STEP-FAULT' }, entries: [], broken: input };
  expect(bodyOf(bodyText(fault as never))).toEqual(fault);
});

test('what statements look for stands under its names', () => {
  const text = bodyText({ input, entries });
  expect(text).toContain('{"kind":"taken","what":"sys.left","how":"exception"}');
  expect(text).toContain('{"kind":"moved","from":"a","to":"b"}');
  expect(text).toContain('{"kind":"closed","obligation":"await","name":"sys.arrived"}');
});

test('rows of older versions are read as they are', () => {
  const older = { input, entries };
  expect(bodyOf(JSON.stringify(older))).toEqual(older);
});
