/** The store's contract: what the database itself refuses, and what its lists promise. */
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { openStore } from '../../src/store/index.ts';
import { openPool } from '../../src/store/postgres/connection.ts';
import { isLate } from '../../src/core/index.ts';
import type { State } from '../../src/core/index.ts';
import type { JourneyFilter, ObligationView, OutboxRow, WriteSet } from '../../src/store/index.ts';
import { event, Stage } from '../stage.ts';
import { sql } from '../sql.ts';
import { Proxy } from '../faults/proxy.ts';

const stages: Stage[] = [];
async function set(cells = 1): Promise<Stage> {
  const stage = await Stage.set({ program: zoo, cells });
  stages.push(stage);
  return stage;
}
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

test.for(['next_owner', 'next_due'])('no open journey without %s can be stored', async (column) => {
  const stage = await set();
  await stage.send(event('started', 'tom'));
  const broken = sql(`update ${stage.schema}_0.journeys set ${column} = null`);
  await expect(broken).rejects.toMatchObject({ constraint: 'journeys_owned_and_dated' });
});

test('migrations change nothing twice; a newer database and other cells are refused', async () => {
  const stage = await set(2);
  const { schema } = stage;
  const connection = inject('database');
  const again = await openStore({ connection, schema });
  expect(again.store.cells).toEqual([0, 1]);
  await again.store.close();
  await expect(openStore({ connection, schema, cells: 3 })).rejects.toMatchObject({
    code: 'ONW-STORE-CELLS',
  });
  await sql(`insert into ${schema}_1.migrations values (999)`);
  await expect(openStore({ connection, schema })).rejects.toMatchObject({
    code: 'ONW-STORE-NEWER',
  });
  await sql(`delete from ${schema}_1.migrations where version = 999`);
});

const lists = ['created', 'changed', 'outbox', 'completions', 'arm', 'disarm', 'refs'] as const;
const others = ['inbox', 'unmatched', 'placed', 'restored', 'consents', 'receipts'] as const;
const blank = Object.fromEntries([...lists, ...others].map((name) => [name, []]));

/** A batch that appends an entry to the journal of a journey, and no more. */
function batchOf({ now }: Stage, more: Partial<WriteSet>): WriteSet {
  const hash = '0'.repeat(64);
  const texts = { type: 'sys.x', source: 'sys', eventId: 'x', step: '', body: '{}' };
  return {
    ...(blank as unknown as WriteSet),
    ...{ now, worker: 1, batch: 7, before: new Map() },
    journal: [{ journey: 7, seq: 1, at: now, occurredAt: now, ...texts, hash }],
    ...more,
  };
}

/** How many rows each table that a batch writes has. */
async function counted({ schema }: Stage): Promise<readonly number[]> {
  const tables = ['inbox', 'journal', 'journeys', 'taken'];
  const sums = tables.map((table) => `(select count(*) from ${schema}_0.${table})::int`);
  const { rows } = await sql<{ all: number[] }>(`select array[${sums.join()}] as all`);
  return rows[0]?.all ?? [];
}

describe.for(['write', 'writeLast'] as const)('%s', (write) => {
  test('whoever is second with an input is told, and nothing of the batch is written', async () => {
    const stage = await set();
    await stage.send(event('started', 'tom'));
    await stage.engine.idle();
    const before = await counted(stage);
    const { rows } = await sql<{ key: string }>(`select key from ${stage.schema}_0.inbox limit 1`);
    const key = rows[0]?.key.replaceAll('-', '') ?? '';
    const inbox = [{ key, digest: '0'.repeat(32), journey: 7 }];
    const { store } = stage.open;
    const writing = store.transact(0, (tx) => tx[write](batchOf(stage, { inbox })));
    await expect(writing).rejects.toMatchObject({ code: 'ONW-RACE-LOST' });
    expect(await counted(stage)).toEqual(before);
  });

  test('a batch with a row that the database cannot be told leaves nothing', async () => {
    const stage = await set();
    await stage.send(event('started', 'tom'));
    await stage.engine.idle();
    const before = await counted(stage);
    const { store } = stage.open;
    const writing = store.transact(0, async (tx) => {
      const [row] = await tx.lock({ subjects: [], journeys: [await journeyOf(stage)] });
      if (row === undefined) throw new Error('There is no such journey.');
      const changed = [{ ...row, state: { ...row.state, obligations: [] } }];
      await tx[write](batchOf(stage, { changed }));
    });
    await expect(writing).rejects.toMatchObject({ code: 'ONW-NOTHING-NEXT' });
    expect(await counted(stage)).toEqual(before);
  });
});

