/** Two subjects that are one person, or were taken for one: merged, and taken apart. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { mergeId, parseJourneyId } from '../../src/core/index.ts';
import { audit, createIdentity } from '../../src/runtime/index.ts';
import type { Consequences, Identity, Sent } from '../../src/runtime/index.ts';
import { event, ref, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

interface Ground {
  readonly stage: Stage;
  readonly identity: Identity;
}

async function set(options: Partial<StageOptions> = {}): Promise<Ground> {
  const stage = await Stage.set({ program: zoo, ...options });
  stages.push(stage);
  const identity = createIdentity({
    store: stage.open.store,
    reads: stage.open.reads,
    engine: stage.engine,
    fence: () => stage.open.fence(),
    clock: { now: () => stage.now },
  });
  return { stage, identity };
}

async function begun(stage: Stage, name: string, type = 'started'): Promise<string> {
  const [result] = await stage.send(event(type, name));
  return result?.journeys[0] ?? '';
}

const move = { kind: 'move' } as const;
const by = { actor: 'p-1', reason: 'same-person' } as const;

async function merged(identity: Identity, from: string, into: string): Promise<string> {
  const { token } = await identity.preview({ from, into, policy: move });
  return mergeId((await identity.merge({ from, into, policy: move, token, ...by })).id);
}

async function expectSound({ stage }: Ground, ...journeys: readonly string[]): Promise<void> {
  for (const journey of journeys) {
    const view = await stage.open.reads.journey(parseJourneyId(journey) ?? -1);
    if (view === undefined) throw new Error('There is no such journey.');
    const { id, program, state } = view;
    const journal = await stage.journal(journey);
    expect(audit({ id, program, state, journal })).toBeUndefined();
  }
}

const thenOf = ({ journeys }: Consequences) => journeys.map(({ journey, then }) => [journey, then]);

test('whoever is merged is found by either of their ids, and their journeys know it', async () => {
  const ground = await set();
  const { stage, identity } = ground;
  const main = await begun(stage, 'ann');
  const side = await begun(stage, 'ann of the lab', 'early');
  const seen = await identity.preview({ from: side, into: main, policy: move });
  expect(seen).toMatchObject({ refs: 1, contacts: 0, withdrawn: [] });
  expect(thenOf(seen)).toEqual([['side', 'moves']]);
  await merged(identity, side, main);
  // What comes about the one is for the journeys of the other.
  const [noise] = await stage.send(event('noise', 'ann of the lab'));
  expect(noise?.journeys).toEqual([main]);
  const told = await stage.journal(side);
  expect(told.at(-1)).toMatchObject({ type: 'identify', source: 'p-1' });
  await expectSound(ground, main, side);
  // They are one: the journey began for both, and does not begin twice.
  const [again] = await stage.send(event('started', 'ann of the lab'));
  expect(again?.journeys).toEqual([main]);
  await stage.engine.idle();
  expect((await stage.state(side)).status).toBe('open');
});

test('what has begun for one has begun for the other', async () => {
  const ground = await set();
  const { stage, identity } = ground;
  const main = await begun(stage, 'ben');
  const side = await begun(stage, 'ben of the lab', 'early');
  // Into whom has no such journey.
  await merged(identity, main, side);
  const [again] = await stage.send(event('started', 'ben of the lab'));
  expect(again?.journeys).toEqual([main]);
  expect(await stage.open.reads.totals(0)).toMatchObject({ open: 2 });
});

test('a journey that stands twice is closed at an end, where that is asked for', async () => {
  const ground = await set();
  const { stage, identity } = ground;
  const one = await begun(stage, 'cyd');
  const two = await begun(stage, 'cyd again');
  const ask = { from: two, into: one } as const;
  const bad = { ...ask, policy: { kind: 'close', to: 'chase' } } as const;
  await expect(identity.preview(bad)).rejects.toMatchObject({ code: 'ONW-MERGE-CLOSE' });
  const policy = { kind: 'close', to: 'gone' } as const;
  const seen = await identity.preview({ ...ask, policy });
  expect(seen.journeys).toMatchObject([{ journey: 'main', twice: true, then: 'closes' }]);
  await identity.merge({ ...ask, policy, token: seen.token, ...by });
  expect(await stage.state(two)).toMatchObject({ status: 'ended', outcome: 'gone' });
  expect((await stage.state(one)).status).toBe('open');
  await expectSound(ground, one, two);
});

test('taken apart: exactly what was moved goes back, what came since stays', async () => {
  const ground = await set();
  const { stage, identity } = ground;
  const main = await begun(stage, 'dot');
  const side = await begun(stage, 'eli', 'early');
  const id = await merged(identity, side, main);
  const since = await begun(stage, 'dot', 'early');
  const number = Number.parseInt(id.slice(4), 32);
  const seen = await identity.previewUndo(number);
  expect(thenOf(seen)).toEqual(
    expect.arrayContaining([
      ['main', 'stays'],
      ['side', 'moves'],
      ['side', 'stays'],
    ]),
  );
  await identity.undo({ merge: number, token: seen.token, ...by });
  const subjects = await stage.open.store.resolve([ref('dot'), ref('eli')]);
  expect(subjects.get(ref('dot'))).not.toBe(subjects.get(ref('eli')));
  const [noise] = await stage.send(event('noise', 'dot'));
  expect(noise?.journeys).toEqual([main]);
  const eli = parseJourneyId(side) ?? 0;
  const dot = parseJourneyId(since) ?? 0;
  const owners = await stage.open.store.subjectsOf(0, [eli, dot]);
  expect(owners.get(eli)).toBe(subjects.get(ref('eli')));
  expect(owners.get(dot)).toBe(subjects.get(ref('dot')));
  await expect(identity.previewUndo(number)).rejects.toMatchObject({ code: 'ONW-MERGE-UNDONE' });
  await expectSound(ground, main, side, since);
});

test('a no of either is a no, and the words go back with whom they are of', async () => {
  const { stage, identity } = await set();
  const one = await begun(stage, 'fay');
  const two = await begun(stage, 'gil', 'early');
  const word = (grants: boolean) => ({ grants, channel: 'sms' });
  await stage.engine.consent({ journey: two, word: word(false), actor: 'p-1' });
  stage.jump(1_000);
  await stage.engine.consent({ journey: one, word: word(true), actor: 'p-1' });
  stage.jump(1_000);
  const seen = await identity.preview({ from: two, into: one, policy: move });
  expect(seen.withdrawn).toEqual([{ channel: 'sms' }]);
  const id = Number.parseInt((await merged(identity, two, one)).slice(4), 32);
  const ledger = await stage.open.reads.consents(parseJourneyId(one) ?? 0);
  expect(ledger.at(-1)).toMatchObject({ grants: false, channel: 'sms', source: 'merge' });
  const { token } = await identity.previewUndo(id);
  await identity.undo({ merge: id, token, ...by });
  const after = await stage.open.reads.consents(parseJourneyId(one) ?? 0);
  expect(after.map(({ grants }) => grants)).toEqual([true]);
  const theirs = await stage.open.reads.consents(parseJourneyId(two) ?? 0);
  expect(theirs.map(({ grants }) => grants)).toEqual([false]);
});

test('what was not seen so, the same person, and other cells are refused', async () => {
  const { stage, identity } = await set();
  const one = await begun(stage, 'hal');
  const two = await begun(stage, 'ida', 'early');
  const ask = { from: two, into: one, policy: move } as const;
  const { token } = await identity.preview(ask);
  await stage.send(event('noise', 'hal'));
  const moved = { code: 'ONW-MERGE-MOVED' };
  await expect(identity.merge({ ...ask, token, ...by })).rejects.toMatchObject(moved);
  await merged(identity, two, one);
  const same = { code: 'ONW-MERGE-SAME' };
  await expect(identity.preview(ask)).rejects.toMatchObject(same);
  const { stage: wide, identity: over } = await set({ cells: 2 });
  const journeys: string[] = [];
  for (const name of Array.from({ length: 12 }, (_, index) => `k${index}`)) {
    journeys.push(await begun(wide, name));
  }
  const cells = Map.groupBy(journeys, (journey) => (parseJourneyId(journey) ?? 0) % 1_024);
  expect(cells.size).toBe(2);
  const [[from = ''] = [], [into = ''] = []] = [...cells.values()];
  await expect(over.preview({ from, into, policy: move })).rejects.toMatchObject({
    code: 'ONW-MERGE-CELLS',
  });
});

test('what was asked for before the merge comes back to its journey', async () => {
  const answered = Promise.withResolvers<Sent>();
  const { stage, identity } = await set({
    send: ({ effect }) =>
      effect.kind === 'command' ? answered.promise : { kind: 'done', data: {} },
  });
  const one = await begun(stage, 'jon');
  const two = await begun(stage, 'kim', 'early');
  const control = { kind: 'control', control: 'override', actor: 'p-1' } as const;
  await stage.engine.control({ journey: one, control: { ...control, to: 'order', reason: 'x' } });
  await expect.poll(() => stage.orders.length).toBe(1);
  await merged(identity, one, two);
  answered.resolve({ kind: 'done', data: {} });
  await expect.poll(async () => (await stage.state(one)).places[0]?.step).not.toBe('order');
});

test('an event of somebody else goes to them, and the journey stands as without it', async () => {
  const ground = await set();
  const { stage, identity } = ground;
  const wrong = await begun(stage, 'lou');
  const right = await begun(stage, 'max');
  await stage.send(event('arrived', 'lou'));
  await stage.engine.idle();
  const [entry] = (await stage.journal(wrong)).filter(({ type }) => type === 'sys.arrived');
  const ask = { journey: wrong, seq: entry?.seq ?? 0, to: right };
  const seen = await identity.previewCorrection(ask);
  expect(seen).toMatchObject({ wouldStand: 'arrival', moves: true, milestones: ['here'] });
  // What was asked for because of it cannot be taken back.
  expect(seen.asked).toContain('sys.note');
  await identity.correct({ ...ask, token: seen.token, ...by });
  await stage.engine.idle();
  expect((await stage.state(right)).milestones).toEqual(['here']);
  const after = await stage.state(wrong);
  expect(after.places[0]?.step).toBe('arrival');
  expect(after.obligations.map(({ kind }) => kind)).toContain('ad-hoc');
  await expectSound(ground, wrong, right);
  const again = identity.correct({ ...ask, token: seen.token, ...by });
  await expect(again).rejects.toMatchObject({ code: 'ONW-MERGE-MOVED' });
  const began = identity.previewCorrection({ ...ask, seq: 1 });
  await expect(began).rejects.toMatchObject({ code: 'ONW-CORRECTION-ENTRY' });
});

test('an event that did nothing leaves nothing to set right', async () => {
  const { stage, identity } = await set();
  const wrong = await begun(stage, 'nia');
  const right = await begun(stage, 'ola');
  await stage.send(event('noise', 'nia'));
  const ask = { journey: wrong, seq: 2, to: right };
  const seen = await identity.previewCorrection(ask);
  expect(seen).toMatchObject({ moves: false, facts: [], milestones: [], asked: [], refused: 0 });
  const before = await stage.state(wrong);
  await identity.correct({ ...ask, token: seen.token, ...by });
  expect(await stage.state(wrong)).toEqual(before);
  expect((await stage.journal(right)).map(({ type }) => type)).toContain('sys.noise');
});
