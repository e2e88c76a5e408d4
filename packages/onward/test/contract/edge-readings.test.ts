/** Readings for review: PostgreSQL and the store in memory keep the same promises. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { memoryEdgeStore } from '../../src/edge/index.ts';
import type { EdgeStore } from '../../src/edge/index.ts';
import { eventOf, processOf, refOf, ringOf } from '../../src/edge/vault.fixture.ts';
import { openEdgeStore } from '../../src/store/index.ts';
import { sql } from '../sql.ts';

const open: EdgeStore[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

const openers: readonly (readonly [string, () => Promise<EdgeStore>])[] = [
  ['memory', () => Promise.resolve(memoryEdgeStore())],
  [
    'PostgreSQL',
    async () => {
      const schema = `e${randomBytes(6).toString('hex')}`;
      const store = await openEdgeStore({ connection: inject('database'), schema });
      open.push(store);
      return store;
    },
  ],
];

const ring = ringOf(1);
const patient = (id: string): string => refOf(ring, 'clinic', id);
const readAs = { level: 'routine', concepts: ['rash'], confidence: 0.4, version: '1+1' };
const label = { intent: 'refill', level: 'review-now' };
const fresh = (id: string, at: number) => ({ ref: patient(id), at, readAs, text: 'my rash' });

async function worldOf(opener: () => Promise<EdgeStore>) {
  const world = await processOf(ring, await opener());
  await world.vault.remember(eventOf(ring, { subjects: ['A', 'B'] }));
  return world;
}

describe.each(openers)('readings in %s', (_name, opener) => {
  test('what waits is listed from new to old until somebody says what it is', async () => {
    const { readings, notes } = await worldOf(opener);
    await notes.write({ ref: patient('A'), by: 'p-1', text: 'a note', at: 4 });
    const ids: string[] = [];
    for (const at of [1, 2, 3]) ids.push(await readings.keep({ ...fresh('A', at), why: 'unsure' }));
    await readings.keep({ ...fresh('B', 9), about: 'c-1' });
    const first = await readings.list({ state: 'open', limit: 2 });
    expect(first.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const before = { at: 2, id: ids[1] ?? '' };
    expect(await readings.list({ state: 'open', limit: 2, before })).toMatchObject([{ at: 1 }]);
    const review = { by: 'p-1', at: 7, label };
    expect(await readings.review(ids[1] ?? '', review)).toMatchObject({
      state: 'reviewed',
      review,
    });
    expect(await readings.list({ state: 'reviewed', limit: 9 })).toEqual([
      { ...fresh('A', 2), id: ids[1], state: 'reviewed', why: 'unsure', review },
    ]);
    const again = readings.review(ids[1] ?? '', review);
    await expect(again).rejects.toMatchObject({ code: 'ONW-REVIEW-DONE' });
    const absent = readings.review('0'.repeat(32), review);
    await expect(absent).rejects.toMatchObject({ code: 'ONW-REVIEW-ABSENT' });
    expect(await notes.list({ refs: [patient('A')], limit: 9 })).toMatchObject([
      { text: 'a note' },
    ]);
  });

  test('nobody’s text is kept who need not be read', async () => {
    const { readings } = await worldOf(opener);
    await readings.keep({ ...fresh('A', 1), about: 'c-1' });
    const [seen] = await readings.list({ limit: 9 });
    expect(seen).toMatchObject({ state: 'seen', readAs, about: 'c-1' });
    expect(seen).not.toHaveProperty('text');
    const review = { by: 'p-1', at: 2, label };
    const corrected = await readings.review(seen?.id ?? '', review, 'my rash');
    expect(corrected).toMatchObject({ state: 'reviewed', text: 'my rash' });
    expect(await readings.list({ limit: 9 })).toEqual([corrected]);
    const stranger = readings.keep(fresh('Z', 1));
    await expect(stranger).rejects.toMatchObject({ code: 'ONW-VAULT-UNKNOWN' });
  });

  test('two people cannot both say what a message is', async () => {
    const { readings } = await worldOf(opener);
    const id = await readings.keep({ ...fresh('A', 1), why: 'unsure' });
    const said = ['p-1', 'p-2'].map((by) => readings.review(id, { by, at: 2, label }));
    const settled = await Promise.allSettled(said);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('an erasure takes a person’s readings and corrections, and nobody else’s', async () => {
    const { readings, vault } = await worldOf(opener);
    const ids: string[] = [];
    for (const who of ['A', 'B', 'A']) {
      ids.push(await readings.keep({ ...fresh(who, 1), why: 'unsure' }));
    }
    await readings.review(ids[0] ?? '', { by: 'p-1', at: 2, label });
    expect(await vault.erase([patient('A')], 5)).toBe(1);
    expect((await readings.list({ limit: 9 })).map(({ id }) => id)).toEqual([ids[1]]);
    // What stays is sealed anew, and can still be reviewed.
    const review = { by: 'p-1', at: 6, label };
    expect(await readings.review(ids[1] ?? '', review)).toMatchObject({ text: 'my rash' });
  });

  test('what waits for nobody is forgotten in its time', async () => {
    const { readings } = await worldOf(opener);
    await readings.keep(fresh('A', 1));
    await readings.keep({ ...fresh('A', 2), why: 'unsure' });
    await readings.keep(fresh('A', 9));
    expect(await readings.forget(5)).toBe(1);
    const left: number[] = [];
    for await (const { at } of readings.since(0)) left.push(at);
    expect(left).toEqual([9, 2]);
    expect(await readings.list({ since: 5, limit: 9 })).toMatchObject([{ at: 9 }]);
  });

  test('who looked is logged', async () => {
    const { readings } = await worldOf(opener);
    const row = { at: 1, person: 'p-1', reason: 'learning', what: 'queue', reading: null } as const;
    await readings.log(row);
    await readings.log({ ...row, at: 2, what: 'review', reading: 'a'.repeat(32) });
    expect(await readings.logged(9)).toMatchObject([{ at: 2, reading: 'a'.repeat(32) }, row]);
  });
});

test('nothing of what was written or read stands in the rows', async () => {
  const schema = `e${randomBytes(6).toString('hex')}`;
  const store = await openEdgeStore({ connection: inject('database'), schema });
  open.push(store);
  const { readings, vault } = await processOf(ring, store);
  await vault.remember(eventOf(ring, { subjects: ['A'] }));
  const id = await readings.keep({ ...fresh('A', 1), why: 'unsure' });
  await readings.review(id, { by: 'p-1', at: 2, label });
  const { rows } = await sql<Record<string, unknown>>(`select * from ${schema}_edge.notes`);
  const told = rows
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
    .join('\n');
  expect(told).toContain('reviewed');
  expect(rows).toHaveLength(1);
  for (const word of ['rash', 'refill', 'review-now']) expect(told).not.toContain(word);
});
