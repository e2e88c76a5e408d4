import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';

import { StopError } from '../core/index.ts';
import { deriveKeys } from './keys.ts';
import type { VaultRow, VaultStore } from './vault.ts';
import { createVault, memoryVaultStore } from './vault.ts';

const keys = deriveKeys(Buffer.alloc(32, 1));
const each = { ref: 'a'.repeat(32), system: 'clinic', id: 'MRN-7 Zoë' };

function vaultOver(store: VaultStore, over = keys) {
  return createVault({ keys: over, store, random: randomBytes });
}

test('what is remembered is opened, and nothing of it is readable in between', async () => {
  const rows: VaultRow[] = [];
  const memory = memoryVaultStore();
  const store: VaultStore = {
    put(added) {
      rows.push(...added);
      return memory.put(added);
    },
    get: (refs) => memory.get(refs),
  };
  await vaultOver(store).remember([each]);
  expect(await vaultOver(store).open([each.ref, 'b'.repeat(32)])).toEqual(
    new Map([[each.ref, each]]),
  );
  expect(Buffer.from(rows[0]?.sealed ?? []).toString('latin1')).not.toContain('MRN');
});

test('one id is sealed anew each time, and not twice in a row', async () => {
  let puts = 0;
  const sealed = new Set<string>();
  const store: VaultStore = {
    put(rows) {
      puts++;
      for (const row of rows) sealed.add(Buffer.from(row.sealed).toString('hex'));
      return Promise.resolve();
    },
    get: () => Promise.resolve([]),
  };
  const vault = vaultOver(store);
  await vault.remember([each, each]);
  await vault.remember([each]);
  expect(puts).toBe(1);
  await vaultOver(store).remember([each]);
  expect(sealed.size).toBe(2);
});

test('what could not be kept is kept at the next try', async () => {
  const memory = memoryVaultStore();
  let fails = true;
  const store: VaultStore = {
    put: (rows) => (fails ? Promise.reject(new Error('down')) : memory.put(rows)),
    get: (refs) => memory.get(refs),
  };
  const vault = vaultOver(store);
  await expect(vault.remember([each])).rejects.toThrow('down');
  fails = false;
  await vault.remember([each]);
  expect(await vault.open([each.ref])).toHaveProperty('size', 1);
});

test('another key, another row, an altered or cut byte: it does not open', async () => {
  const store = memoryVaultStore();
  await vaultOver(store).remember([each]);
  const [row] = await store.get([each.ref]);
  if (row === undefined) throw new Error('not kept');
  const openRow = (changed: VaultRow, over = keys) =>
    vaultOver({ ...store, get: () => Promise.resolve([changed]) }, over).open([changed.ref]);
  await expect(openRow(row)).resolves.toHaveProperty('size', 1);
  const wrong = [
    openRow(row, deriveKeys(Buffer.alloc(32, 2))),
    openRow({ ...row, ref: 'b'.repeat(32) }),
    openRow({ ...row, system: 'lab' }),
    openRow({ ...row, sealed: row.sealed.subarray(0, -1) }),
    openRow({ ...row, sealed: row.sealed.subarray(0, 5) }),
    openRow({ ...row, sealed: new Uint8Array() }),
    ...[0, 1, 13, 29].map((at) => {
      const sealed = Uint8Array.from(row.sealed);
      sealed[at] = (sealed[at] ?? 0) ^ 1;
      return openRow({ ...row, sealed });
    }),
  ];
  for (const opening of await Promise.allSettled(wrong)) {
    expect(opening.status === 'rejected' && opening.reason).toBeInstanceOf(StopError);
    expect(String(opening.status === 'rejected' && opening.reason)).not.toContain('MRN');
  }
});

test('the keys are of 32 bytes and unlike each other', () => {
  expect(() => deriveKeys(Buffer.alloc(16))).toThrow(StopError);
  expect(keys.hash.equals(keys.seal)).toBe(false);
  expect(deriveKeys(Buffer.alloc(32, 1)).seal.equals(keys.seal)).toBe(true);
});
