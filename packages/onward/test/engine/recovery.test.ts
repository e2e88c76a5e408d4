/** Recovery on the real engine: what was wrong is gone afterwards, and nothing was done twice. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { OperationalEvent } from '../../src/core/index.ts';
import type {
  Cause,
  Order,
  Recovery,
  RecoveryAct,
  RunView,
  Sent,
} from '../../src/runtime/index.ts';
import type { RecoveryItemRow } from '../../src/store/index.ts';
import { audit, createIdentity, startRecovery } from '../../src/runtime/index.ts';
import { parseJourneyId } from '../../src/core/index.ts';
import { event, ref, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Ground {
  readonly stage: Stage;
  readonly recovery: Recovery;
}

async function set(options: Partial<StageOptions> = {}, patienceMs = 10_000): Promise<Ground> {
  const stage = await Stage.set({ program: zoo, ...options });
  closing.push(() => stage.leave());
  const clock = { now: () => stage.now };
  const { store, reads } = stage.open;
  const fence = (): ReturnType<typeof stage.open.fence> => stage.open.fence();
  const recovery = await startRecovery({
    identity: createIdentity({ store, reads, engine: stage.engine, fence, clock }),
    store,
    reads: stage.open.reads,
    recovery: stage.open.recovery,
    engine: stage.engine,
    outlet: { idempotent: () => options.idempotent ?? true },
    fence,
    clock,
    wall: { now: () => Date.now() },
    patienceMs,
  });
  closing.push(() => recovery.stop());
  return { stage, recovery };
}

/** Counts what a system did: once for each key where it honours them, else each time. */
class Provider {
  readonly done = new Map<string, number>();
  readonly asked: Order[] = [];
  answer: (order: Order) => Sent = () => ({ kind: 'done', data: {} });

  send = (order: Order): Sent => {
    this.asked.push(order);
    const sent = this.answer(order);
    if (sent.kind === 'done') this.done.set(order.key, (this.done.get(order.key) ?? 0) + 1);
    return sent;
  };
}

async function arrived(stage: Stage, patient: string): Promise<string> {
  const [begun] = await stage.send(event('started', patient, { data: { urgent: false } }));
  await stage.send(event('arrived', patient));
  await stage.engine.idle();
  return begun?.journeys[0] ?? '';
}

async function causeOf(recovery: Recovery, name: string): Promise<Cause> {
  const cause = (await recovery.causes()).find((each) => each.name === name);
  if (cause === undefined) throw new Error('There is no such cause.');
  return cause;
}

type Asked = readonly [cause: string, act: RecoveryAct, given?: object];

async function preview(recovery: Recovery, ...asked: Asked): Promise<RunView> {
  const [cause, act, given = {}] = asked;
  return recovery.preview({ cause, act, with: given });
}

async function itemsOf({ stage }: Ground, run: RunView): Promise<readonly RecoveryItemRow[]> {
  return stage.open.recovery.items(run.id, { after: -1, limit: 1_000 });
}

async function ran(ground: Ground, { token, id }: RunView): Promise<readonly RecoveryItemRow[]> {
  await ground.recovery.run({ token, actor: 'p-1' });
  await expect
    .poll(async () => (await ground.stage.open.recovery.run(id))?.endedAt, { timeout: 20_000 })
    .toBeDefined();
  return itemsOf(ground, { id } as RunView);
}

async function expectSound(stage: Stage, journey: string): Promise<void> {
  const view = await stage.open.reads.journey(parseJourneyId(journey) ?? -1);
  if (view === undefined) throw new Error('There is no such journey.');
  const { id, program, state } = view;
  const journal = await stage.journal(journey);
  expect(audit({ id, program, state, journal })).toBeUndefined();
}

