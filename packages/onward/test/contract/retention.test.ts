/**
 * What is removed of what is over, what stays, and what is answered to whom comes afterwards. What
 * is open is never touched.
 */
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { parseJourneyId } from '../../src/core/index.ts';
import type { OperationalEvent } from '../../src/core/index.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { audit } from '../../src/runtime/index.ts';
import { cellOf, openStore } from '../../src/store/index.ts';
import type { Removed } from '../../src/store/index.ts';
import { event, ref, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';
import { sql } from '../sql.ts';

const day = 86_400_000;
const keep = { journeysMs: 60 * day, keysMs: 35 * day };

const stages: Stage[] = [];
async function set(options: Partial<StageOptions> = {}): Promise<Stage> {
  const stage = await Stage.set({ program: zoo, ...options });
  stages.push(stage);
  return stage;
}
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** Steps until there is nothing more to remove by now; what is being worked on would stay. */
async function clear(stage: Stage): Promise<Removed['rows']> {
  await stage.engine.idle();
  await rows(stage, 'update cell.retention set next_at = to_timestamp(0)');
  const sums = { journeys: 0, keys: 0, outcomes: 0, unmatched: 0 };
  const { store } = stage.open;
  for (const cell of store.cells) {
    for (let more = true; more;) {
      const step = await store.retain(cell, { now: stage.now, keep, paceMs: 0 });
      for (const part of Object.keys(sums) as (keyof typeof sums)[]) sums[part] += step.rows[part];
      ({ more } = step);
    }
  }
  return sums;
}

async function rows<R extends pg.QueryResultRow>(stage: Stage, text: string): Promise<R[]> {
  return (await sql<R>(text.replaceAll('cell.', `${stage.schema}_0.`))).rows;
}

/** How many rows each table has of a journey. */
async function left(stage: Stage, journey: string): Promise<Record<string, number>> {
  const id = parseJourneyId(journey) ?? 0;
  const tables = ['journeys', 'journal', 'inbox', 'timers', 'messages', 'refs', 'begun', 'drifts'];
  const counts = tables.map((table) => {
    const column = ['journeys', 'begun'].includes(table) ? 'id' : 'journey';
    return `(select count(*)::int from cell.${table} where ${column} = ${id}) as ${table}`;
  });
  const [row] = await rows<Record<string, number>>(stage, `select ${counts.join()}`);
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, count]) => count > 0));
}

async function findings(stage: Stage, journey: string): Promise<unknown> {
  const id = parseJourneyId(journey) ?? 0;
  const view = await stage.open.reads.journey(id);
  if (view === undefined) return 'absent';
  const { program, state } = view;
  return audit({ id, program, state, journal: await stage.journal(journey) });
}

async function begun(stage: Stage, name: string): Promise<string> {
  const [result] = await stage.send(event('started', name));
  return result?.journeys[0] ?? '';
}

/** A journey that has ended, and the events that it took. */
async function ended(
  stage: Stage,
  name: string,
): Promise<{ readonly journey: string; readonly events: readonly OperationalEvent[] }> {
  const events = ['started', 'arrived', 'left'].map((each) =>
    event(each, name, { occurredAt: stage.now }),
  );
  const [first] = await stage.send(...events);
  await stage.engine.idle();
  return { journey: first?.journeys[0] ?? '', events };
}

/** A difference that was seen of it, and is over. */
async function drifted(stage: Stage, journey: string): Promise<void> {
  const { reconciling } = stage.open.store;
  const id = parseJourneyId(journey) ?? 0;
  const cell = cellOf(id);
  const [number = 0] = await stage.open.store.nextIds(cell, 1);
  const now = stage.now;
  const of = { id: number, key: ref('drift'), journey: id, system: 'sys', lookUp: 'arrival' };
  const seen = { owner: 'desk', due: now, firstSeen: now, lastSeen: now };
  const row = { ...of, ...seen, class: 'vanished', policy: 'task' } as const;
  expect(await reconciling.keepDrifts(cell, [row])).toMatchObject([{ id: number }]);
  expect(await reconciling.closeDrifts(cell, [number], { at: now, by: 'ended' })).toEqual([number]);
}

