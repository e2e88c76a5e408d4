/** Where we are right: it is written back, and over when the system shows it. */
import { expect, test } from 'vitest';
import type { ReconcileDesk } from '../../src/runtime/reconcile/index.ts';
import { begin } from '../stage.ts';
import { booked, day, hour, referred, scene } from './reconcile-scene.ts';

const write = { 'sys.booked': 'sys.book' };

/** A visit that the scheduler has another time of, and the drift that was found. */
async function differing(desk: Parameters<typeof scene>[0] = { reconcile: { write } }) {
  const at = await scene(desk);
  const { stage, scheduler, tell, open } = at;
  await tell(referred);
  const journey = await tell(booked);
  scheduler.write(referred, { ...booked, start: begin + 2 * day });
  await stage.wait(hour);
  await stage.engine.reconciling.run({ system: 'sys' });
  const [drift] = await open();
  expect(drift).toMatchObject({ class: 'changed' });
  const by = { id: drift?.id ?? 0, actor: 'p-1', act: 'write' } as const;
  const exceptions = async () =>
    (await stage.state(journey)).obligations.filter(({ kind }) => kind === 'exception');
  /** What was written back is asked about, as time goes on. */
  const listen = async (waitMs: number): Promise<void> => {
    await stage.wait(waitMs);
    const reconciling = stage.engine.reconciling as ReconcileDesk;
    await reconciling.listen();
    await reconciling.settled();
    await stage.engine.idle();
  };
  return { ...at, journey, by, exceptions, listen };
}

test('what we believe is written once, and the drift is verified when it is shown', async () => {
  const { stage, scheduler, open, journey, by, exceptions, listen } = await differing();
  const { due: before = 0 } = (await exceptions())[0] ?? {};
  await stage.wait(hour);
  const asked = await stage.engine.reconciling.decide(by);
  expect(asked).toMatchObject({ written: { at: stage.now, by: 'p-1', command: 'book' } });
  expect(asked.closed).toBeUndefined();
  await expect(stage.engine.reconciling.decide(by)).rejects.toMatchObject({
    code: 'ONW-DRIFT-WRITTEN',
  });
  await stage.engine.idle();
  expect([...scheduler.booked.values()]).toMatchObject([{ start: begin + day }]);
  // Nothing is called over before the system shows it; its owner has their time anew.
  expect(await exceptions()).toMatchObject([
    { name: 'sys.visit:changed', owner: 'desk', level: 0 },
  ]);
  expect((await exceptions())[0]?.due).toBeGreaterThan(before);
  await listen(1_000);
  expect(await open()).toHaveLength(1);
  await listen(10_000);
  expect(await open()).toEqual([]);
  expect(await open('closed')).toMatchObject([{ closed: { by: 'verified' } }]);
  expect(await exceptions()).toEqual([]);
  expect((await stage.state(journey)).facts).toMatchObject({ start: begin + day });
  await stage.leave();
});

test('what is not shown in time climbs, and may be written once more', async () => {
  const { stage, scheduler, open, by, exceptions, listen } = await differing();
  scheduler.answersBooking = 'lost';
  const { due } = await stage.engine.reconciling.decide(by);
  await stage.engine.idle();
  for (let waited = 0; waited < 4; waited += 1) await listen(20_000);
  const looks = scheduler.asked;
  expect(await open()).toMatchObject([{ written: { by: 'p-1' } }]);
  await stage.wait(due - stage.now + 1_000);
  expect(await exceptions()).toMatchObject([{ owner: 'lead', level: 1 }]);
  await listen(1_000);
  await listen(hour);
  // Once it is due it is a person's: nothing asks by itself any more.
  expect(scheduler.asked).toBe(looks + 1);
  scheduler.answersBooking = 'done';
  await stage.engine.reconciling.decide(by);
  await stage.engine.idle();
  expect(scheduler.booked.size).toBe(2);
  await listen(10_000);
  expect(await open('closed')).toMatchObject([{ closed: { by: 'verified' } }]);
  expect(await exceptions()).toEqual([]);
  await stage.leave();
});

test('a command that is refused is an exception beside the difference', async () => {
  const { stage, scheduler, open, by, exceptions } = await differing();
  scheduler.answersBooking = 'rejected';
  await stage.engine.reconciling.decide(by);
  await stage.engine.idle();
  const names = (await exceptions()).map(({ name, owner }) => `${name} ${owner}`);
  expect(names.toSorted()).toEqual(['sys.book:rejected desk', 'sys.visit:changed desk']);
  expect(await open()).toHaveLength(1);
  await stage.leave();
});

test('two who say it at once are one order', async () => {
  const { stage, scheduler, by } = await differing();
  const both = await Promise.allSettled([
    stage.engine.reconciling.decide(by),
    stage.engine.reconciling.decide({ ...by, actor: 'p-2' }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await stage.engine.idle();
  expect(scheduler.booked.size).toBe(1);
  await stage.leave();
});

test('where the program names no command, it is put right by hand', async () => {
  const { stage, by, exceptions } = await differing({});
  await expect(stage.engine.reconciling.decide(by)).rejects.toMatchObject({
    code: 'ONW-DRIFT-NO-WRITE',
  });
  expect(await exceptions()).toHaveLength(1);
  await stage.leave();
});
