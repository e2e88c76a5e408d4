import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Belief } from './types.ts';

const types = new Set(['sys.booked', 'sys.moved', 'sys.cancelled', 'sys.paid']);
const all = { types, isComplete: true };
const word = (type: string, record: string, [start, at]: readonly number[] = []): Belief => ({
  isEarly: false,
  type: `sys.${type}`,
  record,
  occurredAt: at ?? 0,
  data: { start: start ?? 1, ...(record === '' ? {} : { booking: record }) },
});
const classes = (believed: readonly Belief[], found: readonly Belief[], reach = all) =>
  compare(believed, found, reach).map((each) => each.class);

test('what came and is told again is no difference, however much more one of both states', () => {
  const { data: _data, ...bare } = word('booked', 'a');
  expect(classes([word('booked', 'a')], [word('booked', 'a')])).toEqual([]);
  expect(classes([{ ...bare, data: { booking: 'a' } }], [word('booked', 'a')])).toEqual([]);
  expect(classes([], [])).toEqual([]);
});

test('what never came was missed, of a new record and of a known one', () => {
  expect(classes([], [word('booked', 'a')])).toEqual(['missed']);
  expect(classes([word('booked', 'a')], [word('booked', 'a'), word('moved', 'a', [2])])).toEqual([
    'missed',
  ]);
  expect(classes([word('paid', '')], [word('paid', ''), word('paid', '', [2])])).toEqual([
    'missed',
  ]);
});

test('the same word with other facts was changed underneath', () => {
  expect(classes([word('booked', 'a', [1])], [word('booked', 'a', [2])])).toEqual(['changed']);
});

test('a system that says again what it said before contradicts its last word', () => {
  const came = [word('booked', 'a', [1, 10]), word('cancelled', 'a', [1, 20])];
  expect(classes(came, [word('booked', 'a', [1, 10])])).toEqual(['contradicted']);
});

test('what came in the wrong order is believed wrongly, and told so', () => {
  const came = [word('moved', 'a', [3, 30]), word('moved', 'a', [2, 20])];
  expect(classes(came, [word('moved', 'a', [3, 30])])).toEqual(['out-of-order']);
  const older = compare([word('moved', 'a', [3, 30])], [word('booked', 'a', [1, 10])], all);
  expect(older.map((each) => each.class)).toEqual(['out-of-order']);
});

test('a record that is there no more has vanished, unless another has taken its place', () => {
  const came = [word('booked', 'a'), word('moved', 'b', [2])];
  expect(classes([word('booked', 'a')], [])).toEqual(['vanished']);
  expect(classes(came, [word('moved', 'b', [2])])).toEqual([]);
  expect(classes([word('booked', 'a')], [word('booked', 'b', [2])])).toEqual(['missed']);
  expect(classes([word('booked', 'a')], [], { ...all, isComplete: false })).toEqual([]);
});

test('nothing follows from what an answer does not speak of', () => {
  const arrived = { ...word('booked', 'a'), type: 'sys.arrived' };
  expect(classes([word('booked', 'a'), arrived], [word('booked', 'a')])).toEqual([]);
});

test('the same twice is a duplicate only while the system has both', () => {
  const [a, b] = [word('booked', 'a'), word('booked', 'b')];
  expect(classes([a], [a, b])).toEqual(['duplicated']);
  expect(classes([a], [b])).toEqual(['missed']);
});

test('what came before its time is told again, until something was made of it', () => {
  const early = { ...word('cancelled', 'a'), isEarly: true };
  const came = [word('booked', 'a'), early];
  const found = [word('booked', 'a'), word('cancelled', 'a')];
  expect(classes(came, found)).toEqual(['out-of-order']);
  expect(classes([...came, word('cancelled', 'a')], found)).toEqual([]);
  expect(classes([{ ...word('paid', ''), isEarly: true }], [word('paid', '')])).toEqual([
    'out-of-order',
  ]);
});

const anyWord = fc.record({
  type: fc.constantFrom('booked', 'moved', 'cancelled', 'paid'),
  record: fc.constantFrom('', 'a', 'b', 'c'),
  start: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 50 }),
});
const history = fc
  .array(anyWord, { maxLength: 8 })
  .map((words) => words.map(({ type, record, start, at }) => word(type, record, [start, at])));

/** The last word of each record, and every word that names none: what a look-up tells. */
function standing(words: readonly Belief[]): readonly Belief[] {
  const records = Map.groupBy(words, ({ record }) => record);
  return [...records].flatMap(([record, each]) => (record === '' ? each : each.slice(-1)));
}

test('whoever heard all that there is agrees with it', () => {
  fc.assert(
    fc.property(history, (came) => {
      expect(compare(came, standing(came), all)).toEqual([]);
    }),
  );
});

test('what was applied is no difference any more', () => {
  fc.assert(
    fc.property(history, history, (came, said) => {
      const found = standing(said);
      const differences = compare(came, found, all);
      const applied = differences.flatMap((each) => (each.found === undefined ? [] : [each.found]));
      // A record that was told of once more is believed as it was told last.
      const again = compare([...came, ...applied], found, all);
      expect(again.filter((each) => each.class !== 'vanished')).toEqual([]);
    }),
  );
});
