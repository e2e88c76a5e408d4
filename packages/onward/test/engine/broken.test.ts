/**
 * A journey whose stored state was damaged: nobody else waits, nothing that comes for it is lost,
 * and once it is mended it goes on.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { parseJourneyId } from '../../src/core/index.ts';
import type { OperationalEvent } from '../../src/core/index.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { Placement } from '../../src/runtime/placement.ts';
import { event, Stage } from '../stage.ts';
import { sql } from '../sql.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(): Promise<Stage> {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  return stage;
}

async function ask<R extends pg.QueryResultRow>(stage: Stage, text: string): Promise<R[]> {
  return (await sql<R>(text.replaceAll('cell.', `${stage.schema}_0.`))).rows;
}

/** What the engine does by itself every half minute. */
function sweep(stage: Stage): Promise<void> {
  const { store } = stage.open;
  const again = async (one: OperationalEvent) => (await stage.engine.events([one]))[0];
  return new Placement({ store, now: () => stage.now, again }).sweep();
}

const put = (path: string, value: string): string =>
  `jsonb_set(state::jsonb, '{${path}}', '${value}')::json`;

/** How a state may be damaged. */
const damages: readonly (readonly [string, string])[] = [
  ['places that are no list', put('places', '5')],
  ['a place that is none', put('places,0', '"arrival"')],
  ['a step that is none', put('places,0,step', '"nowhere"')],
  ['no places', put('places', '[]')],
  ['no obligations', `(state::jsonb - 'obligations')::json`],
  ['obligations that are a text', put('obligations', '"none"')],
  ['an obligation without a date', `(state::jsonb #- '{obligations,0,due}')::json`],
  ['an obligation whose rung is a text', put('obligations,0,level', '"high"')],
  ['kept events that are none', put('deferred', '[null]')],
  ['facts that are a list', put('facts', '[1]')],
  ['messages that are a number', put('messages', '7')],
  ['messages that nobody remembers', put('messages', '{"rests":[]}')],
  ['a message without a time', put('messages', '{"rests":[],"settled":[{"key":"a"}]}')],
  ['news that say nothing', put('messages', '{"rests":[],"settled":[],"informs":[{"key":"a"}]}')],
  ['clocks that are a number', put('clocks', '7')],
  ['clocks without runs', put('clocks', '{}')],
  ['a clock that wakes at a text', put('clocks', '{"runs":{},"next":"soon"}')],
  ['another journey’s name', put('journey', '"nowhere"')],
  ['a status that is none', put('status', '"asleep"')],
  ['a number', `'7'::json`],
  ['nothing', `'null'::json`],
];

interface Broken {
  readonly stage: Stage;
  readonly journey: string;
  readonly id: number;
  readonly mend: () => Promise<void>;
}

async function damaged(by: string): Promise<Broken> {
  const stage = await set();
  const [begun] = await stage.send(event('started', 'broken'), event('started', 'whole'));
  await stage.engine.idle();
  const journey = begun?.journeys[0] ?? '';
  const id = parseJourneyId(journey) ?? 0;
  const [row] = await ask<{ state: string }>(
    stage,
    `select state::text from cell.journeys where id = ${id}`,
  );
  await ask(stage, `update cell.journeys set state = ${by} where id = ${id}`);
  const mend = async (): Promise<void> => {
    const text = (row?.state ?? '').replaceAll(`'`, `''`);
    await ask(stage, `update cell.journeys set state = '${text}' where id = ${id}`);
  };
  return { stage, journey, id, mend };
}

describe.each(damages)('%s', (_, by) => {
  test('its event is kept for somebody, the others are taken, and it is placed later', async () => {
    const { stage, journey, mend } = await damaged(by);
    const [own, other] = await stage.send(event('arrived', 'broken'), event('arrived', 'whole'));
    // A rung that no member of the shape is wrong by shows when the step meets it, or never.
    if (own?.status === 'accepted') return;
    expect(own).toMatchObject({ status: 'unmatched', code: 'ONW-STATE-BROKEN', journeys: [] });
    expect(other?.status).toBe('accepted');
    const [kept] = await stage.open.reads.unmatched({ after: 0, limit: 10 });
    expect(kept).toMatchObject({ reason: 'ONW-STATE-BROKEN', eventId: own?.id });
    expect(zoo.teams).toHaveProperty(kept?.owner ?? '');
    expect(kept?.due).toBeGreaterThan(stage.now);
    await mend();
    await sweep(stage);
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toEqual([]);
    expect((await stage.journal(journey)).map(({ type }) => type)).toContain('sys.arrived');
  });

  test('lists show it, and the doctor finds it and all others', async () => {
    const { stage, id } = await damaged(by);
    const page = { after: 0, limit: 10 };
    const shown = await stage.open.reads.journeys({ status: 'open' }, page);
    expect(shown.map((each) => each.id)).toContain(id);
    expect(await stage.open.reads.obligations({}, { limit: 10 })).toHaveLength(2);
    const examined = await stage.open.examine(stage.now);
    expect(examined).toHaveLength(11);
    expect(examined.filter(({ rows }) => rows > 0)).not.toEqual([]);
    for (const { some } of examined) for (const each of some) expect(each.id).toBe(id);
    await ask(stage, `update cell.journeys set next_due = next_due - interval '9 days'`);
    const [, silence] = await stage.open.examine(stage.now);
    expect(silence?.rows).toBeGreaterThan(1);
  });
});

