/** Which orders are in doubt after a restore, and which keys answer something. */
import { expect, test } from 'vitest';
import type { EventInput, Input, OutcomeInput } from '../core/index.ts';
import { Doubts } from './doubts.ts';
import type { Said } from './doubts.ts';

const until = 1_000;
const lost = { epoch: 2, until, firstNumber: 100 };
const event: EventInput = {
  kind: 'event',
  type: 's.e',
  source: 's',
  id: '1',
  occurredAt: 0,
  data: {},
};
const outcome = (key: string): OutcomeInput => {
  const rest = { passing: false, step: 'a', outcome: 'done', data: {} } as const;
  return { kind: 'outcome', key, name: 's.do', ...rest };
};
const act: Input = { kind: 'act', slot: 1, opened: 1, action: 'go', actor: 'p-1', data: {} };

function said(input: Input, some: Partial<Said> = {}): Said {
  return { input, occurredAt: until, undated: false, seq: 5, besideDoubt: false, ...some };
}

const sure = { epoch: 2 };
const doubtful = { epoch: 2, doubt: true };

function doubts(closed = false): Doubts {
  return new Doubts({ lost, closed }, []);
}

test('what happened before the fence is in doubt, what happened since is not', () => {
  const early = { occurredAt: until - 1 };
  expect(doubts().mark(7, said(event, early))).toEqual(doubtful);
  expect(doubts().mark(7, said(event))).toEqual(sure);
  expect(doubts().mark(7, said({ kind: 'deadline' }, early))).toEqual(doubtful);
  expect(doubts().mark(7, said({ kind: 'deadline' }))).toEqual(sure);
});

test('an event without a date is in doubt while the fence is up', () => {
  expect(doubts(true).mark(7, said(event, { undated: true }))).toEqual(doubtful);
  expect(doubts(false).mark(7, said(event, { undated: true }))).toEqual(sure);
});

test('doubt spreads through answers, deadlines and other journeys, until something is new', () => {
  const all = doubts();
  all.mark(7, said(event, { occurredAt: 0 }));
  expect(all.mark(7, said(outcome('5.0'), { seq: 6 }))).toEqual(doubtful);
  expect(all.mark(7, said({ kind: 'deadline' }, { seq: 7 }))).toEqual(doubtful);
  expect(all.mark(7, said({ kind: 'fault', code: 'ONW-STEP-FAULT' }, { seq: 8 }))).toEqual(
    doubtful,
  );
  const signal = { kind: 'signal', journey: 'other', says: { kind: 'absent' } } as const;
  expect(all.mark(8, said(signal, { besideDoubt: all.has(7) }))).toEqual(doubtful);
  expect(all.mark(9, said(signal))).toEqual(sure);
  expect(all.mark(7, said(act, { seq: 9 }))).toEqual(sure);
  expect(all.mark(7, said(outcome('9.0'), { seq: 10 }))).toEqual(sure);
  expect(all.changed()).toEqual([
    { journey: 7, epoch: 2, fromSeq: 4, doubt: false },
    { journey: 8, epoch: 2, fromSeq: 4, doubt: true },
    { journey: 9, epoch: 2, fromSeq: 4, doubt: false },
  ]);
});

test('the answer to what was asked before the backup leads on in doubt', () => {
  expect(doubts().mark(7, said(outcome('4.0'), { seq: 5 }))).toEqual(doubtful);
});

test('a journey that has begun since needs no note, unless it is in doubt', () => {
  const all = doubts();
  expect(all.mark(100, said(event, { seq: 1 }))).toEqual(sure);
  expect(all.mark(100, said(outcome('1.0'), { seq: 2 }))).toEqual(sure);
  expect(all.changed()).toEqual([]);
  expect(all.mark(101, said(event, { seq: 1, occurredAt: 0 }))).toEqual(doubtful);
  expect(all.changed()).toEqual([{ journey: 101, epoch: 2, fromSeq: 0, doubt: true }]);
});

test('a second restore begins the count anew and keeps the doubt', () => {
  const row = { journey: 7, epoch: 1, fromSeq: 2, doubt: true };
  const all = new Doubts({ lost, closed: false }, [row]);
  expect(all.mark(7, said({ kind: 'deadline' }, { seq: 9 }))).toEqual(doubtful);
  expect(all.changed()).toEqual([{ journey: 7, epoch: 2, fromSeq: 8, doubt: true }]);
});

test('an answer to what was asked in the lost time answers nothing', () => {
  const row = { journey: 7, epoch: 2, fromSeq: 4, doubt: false };
  const all = new Doubts({ lost, closed: false }, [row]);
  expect(all.isOurs(7, { seq: 4, epoch: 0 })).toBe(true);
  expect(all.isOurs(7, { seq: 5, epoch: 0 })).toBe(false);
  expect(all.isOurs(7, { seq: 5, epoch: 2 })).toBe(true);
  expect(all.isOurs(8, { seq: 5, epoch: 0 })).toBe(true);
});