describe('in time', () => {
  test.for([1, 2])('keys go first, then the whole journey, in %i cell(s)', async (cells) => {
    const stage = await set({ cells });
    const open = await begun(stage, 'open');
    const { journey } = await ended(stage, 'over');
    await drifted(stage, journey);
    const whole = await left(stage, journey);
    stage.jump(34 * day);
    expect(await clear(stage)).toEqual({ journeys: 0, keys: 0, outcomes: 0, unmatched: 0 });
    stage.jump(2 * day);
    // Three events, and the answers to a command and a message.
    expect(await clear(stage)).toMatchObject({
      journeys: 0,
      keys: expect.toSatisfy((n) => n >= 3),
    });
    if (cells === 1) {
      const { inbox: _, ...rest } = whole;
      expect(await left(stage, journey)).toEqual(rest);
    }
    expect(await findings(stage, journey)).toBeUndefined();
    stage.jump(25 * day);
    expect(await clear(stage)).toMatchObject({ journeys: 1, keys: 0 });
    expect(await findings(stage, journey)).toBe('absent');
    if (cells === 1) expect(await left(stage, journey)).toEqual({ begun: 1 });
    expect(await findings(stage, open)).toBeUndefined();
    await stage.engine.idle();
    expect((await stage.open.examine(stage.now)).filter((each) => each.rows > 0)).toEqual([]);
    expect(await stage.open.reads.totals(stage.now)).toMatchObject({ open: 1, ended: 0 });
  });

  test('an open journey stays with its keys, however old it is', async () => {
    const stage = await set();
    const old = event('started', 'old');
    const [first] = await stage.send(old);
    const journey = first?.journeys[0] ?? '';
    stage.jump(1_000 * day);
    await stage.engine.idle();
    const before = await left(stage, journey);
    expect(await clear(stage)).toMatchObject({ journeys: 0, keys: 0 });
    expect(await left(stage, journey)).toEqual(before);
    expect(await stage.send(old)).toMatchObject([{ status: 'duplicate', journeys: [journey] }]);
  });

  test('outcomes go by their age, and so does input that was placed', async () => {
    const stage = await set();
    await stage.send(event('arrived', 'later'), event('arrived', 'never'));
    await begun(stage, 'later');
    await ended(stage, 'over');
    const waiting = `select count(*)::int as all, count(closed_at)::int as placed
                       from cell.unmatched`;
    await expect.poll(() => rows(stage, waiting)).toEqual([{ all: 2, placed: 1 }]);
    stage.jump(61 * day);
    const removed = await clear(stage);
    expect(removed.unmatched).toBe(1);
    expect(removed.outcomes).toBeGreaterThan(0);
    expect(await rows(stage, 'select count(*)::int as count from cell.outcomes')).toEqual([
      { count: 0 },
    ]);
    expect(await rows(stage, waiting)).toEqual([{ all: 1, placed: 0 }]);
  });

  test('what is still on its way, or was said in the last days, keeps its journey', async () => {
    const stage = await set();
    const { journey } = await ended(stage, 'sending');
    const { journey: told } = await ended(stage, 'told');
    const id = parseJourneyId(told) ?? 0;
    const order = JSON.stringify([{ journey: parseJourneyId(journey) }]);
    await sql(`insert into ${stage.schema}_0.outbox
               select 1024, worker, beat, 1, '${order}', '{}', '{}' from ${stage.schema}.workers`);
    stage.jump(100 * day);
    const at = `to_timestamp(${(stage.now - 8 * day) / 1_000})`;
    await rows(
      stage,
      `
      insert into cell.messages (journey, seq, index, subject, system, template, purpose, channel,
                                 matter, words, fate, asked_at, at)
      values (${id}, 2, 9, 1, 'sys', 'hello', 'care', 'sms', 'm',
              '00000000-0000-0000-0000-000000000000', 'sent', ${at}, ${at})`,
    );
    expect(await clear(stage)).toMatchObject({ journeys: 0 });
    stage.jump(2 * day);
    expect(await clear(stage)).toMatchObject({ journeys: 1 });
    expect(await findings(stage, told)).toBe('absent');
    expect(await findings(stage, journey)).toBeUndefined();
    await rows(stage, 'delete from cell.outbox');
    stage.jump(day);
    expect(await clear(stage)).toMatchObject({ journeys: 1 });
  });
});

