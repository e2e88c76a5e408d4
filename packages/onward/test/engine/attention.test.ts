/** One person's attention on the real engine: caps, merging, words on consent, and their record. */
import { afterEach, expect, test } from 'vitest';
import { parseJourneyId } from '../../src/core/index.ts';
import type { Program } from '../../src/core/index.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import { billed, channel, people, started } from '../people.ts';
import { sql } from '../sql.ts';
import { begin, event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** 09:00 UTC on Friday is 10:00 in Berlin; the next morning begins 22 hours later. */
const morning = begin + 22 * hour;

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(
  journeys: readonly string[],
  options: Partial<StageOptions> = {},
): Promise<Stage> {
  const stage = await Stage.set({ program: people(journeys), ...options });
  stages.push(stage);
  return stage;
}

function sent({ orders }: Stage): readonly string[] {
  return orders.flatMap(({ effect }) => {
    return effect.kind === 'message' ? [`${effect.template} ${effect.channel}`] : [];
  });
}

async function fates(stage: Stage, journey = ''): Promise<readonly string[]> {
  const rows = await stage.open.reads.messages(parseJourneyId(journey) ?? -1);
  return rows.map(({ template, fate, rule = '-' }) => `${template} ${fate} ${rule}`);
}

test('two journeys, one a day: the more important is sent, the other waits', async () => {
  const stage = await set(['care', 'bill']);
  const [care, bill] = await stage.send(started(), billed());
  await stage.engine.idle();
  expect(sent(stage)).toEqual(['welcome sms']);
  expect(await fates(stage, bill?.journeys[0])).toEqual(['invoice deferred cap-day']);
  const [row] = await stage.open.reads.messages(parseJourneyId(bill?.journeys[0] ?? '') ?? -1);
  const [first] = await stage.open.reads.messages(parseJourneyId(care?.journeys[0] ?? '') ?? -1);
  expect(row).toMatchObject({ until: morning });
  expect(row?.other).toBe(`${(first?.journey ?? 0).toString(32)}.1.0`);
  await stage.wait(morning - begin);
  expect(sent(stage)).toEqual(['welcome sms', 'invoice sms']);
  expect(await fates(stage, bill?.journeys[0])).toEqual(['invoice sent -']);
});

test('the same words from two journeys are said once, and one receipt satisfies both', async () => {
  const stage = await set(['care', 'again']);
  const [care, again] = await stage.send(started(), billed());
  await stage.engine.idle();
  expect(await fates(stage, again?.journeys[0])).toEqual(['welcome deferred -']);
  // The other waits until it is known that the first was taken.
  await stage.wait(60_000);
  expect(await fates(stage, again?.journeys[0])).toEqual(['welcome merged -']);
  expect(sent(stage)).toEqual(['welcome sms']);
  const answers = stage.orders[0]?.key ?? '';
  const [receipt] = await stage.send(
    event('message.delivered', 'ann', { refs: [], ...{ answers } }),
  );
  expect(receipt?.journeys.toSorted()).toEqual(
    [care, again].flatMap((each) => each?.journeys ?? []).toSorted(),
  );
  for (const begun of [care, again]) {
    const { places } = await stage.state(begun?.journeys[0] ?? '');
    expect(places).toMatchObject([{ step: 'rest' }]);
  }
});

test('a receipt that came before the same words were asked for again counts for them', async () => {
  const stage = await set(['care', 'again']);
  await stage.send(started());
  await stage.engine.idle();
  const answers = stage.orders[0]?.key ?? '';
  await stage.send(event('message.delivered', 'ann', { refs: [], ...{ answers } }));
  await stage.wait(hour / 2);
  const [again] = await stage.send(billed());
  await stage.engine.idle();
  expect(sent(stage)).toEqual(['welcome sms']);
  expect(await stage.state(again?.journeys[0] ?? '')).toMatchObject({ places: [{ step: 'rest' }] });
});

test('who says stop hears it once, and nothing else: the message goes another way', async () => {
  const stage = await set(['care', 'bill']);
  const [care] = await stage.send(started());
  await stage.engine.idle();
  await stage.send(
    event('message.failed', 'ann', { refs: [], answers: stage.orders[0]?.key ?? '' }),
  );
  const stop = event('reply.stop', 'ann', { data: { answered: false } });
  expect(await stage.send(stop)).toMatchObject([{ status: 'accepted' }]);
  expect(await stage.send(stop)).toMatchObject([{ status: 'duplicate' }]);
  await stage.engine.idle();
  expect(sent(stage)).toEqual(['welcome sms', 'welcome email', 'goodbye sms']);
  await stage.send(event('reply.stop', 'ann', { data: { answered: false } }));
  const [bill] = await stage.send(billed());
  await stage.wait(4 * day);
  expect(sent(stage)).toHaveLength(3);
  expect(await fates(stage, bill?.journeys[0])).toEqual(['invoice withheld consent']);
  const { obligations } = await stage.state(bill?.journeys[0] ?? '');
  expect(obligations).toMatchObject([{ owner: 'lead' }]);
  const entries = (await stage.journal(care?.journeys[0] ?? '')).flatMap(
    ({ body }) => body.entries,
  );
  expect(entries).toContainEqual({ kind: 'consent', grants: false, channel });
  const consents = await stage.open.reads.consents(parseJourneyId(care?.journeys[0] ?? '') ?? -1);
  expect(consents.map(({ grants }) => grants)).toEqual([false, false]);
});

test('where the provider has answered, nobody answers; a yes lifts a no', async () => {
  const stage = await set(['care', 'bill']);
  await stage.send(started());
  await stage.engine.idle();
  await stage.send(event('reply.stop', 'ann', { data: { answered: true } }));
  await stage.wait(2 * day);
  await stage.send(event('reply.start', 'ann', { occurredAt: stage.now }));
  await stage.send(billed());
  await stage.wait(day);
  expect(sent(stage)).toEqual(['welcome sms', 'invoice sms']);
});

test('a word of a person whose journeys are over is kept, and counts for the next', async () => {
  const stage = await set(['care', 'bill']);
  const [care] = await stage.send(started());
  await stage.wait(20 * day);
  expect(await stage.state(care?.journeys[0] ?? '')).toMatchObject({ status: 'open' });
  const answers = stage.orders[0]?.key ?? '';
  await stage.send(event('message.delivered', 'ann', { refs: [], ...{ answers } }));
  await stage.wait(10 * day);
  expect(await stage.state(care?.journeys[0] ?? '')).toMatchObject({ status: 'ended' });
  const stop = event('reply.stop', 'ann', { occurredAt: stage.now });
  expect(await stage.send(stop)).toMatchObject([{ status: 'accepted', journeys: [] }]);
  const [bill] = await stage.send(billed());
  await stage.engine.idle();
  expect(await fates(stage, bill?.journeys[0])).toEqual(['invoice withheld consent']);
});

test('the hours are those of where the person is', async () => {
  const stage = await set(['care']);
  // 10:00 in Berlin is 01:00 in Los Angeles; the day begins there at 16:00 UTC.
  await stage.send(started('America/Los_Angeles'));
  await stage.wait(7 * hour - 1);
  expect(sent(stage)).toEqual([]);
  await stage.wait(1);
  expect(sent(stage)).toEqual(['welcome sms']);
});

test('moved while it waits to be sent: the text states the time that is true', async () => {
  let tries = 0;
  const said: unknown[] = [];
  const send = ({ effect }: Order): Sent => {
    if (tries++ < 2) return { kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: hour };
    said.push('args' in effect ? effect.args : effect.kind);
    return { kind: 'done', data: {} };
  };
  const stage = await set(['bill'], {
    send,
    program: { ...people(['bill']), messages: uncapped() },
  });
  const [bill] = await stage.send(billed());
  await stage.engine.idle();
  await stage.send(event('moved', 'ann', { data: { start: begin + 2 * day } }));
  await stage.send(event('moved', 'ann', { data: { start: begin + 3 * day } }));
  await stage.wait(2 * hour);
  expect(said).toContainEqual({ start: begin + 3 * day });
  expect(said).not.toContainEqual({ start: begin + 2 * day });
  expect(await fates(stage, bill?.journeys[0])).toContain('moved superseded -');
});

function uncapped(): NonNullable<Program['messages']> {
  const { messages } = people(['bill']);
  if (messages === undefined) throw new Error('The program has a policy.');
  return { ...messages, caps: { day: 9, week: 9 } };
}

test('a state that was damaged where nobody looks holds up nobody else’s messages', async () => {
  let isAway = true;
  const send = (): Sent =>
    isAway ? { kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: hour } : { kind: 'done', data: {} };
  const stage = await set(['care'], { send });
  await stage.send(started());
  const bert = event('started', 'bert', { data: { zone: 'Europe/Berlin' } });
  const [other] = await stage.send(bert);
  await stage.engine.idle();
  const id = parseJourneyId(other?.journeys[0] ?? '') ?? -1;
  await sql(`
    update ${stage.schema}_0.journeys
       set state = jsonb_set(state::jsonb, '{messages}', '{"settled": 5}')::json where id = ${id}`);
  isAway = false;
  stage.orders.length = 0;
  await stage.wait(2 * hour);
  expect(sent(stage)).toEqual(['welcome sms', 'welcome sms']);
});

test('the same words are said after all where the first could not be', async () => {
  let tries = 0;
  const send = (): Sent => ({ kind: tries++ === 0 ? 'rejected' : 'done', data: {} });
  const stage = await set(['care', 'again'], { send });
  const [care, again] = await stage.send(started(), billed());
  await stage.wait(60_000);
  expect(await fates(stage, care?.journeys[0])).toEqual(['welcome failed -', 'welcome sent -']);
  // The one goes by mail, since nobody took the text; the other is tried by itself.
  expect(await fates(stage, again?.journeys[0])).toEqual(['welcome deferred cap-day']);
  await stage.wait(day);
  expect(await fates(stage, again?.journeys[0])).toEqual(['welcome sent -']);
});

test('while its system is away a message is leaving, and is not said to be sent', async () => {
  let isAway = true;
  const send = (): Sent =>
    isAway ? { kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: hour } : { kind: 'done', data: {} };
  const stage = await set(['care'], { send });
  const [care] = await stage.send(started());
  await stage.engine.idle();
  expect(await fates(stage, care?.journeys[0])).toEqual(['welcome leaving -']);
  isAway = false;
  await stage.wait(2 * hour);
  expect(await fates(stage, care?.journeys[0])).toEqual(['welcome sent -']);
});

test('a word from a clock that runs ahead does not outlast the next', async () => {
  const stage = await set(['care', 'bill']);
  await stage.send(started());
  await stage.engine.idle();
  await stage.send(event('reply.start', 'ann', { occurredAt: begin + 5 * day }));
  await stage.wait(hour);
  await stage.send(event('reply.stop', 'ann', { occurredAt: stage.now, data: { answered: true } }));
  const [bill] = await stage.send(billed());
  await stage.wait(day);
  expect(await fates(stage, bill?.journeys[0])).toEqual(['invoice withheld consent']);
});
