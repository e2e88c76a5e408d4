/**
 * Several processes on one database: no leader, nothing twice, and the work of the dead is taken
 * over.
 */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { Sent } from '../../src/runtime/index.ts';
import { event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const day = 24 * 3_600_000;
const stages: Stage[] = [];
const set = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
  const stage = await Stage.set({ program: zoo, ...options });
  stages.push(stage);
  return stage;
};
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

test('four processes set up the same empty database at once', async () => {
  const schema = `together${process.pid}`;
  const four = await Promise.all([1, 2, 3, 4].map(() => set({ schema, cells: 2 })));
  const results = await Promise.all(
    four.map((stage, index) => stage.send(event('started', `q${index}`))),
  );
  expect(results.flat().map((result) => result.status)).toEqual(Array(4).fill('accepted'));
  expect(await four[0]?.open.reads.totals(0)).toMatchObject({ open: 4 });
});

test('events sent to two processes at once are taken once, journeys begin once', async () => {
  const one = await set();
  const two = await set({ schema: one.schema });
  const events = Array.from({ length: 200 }, (_, index) => event('started', `twin-${index}`));
  const [first, second] = await Promise.all([one.send(...events), two.send(...events)]);
  for (const [index, result] of first.entries()) {
    const other = second[index];
    expect(new Set([result.status, other?.status])).toEqual(new Set(['accepted', 'duplicate']));
    expect(other?.journeys).toEqual(result.journeys);
  }
  expect(await one.open.reads.totals(0)).toMatchObject({ open: 200, unmatched: 0 });
});

test('events of one journey from two processes are all taken, one after the other', async () => {
  const one = await set();
  const two = await set({ schema: one.schema });
  const [begun] = await one.send(event('started', 'pia'));
  const journey = begun?.journeys[0] ?? '';
  const noise = (): ReturnType<typeof event>[] =>
    Array.from({ length: 150 }, () => event('noise', 'pia'));
  const results = await Promise.all([one.send(...noise()), two.send(...noise())]);
  expect(results.flat().every((result) => result.status === 'accepted')).toBe(true);
  expect((await one.state(journey)).version).toBe(301);
});

test('a deadline that two processes see fires once', async () => {
  const one = await set({ send: () => ({ kind: 'rejected', data: {} }) });
  const two = await set({ schema: one.schema, send: () => ({ kind: 'rejected', data: {} }) });
  const sent = await one.send(...['a', 'b', 'c', 'd'].map((name) => event('started', name)));
  one.jump(day);
  two.jump(day);
  await Promise.all([one.engine.idle(), two.engine.idle()]);
  for (const { journeys } of sent) {
    const types = (await one.journal(journeys[0] ?? '')).map((entry) => entry.type);
    expect(types).toEqual(['sys.started', 'deadline', 'outcome']);
  }
  expect(one.orders.length + two.orders.length).toBe(4);
});

async function ordering(stage: Stage, patient: string): Promise<string> {
  const [begun] = await stage.send(event('started', patient));
  const journey = begun?.journeys[0] ?? '';
  await stage.engine.control({
    journey,
    control: { kind: 'control', control: 'override', actor: 'p-1', to: 'order', reason: 'asked' },
  });
  return journey;
}
const never = (): Promise<Sent> => new Promise(() => undefined);

test('what a dead process had not sent is sent by another, under the same key', async () => {
  // The dead one never hears back, and never beats again.
  const dead = await Stage.set({ program: zoo, send: never });
  const journey = await ordering(dead, 'quinn');
  const heir = await set({ schema: dead.schema });
  expect(heir.orders).toEqual([]);
  heir.jump(60_000);
  await expect.poll(() => heir.orders.length, { timeout: 15_000 }).toBeGreaterThan(0);
  await heir.engine.idle();
  expect(heir.orders[0]?.key).toBe(dead.orders[0]?.key);
  expect((await heir.state(journey)).places[0]?.step).toBe('tell');
});

test('a process that is alone takes over at once', async () => {
  const dead = await Stage.set({ program: zoo, send: never });
  await ordering(dead, 'uma');
  const heir = await set({ schema: dead.schema, engine: { sole: true } });
  await heir.engine.idle();
  expect(heir.orders[0]?.key).toBe(dead.orders[0]?.key);
});

test('where a repeat could act twice, a send whose end is not known is not repeated', async () => {
  const dead = await Stage.set({ program: zoo, send: never, idempotent: false });
  const journey = await ordering(dead, 'rosa');
  await expect.poll(() => dead.orders.length).toBe(1);
  const heir = await set({ schema: dead.schema, idempotent: false });
  heir.jump(60_000);
  await expect
    .poll(async () => (await heir.state(journey)).places[0]?.step, { timeout: 15_000 })
    .toBe('chase');
  expect(heir.orders).toEqual([]);
});

test('a restart goes on where it stopped: deadlines that passed meanwhile fire', async () => {
  const before = await Stage.set({ program: zoo });
  const [begun] = await before.send(event('started', 'sam'));
  await before.leave();
  const after = await set({ schema: before.schema, send: () => ({ kind: 'rejected', data: {} }) });
  after.jump(3 * day);
  await after.engine.idle();
  // One rung, however far the clock jumped: the system is asked, then a person has its full time.
  const state = await after.state(begun?.journeys[0] ?? '');
  expect(state.places[0]?.step).toBe('chase');
  expect(state.obligations[0]?.due).toBeGreaterThan(after.now);
});

test('a clock that is moved stops at every retry on its way', async () => {
  const stage = await set({ send: () => ({ kind: 'retry', code: 'ONW-TARGET-DOWN' }) });
  const journey = await ordering(stage, 'tess');
  await stage.wait(3_600_000);
  const types = (await stage.journal(journey)).map((entry) => entry.type);
  expect(types).toEqual(['sys.started', 'override', 'outcome']);
  expect(stage.orders).toHaveLength(5);
});