describe('whoever comes late', () => {
  test.for([36, 61])('an old event after %i days begins and moves nothing', async (days) => {
    const stage = await set();
    const { journey, events } = await ended(stage, 'pat');
    const [side] = await stage.send(event('early', 'pat', { occurredAt: stage.now + 2 * day }));
    const other = side?.journeys[0] ?? '';
    expect(other).not.toBe('');
    stage.jump(days * day);
    await clear(stage);
    expect((await left(stage, journey))['begun']).toBe(days > 60 ? 1 : undefined);
    const heard = async () =>
      (await stage.journal(other)).filter(({ type }) => type.startsWith('sys.'));
    const before = await heard();
    const old = event('early', 'pat', { occurredAt: events[0]?.occurredAt ?? 0 });
    const orders = stage.orders.length;
    const answers = await stage.send(...events, old);
    expect(answers).toHaveLength(4);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'unmatched', code: 'ONW-EVENT-OLD', journeys: [] });
    }
    const again = await stage.send(...events);
    for (const answer of again) expect(answer).toMatchObject({ status: 'duplicate' });
    await stage.engine.idle();
    expect(stage.orders).toHaveLength(orders);
    expect(before).toHaveLength(1);
    expect(await heard()).toEqual(before);
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toHaveLength(4);
    const [fresh] = await stage.send(event('early', 'pat', { occurredAt: stage.now }));
    expect(fresh).toMatchObject({ status: 'accepted' });
  });

  test('a journey that begins once begins once, also when nothing of it is kept', async () => {
    const stage = await set();
    const { journey } = await ended(stage, 'uma');
    const id = parseJourneyId(journey) ?? 0;
    const [subject = 0] = (await stage.open.store.subjectsOf(0, [id])).values();
    const known = () =>
      stage.open.store.transact(0, async (tx) => [
        await tx.endedOf([subject]),
        await tx.enrolled(['main'], [`s:${subject.toString(32)}`]),
      ]);
    const before = await known();
    expect(before).toMatchObject([[{ outcome: 'gone' }], [{ id, open: false }]]);
    const chain = await rows(
      stage,
      `select hash, (state ->> 'version')::int as entries
                                       from cell.journeys where id = ${id}`,
    );
    stage.jump(61 * day);
    expect(await clear(stage)).toMatchObject({ journeys: 1 });
    expect(await known()).toEqual(before);
    expect(await rows(stage, `select hash, entries from cell.begun`)).toEqual(chain);
    expect((await stage.open.store.subjectsOf(0, [id])).get(id)).toBe(subject);
    const [again] = await stage.send(event('started', 'uma', { occurredAt: stage.now }));
    expect(again).toMatchObject({ status: 'unmatched', code: 'ONW-JOURNEY-ENDED', journeys: [] });
    const acting = stage.engine.control({
      journey,
      control: { kind: 'control', control: 'override', actor: 'p-1', to: 'other', reason: 'late' },
    });
    await expect(acting).rejects.toMatchObject({ code: 'ONW-JOURNEY-ABSENT' });
  });

  test('a thing of a journey that is gone is nobody else’s, and can be erased', async () => {
    const stage = await set();
    const visit = { name: 'visit', ref: ref('visit-1'), of: 'journey' } as const;
    const patient = { name: 'patient', ref: ref('vic'), of: 'subject' } as const;
    const refs = [patient, visit];
    const [first] = await stage.send(event('early', 'vic', { refs }));
    const journey = first?.journeys[0] ?? '';
    await stage.act(journey, 'drop');
    stage.jump(61 * day);
    await clear(stage);
    expect(await left(stage, journey)).toEqual({ refs: 1, begun: 1 });
    const open = await begun(stage, 'vic');
    const before = await stage.journal(open);
    const [late] = await stage.send(event('moved', 'vic', { refs, occurredAt: stage.now }));
    expect(late).toMatchObject({ status: 'unmatched', code: 'ONW-JOURNEY-ENDED' });
    expect(await stage.journal(open)).toEqual(before);
    const [subject = 0] = (
      await stage.open.store.subjectsOf(0, [parseJourneyId(journey) ?? 0])
    ).values();
    expect(await stage.open.store.forget(subject, [])).toContain(visit.ref);
    expect(await stage.open.store.forget(subject, [visit.ref])).not.toContain(visit.ref);
    expect(await left(stage, journey)).toEqual({ begun: 1 });
  });
});

