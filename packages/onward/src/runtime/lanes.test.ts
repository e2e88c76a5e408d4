/** However lanes are spread and gathered, what is about one subject is written in its order. */
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellCount } from '../store/index.ts';
import { BatchQueue } from './batch-queue.ts';
import { Lanes } from './lanes.ts';
import type { Work } from './work.ts';

interface Seen {
  /** By subject, the numbers of what was written, in the order it was. */
  readonly order: Map<number, number[]>;
  /** Subjects that two lanes wrote at a time. */
  readonly clashes: number[];
  /** The most lanes that wrote at a time. */
  most: number;
}

function lanesOf(count: number, turns: () => number) {
  const seen: Seen = { order: new Map(), clashes: [], most: 0 };
  const writing = new Map<number, number>();
  let busy = 0;
  const writer = (number: number) => ({
    queue: new BatchQueue<Work>(40, async (batch) => {
      busy += 1;
      seen.most = Math.max(seen.most, busy);
      const subjects = new Set(batch.map(({ subject = 0 }) => subject));
      for (const each of subjects) {
        if ((writing.get(each) ?? number) !== number) seen.clashes.push(each);
        writing.set(each, number);
      }
      for (let left = turns(); left > 0; left--) await turn();
      for (const work of batch) {
        const { subject = 0 } = work;
        const { journey } = work as Work & { readonly journey: number };
        seen.order.set(subject, [...(seen.order.get(subject) ?? []), journey]);
      }
      for (const each of subjects) writing.delete(each);
      busy -= 1;
    }),
  });
  const [first, ...others] = Array.from({ length: count }, (_, number) => writer(number));
  if (first === undefined) throw new Error('There is no lane.');
  return { lanes: new Lanes([first, ...others]), seen };
}

const answer = { resolve: () => undefined, reject: () => undefined };

/** Bursts of so many inputs, and how long it is quiet behind each. */
const loud = fc.record({ size: fc.integer({ min: 1, max: 260 }), quiet: fc.nat(12) });
/** So many single inputs that lanes are gathered again. */
const calm = fc.constant(Array.from({ length: 520 }, () => ({ size: 1, quiet: 1 })));
const bursts = fc
  .array(fc.oneof({ weight: 6, arbitrary: loud }, { weight: 1, arbitrary: calm }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => all.flat());

test.each([1, 2, 3])('%d lanes keep the order of each subject', async (count) => {
  const property = fc.asyncProperty(bursts, fc.infiniteStream(fc.nat(5)), async (all, turns) => {
    const { lanes, seen } = lanesOf(count, () => turns.next().value ?? 0);
    let number = 0;
    const wanted = new Map<number, number[]>();
    for (const { size, quiet } of all) {
      for (let each = 0; each < size; each++) {
        const subject = (number % 13) * cellCount;
        wanted.set(subject, [...(wanted.get(subject) ?? []), number]);
        lanes.add({ kind: 'deadline', subject, journey: number, answer });
        number += 1;
      }
      for (let left = quiet; left > 0; left--) await turn();
    }
    await lanes.settled();
    expect(lanes.load).toBe(0);
    expect(seen.clashes).toEqual([]);
    expect(seen.order).toEqual(wanted);
  });
  await fc.assert(property, { numRuns: 60 });
});

test('one lane writes while little comes, and all while much does, and one again', async () => {
  const { lanes, seen } = lanesOf(2, () => 3);
  const send = (count: number): void => {
    for (let each = 0; each < count; each++) {
      lanes.add({ kind: 'deadline', subject: each * cellCount, journey: each, answer });
    }
  };
  for (let round = 0; round < 20; round++) {
    send(2);
    await turn();
  }
  await lanes.settled();
  expect(seen.most).toBe(1);
  send(400);
  await turn();
  send(400);
  await lanes.settled();
  expect(seen.most).toBe(2);
  const trickle = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      send(1);
      await turn();
    }
    await lanes.settled();
  };
  await trickle(600);
  seen.most = 0;
  await trickle(20);
  expect(seen.most).toBe(1);
});

test('a lane that takes a slice over waits until what came before of it is written', async () => {
  let turns = 0;
  const { lanes, seen } = lanesOf(2, () => turns);
  const send = (subject: number, journey: number): void =>
    lanes.add({ kind: 'deadline', subject: subject * cellCount, journey, answer });
  for (let each = 0; each < 400; each++) send(each, each);
  await lanes.settled();
  // The second lane writes for long, while little comes for the first.
  turns = 2_000;
  send(1, 400);
  await turn();
  turns = 0;
  for (let each = 0; each < 600; each++) {
    send(0, 401 + each);
    await turn();
  }
  send(1, 1_001);
  await lanes.settled();
  expect(seen.clashes).toEqual([]);
  expect(seen.order.get(cellCount)).toEqual([1, 400, 1_001]);
});
