/** How differences end: together, cut off, called done too early; and how comparisons do. */
import { expect, test } from 'vitest';
import { obligationId, parseJourneyId } from '../../src/core/index.ts';
import { createIdentity, startRecovery } from '../../src/runtime/index.ts';
import { consoleOf } from '../console.ts';
import type { Told } from '../console.ts';
import { begin } from '../stage.ts';
import { booked, day, hour, referred, scene } from './reconcile-scene.ts';

test('drifts of one kind are a cause: previewed, applied together, and seen to agree', async () => {
  const { stage, scheduler, tell, open } = await scene();
  const { store, reads, recovery: kept } = stage.open;
  const { engine } = stage;
  const fence = () => stage.open.fence();
  const clock = { now: () => stage.now };
  const recovery = await startRecovery({
    ...{ store, reads, recovery: kept, engine, fence, clock },
    identity: createIdentity({ store, reads, engine, fence, clock }),
    outlet: { idempotent: () => true },
    reconciler: engine.reconciling,
  });
  const people = ['ann', 'bob', 'cho'];
  for (const person of people) {
    const own = { ...booked, person, booking: `b-${person}` };
    await tell({ ...referred, person });
    await tell(own);
    scheduler.write({ ...referred, person }, { ...own, start: begin + 4 * day });
  }
  await stage.wait(hour);
  await engine.reconciling.run({ system: 'sys' });
  const [cause, ...others] = await recovery.causes();
  expect(others).toEqual([]);
  expect(cause).toMatchObject({
    kind: 'drift',
    name: 'sys.visit:changed',
    count: 3,
    owners: ['desk'],
    acts: ['apply', 'look-up', 'skip'],
  });
  const preview = await recovery.preview({ cause: cause?.id ?? '', act: 'apply', with: {} });
  // Of Cho the system says something else before the run: it is not touched.
  const other = { ...booked, person: 'cho', booking: 'b-cho', start: begin + 9 * day };
  scheduler.books.set('cho', [{ ...referred, person: 'cho' }, other]);
  await engine.reconciling.run({ system: 'sys' });
  const run = await recovery.run({ token: preview.token, actor: 'p-1' });
  await expect
    .poll(async () => (await recovery.look(run.id))?.counts, { timeout: 10_000 })
    .toMatchObject({ verified: 2, failed: 1 });
  expect(await open()).toHaveLength(1);
  await recovery.stop();
  await stage.leave();
});

test('an engine that stops does not wait for the pace of a comparison', async () => {
  const { stage, tell } = await scene({ reconcile: { 'per-minute': 1 } });
  for (const person of ['ann', 'bob', 'cho', 'dee', 'eli', 'fay', 'gus', 'hal', 'ida', 'jon']) {
    await tell({ ...referred, person });
  }
  const { store } = stage.open;
  const id = await stage.engine.reconciling.start({ system: 'sys', lookUp: 'visit', by: 'p-1' });
  const begun = performance.now();
  await stage.engine.stop();
  expect(performance.now() - begun).toBeLessThan(10_000);
  const [look] = await store.reconciling.reconciliations({ id, limit: 1 });
  expect(look).toMatchObject({ ended: 'failed', code: 'ONW-STOPPING', unanswered: 0 });
  await store.close();
});

test('what somebody called done and differs still is theirs again at the next look', async () => {
  const { stage, tell } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  const exceptions = async () =>
    (await stage.state(journey)).obligations.filter(({ kind }) => kind === 'exception');
  const [{ slot, opened } = { slot: 0, opened: 0 }] = await exceptions();
  const obligation = obligationId({ journey: parseJourneyId(journey) ?? 0, slot, opened });
  await stage.engine.act({ obligation, action: 'done', actor: 'p-1', data: {} });
  expect(await exceptions()).toEqual([]);
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await exceptions()).toMatchObject([{ name: 'sys.visit:vanished', owner: 'desk' }]);
  await stage.leave();
});

test('a drift whose closing was cut off is closed by the next look, and all of it', async () => {
  const { stage, scheduler, tell, open } = await scene();
  await tell(referred);
  const journey = await tell(booked);
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  expect(await open()).toMatchObject([{ class: 'vanished' }]);
  scheduler.write(referred, booked);
  const { reconciling } = stage.open.store;
  const close = reconciling.closeDrifts.bind(reconciling);
  reconciling.closeDrifts = () => Promise.reject(new Error('The process has died.'));
  await expect(stage.engine.reconciling.run({ system: 'sys' })).rejects.toThrow('died');
  reconciling.closeDrifts = close;
  expect(await stage.engine.reconciling.run({ system: 'sys' })).toMatchObject({ closed: 1 });
  expect(await open()).toEqual([]);
  expect((await stage.state(journey)).obligations).toHaveLength(1);
  await stage.leave();
});

test('of very many journeys the list is read, and nobody is asked about each', async () => {
  const { stage, scheduler, tell } = await scene({ list: 'all' });
  scheduler.pageSize = 1_000;
  const people = Array.from({ length: 201 }, (_, at) => `person-${at}`);
  const journeys: number[] = [];
  for (const person of people) {
    const own = { ...referred, person };
    journeys.push(parseJourneyId(await tell(own)) ?? 0);
    scheduler.write(own);
  }
  await stage.wait(hour);
  const { reconciling } = stage.engine;
  expect(await reconciling.run({ system: 'sys', journeys })).toMatchObject({ agreed: 201 });
  expect(scheduler.asked).toBe(1);
  await reconciling.run({ system: 'sys', journeys: journeys.slice(0, 3) });
  expect(scheduler.asked).toBe(4);
  await stage.leave();
});

test('where we are right somebody puts it right there, and the system shows it', async () => {
  const { stage, scheduler, tell, open } = await scene();
  const desk = consoleOf(stage);
  await tell(referred);
  const journey = await tell(booked);
  scheduler.write(referred, { ...booked, start: begin + 4 * day });
  await stage.wait(hour);
  const path = `/v1/journeys/${journey}/reconcile`;
  const compare = (): Promise<Told> => desk.get(path, { actor: 'p-1', system: 'sys' });
  expect(await compare()).toMatchObject({ agrees: false, answered: true });
  const task = { actor: 'p-1', owner: 'desk', reason: 'put-right-in-sys', within: '1d' };
  await desk.get(`/v1/journeys/${journey}/tasks`, task);
  expect(await compare()).toMatchObject({ agrees: false, answered: true });
  expect(await open()).toHaveLength(1);

  scheduler.books.set('ann', [referred, booked]);
  // Without a name every system that can be asked is.
  const after = await desk.get(path, { actor: 'p-1' });
  expect(after).toMatchObject({ agrees: true, answered: true, closed: 1 });
  expect(await open()).toEqual([]);
  const nameless = { actor: 'p-1', lookUp: 'visit' };
  const { status } = await desk.ask(path, nameless);
  expect(status).toBe(422);
  await stage.leave();
});
