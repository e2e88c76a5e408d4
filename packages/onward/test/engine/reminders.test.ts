/** Reminders on the real engine: the timer fires for them, and the database's promises hold. */
import { afterEach, expect, test } from 'vitest';
import { appointments, withHours } from '../../src/core/step/reminders.fixture.ts';
import type { Facts } from '../../src/core/index.ts';
import type { Sent } from '../../src/runtime/index.ts';
import { begin, event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const hour = 3_600_000;
const day = 24 * hour;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function started(options: Partial<StageOptions> = {}) {
  const stage = await Stage.set({ program: appointments, ...options });
  stages.push(stage);
  const [result] = await stage.send(event('started', 'a patient'));
  return { stage, journey: result?.journeys[0] ?? '' };
}

async function book(stage: Stage, start: number): Promise<void> {
  await stage.send(event('booked', 'a patient', { data: { start } }));
}

/** Templates that were asked for, with what they are about. */
function sent({ orders }: Stage): readonly (readonly [string, Facts | undefined])[] {
  return orders.flatMap(({ effect }) => {
    return effect.kind === 'message' ? [[effect.template, effect.args] as const] : [];
  });
}

async function isWell(stage: Stage): Promise<void> {
  const examined = await stage.open.examine(stage.now);
  expect(examined.filter(({ rows }) => rows > 0)).toEqual([]);
}

test('booked, moved and reminded: only the new time is sent, each message once', async () => {
  const { stage, journey } = await started();
  const first = begin + 3 * day;
  const second = begin + 5 * day;
  await stage.wait(hour / 2);
  await book(stage, first);
  // What is owed next is the visit, two hours after it; the timer fires earlier, for the reminder.
  expect(await stage.engine.nextDue()).toBeLessThan(first - day + 1);
  await isWell(stage);
  await stage.wait(day);
  await book(stage, second);
  await stage.wait(second - stage.now - hour);
  expect(sent(stage)).toEqual([
    ['visit', { start: second }],
    ['visit', { start: second }],
    ['soon', { start: second }],
  ]);
  await isWell(stage);
  const entries = (await stage.journal(journey)).flatMap(({ body }) => body.entries);
  const told = entries.flatMap((entry) => (entry.kind === 'reminder' ? [entry.how] : []));
  expect(told.filter((how) => how === 'moved')).toHaveLength(3);
  await stage.send(event('arrived', 'a patient'));
  expect(await stage.state(journey)).toMatchObject({ status: 'ended' });
  expect(await stage.state(journey)).not.toHaveProperty('messages');
  await stage.wait(day);
  expect(await stage.engine.nextDue()).toBeUndefined();
  await isWell(stage);
});

test('a message that no channel carries is owned by the team of its system', async () => {
  const rejected: Sent = { kind: 'rejected', data: {} };
  const { stage, journey } = await started({ send: () => rejected });
  await stage.wait(hour);
  const channels = stage.orders.map(({ effect }) => {
    return effect.kind === 'message' ? effect.channel : '';
  });
  expect(channels).toEqual(['sms', 'email']);
  const { obligations } = await stage.state(journey);
  expect(obligations).toMatchObject([
    { name: 'fill-in' },
    { name: 'form:rejected', owner: 'lead' },
  ]);
  await isWell(stage);
});

test('a receipt finds its journey, and the next channel is tried', async () => {
  const { stage, journey } = await started();
  await stage.wait(hour);
  const [order] = stage.orders;
  const answers = order?.key ?? '';
  const [result] = await stage.send(
    event('message.failed', 'a patient', { refs: [], ...{ answers } }),
  );
  expect(result).toMatchObject({ status: 'accepted', journeys: [journey] });
  await stage.engine.idle();
  expect(sent(stage)).toEqual([
    ['form', undefined],
    ['form', undefined],
  ]);
});

test('a machine that slept sends what is of use still, and says why not the rest', async () => {
  const { stage, journey } = await started();
  const start = begin + 3 * day;
  await book(stage, start);
  stage.jump(3 * day - 2.5 * hour);
  await stage.engine.idle();
  expect(sent(stage)).toEqual([['visit', { start }]]);
  const entries = (await stage.journal(journey)).at(-1)?.body.entries;
  expect(entries).toContainEqual(
    expect.objectContaining({ kind: 'reminder', how: 'withheld', reason: 'of-no-use' }),
  );
  await isWell(stage);
});

test('in a park nothing is sent, and the timer waits for the review', async () => {
  const { stage, journey } = await started();
  await book(stage, begin + 3 * day);
  const reviewEvery = { kind: 'wall', ms: 10 * day } as const;
  const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
  const park = { kind: 'control', control: 'park', actor: 'p-1', parking } as const;
  await stage.engine.control({ journey, control: park });
  await stage.wait(9 * day);
  expect(sent(stage)).toEqual([]);
  await isWell(stage);
});

test('what is delayed into the night is sent in the morning', async () => {
  let tries = 0;
  const send = (): Sent => {
    // Asked for at 11:00 in Berlin; the system is away until 22:00.
    if (tries++ === 0) return { kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: 11 * hour };
    return { kind: 'done', data: {} };
  };
  const { stage } = await started({ program: withHours(appointments), send });
  await stage.wait(21 * hour - 1);
  expect(tries).toBe(1);
  await stage.wait(2 * hour);
  expect(tries).toBe(2);
  expect(stage.now).toBe(begin + 23 * hour - 1);
});

test('a send whose end nobody knows is not repeated after the night', async () => {
  const begun = await started({
    program: withHours(appointments),
    idempotent: false,
    // It never ends: the machine is gone.
    send: () => new Promise(() => undefined),
  });
  begun.stage.jump(hour);
  await expect.poll(() => begun.stage.orders.length).toBe(1);
  await begun.stage.open.store.close();
  stages.splice(stages.indexOf(begun.stage), 1);
  const { schema } = begun.stage;
  const heir = await Stage.set({
    program: withHours(appointments),
    schema,
    idempotent: false,
    // 23:00 in Berlin.
    engine: { sole: true, clock: { now: () => begin + 13 * hour } },
  });
  stages.push(heir);
  await heir.engine.idle();
  const { obligations } = await heir.state(begun.journey);
  expect(obligations).toContainEqual(expect.objectContaining({ name: 'form:unknown' }));
  expect(heir.orders).toEqual([]);
});

test('what the journey has left behind when its time to be sent has come is not sent', async () => {
  let tries = 0;
  const send = (): Sent => {
    tries++;
    return { kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: hour };
  };
  const { stage, journey } = await started({ send });
  await stage.wait(hour);
  expect(tries).toBe(1);
  await book(stage, begin + 9 * day);
  await stage.wait(day);
  expect(tries).toBe(1);
  const entries = (await stage.journal(journey)).at(-1)?.body.entries;
  expect(entries).toEqual([
    { kind: 'taken', what: 'form', how: 'late', reason: 'planned-no-more' },
  ]);
  expect((await stage.state(journey)).obligations).toMatchObject([{ kind: 'await' }]);
});
