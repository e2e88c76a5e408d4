import { expect, test } from 'vitest';

import { outsideRef } from './seal-facts.ts';
import { memoryEdgeStore } from './store-memory.ts';
import type { Named, World } from './vault.fixture.ts';
import { eventOf, processOf, refOf, ringOf } from './vault.fixture.ts';

const ring = ringOf(1);
const patient = (id: string): string => refOf(ring, 'clinic', id);
const visit = (id: string): string => refOf(ring, 'scheduler', id);
const order = (id: string): string => refOf(ring, 'lab', id);

const remember = async (world: World, ...events: readonly Named[]): Promise<void> => {
  for (const each of events) await world.vault.remember(eventOf(world.ring, each));
};
const known = async ({ vault }: World, refs: readonly string[]): Promise<readonly string[]> =>
  [...(await vault.open(refs)).values()].map(({ id }) => id).toSorted();

test('a subject is forgotten with its journeys and the data that came beside it', async () => {
  const world = await processOf();
  await remember(world, { subjects: ['A'], journeys: ['F'], data: ['L'] }, { subjects: ['B'] });
  const before = await world.store.vault.find([patient('A'), visit('F'), order('L')]);
  expect(await world.vault.erase([patient('A'), visit('F')], 5)).toBe(2);
  const all = [patient('A'), visit('F'), order('L'), patient('B')];
  expect(await known(world, all)).toEqual(['B']);
  const { rows } = await world.store.vault.group(before.map(({ key }) => key.id));
  expect(rows).toEqual([]);
  expect(await world.store.vault.erasures()).toBe(1);
});

test('whom the vault does not know it need not forget', async () => {
  const world = await processOf();
  expect(await world.vault.erase([patient('A')], 5)).toBe(0);
  expect(await world.store.vault.erasures()).toBe(0);
});

test('an event that names it later is of somebody new, under a new data key', async () => {
  const world = await processOf();
  await remember(world, { subjects: ['A'] });
  const [before] = await world.store.vault.find([patient('A')]);
  await world.vault.erase([patient('A')], 5);
  await remember(world, { subjects: ['A'] });
  const [after] = await world.store.vault.find([patient('A')]);
  expect(await known(world, [patient('A')])).toEqual(['A']);
  expect(after?.key.id).not.toBe(before?.key.id);
});

test('somebody who was named in the same event stays, sealed anew', async () => {
  const world = await processOf();
  await remember(world, { subjects: ['mother', 'child'], journeys: ['F'] });
  const [before] = await world.store.vault.find([patient('child')]);
  await world.vault.erase([patient('mother'), visit('F')], 5);
  expect(await known(world, [patient('mother'), visit('F')])).toEqual([]);
  expect(await known(world, [patient('child')])).toEqual(['child']);
  const [after] = await world.store.vault.find([patient('child')]);
  expect(after?.key.id).not.toBe(before?.key.id);
});

test('a journey that two subjects share does not take the second with the first', async () => {
  const world = await processOf();
  await remember(
    world,
    { subjects: ['A'], journeys: ['group'] },
    { subjects: ['B'], journeys: ['group', 'own'], data: ['L'] },
    { journeys: ['group', 'next'] },
  );
  await world.vault.erase([patient('A')], 5);
  const rest = [patient('B'), visit('group'), visit('own'), visit('next'), order('L')];
  expect(await known(world, [patient('A')])).toEqual([]);
  expect(await known(world, rest)).toEqual(['B', 'L', 'group', 'next', 'own']);
});

test('what a command returned beside a ref that the coordinator holds goes with it', async () => {
  const world = await processOf();
  await remember(world, { subjects: ['A'] });
  const returned = { ...outsideRef(ring, 'lab', 'L'), beside: patient('A'), rides: true };
  const other = await processOf(ring, world.store);
  await other.vault.remember([returned]);
  expect(await known(world, [order('L')])).toEqual(['L']);
  await world.vault.erase([patient('A')], 5);
  expect(await known(world, [order('L')])).toEqual([]);
});

