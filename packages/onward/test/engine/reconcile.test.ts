/** What a system says beside what came of it, on the real engine and a real database. */
import { expect, test } from 'vitest';
import { declared, obligationId, parseJourneyId } from '../../src/core/index.ts';
import type { Facts, OperationalEvent } from '../../src/core/index.ts';
import { createIdentity, startRecovery } from '../../src/runtime/index.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import type { DriftRow } from '../../src/store/index.ts';
import type { ReconcileDesk } from '../../src/runtime/reconcile/index.ts';
import { begin, ref, Stage } from '../stage.ts';
import { deskProgram } from './reconcile-program.ts';
import type { Desk } from './reconcile-program.ts';

const hour = 3_600_000;
const day = 24 * hour;

interface Said {
  readonly event: string;
  readonly person: string;
  readonly booking?: string | undefined;
  readonly start?: number | undefined;
  readonly at?: number;
}

/** What the scheduler says, as an event: told, or found under an id of the look-up's own. */
function say({ event, person, booking, start, at = begin }: Said, found = false): OperationalEvent {
  const data: Record<string, Facts[string]> = { patient: ref(person) };
  if (booking !== undefined) data['booking'] = ref(booking);
  if (start !== undefined) data['start'] = start;
  const words = `${event}/${person}/${booking ?? ''}/${start ?? ''}/${at}`;
  const own = { name: 'booking', ref: ref(booking ?? ''), of: 'journey' } as const;
  return {
    type: declared(`sys.${event}`),
    source: declared('sys'),
    id: declared(`${found ? 'f' : 't'}-${ref(words)}`),
    occurredAt: at,
    refs: [
      { name: 'patient', ref: ref(person), of: 'subject' },
      ...(booking === undefined ? [] : [own]),
    ],
    data: data as OperationalEvent['data'],
    digest: ref(words),
    ...(found ? { observed: { by: 'look-up' as const, at: begin } } : {}),
  };
}

/** The scheduler's own books: what it answers when it is asked. */
class Scheduler {
  readonly books = new Map<string, Said[]>();
  /** Whose refs these are, as the edge would open them. */
  refsOf: (subject: number) => Promise<readonly string[]> = () => Promise.resolve([]);
  asked = 0;
  isAway = false;
  pageSize = 2;

  write(...said: readonly Said[]): void {
    for (const each of said) {
      const of = this.books.get(each.person) ?? [];
      this.books.set(each.person, [...of, each]);
    }
  }

  async send(order: Order): Promise<Sent> {
    if (order.effect.kind !== 'look-up') return { kind: 'done', data: {} };
    this.asked += 1;
    if (this.isAway) return { kind: 'retry', code: 'ONW-OUT-REACH' };
    const { page } = order.effect;
    if (page === undefined) {
      const refs = await this.refsOf(order.subject);
      const said = [...this.books].flatMap(([person, each]) =>
        refs.includes(ref(person)) ? each : [],
      );
      return { kind: 'done', data: {}, observed: said.map((each) => say(each, true)) };
    }
    const all = [...this.books.values()].flat().map((each) => say(each, true));
    const observed = all.slice(page * this.pageSize, (page + 1) * this.pageSize);
    const more = all.length > (page + 1) * this.pageSize;
    return { kind: 'done', data: {}, observed, more };
  }
}

interface Scene {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  /** Tells an event, as a delivery does; its journey. */
  readonly tell: (said: Said) => Promise<string>;
  readonly open: (state?: 'open' | 'closed') => Promise<readonly DriftRow[]>;
}

async function scene(desk: Desk = {}): Promise<Scene> {
  const scheduler = new Scheduler();
  const stage = await Stage.set({
    program: deskProgram(desk),
    send: (order) => scheduler.send(order),
  });
  const { store } = stage.open;
  scheduler.refsOf = async (subject) => (await store.refsOf([subject])).map((each) => each.ref);
  return {
    stage,
    scheduler,
    async tell(said) {
      const [result] = await stage.send(say(said));
      return result?.journeys[0] ?? '';
    },
    open: (state = 'open') => store.reconciling.drifts({ state }, { limit: 100 }),
  };
}

const ann = { person: 'ann' };
const referred: Said = { event: 'referred', ...ann };
const booked: Said = { event: 'booked', ...ann, booking: 'b-1', start: begin + day, at: begin + 1 };

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

test('a drift whose closing was cut off is closed by the next look, its exception with it', async () => {
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
