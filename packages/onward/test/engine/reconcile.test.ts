/** What a system says beside what came of it, on the real engine and a real database. */
import { expect, test } from 'vitest';
import type { ReconcileDesk } from '../../src/runtime/reconcile/index.ts';
import { begin, Stage } from '../stage.ts';
import { deskProgram } from './reconcile-program.ts';
import { booked, day, hour, referred, scene } from './reconcile-scene.ts';
import type { Said } from './reconcile-scene.ts';

test('a booking that never came is found, taken once, and marked as observed', async () => {
  const { stage, scheduler, tell, open } = await scene();
  const journey = await tell(referred);
  scheduler.write(referred, booked);
  await stage.wait(hour);
  const first = await stage.engine.reconciling.run({ system: 'sys' });
  expect(first).toMatchObject({ asked: 1, agreed: 0, unanswered: 0, closed: 0 });
  expect(first.differences).toMatchObject([{ class: 'missed', end: 'applied' }]);
  expect(await stage.state(journey)).toMatchObject({
    places: [{ step: 'visit' }],
    facts: { start: begin + day },
  });
  const [, taken] = await stage.journal(journey);
  expect(taken?.body.input).toMatchObject({
    kind: 'event',
    observed: { by: 'look-up', at: begin },
  });
  expect(await stage.engine.reconciling.run({ system: 'sys' })).toMatchObject({
    agreed: 1,
    differences: [],
  });
  expect(await open()).toEqual([]);
  await stage.leave();
});

test('a preview says what differs and changes nothing', async () => {
  const { stage, scheduler, tell, open } = await scene();
  const journey = await tell(referred);
  scheduler.write(referred, booked);
  await stage.wait(hour);
  const before = await stage.state(journey);
  const looked = await stage.engine.reconciling.run({ system: 'sys', preview: true });
  expect(looked.differences).toMatchObject([{ class: 'missed', end: 'looked-at' }]);
  expect(await stage.state(journey)).toEqual(before);
  expect(await open()).toEqual([]);
  await stage.leave();
});

test('what was changed underneath is proposed with both sides, applied by a person', async () => {
  const { stage, scheduler, tell, open } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  scheduler.write(referred, { ...booked, start: begin + 2 * day });
  await stage.wait(hour);
  const run = await stage.engine.reconciling.run({ system: 'sys' });
  expect(run.differences).toMatchObject([{ class: 'changed', policy: 'propose', end: 'proposed' }]);
  const [drift] = await open();
  expect(drift).toMatchObject({
    class: 'changed',
    owner: 'desk',
    believed: { type: 'sys.booked', data: { start: begin + day } },
    found: { type: 'sys.booked', data: { start: begin + 2 * day } },
    firstSeen: stage.now,
  });
  const { obligations } = await stage.state(journey);
  expect(obligations.map(({ name, owner }) => [name, owner])).toContainEqual([
    'sys.visit:changed',
    'desk',
  ]);
  // Seen again, it is the same one.
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toMatchObject([{ id: drift?.id, lastSeen: stage.now }]);
  const by = { id: drift?.id ?? 0, actor: 'p-1', act: 'apply' } as const;
  await expect(stage.engine.reconciling.decide({ ...by, actor: 'p-9' })).rejects.toMatchObject({
    code: 'ONW-ACTOR-UNKNOWN',
  });
  expect(await stage.engine.reconciling.decide(by)).toMatchObject({
    closed: { by: 'applied', actor: 'p-1', at: stage.now },
  });
  const after = await stage.state(journey);
  expect(after.facts).toMatchObject({ start: begin + 2 * day });
  expect(after.obligations.map(({ name }) => name)).toEqual(['sys.visited']);
  expect((await stage.engine.reconciling.run({ system: 'sys' })).agreed).toBe(1);
  await expect(stage.engine.reconciling.decide(by)).rejects.toMatchObject({
    code: 'ONW-DRIFT-CLOSED',
  });
  await stage.leave();
});

test('what differs closes by itself once both agree, and with the end of the journey', async () => {
  const { stage, scheduler, tell, open } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  const moved: Said = { ...booked, event: 'moved', start: begin + 3 * day, at: begin + 2 };
  await tell(moved);
  scheduler.write(referred, booked);
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toMatchObject([{ class: 'contradicted' }]);
  // Somebody mends it in the scheduler.
  scheduler.books.set('ann', [referred, moved]);
  expect(await stage.engine.reconciling.run({ system: 'sys' })).toMatchObject({ closed: 1 });
  expect(await open('closed')).toMatchObject([{ closed: { by: 'agreed' } }]);
  expect((await stage.state(journey)).obligations).toHaveLength(1);
  scheduler.books.set('ann', []);
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toMatchObject([{ class: 'vanished', policy: 'task' }]);
  await tell({ ...booked, event: 'visited', start: undefined });
  expect((await stage.state(journey)).status).toBe('ended');
  expect(await stage.engine.reconciling.run({ system: 'sys' })).toMatchObject({ closed: 1 });
  expect(await open()).toEqual([]);
  await stage.leave();
});

test('what somebody dismissed stays dismissed until a side says something else', async () => {
  const { stage, scheduler, tell, open } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  const [drift] = await open();
  expect(drift).toMatchObject({ class: 'vanished' });
  const by = { id: drift?.id ?? 0, actor: 'p-1' };
  await expect(stage.engine.reconciling.decide({ ...by, act: 'apply' })).rejects.toMatchObject({
    code: 'ONW-DRIFT-NOTHING',
  });
  await stage.engine.reconciling.decide({ ...by, act: 'dismiss', reason: 'on-paper' });
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toEqual([]);
  expect((await stage.state(journey)).obligations).toHaveLength(1);
  scheduler.write(referred, { ...booked, start: begin + 5 * day });
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toMatchObject([{ class: 'changed' }]);
  await stage.leave();
});

