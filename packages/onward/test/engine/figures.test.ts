/** The figures of the console on the real engine: what is counted is what is there. */
import { afterEach, expect, test } from 'vitest';
import { allRoutes } from '../../src/api/routes/index.ts';
import { createApi } from '../../src/api/index.ts';
import {
  csvOf,
  flowDays,
  ocelOf,
  Figures,
  paceOf,
  promisePage,
  recordPage,
  stallsOf,
  touchDays,
} from '../../src/runtime/index.ts';
import { begin } from '../stage.ts';
import { begun, closeWorlds, hour, minute, planted, world } from './figures-scene.ts';
import { stalling } from './stall-program.ts';

const span = { kind: 'wall', ms: 24 * hour } as const;
afterEach(closeWorlds);

test('each obligation that stands still is in the group of its cause alone', async () => {
  const at = await world();
  await planted(at);
  const { stalls } = await at.figures.sweepNow();
  const found = stalls.map(({ consequences, ...stall }) => {
    const { kind, journeys, overdue, slow, held, system, step } = stall;
    return { kind, journeys, overdue, slow, held, system, step, minded: consequences.length };
  });
  const none = { overdue: 0, slow: 0, held: 0, system: null, step: null, minded: 0 };
  expect(found).toEqual([
    { ...none, kind: 'source', journeys: 7, overdue: 7, system: 'lab', minded: 2 },
    { ...none, kind: 'absence', journeys: 4, overdue: 4 },
    { ...none, kind: 'step', journeys: 3, overdue: 3, step: 'ring' },
    { ...none, kind: 'command', journeys: 2, system: 'ehr' },
    { ...none, kind: 'slow', journeys: 2, slow: 2, step: 'work' },
    { ...none, kind: 'rule', journeys: 1, system: 'web' },
    { ...none, kind: 'step', journeys: 1, overdue: 1, step: 'say', system: 'post', minded: 1 },
  ]);
});

test('a stall says who sees to it, what frees those who wait, and where they are', async () => {
  const at = await world(2);
  await planted(at);
  const { stalls } = await at.figures.sweepNow();
  const causes = await at.figures.parts.recovery.causes();
  const shown = stallsOf(stalling, stalls, undefined);
  const by = (kind: string) => shown.find((each) => each.kind === kind);
  expect(by('source')).toMatchObject({ state: 'away', owner: 'desk', fix: 'hold' });
  expect(by('absence')).toMatchObject({
    ...{ owner: 'night', fix: 'hand-over' },
    queue: 'journey=shift&step=hand&kind=task&owner=lead&state=overdue',
  });
  const failed = by('command');
  expect(failed).toMatchObject({ command: 'ehr.order:rejected', fix: 'recover' });
  expect(causes.map(({ id }) => id)).toContain(failed?.cause);
  expect(causes.map(({ id }) => id)).toContain(by('rule')?.cause);
  expect(by('source')?.consequences[0]?.sentence).toMatch(/lab/u);
  const theirs = stallsOf(stalling, stalls, ['night']);
  expect(theirs.map(({ kind, journeys }) => [kind, journeys])).toEqual([['absence', 4]]);
});

test('a page of clocks tells each as it stands now, and pages follow each other', async () => {
  const { stage, figures } = await world();
  await begun(stage, 'pace', 5);
  await stage.wait(9 * 24 * hour);
  await begun(stage, 'pace', 4);
  const { clocks } = await figures.sweepNow();
  expect(clocks).toMatchObject([
    { journey: 'pace', clock: 'whole', running: 9, atRisk: 5, passed: 0, paused: 0 },
  ]);
  const at = { store: stage.open.figures, newest: stalling, now: stage.now };
  const by = { program: 'stalls', limit: 4 };
  const first = await promisePage(at, clocks, by);
  expect(first.rows.map(({ clock }) => clock.left)).toEqual(Array(4).fill(24 * hour));
  if (first.next === undefined) throw new Error('There is no second page.');
  const second = await promisePage(at, clocks, { ...by, after: first.next, limit: 9 });
  expect(second.next).toBeUndefined();
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(9);
  const risky = await promisePage(at, clocks, { ...by, state: 'at-risk', limit: 9 });
  expect(risky.rows).toHaveLength(5);
  await stage.wait(2 * 24 * hour);
  const later = await figures.sweepNow();
  expect(later.clocks).toMatchObject([{ passed: 5, running: 9, charged: { partner: 0 } }]);
});