test('what was not done is sent again under its key, and its exception is over', async () => {
  const provider = new Provider();
  provider.answer = ({ effect }) =>
    effect.kind === 'command'
      ? { kind: 'exhausted', data: {}, code: 'ONW-TARGET-DOWN' }
      : { kind: 'done', data: {} };
  const ground = await set({ send: provider.send, idempotent: false });
  const { stage, recovery } = ground;
  const journeys: string[] = [];
  for (const name of ['ada', 'ben', 'cyd']) journeys.push(await arrived(stage, name));
  const cause = await causeOf(recovery, 'sys.note:exhausted');
  expect(cause).toMatchObject({ kind: 'failed-command', system: 'sys', count: 3, journey: 'main' });
  expect(cause.owners).toEqual(['night']);

  const seen = await preview(recovery, cause.id, 'retry');
  expect(seen.counts).toEqual({ waiting: 3 });
  const foreseen = await itemsOf(ground, seen);
  expect(foreseen[0]?.would).toMatchObject({ asks: ['sys.note'], closes: ['sys.note:exhausted'] });
  expect(provider.asked.filter(({ effect }) => effect.kind === 'command')).toHaveLength(3);

  // One of them is touched in between: what was not seen is not done.
  await stage.send(event('noise', 'cyd'));
  provider.answer = () => ({ kind: 'done', data: {} });
  const items = await ran(ground, seen);
  expect(items.map(({ status, code }) => [status, code])).toEqual([
    ['verified', undefined],
    ['verified', undefined],
    ['failed', 'ONW-RECOVERY-MOVED'],
  ]);
  const notes = provider.asked.filter(({ effect }) => effect.kind === 'command');
  expect(notes).toHaveLength(5);
  expect(new Set(notes.map(({ key }) => key)).size).toBe(3);
  expect([...provider.done.values()].every((times) => times === 1)).toBe(true);
  expect((await causeOf(recovery, 'sys.note:exhausted')).count).toBe(1);
  for (const journey of journeys) await expectSound(stage, journey);

  // The same token again is the same run.
  await recovery.run({ token: seen.token, actor: 'p-2' });
  await stage.engine.idle();
  expect(provider.asked.filter(({ effect }) => effect.kind === 'command')).toHaveLength(5);
});

test('an order that fails again is told as failed, and stays somebody’s', async () => {
  const provider = new Provider();
  provider.answer = () => ({ kind: 'rejected', data: {} });
  const ground = await set({ send: provider.send });
  const { stage, recovery } = ground;
  const journey = await arrived(stage, 'dot');
  const cause = await causeOf(recovery, 'sys.note:rejected');
  provider.answer = () => ({ kind: 'exhausted', data: {}, code: 'ONW-TARGET-DOWN' });
  const items = await ran(ground, await preview(recovery, cause.id, 'retry'));
  expect(items).toMatchObject([{ status: 'failed', code: 'ONW-RECOVERY-EXHAUSTED' }]);
  const after = await causeOf(recovery, 'sys.note:exhausted');
  expect(after.count).toBe(1);
  provider.answer = () => ({ kind: 'done', data: {} });
  const again = await ran(ground, await preview(recovery, after.id, 'retry'));
  expect(again).toMatchObject([{ status: 'verified' }]);
  expect([...provider.done.values()].every((times) => times === 1)).toBe(true);
  await expectSound(stage, journey);
});

test('what may have been done is sent again only where its system honours keys', async () => {
  const provider = new Provider();
  provider.answer = () => ({ kind: 'unknown', data: {} });
  const ground = await set({ send: provider.send, idempotent: false });
  await arrived(ground.stage, 'eli');
  const cause = await causeOf(ground.recovery, 'sys.note:unknown');
  const seen = await preview(ground.recovery, cause.id, 'retry');
  expect(await itemsOf(ground, seen)).toMatchObject([
    { status: 'not-eligible', code: 'ONW-RECOVERY-UNSAFE' },
  ]);
  const asked = provider.asked.length;
  expect(await ran(ground, seen)).toMatchObject([{ status: 'not-eligible' }]);
  expect(provider.asked).toHaveLength(asked);
});

test('one exception that stands for several orders is over when all of them are done', async () => {
  const provider = new Provider();
  provider.answer = () => ({ kind: 'exhausted', data: {}, code: 'ONW-TARGET-DOWN' });
  const ground = await set({ send: provider.send });
  const { stage, recovery } = ground;
  const journey = await arrived(stage, 'fay');
  const back = { kind: 'control', control: 'override', actor: 'p-1' } as const;
  await stage.engine.control({ journey, control: { ...back, to: 'arrival', reason: 'again' } });
  await stage.send(event('arrived', 'fay'));
  await stage.engine.idle();
  const cause = await causeOf(recovery, 'sys.note:exhausted');
  expect(cause.count).toBe(1);
  const seen = await preview(recovery, cause.id, 'retry');
  const [foreseen] = await itemsOf(ground, seen);
  expect(foreseen?.would).toMatchObject({ asks: ['sys.note', 'sys.note'] });
  let left = 1;
  provider.answer = ({ effect }) =>
    effect.kind === 'command' && left-- > 0
      ? { kind: 'done', data: {} }
      : { kind: 'rejected', data: {} };
  expect(await ran(ground, seen)).toMatchObject([{ status: 'failed' }]);
  provider.answer = () => ({ kind: 'done', data: {} });
  const rest = await preview(recovery, (await causeOf(recovery, 'sys.note:rejected')).id, 'retry');
  expect((await itemsOf(ground, rest))[0]?.would).toMatchObject({ asks: ['sys.note'] });
  expect(await ran(ground, rest)).toMatchObject([{ status: 'verified' }]);
  const notes = [...provider.done].filter(([key]) => key.startsWith('jrn_'));
  expect(notes.every(([, times]) => times === 1)).toBe(true);
  await expectSound(stage, journey);
});

