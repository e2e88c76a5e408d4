import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { StopError } from '../core/index.ts';
import { isOutsideId } from './outside-id.ts';
import { outsideRef } from './seal-facts.ts';
import { memoryEdgeStore } from './store-memory.ts';
import type { EdgeStore, FoundRow, VaultStore } from './store.ts';
import { eventOf, processOf, refOf, ringOf } from './vault.fixture.ts';
import { createVault } from './vault.ts';

const ring = ringOf(1);
const patient = outsideRef(ring, 'clinic', 'MRN-7 Zoë');

/** Counts what a vault asks of its store. */
function counted(store: VaultStore) {
  const counts = { find: 0, change: 0 };
  const counting: VaultStore = {
    ...store,
    find(hashes) {
      counts.find++;
      return store.find(hashes);
    },
    change(change) {
      counts.change++;
      return store.change(change);
    },
  };
  return { counts, store: counting };
}

const vaultOver = (store: VaultStore, keys = ring) =>
  createVault({ keys, store, random: (n) => randomBytes(n), nowMs: () => 0 });

test('what is remembered is opened, and nothing of it is readable in between', async () => {
  const { store } = memoryWorld();
  await vaultOver(store.vault).remember([patient]);
  expect(await vaultOver(store.vault).open([patient.ref, 'b'.repeat(32)])).toEqual(
    new Map([[patient.ref, patient]]),
  );
  const [found] = await store.vault.find([patient.ref]);
  const bytes = Buffer.concat([
    found?.row.sealed ?? Buffer.of(),
    found?.key.wrapped ?? Buffer.of(),
  ]);
  expect(bytes.length).toBeGreaterThan(100);
  expect(bytes.toString('latin1')).not.toContain('MRN');
});

test('what is looked for is found under any key, and is not kept for it', async () => {
  const { store } = memoryWorld();
  const { counts, store: counting } = counted(store.vault);
  await vaultOver(store.vault).remember([patient]);
  const newer = ringOf(2, 1);
  const asked = [outsideRef(newer, 'clinic', patient.id), outsideRef(newer, 'clinic', 'nobody')];
  expect(await vaultOver(counting, newer).known(asked)).toEqual([patient.ref]);
  expect(counts).toEqual({ find: 1, change: 0 });
});

test('any outside id comes back as it was', async () => {
  const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isOutsideId);
  await fc.assert(
    fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 20 }), async (some) => {
      const { store } = memoryWorld();
      const refs = some.map((id) => outsideRef(ring, 'clinic', id));
      await vaultOver(store.vault).remember(refs);
      const opened = await vaultOver(store.vault).open(refs.map(({ ref }) => ref));
      expect(refs.map(({ ref }) => opened.get(ref)?.id)).toEqual(some);
    }),
    { numRuns: 50 },
  );
});

test('whom it has just seen it does not ask its store about', async () => {
  const { store, counts } = counted(memoryWorld().store.vault);
  const vault = vaultOver(store);
  const event = eventOf(ring, { subjects: ['A', 'A2'], journeys: ['F'], data: ['L'] });
  await vault.remember(event);
  expect(counts).toEqual({ find: 1, change: 1 });
  for (let n = 0; n < 20; n++) await vault.remember(event);
  expect(counts).toEqual({ find: 1, change: 1 });
});

test('what comes while a change is on its way goes together in the next one', async () => {
  const { store, counts } = counted(memoryWorld().store.vault);
  const vault = vaultOver(store);
  await Promise.all(
    Array.from({ length: 500 }, (_, n) => vault.remember(eventOf(ring, { subjects: [`S-${n}`] }))),
  );
  expect(counts.change).toBeLessThanOrEqual(3);
  const refs = Array.from({ length: 500 }, (_, n) => refOf(ring, 'clinic', `S-${n}`));
  expect(await vault.open(refs)).toHaveProperty('size', 500);
});

test('what could not be kept is kept at the next try', async () => {
  const { store } = memoryWorld();
  let fails = true;
  const vault = vaultOver({
    ...store.vault,
    change: (each) => (fails ? Promise.reject(new Error('down')) : store.vault.change(each)),
  });
  const first = Promise.all([vault.remember([patient]), vault.remember([patient])]);
  await expect(first).rejects.toThrow('down');
  fails = false;
  await vault.remember([patient]);
  expect(await vault.open([patient.ref])).toHaveProperty('size', 1);
});

test('where another process is always first, the caller is told to try again', async () => {
  const { store } = memoryWorld();
  const vault = vaultOver({ ...store.vault, change: () => Promise.resolve(false) });
  await expect(vault.remember([patient])).rejects.toMatchObject({ code: 'ONW-VAULT-BUSY' });
});

