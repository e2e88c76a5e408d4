/** What the store promises of beliefs, drifts and comparisons, however many processes there are. */
import { afterEach, expect, test } from 'vitest';
import { parseJourneyId } from '../../src/core/index.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { cellOf } from '../../src/store/index.ts';
import type { DriftRow } from '../../src/store/index.ts';
import { begin, event, ref, Stage } from '../stage.ts';

const minute = 60_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(cells = 1): Promise<Stage> {
  const stage = await Stage.set({ program: zoo, cells });
  stages.push(stage);
  return stage;
}

/** Journeys of people, in their order. */
async function begun(stage: Stage, ...people: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const name of people) {
    const [result] = await stage.send(event('started', name, { data: { urgent: false } }));
    ids.push(parseJourneyId(result?.journeys[0] ?? '') ?? -1);
  }
  return ids;
}

function drift(id: number, journey: number, more: Partial<DriftRow> = {}): DriftRow {
  return {
    ...{ id, key: ref(`drift/${journey}`), journey, system: 'sys', lookUp: 'arrival' },
    ...{ class: 'changed', policy: 'propose', owner: 'night', due: begin + minute },
    ...{ firstSeen: begin, lastSeen: begin },
    found: event('arrived', 'ann', { digest: ref('said first') }),
    believed: { seq: 2, type: 'sys.arrived', occurredAt: begin, data: {} },
    ...more,
  };
}

test('what a journey took stands in its order, and what came too early is told so', async () => {
  const stage = await set(2);
  const { reconciling } = stage.open.store;
  const people = ['ann', 'ben', 'cid', 'dot'];
  const ids = await begun(stage, ...people);
  expect(new Set(ids.map(cellOf)).size).toBe(2);
  const [ann = 0, ben = 0] = ids;
  await stage.send(event('moved', 'ann', { data: { start: begin + 1 }, occurredAt: begin - 5 }));
  // Kept for its time, which does not come: it is an exception where the next one leads.
  await stage.send(event('odd', 'ann'), event('arrived', 'ann'));
  const types = ['sys.moved', 'sys.odd', 'sys.arrived'];
  const rows = await reconciling.beliefs(cellOf(ann), [ann], types);
  expect(rows.map(({ type, isEarly }) => [type, isEarly])).toEqual([
    ['sys.moved', false],
    ['sys.odd', false],
    ['sys.arrived', false],
  ]);
  expect(rows[0]).toMatchObject({
    journey: ann,
    occurredAt: begin - 5,
    data: { start: begin + 1 },
  });
  await stage.send(event('odd', 'ann'));
  const [, , late] = await reconciling.beliefs(cellOf(ann), [ann], ['sys.moved', 'sys.odd']);
  expect(late).toMatchObject({ type: 'sys.odd', isEarly: true });
  expect(await reconciling.beliefs(cellOf(ann), [ann], ['sys.left'])).toEqual([]);
  expect(await reconciling.beliefs(cellOf(ben), [], types)).toEqual([]);
});

