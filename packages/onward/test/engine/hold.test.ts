/** A chart that takes our credentials no longer, on the real engine: nobody is falsely late. */
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { recallInput, step } from '../../src/core/index.ts';
import type { State } from '../../src/core/index.ts';
import { holdable } from '../../src/core/step/hold.fixture.ts';
import { blastReasons, HoldDesk, SourceDesk, SourceWatch } from '../../src/runtime/index.ts';
import type { Reconciled } from '../../src/runtime/reconcile/types.ts';
import type { SourceReport } from '../../src/store/index.ts';
import { begin, event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const minute = 60_000;
const hour = 60 * minute;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** A stage with its desks; `patients` of each kind of journey. */
async function setOut(more: Partial<StageOptions> = {}) {
  const stage = await Stage.set({ program: holdable, ...more });
  stages.push(stage);
  const parts = {
    store: stage.open.store,
    program: () => holdable,
    quietMs: () => undefined,
    now: () => stage.now,
  };
  const sources = new SourceDesk(parts);
  const watch = new SourceWatch(parts);
  const reconciled: number[][] = [];
  const answer: { so: Partial<Reconciled> } = { so: {} };
  const desk = new HoldDesk({
    ...parts,
    sources,
    heed: () => stage.engine.heedHolds(),
    reconciler: {
      run: ({ journeys = [] }) => {
        reconciled.push([...journeys]);
        const asked = journeys.length;
        const nothing = { asked, agreed: asked, unanswered: 0, differences: [], closed: 0 };
        return Promise.resolve({ ...nothing, ...answer.so });
      },
    },
  });
  const report = (system: string, so: Partial<SourceReport>): Promise<void> =>
    stage.open.store.sources.report([
      {
        system,
        state: 'well',
        stateAt: stage.now,
        since: stage.now,
        behind: false,
        quarantined: 0,
        ...so,
      },
    ]);
  return { stage, desk, sources, watch, report, reconciled, answer };
}

async function started(stage: Stage, kind: string, count: number): Promise<readonly string[]> {
  const events = Array.from({ length: count }, (_, at) =>
    event(kind, `${kind} ${at}`, { type: `web.${kind}`, source: 'web' }),
  );
  return (await stage.send(...events)).map(({ journeys }) => journeys[0] ?? '');
}

async function overdues(stage: Stage, journeys: readonly string[]): Promise<number> {
  const all = await Promise.all(journeys.map((each) => stage.journal(each)));
  const entries = all.flat().flatMap(({ body }) => body.entries);
  return entries.filter(({ kind }) => kind === 'overdue').length;
}

/** What is stored is what the journal folds to. */
async function folds(stage: Stage, journey: string): Promise<void> {
  let state: State | null = null;
  for (const { at, type, source, eventId, occurredAt, body } of await stage.journal(journey)) {
    const input = recallInput(body.input, { type, source, eventId, occurredAt });
    const result = step(holdable, state, input, at);
    if (result.kind === 'stepped') ({ state } = result);
  }
  expect(state).toEqual(await stage.state(journey));
}

test('a refused credential is told from an outage, and somebody owns each at once', async () => {
  const { stage, sources, watch, report } = await setOut();
  stage.jump(25 * minute);
  await report('ehr', {
    state: 'refused',
    code: 'ONW-OUT-REFUSED',
    lastGood: begin,
    lastRefused: stage.now,
  });
  await report('web', { state: 'away', lastAway: stage.now });
  await watch.look();
  const open = () => stage.open.store.sources.incidents();
  expect(await open()).toMatchObject([
    { kind: 'refused', system: 'ehr', owner: 'desk', code: 'ONW-OUT-REFUSED', level: 0 },
  ]);
  expect((await open())[0]?.due).toBe(stage.now + hour);
  stage.jump(3 * minute);
  await watch.look();
  expect((await open()).map(({ kind, system }) => `${system} ${kind}`).toSorted()).toEqual([
    'ehr refused',
    'web away',
  ]);
  expect(await sources.of('ehr')).toMatchObject({ state: 'refused', lastGood: begin });
  await report('web', { lastGood: stage.now });
  await watch.look();
  expect(await open()).toHaveLength(1);
  stage.jump(hour);
  await watch.look();
  await watch.look();
  expect(await open()).toMatchObject([{ system: 'ehr', owner: 'lead', level: 1 }]);
});

test('two processes that look at the same sources note a thing once', async () => {
  const schema = `t${randomBytes(6).toString('hex')}`;
  const one = await setOut({ schema });
  const two = await setOut({ schema });
  await one.report('ehr', { state: 'refused' });
  await Promise.all([one, two, one, two].map(({ watch }) => watch.look()));
  const { sources } = one.stage.open.store;
  expect(await sources.incidents()).toHaveLength(1);
  for (const { stage } of [one, two]) stage.jump(hour + minute);
  await Promise.all([one, two, one, two].map(({ watch }) => watch.look()));
  expect(await sources.incidents()).toMatchObject([{ level: 1, owner: 'lead' }]);
  await two.report('ehr', { lastGood: two.stage.now });
  await Promise.all([one, two].map(({ watch }) => watch.look()));
  expect(await sources.incidents()).toEqual([]);
  expect(await sources.incidents(begin)).toHaveLength(1);
});

test('over a day on hold nobody is falsely late, and safety is checked by hand', async () => {
  const { stage, desk, report } = await setOut();
  const routine = await started(stage, 'routine', 40);
  const urgent = await started(stage, 'urgent', 10);
  const calling = await started(stage, 'calling', 5);
  await stage.engine.idle();
  stage.jump(25 * minute);
  await report('ehr', { state: 'refused', lastGood: begin });
  const review = stage.now + 30 * hour;
  const hold = await desk.set({ system: 'ehr', review, by: 'p-1', reason: 'credential' });
  expect(hold).toMatchObject({ since: begin, review });
  await stage.engine.idle();
  for (const journey of urgent) {
    expect((await stage.state(journey)).obligations).toContainEqual(
      expect.objectContaining({
        name: 'check-by-hand:ehr.result',
        owner: 'desk',
        due: stage.now + 30 * minute,
      }),
    );
  }
  await stage.wait(24 * hour);
  expect(await overdues(stage, routine)).toBe(0);
  expect(await overdues(stage, calling)).toBeGreaterThan(0);
  expect(await overdues(stage, urgent)).toBeGreaterThan(0);
  const [first = ''] = routine;
  const charged = (await stage.state(first)).clocks?.runs['whole']?.charged;
  expect(charged).toMatchObject({ us: 0, partner: 0 });
  expect(charged?.outage).toBeGreaterThan(5 * hour);
  expect((await stage.open.examine(stage.now)).filter(({ rows }) => rows > 0)).toEqual([]);

  const late = await desk.release({ id: hold.id, by: 'p-1', reason: 'mended', force: false });
  expect(late).toEqual({ released: false, missing: ['not-well'] });
  await report('ehr', { lastGood: stage.now, lastHeard: stage.now });
  await stage.send(...routine.slice(0, 5).map((_, at) => said('result', `routine ${at}`)));
  await stage.engine.idle();
  const commands = () => stage.orders.filter(({ effect }) => effect.kind === 'command');
  expect(commands()).toEqual([]);
  const released = await desk.release({ id: hold.id, by: 'p-1', reason: 'mended', force: false });
  expect(released).toMatchObject({ released: true, missing: [], readBack: { unanswered: 0 } });
  const at = stage.now;
  await stage.engine.idle();
  expect(commands()).toHaveLength(5);
  expect(await stage.state(first)).toMatchObject({ status: 'ended' });
  for (const journey of routine.slice(5)) {
    const [owed] = (await stage.state(journey)).obligations;
    expect(owed).toMatchObject({ due: at + 6 * hour, overdue: false });
    expect(owed?.onHold).toBeUndefined();
    await folds(stage, journey);
  }
  await stage.wait(7 * hour);
  expect(await overdues(stage, routine.slice(5))).toBeGreaterThan(0);
  for (const journey of [...routine.slice(0, 5), ...urgent]) await folds(stage, journey);
}, 60_000);

function said(name: string, patient: string) {
  return event(name, patient, { type: `ehr.${name}`, source: 'ehr' });
}

test('what a hold would touch is exactly who an oracle finds', async () => {
  const { stage, desk, report } = await setOut({ cells: 2 });
  const all = [
    ...(await started(stage, 'routine', 120)),
    ...(await started(stage, 'urgent', 60)),
    ...(await started(stage, 'calling', 60)),
  ];
  await stage.engine.idle();
  const names = Array.from({ length: 30 }, (_, at) => said('result', `routine ${at * 3}`));
  await stage.send(...names);
  const urgent = Array.from({ length: 15 }, (_, at) => said('seen', `urgent ${at * 4}`));
  await stage.send(...urgent);
  const seen: unknown[] = [];
  await report('ehr', { lastGood: begin });
  for (const ms of [minute, 6 * hour, minute, 20 * hour]) {
    await stage.wait(hour);
    const review = stage.now + ms;
    const found = await desk.preview({ system: 'ehr', review, after: 0, limit: 1_000 });
    const want = { waiting: 0, falselyOverdue: 0, safety: 0, stale: 0 };
    const ids: string[] = [];
    for (const [at, journey] of all.entries()) {
      const { status, places, obligations } = await stage.state(journey);
      if (status === 'ended') continue;
      const isUrgent = at >= 120 && at < 180;
      const isWaiting = places[0]?.step === 'result';
      const isLate = obligations.some(({ overdue, due }) => !overdue && due <= review);
      // Every fourth was seen, and all of them were moved by their deadline since.
      const isStale = isUrgent && at % 4 === 0 && !isWaiting;
      if (isWaiting || isStale) ids.push(journey);
      want.waiting += Number(isWaiting);
      want.falselyOverdue += Number(isWaiting && !isUrgent && isLate);
      want.safety += Number(isWaiting && isUrgent);
      want.stale += Number(isStale);
    }
    seen.push(want);
    expect(found.counts).toEqual(want);
    expect(found.rows.map(({ journey }) => `jrn_${journey.toString(32)}`).toSorted()).toEqual(
      ids.toSorted(),
    );
    const page = await desk.preview({ system: 'ehr', review, after: 0, limit: 50 });
    const rest = await desk.preview({
      system: 'ehr',
      review,
      after: page.rows.at(-1)?.journey ?? 0,
      limit: 1_000,
    });
    expect([...page.rows, ...rest.rows]).toEqual(found.rows);
    expect(rest.counts).toEqual(found.counts);
    for (const why of blastReasons) {
      const some = await desk.preview({ system: 'ehr', review, why, after: 0, limit: 1_000 });
      expect(some.rows).toEqual(found.rows.filter((row) => row.why.includes(why)));
      expect(some.counts).toEqual(found.counts);
    }
  }
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(4);
  expect(seen).toContainEqual(expect.objectContaining({ safety: 60, stale: 0 }));
  expect(seen).toContainEqual(expect.objectContaining({ safety: 0, stale: 15 }));
}, 60_000);