test('what people did is one list, the newest first, whichever page it is read in', async () => {
  const { stage } = await world(2);
  const journeys = await begun(stage, 'pace', 6);
  for (const [at, journey] of journeys.entries()) {
    stage.jump(minute);
    const control = { kind: 'control', actor: at % 2 === 0 ? 'p-1' : 'p-4' } as const;
    if (at < 3) await stage.act(journey, 'done');
    else if (at === 3) {
      const to = 'over';
      const reason = 'asked';
      await stage.engine.control({
        journey,
        control: { ...control, control: 'override', to, reason },
      });
    } else {
      const parking = { owner: 'lead', reason: 'abroad', reviewEvery: span };
      await stage.engine.control({ journey, control: { ...control, control: 'park', parking } });
    }
  }
  await stage.open.store.holds.set({
    ...{ system: 'lab', since: stage.now, setAt: stage.now, review: stage.now + hour },
    ...{ by: 'p-4', reason: 'outage' },
  });
  const store = stage.open.figures;
  const all = await recordPage(store, {}, { limit: 50 });
  expect(all.map(({ what, reason }) => [what, reason])).toEqual([
    ['park', 'abroad'],
    ['hold', 'outage'],
    ['park', 'abroad'],
    ['override', 'asked'],
    ...[1, 2, 3].map(() => ['act:done', null]),
  ]);
  const paged = [];
  for (let before = undefined as (typeof all)[number]['spot'] | undefined; ;) {
    const page = await recordPage(store, {}, before ? { before, limit: 2 } : { limit: 2 });
    paged.push(...page);
    before = page.at(-1)?.spot;
    if (before === undefined || page.length < 2) break;
  }
  expect(paged).toEqual(all);
  const theirs = await recordPage(store, { actor: 'p-4' }, { limit: 50 });
  expect(theirs.map(({ what }) => what)).toEqual(['park', 'hold', 'override']);
  expect(await recordPage(store, { what: 'act:done' }, { limit: 50 })).toHaveLength(3);
  expect(await recordPage(store, { what: 'act:paid' }, { limit: 50 })).toEqual([]);
  expect(await recordPage(store, { what: 'hold' }, { limit: 50 })).toHaveLength(1);
});

test('messages of all journeys are one list, and counted by what became of them', async () => {
  const { stage, figures } = await world(2);
  await begun(stage, 'tell', 5);
  stage.jump(minute);
  await begun(stage, 'tell', 2);
  const store = stage.open.figures;
  const all = await store.messages({}, { limit: 50 });
  expect(all).toHaveLength(7);
  expect(all.map(({ askedAt }) => askedAt)).toEqual(
    all.map(({ askedAt }) => askedAt).toSorted((a, b) => b - a),
  );
  const [, , third] = all;
  if (third === undefined) throw new Error('There is no third message.');
  expect(await store.messages({}, { before: third, limit: 50 })).toEqual(all.slice(3));
  expect(await store.messages({ fate: 'failed' }, { limit: 50 })).toEqual([]);
  const { value } = await figures.messages(7);
  expect(value.tallies).toEqual([{ template: 'hello', fate: 'sent', count: 7 }]);
});