async function journeyOf({ schema }: Stage): Promise<number> {
  const { rows } = await sql<{ id: string }>(`select id from ${schema}_0.journeys`);
  return Number(rows[0]?.id);
}

test('a row of an obligation that somebody removed comes back when its journey moves', async () => {
  const stage = await set();
  await stage.send(event('started', 'tom'));
  const rows = `select slot from ${stage.schema}_0.obligations`;
  const held = (await sql(rows)).rowCount;
  await sql(`delete from ${stage.schema}_0.obligations`);
  await stage.send(event('arrived', 'tom'));
  await stage.engine.idle();
  expect(held).toBe(1);
  expect((await sql(rows)).rowCount).toBe(1);
});

test('a database that is away is told as that, whatever is asked for', async ({ skip }) => {
  const database = inject('database');
  if ('url' in database) return skip('a way that can be cut needs the embedded database');
  const { host, port, user, password, database: name } = database;
  const proxy = await Proxy.before(() => `${host}/.s.PGSQL.${port}`);
  const url = `postgres://${user}:${password}@127.0.0.1:${proxy.port}/${name}`;
  const schema = `t${randomBytes(6).toString('hex')}`;
  const { store, work } = await openStore({ connection: { url }, schema });
  proxy.close();
  const now = Date.UTC(2026, 0, 5);
  const asked = [
    store.subjectsOf(0, [7]),
    store.refsOf([7]),
    store.resolve(['0'.repeat(32)]),
    store.nextIds(0, 1),
    store.dueTimers(0, now, 1),
    store.waitingFor(0, ['0'.repeat(32)]),
    store.claimOutbox(0, { worker: 1, aliveSince: now, limit: 1 }),
    store.transact(0, (tx) => tx.inbox(['0'.repeat(32)])),
    store.guard(now),
    work.queue({ state: 'all', now, headStartMs: () => 0, dayEnd: () => now }, { limit: 1 }),
  ];
  for (const each of await Promise.allSettled(asked)) {
    expect(each).toMatchObject({ reason: { code: 'ONW-STORE-UNAVAILABLE' } });
  }
  await store.close();
});

test('who stands still amid its rows is cut off, and what it locked is free', async () => {
  const stage = await set();
  await stage.send(event('started', 'tom'));
  await stage.engine.idle();
  const pool = openPool(inject('database'), 1);
  const still = await pool.connect();
  const gone = new Promise((resolve) => {
    still.once('error', resolve);
  });
  await still.query('begin');
  await still.query(`select from ${stage.schema}_0.journeys for update`);
  // It says that rows follow, and none does.
  const inbox = `copy ${stage.schema}_0.inbox from stdin`;
  const copying = new pg.Query(inbox, () => undefined);
  Object.assign(copying, { handleCopyInResponse: () => undefined });
  still.query(copying);
  const lock = `select from ${stage.schema}_0.journeys for update nowait`;
  await stage.open.store.beat(1, stage.now);
  await expect(sql(lock)).rejects.toMatchObject({ code: '55P03' });
  await setTimeout(11_000);
  await stage.open.store.beat(1, stage.now);
  await gone;
  expect((await sql(lock)).rowCount).toBe(1);
  still.release(true);
  await pool.end();
}, 30_000);