test('the older word that came last is set right by the newer one', async () => {
  const { stage, scheduler, tell } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  const second = { ...booked, event: 'moved', start: begin + 2 * day, at: begin + 20 };
  const third = { ...booked, event: 'moved', start: begin + 3 * day, at: begin + 30 };
  await tell(third);
  await tell(second);
  expect((await stage.state(journey)).facts).toMatchObject({ start: begin + 2 * day });
  scheduler.write(referred, third);
  await stage.wait(hour);
  const run = await stage.engine.reconciling.run({ system: 'sys' });
  expect(run.differences).toMatchObject([{ class: 'out-of-order', end: 'applied' }]);
  expect((await stage.state(journey)).facts).toMatchObject({ start: begin + 3 * day });
  expect((await stage.engine.reconciling.run({ system: 'sys' })).agreed).toBe(1);
  await stage.leave();
});

test('a list finds it all: the begun, the missed, the vanished and the twice', async () => {
  const { stage, scheduler, tell, open } = await scene({ list: 'all' });
  const people = ['ann', 'bob', 'cho', 'dee', 'eli'];
  const of = (person: string, said: Said): Said => {
    const own = said.booking === undefined ? {} : { booking: `${said.booking}-${person}` };
    return { ...said, person, ...own };
  };
  for (const person of people.slice(0, 4)) await tell(of(person, referred));
  for (const person of ['ann', 'cho', 'dee']) await tell(of(person, booked));
  // Ann agrees; Bob's booking was lost; Cho's has vanished; Dee's is there twice; Eli never began.
  for (const person of people) scheduler.write(of(person, referred));
  for (const person of ['ann', 'bob', 'dee', 'eli']) scheduler.write(of(person, booked));
  scheduler.write({ ...of('dee', booked), booking: 'b-2-dee' });
  await stage.wait(hour);
  const run = await stage.engine.reconciling.run({ system: 'sys' });
  const ends = run.differences.map((each) => `${each.class}:${each.end}`).toSorted();
  expect(ends).toEqual([
    'duplicated:task',
    'missed:applied',
    'missed:applied',
    'missed:applied',
    'vanished:task',
  ]);
  const again = await stage.engine.reconciling.run({ system: 'sys' });
  expect(again.differences.map((each) => each.class).toSorted()).toEqual([
    'duplicated',
    'vanished',
  ]);
  expect((await open()).map((each) => each.class).toSorted()).toEqual(['duplicated', 'vanished']);
  const views = await stage.open.reads.journeys({ status: 'open' }, { after: 0, limit: 10 });
  expect(views.map(({ state }) => state.places[0]?.step)).toEqual(Array(5).fill('visit'));
  await stage.leave();
});

test('a system that is away is not taken for one that says nothing', async () => {
  const { stage, scheduler, tell, open } = await scene();
  await tell(referred);
  await tell(booked);
  scheduler.isAway = true;
  await stage.wait(hour);
  const run = await stage.engine.reconciling.run({ system: 'sys' });
  expect(run).toMatchObject({ asked: 1, agreed: 0, unanswered: 1, differences: [] });
  expect(await open()).toEqual([]);
  await stage.leave();
});

test('on its rhythm one process looks, and what it came to is written down', async () => {
  const { stage, scheduler, tell } = await scene({ reconcile: { every: '6h' } });
  const journey = await tell(referred);
  scheduler.write(referred, booked);
  await stage.wait(hour);
  const other = await Stage.set({
    program: deskProgram({ reconcile: { every: '6h' } }),
    schema: stage.schema,
    send: (order) => scheduler.send(order),
  });
  const { reconciling } = stage.engine;
  const id = await reconciling.start({ system: 'sys', lookUp: 'visit', by: 'p-1' });
  await expect(
    other.engine.reconciling.start({ system: 'sys', lookUp: 'visit', by: 'p-1' }),
  ).rejects.toMatchObject({ code: 'ONW-RECONCILE-UNDERWAY' });
  await expect(reconciling.start({ system: 'sys', lookUp: 'no', by: 'p-1' })).rejects.toMatchObject(
    {
      code: 'ONW-LOOKUP-UNKNOWN',
    },
  );
  const { store } = stage.open;
  await expect
    .poll(async () => (await store.reconciling.reconciliations({ id, limit: 1 }))[0])
    .toMatchObject({ by: 'p-1', ended: 'done', asked: 1, ends: { missed: { applied: 1 } } });
  expect((await stage.state(journey)).places).toMatchObject([{ step: 'visit' }]);
  // Once in six hours, whichever process it is.
  const desks = [stage, other].map(({ engine }) => engine.reconciling as ReconcileDesk);
  const looks = async (): Promise<number> => {
    await Promise.all(desks.map((desk) => desk.tick()));
    await Promise.all(desks.map((desk) => desk.settled()));
    return (await store.reconciling.reconciliations({ system: 'sys', limit: 10 })).length;
  };
  expect(await looks()).toBe(1);
  await stage.wait(6 * hour);
  await other.wait(7 * hour);
  expect(await looks()).toBe(2);
  expect(await looks()).toBe(2);
  await other.leave();
  await stage.leave();
});