test('what happened is counted by day: once, whoever counts, and however often', async () => {
  const at = await world(2);
  const { stage, figures } = at;
  await figures.count();
  await planted(at);
  await figures.count();
  stage.jump(hour);
  await Promise.all([figures.count(), figures.count()]);
  stage.jump(hour);
  await figures.count();
  const { activity } = stage.open.figures;
  expect(await activity.counted()).toMatchObject({ since: begin });
  const sums = await activity.sums(begin);
  const count = (what: string, name?: string, by?: string) =>
    sums
      .filter((row) => row.what === what && (name ?? row.name) === row.name)
      .filter((row) => (by ?? row.by) === row.by)
      .reduce((total, row) => total + row.count, 0);
  expect(count('arrived')).toBe(45);
  expect(count('ended', 'over')).toBe(25);
  expect(count('manual', 'desk')).toBe(25);
  expect(count('closed', 'desk', 'people')).toBe(25);
  const { value } = await figures.happened(30);
  const days = flowDays(value.days, { program: 'stalls', journey: 'pace' }, ['only']);
  expect(days).toEqual([{ day: '2026-11-20', open: { only: 2 }, arrived: 27, ended: 25 }]);
  expect(touchDays(value.days, 'stalls')).toMatchObject([
    { manual: 25, opened: 45, ended: 25, per1000: 555.6 },
  ]);
  const { program } = stage.engine;
  const pace = paceOf(value, 'desk', program);
  const worked = (stage.now - begin) / hour;
  expect(worked).toBe(10);
  expect(pace).toEqual({ closedPerDay: 25, manual: 25, hoursEach: worked / 25 });
  // Whoever starts after days, before it has counted them, knows the pace of before.
  stage.jump(5 * 24 * hour);
  const anew = new Figures(figures.parts);
  expect(paceOf((await anew.happened(30)).value, 'desk', program)).toEqual(pace);
});

test('after a month quarters of an hour are days, and after a year they are gone', async () => {
  const at = await world();
  const { stage, figures } = at;
  await figures.count();
  await begun(stage, 'pace', 3);
  stage.jump(25 * hour);
  await figures.count();
  const { activity } = stage.open.figures;
  const before = await activity.days(0, 'UTC');
  expect(before.filter(({ what }) => what === 'arrived')).toMatchObject([{ count: 3 }]);
  expect(before.filter(({ what }) => what === 'open').map(({ count }) => count)).toEqual([3]);
  stage.jump(40 * 24 * hour);
  await figures.count();
  const kept = (days: typeof before) => days.filter(({ day }) => day < '2026-11-25');
  expect(kept(await activity.days(0, 'UTC'))).toEqual(kept(before));
  stage.jump(370 * 24 * hour);
  await figures.count();
  expect(kept(await activity.days(0, 'UTC'))).toEqual([]);
});

test('journals go out as a table, and as events of objects that are all there', async () => {
  const { stage } = await world(2);
  const journeys = await begun(stage, 'call', 3);
  await begun(stage, 'chart', 2);
  await stage.act(journeys[0] ?? '', 'done');
  const parts = { store: stage.open.figures, program: stalling };
  const whole = async (text: AsyncGenerator<string>): Promise<string> => {
    let all = '';
    for await (const each of text) all += each;
    return all;
  };
  const lines = (await whole(csvOf(parts, { journey: 'call' }))).trim().split('\n');
  expect(lines).toHaveLength(1 + 4);
  expect(lines).toContainEqual(expect.stringMatching(/^jrn_\w+,2026-11-20T.*,act,p-1,over$/u));
  const log = JSON.parse(await whole(ocelOf(parts, {}))) as {
    readonly events: readonly {
      readonly type: string;
      readonly relationships: readonly { readonly objectId: string; readonly qualifier: string }[];
    }[];
    readonly objects: readonly { readonly id: string; readonly type: string }[];
    readonly eventTypes: readonly { readonly name: string }[];
    readonly objectTypes: readonly { readonly name: string }[];
  };
  expect(log.events).toHaveLength(6);
  const ids = new Set(log.objects.map(({ id }) => id));
  expect(ids.size).toBe(log.objects.length);
  const related = log.events.flatMap(({ relationships }) => relationships);
  expect(related.filter(({ objectId }) => !ids.has(objectId))).toEqual([]);
  expect(related.filter(({ qualifier }) => qualifier === 'closed')).toHaveLength(1);
  expect(Map.groupBy(log.objects, ({ type }) => type).get('obligation')).toHaveLength(5);
  const named = (types: readonly { readonly name: string }[]) => types.map(({ name }) => name);
  expect(new Set(log.events.map(({ type }) => type))).toEqual(new Set(named(log.eventTypes)));
  expect(named(log.objectTypes)).toEqual(expect.arrayContaining(['call', 'chart', 'system']));
  const none = await whole(csvOf(parts, { from: stage.now + hour }));
  expect(none.trim().split('\n')).toHaveLength(1);
});