test('an exception is left for a reason, or given to others, or the journey is moved', async () => {
  const ground = await set({ send: () => ({ kind: 'rejected', data: {} }) });
  const { stage, recovery } = ground;
  const journey = await arrived(stage, 'gil');
  const cause = await causeOf(recovery, 'sys.note:rejected');
  const wrong = await preview(recovery, cause.id, 're-route', { owner: 'nobody' });
  expect(await itemsOf(ground, wrong)).toMatchObject([{ code: 'ONW-OWNER-UNKNOWN' }]);
  const routed = await ran(
    ground,
    await preview(recovery, cause.id, 're-route', { owner: 'desk' }),
  );
  expect(routed).toMatchObject([{ status: 'verified' }]);
  expect((await causeOf(recovery, 'sys.note:rejected')).owners).toEqual(['desk']);
  const given = { reason: 'known-twice', to: 'chase' };
  const moved = await preview(recovery, cause.id, 'override', given);
  expect((await itemsOf(ground, moved))[0]?.would).toMatchObject({
    step: 'chase',
    closes: expect.arrayContaining(['sys.note:rejected']),
  });
  expect(await ran(ground, moved)).toMatchObject([{ status: 'verified' }]);
  expect((await stage.state(journey)).places[0]?.step).toBe('chase');
  expect((await recovery.causes()).map(({ kind }) => kind)).not.toContain('failed-command');
  const said = (await stage.journal(journey)).flatMap(({ body }) => body.entries);
  expect(said).toContainEqual(expect.objectContaining({ how: 'ignored', reason: 'known-twice' }));
  await expectSound(stage, journey);
});

test('input that belongs nowhere is placed once somebody says whose it is', async () => {
  const ground = await set();
  const { stage, recovery } = ground;
  const [begun] = await stage.send(event('started', 'hal'));
  const journey = begun?.journeys[0] ?? '';
  const card = (name: string): Pick<OperationalEvent, 'refs'> => ({
    refs: [{ name: 'patient', ref: ref(`card ${name}`), of: 'subject' }],
  });
  await stage.send(event('arrived', 'x', card('hal')));
  const cause = await causeOf(recovery, 'ONW-SUBJECT-UNKNOWN');
  expect(cause).toMatchObject({ kind: 'unmatched', system: 'sys', count: 1 });
  const replay = await preview(recovery, cause.id, 'replay');
  expect(await itemsOf(ground, replay)).toMatchObject([
    { status: 'not-eligible', code: 'ONW-SUBJECT-UNKNOWN' },
  ]);
  const migrate = await preview(recovery, cause.id, 'migrate', { journey });
  expect((await itemsOf(ground, migrate))[0]?.would).toMatchObject({ journey });
  expect(await ran(ground, migrate)).toMatchObject([{ status: 'verified' }]);
  await stage.engine.idle();
  expect((await stage.state(journey)).milestones).toEqual(['here']);
  // From now on the ref is known.
  const [noise] = await stage.send(event('noise', 'x', card('hal')));
  expect(noise?.journeys).toEqual([journey]);
});

test('input that nobody wants is left for a reason, and is gone from the list', async () => {
  const ground = await set();
  const { stage, recovery } = ground;
  await stage.send(event('arrived', 'ida'), event('arrived', 'jon'));
  const cause = await causeOf(recovery, 'ONW-SUBJECT-UNKNOWN');
  const { items } = await recovery.items(cause.id, { limit: 1 });
  const only = await recovery.preview({
    cause: cause.id,
    act: 'skip',
    with: { reason: 'test-data' },
    items: items.map(({ id }) => id),
  });
  expect(await ran(ground, only)).toMatchObject([{ status: 'verified' }]);
  expect((await causeOf(recovery, 'ONW-SUBJECT-UNKNOWN')).count).toBe(1);
});

test('what has climbed its ladder is a stall, by step, and can be given to others', async () => {
  const ground = await set();
  const { stage, recovery } = ground;
  const [begun] = await stage.send(event('started', 'kim'));
  const journey = begun?.journeys[0] ?? '';
  const move = { kind: 'control', control: 'override', actor: 'p-1' } as const;
  await stage.engine.control({ journey, control: { ...move, to: 'chase', reason: 'asked' } });
  expect((await recovery.causes()).filter(({ kind }) => kind === 'stall')).toEqual([]);
  await stage.wait(5 * 24 * 3_600_000);
  const stall = await causeOf(recovery, 'chase');
  expect(stall).toMatchObject({ kind: 'stall', journey: 'main', step: 'chase', count: 1 });
  const routed = await preview(recovery, stall.id, 're-route', { owner: 'night' });
  expect(await ran(ground, routed)).toMatchObject([{ status: 'verified' }]);
});

