/** A morning: what there is, who is missing, what was handed over, and what is first. */
import { afterEach, expect, test } from 'vitest';
import { holdable } from '../../src/core/step/hold.fixture.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { HoldDesk, recordPage, SourceDesk } from '../../src/runtime/index.ts';
import { consoleOf } from '../console.ts';
import type { Console, Told } from '../console.ts';
import { begin, event, Stage } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

const iso = (at: number): string => new Date(at).toISOString();

async function set(): Promise<{ readonly stage: Stage; readonly console: Console }> {
  const stage = await Stage.set({ program: holdable });
  stages.push(stage);
  for (const kind of ['routine', 'calling']) {
    const events = [1, 2, 3].map((at) =>
      event(kind, `${kind} ${at}`, { type: `web.${kind}`, source: 'web' }),
    );
    await stage.send(...events);
  }
  const { store } = stage.open;
  const desk = { store, program: () => holdable, quietMs: () => undefined, now: () => stage.now };
  const sources = new SourceDesk(desk);
  const heed = (): Promise<void> => stage.engine.heedHolds();
  const watch = {
    sources,
    holds: new HoldDesk({ ...desk, sources, heed }),
    incidents: (closedSince: number | undefined) => store.sources.incidents(closedSince),
    report: () => Promise.resolve(),
  };
  return { stage, console: consoleOf(stage, { watch }) };
}

test('what came and went is counted, or said not to be', async () => {
  const stage = await Stage.set({ program: holdable });
  stages.push(stage);
  const console = consoleOf(stage);
  const notYet = { measuredSince: null, arrived: null, closed: null, ended: null };
  expect(await console.get('/v1/today')).toMatchObject(notYet);
  const { activity } = stage.open.figures;
  const count = async (): Promise<void> => {
    const by = { now: stage.now, restMs: () => 0 };
    while ((await activity.count(0, by))?.more === true);
  };
  await count();
  stage.jump(hour);
  const [begun] = await stage.send(
    ...[1, 2].map((at) => event('calling', `c ${at}`, { type: 'web.calling', source: 'web' })),
  );
  await stage.act(begun?.journeys[0] ?? '', 'done');
  stage.jump(1_000);
  await count();
  const since = iso(begin);
  expect(await console.get(`/v1/today?owner=desk&since=${since}`)).toMatchObject({
    ...{ measuredSince: since, arrived: 2, ended: 1 },
    closed: { events: 0, people: 1, deadlines: 0, other: 0 },
  });
  const lead = await console.get(`/v1/today?owner=lead&since=${since}`);
  expect(lead).toMatchObject({ closed: { events: 0, people: 0, deadlines: 0, other: 0 } });
  // The clock goes on and nothing was counted since: what is not counted is not none.
  stage.jump(hour);
  expect(await console.get(`/v1/today?since=${since}`)).toMatchObject(notYet);
  await count();
  expect(await console.get(`/v1/today?since=${since}`)).toMatchObject({ arrived: 2 });
});

interface Today {
  readonly handovers: readonly { readonly from: string; readonly items: readonly Told[] }[];
  readonly first: readonly { readonly id: string; readonly journeyName: string }[];
}

test('a brief tells what is late, what is held and for whom, and what climbed', async () => {
  const { stage, console } = await set();
  const since = stage.now;
  const review = since + 12 * hour;
  const hold = { system: 'ehr', since, setAt: since, review, by: 'p-1', reason: 'outage' };
  await stage.open.store.holds.set(hold);
  await stage.engine.heedHolds();
  await stage.open.store.sources.openIncident({
    ...{ kind: 'away', system: 'ehr', since, openedAt: since, owner: 'desk', due: review },
  });
  await stage.wait(7 * hour);
  const lead = await console.get('/v1/today?owner=lead');
  expect(lead).toMatchObject({ open: 3, overdue: 3, dueToday: 0, escalatedToUs: 3, held: [] });
  const desk = await console.get<Today>('/v1/today?owner=desk');
  expect(desk).toMatchObject({
    ...{ open: 3, overdue: 0, escalatedToUs: 0, measuredSince: null, arrived: null },
    held: [{ system: 'ehr', count: 3, since: iso(since), review: iso(review) }],
    incidents: [{ kind: 'away', system: 'ehr' }],
  });
  const all = await console.get<Today>('/v1/today');
  expect(all).toMatchObject({ open: 6, overdue: 3, escalatedToUs: 3 });
  expect(all.first).toHaveLength(5);
});