test('the refs of one event share a data key; those of another subject have another', async () => {
  const { store } = memoryWorld();
  const vault = vaultOver(store.vault);
  await vault.remember(eventOf(ring, { subjects: ['A'], journeys: ['F'], data: ['L'] }));
  await vault.remember(eventOf(ring, { subjects: ['B'], journeys: ['F'] }));
  const keys = async (refs: readonly string[]): Promise<number> =>
    new Set((await store.vault.find(refs)).map(({ key }) => key.id)).size;
  const [a, f] = [refOf(ring, 'clinic', 'A'), refOf(ring, 'scheduler', 'F')];
  expect(await keys([a, f, refOf(ring, 'lab', 'L')])).toBe(1);
  expect(await keys([a, f, refOf(ring, 'clinic', 'B')])).toBe(2);
});

describe('a row that is not as it was written', () => {
  const change = async (how: (found: FoundRow) => FoundRow, keys = ring): Promise<unknown> => {
    const { store } = memoryWorld();
    await vaultOver(store.vault).remember([patient]);
    const find: VaultStore['find'] = async (refs) => (await store.vault.find(refs)).map(how);
    const opening = vaultOver({ ...store.vault, find }, keys).open([patient.ref]);
    return opening.then(
      () => 'opened',
      (error: unknown) => error,
    );
  };
  const refused = (error: unknown): void => {
    expect(error).toBeInstanceOf(StopError);
    expect(error).toMatchObject({ code: 'ONW-VAULT-KEY' });
    expect(String(error)).not.toContain('MRN');
  };
  const flip = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
    const changed = Uint8Array.from(bytes);
    const index = at % changed.length;
    changed[index] = (changed[index] ?? 0) ^ (1 << bit);
    return changed;
  };

  test('it opens unchanged, and under no other key', async () => {
    expect(await change((found) => found)).toBe('opened');
    refused(await change((found) => found, ringOf(2)));
  });

  test('any bit of any byte', async () => {
    const spot = fc.tuple(fc.boolean(), fc.nat(200), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(spot, async ([inKey, at, bit]) => {
        refused(
          await change(({ row, key, hash }) => {
            return inKey
              ? { hash, row, key: { ...key, wrapped: flip(key.wrapped, at, bit) } }
              : { hash, key, row: { ...row, sealed: flip(row.sealed, at, bit) } };
          }),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('another ref, system, kind, key or length', async () => {
    const row = (part: Partial<FoundRow['row']>) => (found: FoundRow) => {
      return { ...found, row: { ...found.row, ...part } };
    };
    refused(await change(row({ ref: 'b'.repeat(32) })));
    refused(await change(row({ system: 'lab' })));
    refused(await change(row({ rides: true })));
    refused(await change(row({ sealed: new Uint8Array() })));
    refused(await change((found) => row({ sealed: found.row.sealed.subarray(0, -1) })(found)));
    const key = (part: Partial<FoundRow['key']>) => (found: FoundRow) => {
      return { ...found, key: { ...found.key, ...part } };
    };
    refused(await change(key({ id: 'c'.repeat(32) })));
    refused(await change(key({ kek: 'd'.repeat(16) })));
    refused(await change(key({ wrapped: new Uint8Array(20) })));
  });
});

describe('two processes', () => {
  test('that name one new subject at once, with keys in another order, agree on it', async () => {
    const store = memoryEdgeStore();
    const rings = [ringOf(1, 2), ringOf(2, 1)];
    const worlds = await Promise.all(rings.map((each) => processOf(each, store)));
    const named = await Promise.all(
      worlds.map(async ({ vault, ring: own }) => {
        const refs = eventOf(own, { subjects: ['A'], journeys: ['F'] });
        const names = await vault.remember(refs);
        return refs.map(({ ref }) => names.get(ref) ?? ref);
      }),
    );
    expect(named[0]).toEqual(named[1]);
    const opened = await worlds[0]?.vault.open(named[0] ?? []);
    expect([...(opened?.values() ?? [])].map(({ id }) => id)).toEqual(['A', 'F']);
  });

  test('with other keys are told at the start', async () => {
    const store = memoryEdgeStore();
    await processOf(ringOf(1), store);
    await expect(processOf(ringOf(2), store)).rejects.toMatchObject({ code: 'ONW-VAULT-KEY' });
  });
});

function memoryWorld(): { readonly store: EdgeStore } {
  return { store: memoryEdgeStore() };
}
