/** The edge's store: PostgreSQL and the store in memory keep the same promises. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { beginning } from '../../src/assistant/index.ts';
import { memoryEdgeStore } from '../../src/edge/index.ts';
import type { Conversation, EdgeStore } from '../../src/edge/index.ts';
import { eventOf, processOf, refOf, ringOf } from '../../src/edge/vault.fixture.ts';
import type { World } from '../../src/edge/vault.fixture.ts';
import { openEdgeStore } from '../../src/store/index.ts';
import { sql } from '../sql.ts';

const open: EdgeStore[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

/** Opens one store as often as asked: each is a process of its own. */
type Opener = () => Promise<EdgeStore>;

const openers: readonly (readonly [string, () => Opener])[] = [
  [
    'memory',
    () => {
      const store = memoryEdgeStore();
      return () => Promise.resolve(store);
    },
  ],
  [
    'PostgreSQL',
    () => {
      const schema = `e${randomBytes(6).toString('hex')}`;
      return async () => {
        const store = await openEdgeStore({ connection: inject('database'), schema });
        open.push(store);
        return store;
      };
    },
  ],
];

const ring = ringOf(1);
const patient = (id: string): string => refOf(ring, 'clinic', id);
const visit = (id: string): string => refOf(ring, 'scheduler', id);

async function knownBy({ vault }: World, refs: readonly string[]): Promise<readonly string[]> {
  return [...(await vault.open(refs)).values()].map(({ id }) => id).toSorted();
}

