/** Days on which things go wrong halfway: nothing is lost, nothing is done twice. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { RetryError } from '../../src/core/index.ts';
import type { OperationalEvent } from '../../src/core/index.ts';
import { startEngine } from '../../src/runtime/index.ts';
import type { Engine, EventResult, Sent } from '../../src/runtime/index.ts';
import type { Store } from '../../src/store/index.ts';
import { event, ref, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const day = 24 * 3_600_000;
const stages: Stage[] = [];
const set = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
  const stage = await Stage.set({ program: zoo, ...options });
  stages.push(stage);
  return stage;
};
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

const override = (to: string): Parameters<Engine['control']>[0]['control'] => {
  return { kind: 'control', control: 'override', actor: 'p-1', to, reason: 'asked' };
};
async function begun(stage: Stage, patient: string, data = {}): Promise<string> {
  const [result] = await stage.send(event('started', patient, { data }));
  return result?.journeys[0] ?? '';
}

test('a commit whose end is unknown: orders still leave, and people act once', async () => {
  const stage = await set();
  const journey = await begun(stage, 'vic');
  // The transaction commits, and then the connection is lost.
  let losses = 1;
  const store: Store = {
    ...stage.open.store,
    transact: async (cell, work) => {
      const result = await stage.open.store.transact(cell, work);
      if (losses-- > 0) throw new RetryError('ONW-STORE-UNAVAILABLE', 'lost');
      return result;
    },
  };
  const keys: string[] = [];
  const engine = await startEngine({
    store,
    program: zoo,
    clock: { now: () => stage.now },
    random: () => 0.5,
    outlet: {
      idempotent: () => true,
      send: (order) => {
        keys.push(order.key);
        return Promise.resolve<Sent>({ kind: 'done', data: {} });
      },
    },
  });
  await engine.control({ journey, control: override('order') });
  await expect.poll(() => keys.length, { timeout: 20_000 }).toBeGreaterThan(1);
  await engine.stop();
  const overridden = (await stage.journal(journey)).filter((entry) => entry.type === 'override');
  expect(overridden).toHaveLength(1);
  expect(new Set(keys).size).toBe(keys.length);
  expect((await stage.open.reads.totals(stage.now)).outbox).toBe(0);
});

test('an order that met an absent database is sent later', async () => {
  let failures = 7;
  const stage = await set({
    idempotent: false,
    send: () => {
      // More often than the command may be tried: nobody was asked, so no try is used up.
      if (failures-- > 0) throw new RetryError('ONW-STORE-UNAVAILABLE', 'lost');
      return { kind: 'done', data: {} };
    },
  });
  const journey = await begun(stage, 'wes');
  await stage.engine.control({ journey, control: override('order') });
  await stage.wait(3_600_000);
  expect((await stage.state(journey)).places[0]?.step).toBe('tell');
});

test('an unknown outcome is asked for again, where keys are honoured', async () => {
  let unknowns = 2;
  const send = (): Sent => {
    return unknowns-- > 0 ? { kind: 'unknown', data: {} } : { kind: 'done', data: {} };
  };
  const stage = await set({ send });
  const journey = await begun(stage, 'ida');
  await stage.engine.control({ journey, control: override('order') });
  await stage.wait(3_600_000);
  const orders = stage.orders.filter(({ effect }) => effect.kind === 'command');
  expect(orders.map(({ key, attempt }) => [key, attempt])).toEqual([
    [`${journey}.2.0`, 1],
    [`${journey}.2.0`, 2],
    [`${journey}.2.0`, 3],
  ]);
  expect((await stage.state(journey)).places[0]?.step).toBe('tell');
});

test.each([
  [true, 5],
  [false, 1],
])('an outcome that stays unknown is one; keys honoured: %s', async (idempotent, tries) => {
  const stage = await set({ send: () => ({ kind: 'unknown', data: {} }), idempotent });
  const journey = await begun(stage, 'ivo');
  await stage.engine.control({ journey, control: override('order') });
  await stage.wait(3 * 3_600_000);
  expect(stage.orders).toHaveLength(tries);
  expect((await stage.state(journey)).places[0]?.step).toBe('chase');
  const taken = (await stage.journal(journey)).flatMap(({ body }) => body.entries);
  expect(taken).toContainEqual(expect.objectContaining({ kind: 'taken', reason: 'unknown' }));
});

test('a listener that fails is no concern of the commit', async () => {
  const stage = await set();
  const journey = await begun(stage, 'wim');
  stage.engine.onCommit(() => {
    throw new Error('a view is gone');
  });
  const task = { kind: 'control', control: 'add-task', actor: 'p-1', owner: 'desk' } as const;
  for (let count = 0; count < 3; count++) {
    await stage.engine.control({
      journey,
      control: { ...task, due: stage.now + day, reason: `t-${count}` },
    });
  }
  expect((await stage.state(journey)).obligations).toHaveLength(4);
});

test('an idempotency key that comes with another input is refused', async () => {
  const stage = await set();
  const journey = await begun(stage, 'xia');
  const task = { kind: 'control', control: 'add-task', actor: 'p-1', owner: 'desk' } as const;
  const ask = (reason: string): Promise<unknown> =>
    stage.engine.control({
      journey,
      control: { ...task, due: stage.now + day, reason },
      idempotencyKey: 'k',
    });
  await ask('one');
  await ask('one');
  await expect(ask('two')).rejects.toMatchObject({ code: 'ONW-KEY-REUSED' });
  expect((await stage.state(journey)).obligations).toHaveLength(2);
});

test('an outcome that comes while a journey is parked is taken', async () => {
  let answer: (sent: Sent) => void = () => undefined;
  const stage = await set({ send: () => new Promise((resolve) => void (answer = resolve)) });
  const journey = await begun(stage, 'yan');
  await stage.engine.control({ journey, control: override('order') });
  await expect.poll(() => stage.orders.length).toBe(1);
  const parking = {
    owner: 'lead',
    reason: 'abroad',
    reviewEvery: { kind: 'wall', ms: day },
  } as const;
  await stage.engine.control({
    journey,
    control: { kind: 'control', control: 'park', actor: 'p-1', parking },
  });
  answer({ kind: 'rejected', data: {} });
  await expect.poll(async () => (await stage.state(journey)).places[0]?.step).toBe('chase');
  const { parked, obligations } = await stage.state(journey);
  expect(parked).toBeUndefined();
  expect(obligations).toMatchObject([{ kind: 'task', owner: 'desk' }]);
});

test('an event before its enrolment is placed, though its subject is known already', async () => {
  const stage = await set();
  await stage.send(event('early', 'zoe'));
  expect(await stage.send(event('arrived', 'zoe'))).toMatchObject([{ status: 'unmatched' }]);
  const journey = await begun(stage, 'zoe', { urgent: true });
  await stage.engine.idle();
  expect((await stage.state(journey)).milestones).toEqual(['here']);
  expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toEqual([]);
});

test('unmatched input that another cell takes is closed where it was kept', async () => {
  const stage = await set({ cells: 2 });
  const people = Array.from({ length: 8 }, (_, index) => `cell-${index}`);
  const cardOf = (name: string) =>
    ({ name: 'card', ref: ref(`card ${name}`), of: 'subject' }) as const;
  await stage.send(...people.map((name) => event('arrived', name, { refs: [cardOf(name)] })));
  const patientOf = (name: string) => ({ name: 'patient', ref: ref(name), of: 'subject' }) as const;
  await stage.send(
    ...people.map((name) => event('started', name, { refs: [patientOf(name), cardOf(name)] })),
  );
  await stage.engine.idle();
  expect(await stage.open.reads.unmatched({ after: 0, limit: 20 })).toEqual([]);
});

test('two processes that learn one person by different refs agree on who it is', async () => {
  const one = await set();
  const two = await set({ schema: one.schema });
  const names = Array.from({ length: 30 }, (_, index) => `race-${index}`);
  const cardOf = (name: string) =>
    ({ name: 'card', ref: ref(`card ${name}`), of: 'subject' }) as const;
  const patientOf = (name: string) => ({ name: 'patient', ref: ref(name), of: 'subject' }) as const;
  await Promise.all([
    one.send(...names.map((name) => event('started', name, { refs: [patientOf(name)] }))),
    two.send(
      ...names.map((name) => event('started', name, { refs: [patientOf(name), cardOf(name)] })),
    ),
  ]);
  const subjects = await one.open.store.resolve(
    names.flatMap((name) => [ref(name), ref(`card ${name}`)]),
  );
  const split = names.filter(
    (name) => subjects.get(ref(name)) !== subjects.get(ref(`card ${name}`)),
  );
  expect(split).toEqual([]);
});

test('a process that stands still with a lock is cut off, and the others go on', async () => {
  const stage = await set({ engine: { lanes: 1 } });
  const journeys = [await begun(stage, 'abe'), await begun(stage, 'bea')];
  const [first = ''] = journeys;
  const id = Number.parseInt(first.slice(4), 32);
  const locked = Promise.withResolvers<void>();
  const stands = stage.open.store.transact(0, async (tx) => {
    await tx.lock({ subjects: [], journeys: [id] });
    locked.resolve();
    await new Promise((resolve) => {
      setTimeout(resolve, 13_000);
    });
    await tx.lock({ subjects: [], journeys: [id] });
  });
  const end = stands.catch((error: unknown) => error);
  await locked.promise;
  // Nobody gives the lock back: only the database's own bound on such a transaction can.
  const results = await stage.send(event('noise', 'abe'), event('noise', 'bea'));
  expect(results.map((result) => result.status)).toEqual(['accepted', 'accepted']);
  expect(await end).toMatchObject({ code: 'ONW-STORE-UNAVAILABLE' });
  for (const journey of journeys) expect((await stage.state(journey)).version).toBe(2);
});

test('whose a thing is does not depend on what arrives together', async () => {
  const stage = await set();
  const story = (name: string): OperationalEvent[] => {
    const patient = { name: 'patient', ref: ref(name), of: 'subject' } as const;
    const visit = { name: 'visit', ref: ref(`visit ${name}`), of: 'journey' } as const;
    const refs = [patient, visit];
    return [
      event('started', name),
      event('early', name, { refs }),
      event('arrived', name, { refs }),
    ];
  };
  const together = await stage.send(...story('cor'));
  const alone: EventResult[] = [];
  for (const each of story('dov')) alone.push(...(await stage.send(each)));
  // The visit is that of the journey which began with it, and that one has no use for an arrival.
  const expected = ['accepted', 'accepted', 'unmatched'];
  expect(together.map((result) => result.status)).toEqual(expected);
  expect(alone.map((result) => result.status)).toEqual(expected);
});