describe('the outbox', () => {
  const now = Date.UTC(2026, 0, 5);
  const effect = {
    kind: 'command',
    system: 'sys',
    command: 'note',
    step: 'here',
    index: 0,
  } as const;
  const order = (batch: number, place: number): OutboxRow => ({
    ...{ batch, place, journey: 7, subject: 8, program: 9, seq: place + 1 },
    ...{
      effect: { ...effect, args: {}, passing: false },
      attempts: 0,
      nextAt: now,
      started: false,
    },
  });
  const nothing = { now, worker: 1, created: [], changed: [], before: new Map<number, State>() };
  const rest = {
    journal: [],
    inbox: [],
    arm: [],
    disarm: [],
    refs: [],
    unmatched: [],
    placed: [],
    restored: [],
    consents: [],
    receipts: [],
  };
  const empty = { ...nothing, ...rest, outbox: [], completions: [] };
  const mine = { worker: 1, aliveSince: now, limit: 10, own: true };

  test('a batch’s row stays until each of its orders has ended, however often', async () => {
    const { open } = await set();
    const { store } = open;
    const outbox = [0, 1, 2].map((place) => order(1_024, place));
    const end = (batch: number, ...places: readonly number[]): Promise<void> =>
      store.transact(0, (tx) => {
        const completions = places.map((place) => {
          return { row: order(1_024, place), outcome: 'done' } as const;
        });
        return tx.write({ ...empty, batch, completions });
      });
    const left = async (): Promise<readonly number[]> =>
      (await store.claimOutbox(0, mine)).map(({ place }) => place);
    await store.transact(0, (tx) => tx.write({ ...empty, batch: 1_024, outbox }));
    expect(await left()).toEqual([0, 1, 2]);
    await end(2_048, 1);
    await end(3_072, 1, 1);
    expect(await left()).toEqual([0, 2]);
    await Promise.all([end(4_096, 0), end(5_120, 0, 1)]);
    expect(await left()).toEqual([2]);
    await end(6_144, 2);
    expect(await left()).toEqual([]);
    expect((await open.reads.totals(now)).outbox).toBe(0);
  });

  test('two that end orders of the same batches wait for each other', async () => {
    const { store } = (await set()).open;
    const batches = [1_024, 2_048, 3_072];
    const places = [0, 1, 2];
    for (const batch of batches) {
      const outbox = places.map((place) => order(batch, place));
      await store.transact(0, (tx) => tx.write({ ...empty, batch, outbox }));
    }
    const ending = (batch: number, place: number, of: readonly number[]): WriteSet => {
      const completions = of.map((each) => ({ row: order(each, place), outcome: 'done' }) as const);
      return { ...empty, batch, completions };
    };
    // The one in the middle is held until both have come as far as they can.
    const held = await store.transact(0, async (tx) => {
      await tx.write(ending(4_096, 2, [2_048]));
      const both = [
        store.transact(0, (other) => other.write(ending(5_120, 0, batches))),
        store.transact(0, (other) => other.write(ending(6_144, 1, batches.toReversed()))),
      ];
      await setTimeout(200);
      return both;
    });
    await Promise.all(held);
    const left = await store.claimOutbox(0, mine);
    expect(left.map(({ batch, place }) => [batch, place])).toEqual([
      [1_024, 2],
      [3_072, 2],
    ]);
  });

  test('a try is remembered for its own order, and by its own worker only', async () => {
    const { store } = (await set()).open;
    const outbox = [0, 1].map((place) => order(1_024, place));
    await store.transact(0, (tx) => tx.write({ ...empty, batch: 1_024, outbox }));
    const tried = { ...order(1_024, 1), attempts: 3, nextAt: now + 5, started: true };
    const gone = { ...tried, batch: 9_216 };
    expect(await store.noteAttempts(0, 1, [tried, gone])).toEqual([true, false]);
    expect(await store.claimOutbox(0, mine)).toEqual([outbox[0], tried]);
    expect(await store.noteAttempts(0, 2, [tried])).toEqual([false]);
    const completions = [{ row: tried, outcome: 'done' } as const];
    await store.transact(0, (tx) => tx.write({ ...empty, batch: 2_048, completions }));
    expect(await store.noteAttempts(0, 1, [tried])).toEqual([false]);
  });
});

test('a database that is not there is a matter of trying again', async () => {
  const nowhere = { url: 'postgres://nobody@127.0.0.1:1/none' };
  await expect(openStore({ connection: nowhere })).rejects.toMatchObject({
    code: 'ONW-STORE-UNAVAILABLE',
  });
});

test('journals are only appended to: nothing is updated or deleted there', async () => {
  const stage = await set();
  const [begun] = await stage.send(event('started', 'una'));
  const before = await stage.journal(begun?.journeys[0] ?? '');
  await stage.send(event('noise', 'una'), event('arrived', 'una'), event('left', 'una'));
  const after = await stage.journal(begun?.journeys[0] ?? '');
  expect(after.slice(0, before.length)).toEqual(before);
  const { rows } = await sql(
    `select n_tup_upd + n_tup_del as changed from pg_stat_user_tables
      where schemaname = '${stage.schema}_0' and relname = 'journal'`,
  );
  expect(rows).toEqual([{ changed: '0' }]);
});

