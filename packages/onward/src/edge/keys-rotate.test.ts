import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { memoryEdgeStore } from './store-memory.ts';
import type { EdgeStore, RotationStore } from './store.ts';
import { eventOf, processOf, refOf, ringOf } from './vault.fixture.ts';
import type { World } from './vault.fixture.ts';

/** The ref that the coordinator would get for a subject that an event names now. */
async function subjectOf({ vault, ring }: World, id: string): Promise<string> {
  const [outside] = eventOf(ring, { subjects: [id] });
  if (outside === undefined) throw new Error('no id');
  return (await vault.remember([outside])).get(outside.ref) ?? outside.ref;
}

const ids = (count: number, prefix = 'S'): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const refsOf = (world: World, some: readonly string[]): Promise<readonly string[]> =>
  Promise.all(some.map((id) => subjectOf(world, id)));
const opened = async ({ vault }: World, refs: readonly string[]): Promise<readonly unknown[]> => {
  const found = await vault.open(refs);
  return refs.map((ref) => found.get(ref)?.id);
};

class Crash extends Error {}

/** A store whose rotation stops at a write: before it, or after it was done. */
function stopping(store: EdgeStore, at: number, after: boolean): EdgeStore {
  let writes = 0;
  const guard = async (write: () => Promise<void>): Promise<void> => {
    writes++;
    if (writes < at) return write();
    if (after) await write();
    throw new Crash();
  };
  const rotation: RotationStore = {
    ...store.rotation,
    rewrap: (keys) => guard(() => store.rotation.rewrap(keys)),
    rename: (aliases, current) => guard(() => store.rotation.rename(aliases, current)),
  };
  return { ...store, rotation };
}

describe('a rotation', () => {
  test('in the order of the operator loses nobody and changes no ref', async () => {
    const store = memoryEdgeStore();
    const old = await processOf(ringOf(1), store);
    const some = ids(25);
    const refs = await refsOf(old, some);
    await old.cursors.advance('scheduler', undefined, 'page-7');
    await old.notes.write({ ref: refs[0] ?? '', by: 'p-1', text: 'after five', at: 1 });

    const both = await processOf(ringOf(1, 2), store);
    expect(await refsOf(both, some)).toEqual(refs);
    const next = await processOf(ringOf(2, 1), store);
    expect(await refsOf(next, some)).toEqual(refs);
    const between = await refsOf(next, ids(5, 'T'));
    expect(between[0]).toBe(refOf(ringOf(2), 'clinic', 'T-0'));
    expect(await refsOf(both, ids(5, 'T'))).toEqual(between);

    const pages: unknown[] = [];
    const report = await next.rotate({ pageSize: 10, onProgress: (done) => void pages.push(done) });
    // 25 data keys, and the two that are nobody's; a page holds ten.
    expect(report).toEqual({ keys: 27, refs: 25, left: { keys: 0, refs: 0 } });
    expect(pages).toHaveLength(6);

    const alone = await processOf(ringOf(2), store);
    expect(await refsOf(alone, some)).toEqual(refs);
    expect(await refsOf(alone, ids(5, 'T'))).toEqual(between);
    expect(await opened(alone, refs)).toEqual(some);
    expect((await alone.cursors.read('scheduler'))?.text).toBe('page-7');
    expect(await alone.notes.list({ refs, limit: 9 })).toMatchObject([{ text: 'after five' }]);
    expect(alone.keys.dedupe.equals(old.keys.dedupe)).toBe(true);
    expect(await alone.rotate()).toEqual({ keys: 0, refs: 0, left: { keys: 0, refs: 0 } });
  });

  test('tells what a process of the step before has made meanwhile', async () => {
    const store = memoryEdgeStore();
    const both = await processOf(ringOf(1, 2), store);
    const next = await processOf(ringOf(2, 1), store);
    await next.rotate();
    const ref = await subjectOf(both, 'late');
    const again = await next.rotate();
    expect(again).toEqual({ keys: 1, refs: 1, left: { keys: 0, refs: 0 } });
    expect(await subjectOf(await processOf(ringOf(2), store), 'late')).toBe(ref);
  });

  test('without the key that is needed stops, and says what to start with', async () => {
    const store = memoryEdgeStore();
    await subjectOf(await processOf(ringOf(1), store), 'A');
    const broken = processOf(ringOf(3, 2), store);
    await expect(broken).rejects.toMatchObject({ code: 'ONW-VAULT-KEY' });
  });

  test('gives a subject that is erased at that moment no other name', async () => {
    const store = memoryEdgeStore();
    const old = await processOf(ringOf(1, 2), store);
    const ref = await subjectOf(old, 'A');
    const stays = await subjectOf(old, 'B');
    const world = await processOf(ringOf(2, 1), {
      ...store,
      rotation: {
        ...store.rotation,
        async rename(aliases, current) {
          await old.vault.erase([ref], 5);
          await store.rotation.rename(aliases, current);
        },
      },
    });
    await world.rotate();
    const alone = await processOf(ringOf(2), store);
    expect(await store.vault.find([ref, refOf(ringOf(2), 'clinic', 'A')])).toEqual([]);
    expect(await opened(alone, [ref, stays])).toEqual([undefined, 'B']);
    expect(await subjectOf(alone, 'A')).toBe(refOf(ringOf(2), 'clinic', 'A'));
    expect(await subjectOf(alone, 'B')).toBe(stays);
  });
});

test('stopped at any page, amid events and erasures, it ends as if it was not', async () => {
  const stop = fc.record({ at: fc.integer({ min: 1, max: 8 }), after: fc.boolean() });
  const plan = fc.record({
    before: fc.integer({ min: 0, max: 12 }),
    stops: fc.array(stop, { maxLength: 5 }),
    pageSize: fc.integer({ min: 1, max: 5 }),
    keys: fc.integer({ min: 2, max: 4 }),
    erased: fc.nat(40),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ before, stops, pageSize, keys, erased }) => {
      const store = memoryEdgeStore();
      const expected = new Map<string, string>();
      const learn = async (world: World, some: readonly string[]): Promise<void> => {
        for (const id of some) {
          const ref = await subjectOf(world, id);
          expect(expected.get(id) ?? ref).toBe(ref);
          expected.set(id, ref);
        }
      };
      await learn(await processOf(ringOf(1), store), ids(before));
      // Each round brings one key more; the last key then stands alone.
      for (let key = 2; key <= keys; key++) {
        await learn(await processOf(ringOf(key - 1, key), store), ids(3, `old-${key}`));
        for (const [round, { at, after }] of stops.entries()) {
          const world = await processOf(ringOf(key, key - 1), stopping(store, at, after));
          await world.rotate({ pageSize }).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
          await learn(world, [...expected.keys(), `between-${key}-${round}`]);
        }
        const world = await processOf(ringOf(key, key - 1), store);
        const gone = [...expected][erased % Math.max(expected.size, 1)];
        if (gone !== undefined) {
          expect(await world.vault.erase([gone[1]], key)).toBe(1);
          expected.delete(gone[0]);
        }
        const { left } = await world.rotate({ pageSize });
        expect(left).toEqual({ keys: 0, refs: 0 });
      }
      const alone = await processOf(ringOf(keys), store);
      await learn(alone, [...expected.keys()]);
      expect(await opened(alone, [...expected.values()])).toEqual([...expected.keys()]);
    }),
    { numRuns: 40 },
  );
}, 60_000);