test('journeys are found by number, by person, by page and by where they rest', async () => {
  const stage = await set();
  const { reconciling } = stage.open.store;
  const ids = await begun(stage, 'ann', 'ben', 'cid');
  const [ann = 0, ben = 0, cid = 0] = ids;
  await stage.send(event('left', 'ben'));
  await stage.send(event('arrived', 'cid'));
  const compared = await reconciling.compared(0, ids);
  expect(compared.map(({ id, open }) => [id, open])).toEqual([
    [ann, true],
    [ben, false],
    [cid, true],
  ]);
  const subjects = compared.map(({ subject }) => subject);
  expect(await reconciling.ofSubjects(0, subjects)).toEqual(compared);
  const first = await reconciling.open(0, 0, 1);
  expect(first.map(({ id }) => id)).toEqual([ann]);
  expect((await reconciling.open(0, ann, 5)).map(({ id }) => id)).toEqual([cid]);
  const at = (step: string) => reconciling.restingAt(0, ids, [{ journey: 'main', step }]);
  const elsewhere = (await stage.state(`jrn_${cid.toString(32)}`)).places[0]?.step ?? '';
  expect([await at('arrival'), await at(elsewhere)]).toEqual([[ann], [cid]]);
  const states = await reconciling.states(0, ids);
  expect(states.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([ann, cid]);
});

test('a difference is one drift while it is open, whoever sees it', async () => {
  const { reconciling } = (await set()).open.store;
  const kept = await Promise.all(
    [1024, 2048, 3072].map((id) => reconciling.keepDrifts(0, [drift(id, 1024)])),
  );
  const [[one] = []] = kept;
  expect(kept.map(([row]) => row?.id)).toEqual([one?.id, one?.id, one?.id]);
  const later = {
    lastSeen: begin + minute,
    found: event('arrived', 'ann', { digest: ref('now') }),
  };
  await reconciling.keepDrifts(0, [drift(9216, 1024, later)]);
  const [row, ...others] = await reconciling.drifts({ state: 'open' }, { limit: 10 });
  expect(others).toEqual([]);
  expect(row).toMatchObject({ id: one?.id, firstSeen: begin, lastSeen: begin + minute });
  expect(row?.found?.digest).toBe(ref('now'));
  const end = { by: 'agreed', at: begin + 2 * minute } as const;
  const ids = [one?.id ?? 0, 77];
  const ends = await Promise.all([1, 2].map(() => reconciling.closeDrifts(0, ids, end)));
  expect(ends.flat()).toEqual([one?.id]);
  expect(await reconciling.drift(one?.id ?? 0)).toMatchObject({ closed: end });
  const [again] = await reconciling.keepDrifts(0, [drift(12_288, 1024)]);
  expect(again?.id).toBe(12_288);
});

test('what was dismissed stays so until a side says something else', async () => {
  const { reconciling } = (await set()).open.store;
  await reconciling.keepDrifts(0, [drift(1, 1024)]);
  const end = { by: 'dismissed', at: begin, actor: 'p-1', reason: 'known' } as const;
  await reconciling.closeDrifts(0, [1], end);
  expect(await reconciling.keepDrifts(0, [drift(2, 1024)])).toEqual([]);
  const told = { found: event('arrived', 'ann', { digest: ref('otherwise') }) };
  expect(await reconciling.keepDrifts(0, [drift(3, 1024, told)])).toHaveLength(1);
  await reconciling.closeDrifts(0, [3], end);
  const heard = { believed: { seq: 5, type: 'sys.arrived', occurredAt: begin, data: {} } };
  expect(await reconciling.keepDrifts(0, [drift(4, 1024, heard)])).toHaveLength(1);
});

test('drifts are listed by page, by group and by journey, over all cells', async () => {
  const stage = await set(2);
  const { reconciling } = stage.open.store;
  const ids = await begun(stage, 'ann', 'ben', 'cid', 'dot');
  for (const [at, journey] of ids.entries()) {
    const differs = at === 0 ? 'vanished' : 'changed';
    // A number tells its cell.
    const id = (at + 1) * 1024 + cellOf(journey);
    await reconciling.keepDrifts(cellOf(journey), [drift(id, journey, { class: differs })]);
  }
  const page = await reconciling.drifts({}, { limit: 3 });
  expect(page).toHaveLength(3);
  const before = page.at(-1)?.id ?? 0;
  const rest = await reconciling.drifts({}, { before, limit: 3 });
  const listed = [...page, ...rest].map(({ journey }) => journey);
  expect(listed).toEqual(ids.toReversed());
  const [ann = 0] = ids;
  expect(await reconciling.drifts({ journey: ann }, { limit: 9 })).toHaveLength(1);
  expect(await reconciling.drifts({ state: 'closed' }, { limit: 9 })).toEqual([]);
  expect(await reconciling.drifts({ class: 'changed' }, { limit: 9 })).toHaveLength(3);
  const groups = await reconciling.groups();
  expect(groups.map(({ class: of, count }) => `${of} ${count}`).toSorted()).toEqual([
    'changed 3',
    'vanished 1',
  ]);
  const of = { system: 'sys', lookUp: 'arrival', class: 'changed' } as const;
  const first = await reconciling.openOf(of, { after: 0, limit: 2 });
  const next = await reconciling.openOf(of, { after: first.at(-1)?.id ?? 0, limit: 2 });
  expect([...first, ...next].map(({ journey }) => journey)).toEqual(ids.slice(1));
  const mine = { system: 'sys', lookUp: 'arrival', journeys: [ann] };
  expect(await reconciling.openDrifts(cellOf(ann), mine)).toHaveLength(1);
});

test('a look-up is compared by one process at a time, and a dead one is given up', async () => {
  const { reconciling } = (await set()).open.store;
  const row = { system: 'sys', lookUp: 'arrival', by: 'rhythm', preview: false, beganAt: begin };
  const unless = { aliveSince: begin - 2 * minute };
  const both = await Promise.all([1, 2].map(() => reconciling.begin(row, unless)));
  const [id = 0] = both.filter((each) => each !== undefined);
  expect(both.filter((each) => each === undefined)).toHaveLength(1);
  const so = { asked: 4, agreed: 3, unanswered: 0, closed: 1, ends: { missed: { applied: 1 } } };
  expect(await reconciling.beatOf(id, so, begin + minute)).toBe(true);
  const later = { ...row, beganAt: begin + 5 * minute };
  expect(await reconciling.begin(later, unless)).toBeUndefined();
  const next = await reconciling.begin(later, { aliveSince: begin + 3 * minute });
  expect(next).toBeGreaterThan(id);
  // Whoever was given up finds out, and ends nothing that is another's.
  expect(await reconciling.beatOf(id, so, begin + 6 * minute)).toBe(false);
  await reconciling.end(id, { ...so, at: begin + 6 * minute, ended: 'done' });
  const [now, left] = await reconciling.reconciliations({ system: 'sys', limit: 5 });
  expect(left).toMatchObject({ id, ended: 'left', asked: 4, ends: so.ends });
  expect(now?.ended).toBeUndefined();
  const end = { ...so, at: begin + 7 * minute } as const;
  await reconciling.end(next ?? 0, { ...end, ended: 'failed', code: 'ONW-STOPPING' });
  const again = { ...row, beganAt: begin + 8 * minute };
  const since = { aliveSince: begin + 6 * minute, notSince: begin + 5 * minute - 1 };
  expect(await reconciling.begin(again, since)).toBeUndefined();
  const after = { ...since, notSince: begin + 5 * minute };
  expect(await reconciling.begin(again, after)).toBeGreaterThan(next ?? 0);
});