test('a token of nothing, an act not allowed, and somebody unknown are refused', async () => {
  const ground = await set({ send: () => ({ kind: 'rejected', data: {} }) });
  const { stage, recovery } = ground;
  await arrived(stage, 'lea');
  const cause = await causeOf(recovery, 'sys.note:rejected');
  await expect(preview(recovery, cause.id, 're-fetch')).rejects.toMatchObject({
    code: 'ONW-RECOVERY-ACT',
  });
  await expect(preview(recovery, 'cau_0', 'skip')).rejects.toMatchObject({
    code: 'ONW-CAUSE-ABSENT',
  });
  const { token } = await preview(recovery, cause.id, 'skip', { reason: 'seen' });
  await expect(recovery.run({ token, actor: 'nobody' })).rejects.toMatchObject({
    code: 'ONW-ACTOR-UNKNOWN',
  });
  await expect(recovery.run({ token: `${token}0`, actor: 'p-1' })).rejects.toMatchObject({
    code: 'ONW-RECOVERY-TOKEN',
  });
  stage.jump(2 * 3_600_000);
  await expect(recovery.run({ token, actor: 'p-1' })).rejects.toMatchObject({
    code: 'ONW-RECOVERY-TOKEN',
  });
});

test('two people that a system says are one are merged by a person, or not', async () => {
  const ground = await set();
  const { stage, recovery } = ground;
  const one = await arrived(stage, 'mia');
  const [begun] = await stage.send(event('early', 'mia before'));
  const two = begun?.journeys[0] ?? '';
  const merged = { data: { merged: ref('mia before') } };
  const [kept] = await stage.send(event('patient.merged', 'mia', merged));
  expect(kept).toMatchObject({ status: 'unmatched', code: 'ONW-MERGE-PROPOSED' });
  // Of people that nobody knows here it is no news.
  const noise = { data: { merged: ref('nobody') } };
  const [unused] = await stage.send(event('patient.merged', 'mia', noise));
  expect(unused).toMatchObject({ status: 'rejected' });
  const cause = await causeOf(recovery, 'ONW-MERGE-PROPOSED');
  expect(cause).toMatchObject({ kind: 'unmatched', acts: ['merge', 'skip', 're-route'], count: 1 });
  const seen = await preview(recovery, cause.id, 'merge');
  expect((await itemsOf(ground, seen))[0]?.would).toMatchObject({ journey: one });
  expect(await ran(ground, seen)).toMatchObject([{ status: 'verified' }]);
  const known = await stage.open.store.resolve([ref('mia'), ref('mia before')]);
  expect(new Set(known.values()).size).toBe(1);
  expect((await stage.journal(two)).at(-1)).toMatchObject({ type: 'identify' });
});

test('an input that broke the step is given to its journey where it breaks no more', async () => {
  const defective = structuredClone(zoo);
  const arrival = defective.journeys['main']?.steps['arrival'] as unknown as {
    readonly on: Record<string, object>;
  };
  arrival.on['sys.moved'] = { kind: 'go', transitions: [{ to: 'nowhere', set: [], run: [] }] };
  const ground = await set({ program: defective });
  const { stage, recovery } = ground;
  const [begun] = await stage.send(event('started', 'pam'));
  const journey = begun?.journeys[0] ?? '';
  const start = stage.now + 3_600_000;
  await stage.send(event('moved', 'pam', { data: { start } }));
  const poison = (await recovery.causes()).find(({ kind }) => kind === 'poison');
  expect(poison).toMatchObject({ count: 1, acts: ['replay', 'skip', 're-route', 'override'] });
  const cause = poison?.id ?? '';
  const early = await preview(recovery, cause, 'replay');
  expect(await itemsOf(ground, early)).toMatchObject([
    { status: 'not-eligible', code: 'ONW-RECOVERY-STILL-BROKEN' },
  ]);
  const move = { kind: 'control', control: 'override', actor: 'p-1' } as const;
  await stage.engine.control({ journey, control: { ...move, to: 'chase', reason: 'mended' } });
  expect((await stage.state(journey)).facts['start']).toBeUndefined();
  const items = await ran(ground, await preview(recovery, cause, 'replay'));
  expect(items).toMatchObject([{ status: 'verified' }]);
  expect((await stage.state(journey)).facts['start']).toBe(start);
  expect((await recovery.causes()).map(({ kind }) => kind)).not.toContain('poison');
  await expectSound(stage, journey);
});
