/** What the store promises of the queue and of counts by place: both say what the states say. */
import { afterEach, expect, test } from 'vitest';
import { headStartOf } from '../../src/core/index.ts';
import type { Obligation } from '../../src/core/index.ts';
import { holdable } from '../../src/core/step/hold.fixture.ts';
import { dayEndOf, PlaceCounter } from '../../src/runtime/index.ts';
import type { QueueFilter, QueueState, QueueView } from '../../src/store/index.ts';
import { event, Stage } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** Two of each kind of journey: after 7 h with `ehr` on hold one is held, and one has climbed. */
async function set(cells = 1): Promise<Stage> {
  const stage = await Stage.set({ program: holdable, cells });
  stages.push(stage);
  for (const kind of ['routine', 'urgent', 'calling']) {
    const events = [1, 2].map((at) =>
      event(kind, `${kind} ${at}`, { type: `web.${kind}`, source: 'web' }),
    );
    await stage.send(...events);
  }
  return stage;
}

async function hold(stage: Stage): Promise<void> {
  const at = { since: stage.now, setAt: stage.now, review: stage.now + 12 * hour };
  await stage.open.store.holds.set({ system: 'ehr', ...at, by: 'p-1', reason: 'outage' });
  await stage.engine.heedHolds();
}

function asked(stage: Stage, state: QueueState, more: Partial<QueueFilter> = {}): QueueFilter {
  return {
    state,
    now: stage.now,
    headStartMs: (place) => headStartOf(holdable, place).ms,
    dayEnd: dayEndOf(holdable, stage.now),
    ...more,
  };
}

async function rowsOf(stage: Stage, filter: QueueFilter, limit = 100): Promise<QueueView[]> {
  const rows: QueueView[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last && { rank: last.rank, journey: last.journey, slot: last.obligation.slot };
    const page = await stage.open.work.queue(filter, { limit, ...(after && { after }) });
    rows.push(...page);
    if (page.length < limit) return rows;
  }
}

const said = ({ state, obligation }: QueueView): string => `${state.journey} ${obligation.kind}`;

test('a matter of safety stands before what is due earlier, in pages of any size', async () => {
  const stage = await set(2);
  const whole = await rowsOf(stage, asked(stage, 'all'));
  expect(whole.map(said)).toEqual([
    ...['urgent await', 'urgent await', 'calling task', 'calling task'],
    ...['routine await', 'routine await'],
  ]);
  for (const limit of [1, 2, 3, 5]) {
    expect(await rowsOf(stage, asked(stage, 'all'), limit)).toEqual(whole);
  }
  expect(whole[0]?.rank).toBe((whole[0]?.obligation.due ?? 0) - 24 * hour);
});

test('what has climbed is late though it is due again, and what is held is not late', async () => {
  const stage = await set();
  await hold(stage);
  await stage.wait(7 * hour);
  const states = await Promise.all(
    (['overdue', 'today', 'held'] as const).map(async (state) => {
      return (await rowsOf(stage, asked(stage, state))).map(said);
    }),
  );
  expect(states).toEqual([
    ['calling task', 'calling task'],
    [],
    ['routine await', 'routine await'],
  ]);
  const lead = await rowsOf(stage, asked(stage, 'all', { owners: ['lead'] }));
  expect(lead.map(said)).toContain('calling task');
  expect(await rowsOf(stage, asked(stage, 'all', { owners: ['nobody'] }))).toEqual([]);
  const narrow = asked(stage, 'all', { journey: 'calling', step: 'call', kind: 'task' });
  expect((await rowsOf(stage, narrow)).map(said)).toEqual(['calling task', 'calling task']);
});

test('what is due in some days of its owner, late or not, in pages of any size', async () => {
  const stage = await set(2);
  await hold(stage);
  await stage.wait(7 * hour);
  const all = await rowsOf(stage, asked(stage, 'all'));
  const times = [...new Set(all.map(({ obligation }) => obligation.due))].toSorted((a, b) => a - b);
  expect(times.length).toBeGreaterThan(1);
  for (const [from, before] of [
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [times[0] ?? 0, times[1] ?? 0],
    [times[1] ?? 0, Number.POSITIVE_INFINITY],
  ] as const) {
    const filter = asked(stage, 'due', { due: { from: () => from, before: () => before } });
    const fitting = all.filter(({ obligation: { due } }) => due >= from && due < before);
    expect(fitting.length).toBeGreaterThan(0);
    for (const limit of [1, 100]) expect(await rowsOf(stage, filter, limit)).toEqual(fitting);
  }
});

test('counts by place say what every state says', async () => {
  const stage = await set(2);
  await hold(stage);
  await stage.wait(7 * hour);
  const counter = new PlaceCounter({
    work: stage.open.work,
    program: () => holdable,
    now: () => stage.now,
    wall: () => 0,
  });
  const { rows, at } = await counter.fresh();
  expect(at).toBe(stage.now);
  const all = await rowsOf(stage, asked(stage, 'all'));
  const dayEnd = dayEndOf(holdable, stage.now);
  const count = (holds: (each: Obligation) => boolean): number =>
    all.filter(({ obligation }) => holds(obligation)).length;
  const sum = (name: 'open' | 'overdue' | 'held' | 'dueToday' | 'journeys'): number =>
    rows.reduce((total, row) => total + row[name], 0);
  const isHeld = ({ onHold }: Obligation): boolean => onHold !== undefined;
  const isLate = (each: Obligation): boolean => !isHeld(each) && each.overdue;
  expect(sum('open')).toBe(all.length);
  expect(sum('held')).toBe(count(isHeld));
  expect(sum('overdue')).toBe(count(isLate));
  expect(sum('dueToday')).toBe(
    count((each) => !isHeld(each) && !isLate(each) && each.due <= dayEnd(each.owner)),
  );
  expect(sum('journeys')).toBe(all.length);
  expect(sum('held')).toBe(2);
  expect(sum('overdue')).toBe(2);
});

test('what was counted is kept for fifty times as long as counting took', async () => {
  let wall = 0;
  let times = 0;
  const counter = new PlaceCounter({
    work: {
      counts: () => {
        times += 1;
        wall += 100;
        return Promise.resolve([]);
      },
    },
    program: () => holdable,
    now: () => wall,
    wall: () => wall,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  expect(await counter.get()).toEqual({ at: 0, rows: [] });
  wall += 4_900;
  expect(await counter.get()).toEqual({ at: 0, rows: [] });
  expect(times).toBe(1);
  wall += 200;
  // What is old is told at once, and counted for whoever asks next.
  expect(await counter.get()).toEqual({ at: 0, rows: [] });
  await settle();
  expect(await counter.get()).toEqual({ at: 5_200, rows: [] });
  expect(times).toBe(2);
});