const broken = put('places', '5');

test('its deadline becomes a notice, once, and its timer rests', async () => {
  const { stage, journey, id, mend } = await damaged(broken);
  stage.jump(3 * day);
  await stage.engine.idle();
  const kept = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(kept).toMatchObject([{ reason: 'ONW-STATE-BROKEN', type: 'state-broken' }]);
  expect(kept[0]?.eventId).toBe(journey);
  const [timer] = await stage.open.store.dueTimers(0, stage.now + day, 10);
  expect(timer).toMatchObject({ journey: id });
  expect(timer?.due).toBeGreaterThan(stage.now);
  expect(await stage.open.store.dueTimers(0, stage.now, 10)).toEqual([]);
  await mend();
  await sweep(stage);
  expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toEqual([]);
  await stage.wait(2 * minute);
  expect((await stage.journal(journey)).map(({ type }) => type)).toContain('deadline');
  // Broken once more, it is somebody's once more.
  await ask(stage, `update cell.journeys set state = ${broken} where id = ${id}`);
  stage.jump(30 * day);
  await stage.engine.idle();
  expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toHaveLength(1);
});

test('who acts on it is told, and so is somebody else', async () => {
  const { stage, journey } = await damaged(broken);
  const control = { kind: 'control', control: 'resume', actor: 'p-1' } as const;
  const acts = [1, 2].map(() => stage.engine.control({ journey, control }));
  for (const act of await Promise.allSettled(acts)) {
    expect(act).toMatchObject({ status: 'rejected', reason: { code: 'ONW-STATE-BROKEN' } });
  }
  const kept = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(kept).toMatchObject([{ reason: 'ONW-STATE-BROKEN', eventId: journey }]);
});

test('the answer to its order is kept', async () => {
  const sending = Promise.withResolvers<void>();
  const stage = await Stage.set({
    program: zoo,
    send: async () => {
      await sending.promise;
      return { kind: 'done', data: {} };
    },
  });
  stages.push(stage);
  const [begun] = await stage.send(event('started', 'asking'));
  const journey = begun?.journeys[0] ?? '';
  const to = {
    kind: 'control',
    control: 'override',
    actor: 'p-1',
    to: 'order',
    reason: 'x',
  } as const;
  await stage.engine.control({ journey, control: to });
  await ask(stage, `update cell.journeys set state = ${broken}`);
  sending.resolve();
  await stage.engine.idle();
  const kept = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(kept.length).toBeGreaterThan(0);
  expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set(['ONW-STATE-BROKEN']));
  expect((await stage.open.reads.totals(stage.now)).outbox).toBe(0);
});

test('what another journey of the same subject takes is kept for the broken one, too', async () => {
  const stage = await set();
  const [begun] = await stage.send(event('started', 'both'));
  const first = begun?.journeys[0] ?? '';
  const id = parseJourneyId(first) ?? 0;
  // A second journey of the same kind, as a program with another key would begin.
  await ask(
    stage,
    `insert into cell.journeys (id, subject, program, journey, enrol_key, status, state, hash,
                                opened_at, ended_at, timer_due, next_due, next_owner)
     select id + 1024 * 1024, subject, program, journey, 'another', status, state, hash, opened_at,
            ended_at, timer_due, next_due, next_owner
       from cell.journeys where id = ${id};
     update cell.journeys set state = ${broken} where id = ${id}`,
  );
  const [told] = await stage.send(event('arrived', 'both'));
  expect(told).toMatchObject({ status: 'accepted' });
  const kept = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(kept).toMatchObject([{ reason: 'ONW-STATE-BROKEN', type: 'sys.arrived' }]);
  expect(kept[0]?.eventId).toContain(first);
});
