import { expect, test } from 'vitest';
import { OrderBoard } from './order-board.ts';
import type { Order } from './types.ts';

const effect = { kind: 'look-up', index: 0, system: 'lab', name: 'result', step: 'wait' } as const;

function order(system = 'lab'): Order {
  const program = {} as Order['program'];
  return {
    key: 'jrn_1.1.0',
    journey: 'jrn_1',
    subject: 7,
    program,
    effect: { ...effect, system },
    attempt: 1,
    uncertain: false,
  };
}

function boardOf({ waitMs = 1_000, answerMs = 1_000, broken = false } = {}): OrderBoard {
  return new OrderBoard({
    refsOf: () => (broken ? Promise.reject(new Error('away')) : Promise.resolve(['ab'])),
    hashOf: () => 'hash',
    idempotent: ({ effect: { system } }) => system === 'lab',
    waitMs,
    answerMs,
  });
}
const whenever = new AbortController().signal;

test('an order goes to whoever comes for it, and its end comes back', async () => {
  const board = boardOf();
  const sent = board.send(order());
  const [errand] = await board.take(10, whenever);
  expect(errand).toEqual({
    id: '1',
    key: 'jrn_1.1.0',
    journey: 'jrn_1',
    program: 'hash',
    effect,
    refs: ['ab'],
    attempt: 1,
  });
  expect(board.finish('1', { kind: 'done', data: {} })).toBe(true);
  expect(await sent).toEqual({ kind: 'done', data: {} });
  expect(board.finish('1', { kind: 'done', data: {} })).toBe(false);
});

test('an edge waits for the first order, and goes when it is told to', async () => {
  const board = boardOf();
  const waiting = board.take(1, whenever);
  void board.send(order());
  expect(await waiting).toHaveLength(1);
  const leaving = new AbortController();
  const nothing = board.take(1, leaving.signal);
  leaving.abort();
  expect(await nothing).toEqual([]);
});

test('each order goes to one edge only', async () => {
  const board = boardOf();
  void board.send(order());
  void board.send(order());
  const taken = await Promise.all([board.take(1, whenever), board.take(1, whenever)]);
  expect(taken.flat().map(({ id }) => id)).toEqual(['1', '2']);
});

test('what nobody takes was not sent', async () => {
  const sent = await boardOf({ waitMs: 10 }).send(order());
  expect(sent).toEqual({ kind: 'retry', code: 'ONW-EDGE-AWAY' });
});

test('what was taken and not told of may have been sent, unless a repeat is safe', async () => {
  const board = boardOf({ answerMs: 10 });
  const sent = Promise.all([board.send(order('lab')), board.send(order('sms'))]);
  await board.take(2, whenever);
  expect(await sent).toEqual([
    { kind: 'retry', code: 'ONW-EDGE-LOST' },
    { kind: 'unknown', data: {}, code: 'ONW-EDGE-LOST' },
  ]);
});

test('an order whose refs cannot be read is tried again', async () => {
  const board = boardOf({ broken: true });
  const sent = board.send(order('sms'));
  expect(await board.take(1, whenever)).toEqual([]);
  expect(await sent).toEqual({ kind: 'retry', code: 'ONW-STORE-UNAVAILABLE' });
});

test('a board that stops lets go of everything', async () => {
  const board = boardOf();
  const [first, second] = [board.send(order('sms')), board.send(order('sms'))];
  await board.take(1, whenever);
  board.stop();
  expect(await first).toEqual({ kind: 'unknown', data: {}, code: 'ONW-EDGE-LOST' });
  expect(await second).toEqual({ kind: 'retry', code: 'ONW-EDGE-AWAY' });
});