describe.each(openers)('a store in %s', (_name, opener) => {
  test('a conversation is written version by version, and goes with the person', async () => {
    const another = opener();
    const first = await processOf(ring, await another());
    const second = await processOf(ring, await another());
    await first.vault.remember(eventOf(ring, { subjects: ['A'] }));
    await first.vault.remember(eventOf(ring, { subjects: ['B'] }));
    const talk = { messages: [], readings: [], dialogue: beginning, events: [], said: ['Words'] };
    const next: Omit<Conversation, 'id' | 'version'> = {
      ref: patient('A'),
      system: 'desk',
      channel: 'sms',
      begunAt: 1,
      lastAt: 2,
      state: 'talking',
      level: 'soon',
      intent: 'book',
      language: 'en',
      untoldAt: 7,
      talk,
    };
    const [id, other] = [first.conversations.newId(), first.conversations.newId()];
    const begun = await first.conversations.put({ ...next, id }, 0);
    expect(begun).toMatchObject({ version: 1 });
    // Another process was later: one conversation at a time, and one version after the other.
    expect(await second.conversations.put({ ...next, id: other }, 0)).toBeUndefined();
    expect(await second.conversations.put({ ...next, id }, 0)).toBeUndefined();
    const on = { ...next, id, lastAt: 5, level: 'emergency' };
    expect(await second.conversations.put(on, 1)).toMatchObject({ version: 2 });
    expect(await first.conversations.put(on, 1)).toBeUndefined();
    const found = await first.conversations.open(patient('A'), 'desk');
    expect(found).toMatchObject({ id, version: 2, level: 'emergency', talk: { said: ['Words'] } });
    expect(await first.conversations.page({ level: 'soon', limit: 9 })).toEqual([]);
    expect(await first.conversations.untold(6, 9)).toEqual([]);
    expect(await first.conversations.untold(7, 9)).toMatchObject([{ id }]);
    await first.conversations.told({ id, version: 1 });
    expect(await first.conversations.untold(7, 9)).toHaveLength(1);
    await first.conversations.told({ id, version: 2 });
    expect(await first.conversations.untold(7, 9)).toEqual([]);
    const with2 = { ...next, id: other, ref: patient('B') };
    expect(await first.conversations.put(with2, 0)).toMatchObject({ version: 1 });
    await first.vault.erase([patient('A')], 9);
    expect(await second.conversations.get(id)).toBeUndefined();
    expect(await second.conversations.page({ limit: 9 })).toMatchObject([{ id: other }]);
    await expect(first.conversations.put({ ...next, id }, 2)).rejects.toMatchObject({
      code: 'ONW-VAULT-UNKNOWN',
    });
  });

  test('outside ids are there for every process, and opened by its key alone', async () => {
    const another = opener();
    const [first, second] = [
      await processOf(ring, await another()),
      await processOf(ring, await another()),
    ];
    await first.vault.remember(eventOf(ring, { subjects: ['A'], journeys: ['F'], data: ['L'] }));
    const all = [patient('A'), visit('F'), refOf(ring, 'lab', 'L'), patient('B')];
    expect(await knownBy(second, all)).toEqual(['A', 'F', 'L']);
    expect(second.keys.dedupe.equals(first.keys.dedupe)).toBe(true);
    const stranger = processOf(ringOf(9), await another());
    await expect(stranger).rejects.toMatchObject({ code: 'ONW-VAULT-KEY' });
  });

  test('processes that name the same subjects at once keep each of them once', async () => {
    const another = opener();
    const rings = [ringOf(1, 2), ringOf(2, 1), ringOf(1, 2)];
    const worlds = await Promise.all(rings.map(async (each) => processOf(each, await another())));
    const canonical = await Promise.all(
      worlds.map(async ({ vault, ring: own }) => {
        const events = Array.from({ length: 40 }, (_, n) => {
          return eventOf(own, { subjects: [`S-${n}`], journeys: [`F-${n}`], data: ['doctor'] });
        });
        const each = await Promise.all(
          events.map(async (refs) => {
            const names = await vault.remember(refs);
            return refs.map(({ ref }) => names.get(ref) ?? ref);
          }),
        );
        return each.flat();
      }),
    );
    expect(canonical[1]).toEqual(canonical[0]);
    expect(canonical[2]).toEqual(canonical[0]);
    const known = await worlds[1]?.vault.open(canonical[0] ?? []);
    expect(known).toHaveProperty('size', 81);
  });

  test('an erasure takes a subject’s rows, names, notes and key, and nobody else’s', async () => {
    const another = opener();
    const store = await another();
    const world = await processOf(ringOf(1, 2), store);
    const { vault, notes } = world;
    const own = ringOf(1, 2);
    await vault.remember([
      ...eventOf(own, { subjects: ['A', 'B'], journeys: ['F'], data: ['L'] }),
      ...eventOf(own, { subjects: ['C'], journeys: ['F'] }),
    ]);
    for (const ref of [patient('A'), patient('B')]) {
      await notes.write({ ref, by: 'p-1', text: 'after five', at: 1 });
    }
    expect(await vault.erase([patient('A')], 5)).toBe(1);
    const all = [patient('A'), patient('B'), patient('C'), visit('F'), refOf(ring, 'lab', 'L')];
    expect(await knownBy(world, all)).toEqual(['B', 'C', 'F']);
    expect(await store.vault.find([refOf(ringOf(2), 'clinic', 'A')])).toEqual([]);
    expect(await store.vault.find([refOf(ringOf(2), 'clinic', 'B')])).toHaveLength(1);
    expect(await notes.list({ refs: all, limit: 9 })).toMatchObject([{ ref: patient('B') }]);
    expect(await store.vault.erasures()).toBe(1);
    await vault.remember(eventOf(own, { subjects: ['A'] }));
    expect(await knownBy(world, [patient('A')])).toEqual(['A']);
  });

  test('erasing and remembering at once leaves rows that open, or none', async () => {
    const another = opener();
    const worlds = [await processOf(ring, await another()), await processOf(ring, await another())];
    const [first, second] = worlds;
    if (first === undefined || second === undefined) throw new Error('two');
    for (let round = 0; round < 15; round++) {
      const name = `A-${round}`;
      await first.vault.remember(eventOf(ring, { subjects: [name, `with-${round}`] }));
      await Promise.all([
        first.vault.erase([patient(name)], round),
        second.vault.remember(eventOf(ring, { subjects: [name], journeys: [`F-${round}`] })),
        second.vault.remember(eventOf(ring, { subjects: [name], data: [`L-${round}`] })),
      ]);
      const rest = [patient(`with-${round}`), visit(`F-${round}`)];
      expect(await knownBy(first, rest)).toEqual([`F-${round}`, `with-${round}`]);
      await knownBy(second, [patient(name), refOf(ring, 'lab', `L-${round}`)]);
    }
  });

  test('a rotation goes page by page, and nobody is lost when the old key is', async () => {
    const another = opener();
    const names = Array.from({ length: 30 }, (_, n) => `S-${n}`);
    const refs = names.map((name) => patient(name));
    const old = await processOf(ring, await another());
    for (const name of names) await old.vault.remember(eventOf(ring, { subjects: [name] }));
    await processOf(ringOf(1, 2), await another());
    const next = await processOf(ringOf(2, 1), await another());
    let pages = 0;
    const broken = next.rotate({
      pageSize: 7,
      onProgress: () => {
        pages++;
        if (pages === 7) throw new Error('stopped');
      },
    });
    await expect(broken).rejects.toThrow('stopped');
    await next.vault.erase([patient('S-3')], 5);
    const report = await next.rotate({ pageSize: 7 });
    expect(report.left).toEqual({ keys: 0, refs: 0 });
    expect(report.refs).toBeLessThan(30);
    const alone = await processOf(ringOf(2), await another());
    expect((await alone.vault.open(refs)).size).toBe(29);
    const kept = names.filter((name) => name !== 'S-3');
    const again = kept.flatMap((name) => eventOf(alone.ring, { subjects: [name] }));
    const canonical = await alone.vault.remember(again);
    expect(again.map(({ ref }) => canonical.get(ref))).toEqual(kept.map((name) => patient(name)));
  });

  test('a cursor goes on from the one that was read, and never back', async () => {
    const another = opener();
    const [first, second] = [
      await processOf(ring, await another()),
      await processOf(ring, await another()),
    ];
    expect(await first.cursors.read('ehr')).toBeUndefined();
    const begun = await Promise.all(
      [first, second].map(({ cursors }) => cursors.advance('ehr', undefined, 'p-1')),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    const read = await second.cursors.read('ehr');
    expect(read?.text).toBe('p-1');
    expect(await first.cursors.advance('ehr', read, 'p-2')).toBe(true);
    expect(await second.cursors.advance('ehr', read, 'p-1b')).toBe(false);
    expect(await second.cursors.advance('lab', undefined, 'x')).toBe(true);
    expect((await second.cursors.read('ehr'))?.text).toBe('p-2');
  });

  test('what is in quarantine is one row for an item, and is taken by one at a time', async () => {
    const another = opener();
    const [first, second] = [
      await processOf(ring, await another()),
      await processOf(ring, await another()),
    ];
    const refused = {
      system: 'ehr',
      code: 'ONW-EVENT-DATA',
      size: 9,
      pointers: ['/data/start'],
    } as const;
    for (const n of [1, 2, 3]) {
      await first.quarantine.keep({ ...refused, again: `X-${n}`, receivedAt: n * 1_000 });
    }
    await second.quarantine.keep({ ...refused, again: 'X-2', receivedAt: 4_000 });
    await second.quarantine.keep({ ...refused, receivedAt: 500 });
    const page = await first.quarantine.list({ limit: 3 });
    expect(page.map(({ receivedAt }) => receivedAt)).toEqual([4_000, 3_000, 1_000]);
    expect(page[0]).toMatchObject({ ...refused, state: 'open', tries: 0 });
    const last = page.at(-1);
    const before = { at: last?.receivedAt ?? 0, id: last?.id ?? '' };
    expect(await first.quarantine.list({ limit: 3, before })).toMatchObject([{ receivedAt: 500 }]);

    const claim = { now: 5_000, forMs: 60_000, limit: 2 };
    const taken = (
      await Promise.all([first, second].map((each) => each.quarantine.take(claim)))
    ).flat();
    expect(taken.map(({ again }) => again).toSorted()).toEqual(['X-1', 'X-2', 'X-3']);
    expect(taken.every(({ tries, system }) => tries === 1 && system === 'ehr')).toBe(true);
    expect(await first.quarantine.take(claim)).toEqual([]);
    const id = taken[0]?.id ?? '';
    expect(await first.quarantine.close(id, 'refetched')).toBe(true);
    expect(await second.quarantine.close(id, 'given-up')).toBe(false);
    const later = await second.quarantine.take({ ...claim, now: 65_000, limit: 9 });
    expect(later.map(({ tries }) => tries)).toEqual([2, 2]);
    expect(await first.quarantine.list({ state: 'refetched', limit: 9 })).toMatchObject([{ id }]);
  });

  test('what is beyond the bounds of the quarantine is left out', async () => {
    const { quarantine } = await processOf(ring, await opener()());
    const pointers = ['/a'.repeat(200), ...Array.from({ length: 50 }, (_, n) => `/p-${n}`)];
    const again = 'x'.repeat(5_000);
    const rest = { system: 'ehr', code: 'ONW-EVENT-DATA', size: 1, receivedAt: 1 } as const;
    await quarantine.keep({ ...rest, pointers, again });
    const [row] = await quarantine.list({ limit: 9 });
    expect(row?.pointers).toEqual(pointers.slice(1, 33));
    expect(await quarantine.take({ now: 9, forMs: 1, limit: 9 })).toEqual([]);
  });

  test('notes are listed from new to old, and bounded in size', async () => {
    const { vault, notes } = await processOf(ring, await opener()());
    await vault.remember(eventOf(ring, { subjects: ['A', 'B'] }));
    const ref = patient('A');
    for (const at of [1, 2, 3]) await notes.write({ ref, by: 'p-1', text: `note ${at}`, at });
    await notes.write({
      ref: patient('B'),
      by: 'p-2',
      about: 'obl_1-1-0',
      text: 'ü'.repeat(4_000),
      at: 9,
    });
    const page = await notes.list({ refs: [ref], limit: 2 });
    expect(page.map(({ text }) => text)).toEqual(['note 3', 'note 2']);
    const before = { at: 2, id: page[1]?.id ?? '' };
    expect(await notes.list({ refs: [ref], before, limit: 9 })).toMatchObject([{ text: 'note 1' }]);
    expect(await notes.list({ refs: [ref, patient('B')], limit: 9 })).toHaveLength(4);
    for (const text of ['', ' \n', 'x'.repeat(4_001)]) {
      const refused = notes.write({ ref, by: 'p-1', text, at: 4 });
      await expect(refused).rejects.toMatchObject({ code: 'ONW-NOTE-SIZE' });
    }
    const nobody = notes.write({ ref: patient('C'), by: 'p-1', text: 'x', at: 4 });
    await expect(nobody).rejects.toMatchObject({ code: 'ONW-VAULT-UNKNOWN' });
  });
});

describe('in the database', () => {
  test('no table holds a word of what came', async () => {
    const schema = `e${randomBytes(6).toString('hex')}`;
    const store = await openEdgeStore({ connection: inject('database'), schema });
    open.push(store);
    const world = await processOf(ring, store);
    const named = { subjects: ['CANARY-1'], journeys: ['CANARY-2'], data: ['CANARY-3'] };
    await world.vault.remember(eventOf(ring, named));
    await world.notes.write({ ref: patient('CANARY-1'), by: 'CANARY-4', text: 'CANARY-5', at: 1 });
    await world.cursors.advance('ehr', undefined, 'CANARY-6');
    const item = { system: 'ehr', code: 'ONW-EVENT-DATA', size: 1, pointers: [] } as const;
    await world.quarantine.keep({ ...item, again: 'CANARY-7', receivedAt: 1 });
    let text = '';
    for (const table of ['vault_keys', 'vault', 'aliases', 'quarantine', 'cursors', 'notes']) {
      // As text, and as the bytes that hexadecimal columns stand for.
      const { rows } = await sql<{ row: string }>(
        `select t::text as row from ${schema}_edge.${table} t`,
      );
      text += rows.map(({ row }: { row: string }) => row).join('\n');
    }
    expect(text).toContain('ehr');
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(Buffer.from('CANARY').toString('hex'));
  });

  test('migrations change nothing twice, and a newer database is refused', async () => {
    const schema = `e${randomBytes(6).toString('hex')}`;
    const connection = inject('database');
    for (const _ of [1, 2]) open.push(await openEdgeStore({ connection, schema }));
    await sql(`insert into ${schema}_edge.migrations values (999)`);
    const newer = openEdgeStore({ connection, schema });
    await expect(newer).rejects.toMatchObject({ code: 'ONW-STORE-NEWER' });
  });

  test('one that is not there is a matter of trying again', async () => {
    const connection = { url: 'postgres://nobody@127.0.0.1:1/none' };
    const away = openEdgeStore({ connection });
    await expect(away).rejects.toMatchObject({ code: 'ONW-STORE-UNAVAILABLE' });
  });
});