test('every figure answers as its contract says, with something in it', async () => {
  const at = await world(2);
  const { stage, figures } = at;
  await figures.count();
  await planted(at);
  await figures.count();
  await figures.sweepNow();
  const none = (): Promise<never> => Promise.reject(new Error('Nothing comes in here.'));
  const api = createApi({
    ...{ engine: stage.engine, reads: stage.open.reads, figures },
    clock: { now: () => stage.now },
    intake: { receive: none, receiveLine: none, receiveEvents: none },
    ready: () => Promise.resolve(true),
    log: () => undefined,
  });
  const paths = [
    ...['/v1/summary', '/v1/stalls', '/v1/stalls?owner=night,desk', '/v1/load', '/v1/promises'],
    ...['', '/ageing', '/variants', '/cumulative'].map((part) => `/v1/flow${part}?journey=pace`),
    ...['/v1/messages?fate=sent', '/v1/messages/summary', '/v1/record', '/v1/touches'],
  ];
  for (const path of paths) {
    const response = await api.fetch(new Request(`http://localhost${path}`));
    expect(response.status, path).toBe(200);
    const pattern = path.split('?', 1)[0];
    const spec = allRoutes.find((route) => route.path === pattern && route.method === 'GET');
    const json: unknown = await response.json();
    const read = spec?.responses[200]?.schema?.safeParse(json);
    expect(read?.error?.issues ?? [], path).toEqual([]);
    const rows = Object.values(json as Record<string, unknown>).filter((each) =>
      Array.isArray(each),
    );
    const isFull = rows.length === 0 || rows.some((each) => each.length > 0);
    expect(isFull, `${path} is not empty`).toBe(true);
  }
  const absent = await api.fetch(new Request('http://localhost/v1/flow?journey=none'));
  expect(absent.status).toBe(404);
  const out = await api.fetch(new Request('http://localhost/v1/export?format=csv'));
  expect((await out.text()).split('\n').length).toBeGreaterThan(70);
  api.close();
});

test('what was done at the same step of ended journeys is counted', async () => {
  const { stage, figures } = await world();
  for (const journey of await begun(stage, 'call', 6)) await stage.act(journey, 'done');
  await stage.wait(hour);
  const [open = ''] = await begun(stage, 'call', 1);
  const none = (): Promise<never> => Promise.reject(new Error('Nothing comes in here.'));
  const api = createApi({
    ...{ engine: stage.engine, reads: stage.open.reads, figures },
    clock: { now: () => stage.now },
    intake: { receive: none, receiveLine: none, receiveEvents: none },
    ready: () => Promise.resolve(true),
    log: () => undefined,
  });
  const path = `http://localhost/v1/journeys/${open}/suggestions`;
  const response = await api.fetch(new Request(path));
  expect(response.status).toBe(200);
  const json = (await response.json()) as { suggestions: { outcomes: object[] }[] };
  expect(json).toMatchObject({ of: 6, suggestions: [{ action: 'done', of: 6 }] });
  expect(json.suggestions[0]?.outcomes).toEqual([
    { outcome: 'over', count: 6, share: 1, low: expect.closeTo(0.6097, 3), high: 1 },
  ]);
  api.close();
});