describe('step by step', () => {
  test('a crash in the middle of a step leaves every journey whole', async () => {
    const stage = await set();
    const both = [await ended(stage, 'one'), await ended(stage, 'two')];
    const second = parseJourneyId(both[1]?.journey ?? '') ?? 0;
    stage.jump(61 * day);
    const before = await Promise.all(both.map(({ journey }) => left(stage, journey)));
    const connection = inject('database');
    const holder = new pg.Client('url' in connection ? connection.url : connection);
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query(
        `select from ${stage.schema}_0.journal where journey = ${second} for update`,
      );
      const step = stage.open.store.retain(0, { now: stage.now, keep, paceMs: 0 });
      const failure = step.catch((error: unknown) => error);
      // The first one's journal is deleted already; the second one's is waited for.
      const kill = `
        select pg_terminate_backend(pid) from pg_stat_activity
         where wait_event_type = 'Lock' and query like '%delete from "${stage.schema}_0".journal%'
           and pid <> pg_backend_pid()`;
      await expect.poll(async () => (await sql(kill)).rowCount).toBe(1);
      expect(await failure).toMatchObject({ code: 'ONW-STORE-UNAVAILABLE' });
    } finally {
      await holder.end();
    }
    expect(await Promise.all(both.map(({ journey }) => left(stage, journey)))).toEqual(before);
    for (const { journey } of both) expect(await findings(stage, journey)).toBeUndefined();
    expect(await clear(stage)).toMatchObject({ journeys: 2 });
    for (const { journey } of both) expect(await left(stage, journey)).toEqual({ begun: 1 });
  });

  test('of several processes one clears a cell at a time, and nothing twice', async () => {
    const stage = await set();
    const many = Array.from({ length: 450 }, (_, index) => `many-${index}`);
    await stage.send(...many.map((name) => event('started', name)));
    await stage.send(...many.map((name) => event('left', name)));
    await stage.engine.idle();
    stage.jump(61 * day);
    await stage.engine.idle();
    const others = await Promise.all(
      [1, 2, 3].map(() => openStore({ connection: inject('database'), schema: stage.schema })),
    );
    let journeys = 0;
    let steps = 0;
    for (let more = true; more; steps++) {
      const found = await Promise.all(
        others.map(({ store }) => store.retain(0, { now: stage.now, keep, paceMs: 0 })),
      );
      for (const { rows: removed } of found) journeys += removed.journeys;
      more = found.some((each) => each.more);
    }
    for (const { store } of others) await store.close();
    expect(journeys).toBe(450);
    expect(steps).toBeLessThan(10);
    expect(await rows(stage, 'select count(*)::int as count from cell.begun')).toEqual([
      { count: 450 },
    ]);
  });

  test('a running engine does so by itself, and counts', async () => {
    const stage = await set({ engine: { retain: keep } });
    const open = await begun(stage, 'open');
    const { journey } = await ended(stage, 'over');
    stage.jump(61 * day);
    const counters = () => stage.engine.counters();
    await expect.poll(() => counters()['removed_journeys'], { timeout: 10_000 }).toBe(1);
    expect(counters()['removed_entries']).toBeGreaterThan(2);
    expect(await findings(stage, journey)).toBe('absent');
    expect(await findings(stage, open)).toBeUndefined();
  });
});