test('what is handed over is drawn from what is open, and says what became of it', async () => {
  const { stage, console } = await set();
  const draft = await console.get<{ readonly items: readonly { readonly id: string }[] }>(
    '/v1/handovers/draft?owner=desk',
  );
  expect(draft.items).toHaveLength(6);
  const [first, second] = draft.items.map(({ id }) => id);
  const items = [first, second];
  const told = { actor: 'p-1', from: 'desk', to: 'lead', items };
  expect((await console.ask('/v1/handovers', told)).status).toBe(201);
  await console.ask('/v1/handovers', { ...told, to: 'p-2', items: [first] });
  const [calling] = (await console.get<Today>('/v1/today?owner=desk')).first;
  expect(calling).toMatchObject({ id: first, journeyName: 'calling' });
  stage.jump(1_000);
  const act = { action: 'done', actor: 'p-1', data: {} };
  await stage.engine.act({ obligation: first ?? '', ...act });
  const { handovers } = await console.get<Today>(`/v1/today?owner=lead&since=${iso(begin)}`);
  expect(handovers.map((each) => each.items.map(({ id, open }) => [id, open]))).toEqual([
    [[first, false]],
    [
      [first, false],
      [second, true],
    ],
  ]);
  expect(handovers[1]?.items[1]?.['sentence']).toMatch(/^Waiting for /);
  // Nothing of it is to the desk, and nothing came since.
  expect((await console.get<Today>('/v1/today?owner=desk')).handovers).toEqual([]);
  const now = iso(stage.now);
  expect((await console.get<Today>(`/v1/today?owner=lead&since=${now}`)).handovers).toEqual([]);
  expect(await console.ask('/v1/handovers', told)).toMatchObject({
    status: 409,
    told: { error: { code: 'ONW-OBLIGATION-CLOSED', at: '/items/0' } },
  });
  const open = { ...told, items: [second] };
  expect((await console.ask('/v1/handovers', { ...open, to: 'nobody' })).status).toBe(422);
  expect((await console.ask('/v1/handovers', { ...open, from: 'nowhere' })).status).toBe(422);
  const record = await recordPage(stage.open.figures, { what: 'hand-over' }, { limit: 10 });
  expect(record.length).toBeGreaterThan(0);
  expect(record[0]?.detail).toMatchObject({ items: expect.any(Number) });
});

test('who is away is known to everybody, until they are back', async () => {
  const { stage, console } = await set();
  const away = { actor: 'p-2', person: 'p-1', from: iso(stage.now), until: iso(begin + 8 * hour) };
  const kept = await console.get('/v1/absences', away);
  const later = { actor: 'p-2', person: 'p-2', from: iso(begin + 50 * hour) };
  await console.get('/v1/absences', later);
  const people = await console.get<{
    readonly owners: readonly { readonly name: string; readonly people: readonly Told[] }[];
    readonly absences: readonly Told[];
  }>('/v1/people');
  expect(people.absences.map(({ person }) => person)).toEqual(['p-1', 'p-2']);
  expect(people.owners[0]).toMatchObject({
    ...{ name: 'desk', kind: 'team', open: 6, overdue: 0, onNow: true, nextOpen: null },
    people: [{ id: 'p-1', absent: { id: kept['id'], until: away.until } }],
  });
  expect(people.owners[1]?.people).toEqual([{ id: 'p-2', absent: null }]);
  // Nobody of the desk is there: all of it waits for them.
  const today = await console.get<{ readonly absent: readonly Told[] }>('/v1/today');
  expect(today.absent).toEqual([{ person: 'p-1', owners: ['desk'], until: away.until, open: 6 }]);
  const end = `/v1/absences/${String(kept['id'])}/end`;
  expect((await console.ask(end, { actor: 'p-1' })).status).toBe(204);
  expect((await console.ask(end, { actor: 'p-1' })).status).toBe(404);
  expect((await console.get<{ readonly absent: unknown }>('/v1/today')).absent).toEqual([]);
  const record = await recordPage(stage.open.figures, {}, { limit: 10 });
  expect(record.map(({ what, actor, detail }) => [what, actor, detail['person']])).toEqual(
    expect.arrayContaining([
      ['absence', 'p-2', 'p-1'],
      ['absence', 'p-2', 'p-2'],
      ['absence-ended', 'p-1', 'p-1'],
    ]),
  );
  const wrong = { ...away, until: iso(stage.now - hour) };
  expect(await console.ask('/v1/absences', wrong)).toMatchObject({
    status: 422,
    told: { error: { code: 'ONW-ABSENCE-SPAN' } },
  });
  expect((await console.ask('/v1/absences', { ...away, person: 'nobody' })).status).toBe(422);
});

test('hours are told as people keep them, with the days that are otherwise', async () => {
  const stage = await Stage.set({
    program: {
      ...zoo,
      calendars: {
        office: {
          ...(zoo.calendars['office'] ?? { zone: 'UTC', week: [] }),
          holidays: ['2026-12-25', '2026-12-26'],
          overrides: { '2026-12-24': [[540, 720]] },
        },
      },
    },
  });
  stages.push(stage);
  stage.jump(9 * hour);
  const { calendars, owners } = await consoleOf(stage).get<{
    readonly calendars: readonly Told[];
    readonly owners: readonly Told[];
  }>('/v1/people');
  const day = [{ from: '09:00', to: '17:00' }];
  expect(calendars[0]?.['week']).toMatchObject([
    { day: 'mon', shifts: day },
    ...['tue', 'wed', 'thu', 'fri'].map((name) => ({ day: name, shifts: day })),
    { day: 'sat', shifts: [] },
    { day: 'sun', shifts: [] },
  ]);
  // The 26th is a Saturday: nobody works then anyway.
  expect(calendars[0]?.['exceptions']).toEqual([
    { date: '2026-12-24', shifts: [{ from: '09:00', to: '12:00' }] },
    { date: '2026-12-25', shifts: [] },
  ]);
  // Friday evening in Berlin: the next shift is on Monday morning.
  expect(owners[0]).toMatchObject({ onNow: false, nextOpen: '2026-11-23T08:00:00.000Z' });
});
