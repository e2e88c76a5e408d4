import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** Rests that end when the test says so. */
function rests() {
  const open: (() => void)[] = [];
  return {
    lengths: [] as number[],
    pause(ms: number): Promise<void> {
      this.lengths.push(ms);
      return new Promise((resolve) => open.push(resolve));
    },
    end: () => open.splice(0).forEach((resolve) => resolve()),
  };
}
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('whoever asks: eight at once, each place free again after its share of a minute', async () => {
  const rest = rests();
  const pace = new Pace(60, (ms) => rest.pause(ms));
  let asked = 0;
  const ask = (): Promise<void> => {
    asked += 1;
    return Promise.resolve();
  };
  const all = Promise.all(Array.from({ length: 20 }, () => pace.ask(undefined, ask)));
  await soon();
  expect({ asked, share: new Set(rest.lengths) }).toEqual({ asked: 8, share: new Set([8_000]) });
  rest.end();
  await soon();
  expect(asked).toBe(16);
  rest.end();
  await all;
  expect(asked).toBe(20);
});

test('who is called off waits no longer, and takes nobody a place', async () => {
  const rest = rests();
  const pace = new Pace(60, (ms) => rest.pause(ms));
  const ask = (): Promise<string> => Promise.resolve('asked');
  const stop = new AbortController();
  const first = Array.from({ length: 8 }, () => pace.ask(undefined, ask));
  const off = pace.ask(stop.signal, ask);
  const last = pace.ask(undefined, ask);
  stop.abort();
  expect(await off).toBeUndefined();
  expect(await pace.ask(stop.signal, ask)).toBeUndefined();
  rest.end();
  expect(await Promise.all([...first, last])).toHaveLength(9);
});

test('one that fails leaves its place to the next', async () => {
  const pace = new Pace(60_000, () => Promise.resolve());
  const fails = Array.from({ length: 12 }, () =>
    pace.ask(undefined, () => Promise.reject(new Error('no'))),
  );
  expect((await Promise.allSettled(fails)).every(({ status }) => status === 'rejected')).toBe(true);
  expect(await pace.ask(undefined, () => Promise.resolve(1))).toBe(1);
});