test('data that came with several subjects is nobody’s and stays', async () => {
  const world = await processOf();
  const withDoctor = (id: string): Named => ({ subjects: [id], data: ['doctor', `L-${id}`] });
  await remember(world, withDoctor('A'), withDoctor('B'));
  await world.vault.erase([patient('A')], 5);
  const orders = [order('doctor'), order('L-A'), order('L-B')];
  expect(await known(world, orders)).toEqual(['L-B', 'doctor']);
  await world.vault.erase([patient('B')], 6);
  expect(await known(world, orders)).toEqual(['doctor']);
});

test('so does data of several subjects that one batch brings', async () => {
  const world = await processOf();
  await world.vault.remember(
    ['A', 'B'].flatMap((id) => eventOf(ring, { subjects: [id], data: ['doctor'] })),
  );
  await world.vault.erase([patient('A')], 5);
  expect(await known(world, [order('doctor')])).toEqual(['doctor']);
});

test('an id that came as data, and turns out to be somebody’s own, is theirs', async () => {
  const world = await processOf();
  const guarantor = { ...outsideRef(ring, 'clinic', 'B'), beside: patient('A'), rides: true };
  await world.vault.remember([...eventOf(ring, { subjects: ['A'] }), guarantor]);
  await remember(world, { subjects: ['B'], journeys: ['of-B'], data: ['L'] });
  await world.vault.erase([patient('A')], 5);
  expect(await known(world, [patient('B'), visit('of-B'), order('L')])).toEqual(['B', 'L', 'of-B']);
  await world.vault.erase([patient('B'), visit('of-B')], 6);
  expect(await known(world, [patient('B'), visit('of-B'), order('L')])).toEqual([]);
});

test('another process remembers the subject anew once a second has passed', async () => {
  let now = 0;
  const store = memoryEdgeStore();
  const first = await processOf(ring, store);
  const second = await processOf(ring, store, () => now);
  await remember(second, { subjects: ['A'] });
  await first.vault.erase([patient('A')], 5);
  now = 1_000;
  await remember(second, { subjects: ['A'] });
  expect(await known(second, [patient('A')])).toEqual(['A']);
});

test('what was under way while a subject was erased is not taken for known', async () => {
  const store = memoryEdgeStore();
  let waiting: (() => void) | undefined;
  const late = await processOf(ring, {
    ...store,
    vault: {
      ...store.vault,
      async change(change) {
        const done = await store.vault.change(change);
        await new Promise<void>((resolve) => (waiting = resolve));
        return done;
      },
    },
  });
  const first = late.vault.remember(eventOf(ring, { subjects: ['A'] }));
  await expect.poll(() => waiting).toBeDefined();
  await late.vault.erase([patient('A')], 5);
  waiting?.();
  await first;
  waiting = undefined;
  const again = late.vault.remember(eventOf(ring, { subjects: ['A'] }));
  await expect.poll(() => waiting).toBeDefined();
  (waiting as (() => void) | undefined)?.();
  await again;
  expect(await known(late, [patient('A')])).toEqual(['A']);
});

test('nothing is sealed with a key that is erased at that moment', async () => {
  const store = memoryEdgeStore();
  const other = await processOf(ring, store);
  await remember(other, { subjects: ['A'] });
  let raced = false;
  const world = await processOf(ring, {
    ...store,
    vault: {
      ...store.vault,
      async change(change) {
        if (!raced) {
          raced = true;
          await other.vault.erase([patient('A')], 5);
        }
        return store.vault.change(change);
      },
    },
  });
  await remember(world, { subjects: ['A'], journeys: ['F'] });
  expect(await known(world, [patient('A'), visit('F')])).toEqual(['A', 'F']);
});

test('notes go with the subject, and those about others stay', async () => {
  const world = await processOf();
  await remember(world, { subjects: ['A', 'B'] });
  const note = { by: 'p-1', text: 'call after five', at: 3 };
  await world.notes.write({ ...note, ref: patient('A') });
  await world.notes.write({ ...note, ref: patient('B'), about: 'obl_1-1-0' });
  const page = { refs: [patient('A'), patient('B')], limit: 10 };
  expect(await world.notes.list(page)).toHaveLength(2);
  await world.vault.erase([patient('A')], 5);
  expect(await world.notes.list(page)).toMatchObject([
    { ...note, ref: patient('B'), about: 'obl_1-1-0' },
  ]);
  const lost = world.notes.write({ ...note, ref: patient('A') });
  await expect(lost).rejects.toMatchObject({ code: 'ONW-VAULT-UNKNOWN' });
});