describe.each([1, 2])('lists over %i cell(s)', (cells) => {
  test('pages are complete, disjoint and in order, for every filter', async () => {
    const stage = await set(cells);
    const patients = Array.from({ length: 60 }, (_, index) => `list-${index}`);
    await stage.send(
      ...patients.map((patient) => event('started', patient, { data: { urgent: true } })),
    );
    await stage.send(...patients.slice(0, 30).map((patient) => event('arrived', patient)));
    await stage.send(...patients.slice(50).map((patient) => event('left', patient)));
    await stage.engine.idle();
    const filters: (readonly [JourneyFilter, number])[] = [
      [{}, 60],
      [{ status: 'open' }, 50],
      [{ status: 'ended' }, 10],
      [{ status: 'open', step: 'exam' }, 30],
      [{ status: 'open', step: 'arrival' }, 20],
      [{ status: 'open', stage: 'second', owner: 'night' }, 30],
      [{ status: 'open', owner: 'desk' }, 50],
      [{ status: 'open', owner: 'nobody' }, 0],
      [{ status: 'open', program: 'zoo', journey: 'main' }, 50],
      [{ status: 'open', program: 'zoo', journey: 'main', step: 'exam' }, 30],
      [{ status: 'open', program: 'other' }, 0],
      [{ status: 'open', overdueAt: stage.now }, 0],
      [{ status: 'open', overdueAt: stage.now + 864e5 * 4 }, 50],
      [{ status: 'ended', owner: 'desk' }, 0],
    ];
    for (const [filter, count] of filters) {
      const seen: number[] = [];
      for (let after = 0; ;) {
        const page = await stage.open.reads.journeys(filter, { after, limit: 7 });
        seen.push(...page.map((row) => row.id));
        if (page.length < 7) break;
        after = page.at(-1)?.id ?? 0;
      }
      expect(seen, JSON.stringify(filter)).toHaveLength(count);
      expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    }
  });

  test('obligations come by due time, over pages, and are what the states hold', async () => {
    const stage = await set(cells);
    const patients = Array.from({ length: 40 }, (_, index) => `due-${index}`);
    for (const patient of patients) {
      await stage.send(event('started', patient, { data: { urgent: true } }));
      stage.jump(60_000);
    }
    await stage.send(...patients.slice(0, 20).map((patient) => event('arrived', patient)));
    const seen: { due: number; id: string }[] = [];
    let after: { due: number; journey: number; slot: number } | undefined;
    for (;;) {
      const page = await stage.open.reads.obligations({}, { limit: 9, ...(after && { after }) });
      for (const { journey, obligation } of page) {
        seen.push({ due: obligation.due, id: `${journey}/${obligation.slot}` });
      }
      const last = page.at(-1);
      if (last === undefined || page.length < 9) break;
      after = { due: last.obligation.due, journey: last.journey, slot: last.obligation.slot };
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen.map((each) => each.id)).size).toBe(60);
    expect(seen.map((each) => each.due)).toEqual(
      seen.map((each) => each.due).toSorted((a, b) => a - b),
    );
  });

  test('late is late in every list and count, also what is due again', async () => {
    const stage = await set(cells);
    const patients = Array.from({ length: 9 }, (_, index) => `late-${index}`);
    await stage.send(
      ...patients.map((patient) => event('started', patient, { data: { urgent: true } })),
    );
    await stage.wait(5 * 864e5);
    const { reads, work } = stage.open;
    const now = stage.now;
    const open = await reads.obligations({}, { limit: 200 });
    const late = open.filter(({ obligation }) => isLate(obligation, now));
    const again = late.filter(({ obligation }) => obligation.due > now);
    expect(again.length).toBeGreaterThan(0);
    const listed = await reads.obligations({ overdueAt: now }, { limit: 200 });
    expect(listed.map(nameOf).toSorted()).toEqual(late.map(nameOf).toSorted());
    const journeys = await reads.journeys({ overdueAt: now }, { after: 0, limit: 200 });
    expect(journeys.map(({ id }) => id)).toEqual(
      [...new Set(late.map(({ journey }) => journey))].toSorted((a, b) => a - b),
    );
    expect((await reads.totals(now)).overdue).toBe(late.length);
    const counts = await work.counts({ now, dayEnd: () => now });
    expect(counts.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(late.length);
  });
});

function nameOf({ journey, obligation }: ObligationView): string {
  return `${journey}/${obligation.slot}`;
}
