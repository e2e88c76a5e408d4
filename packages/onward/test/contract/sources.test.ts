/** What the store promises of sources, incidents and holds, however many processes there are. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { SourceReport } from '../../src/store/index.ts';
import { begin, Stage } from '../stage.ts';

const minute = 60_000;
const hour = 60 * minute;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set() {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  const { sources, holds } = stage.open.store;
  const report = (so: Partial<SourceReport>): Promise<void> => {
    const well = { state: 'well', stateAt: begin, since: begin, behind: false } as const;
    return sources.report([{ system: 'sys', quarantined: 0, ...well, ...so }]);
  };
  return { sources, holds, report };
}

const heard = (at: number, events = 1, gapMs = 0) => {
  return { first: at, last: at, events, gapMs, lags: [events, 0, 1] };
};

test('the newest word on a system stands, whoever reports last', async () => {
  const { sources, report } = await set();
  await report({ state: 'refused', code: 'ONW-SOURCE-REFUSED', stateAt: begin + 2, since: begin });
  await report({ lastGood: begin + 1, stateAt: begin + 1, since: begin + 1 });
  expect(await sources.list()).toEqual([
    {
      system: 'sys',
      state: 'refused',
      stateAt: begin + 2,
      since: begin,
      code: 'ONW-SOURCE-REFUSED',
      lastGood: begin + 1,
      behind: false,
      quarantined: 0,
    },
  ]);
  await report({
    state: 'refused',
    code: 'ONW-SOURCE-REFUSED',
    stateAt: begin + 9,
    since: begin + 9,
  });
  expect(await sources.list()).toMatchObject([{ since: begin, stateAt: begin + 9 }]);
  await report({ stateAt: begin + 10, since: begin + 10 });
  expect((await sources.list())[0]).not.toHaveProperty('code');
});

test('hours add up over processes, and a silence is told across reports', async () => {
  const { sources, report } = await set();
  await report({ lastHeard: begin, heard: heard(begin, 3) });
  const later = begin + 90 * minute;
  await report({ lastHeard: later, heard: heard(later) });
  await Promise.all([
    report({ lastHeard: later + minute, heard: heard(later + minute, 2, 100) }),
    report({ lastHeard: later + minute, heard: heard(later + minute, 2, 200) }),
  ]);
  expect(await sources.hours(begin)).toEqual([
    { system: 'sys', hour: begin, events: 3, gapMs: 0, lags: [3, 0, 1] },
    { system: 'sys', hour: begin + hour, events: 5, gapMs: 90 * minute, lags: [5, 0, 3] },
  ]);
  await sources.forgetHours(begin + hour);
  expect(await sources.hours(0)).toHaveLength(1);
});

test('an incident is open once for each kind, climbs once, and can come again', async () => {
  const { sources } = await set();
  const row = {
    kind: 'away',
    system: 'sys',
    since: begin,
    openedAt: begin,
    owner: 'desk',
  } as const;
  const open = () => sources.openIncident({ ...row, due: begin + hour });
  expect((await Promise.all([open(), open(), open()])).filter(Boolean)).toHaveLength(1);
  expect(await sources.openIncident({ ...row, kind: 'lagging', due: begin })).toBe(true);
  const [, first] = await sources.incidents();
  const climb = { id: first?.id ?? 0, level: 0, owner: 'lead', due: begin + 2 * hour };
  const climbed = await Promise.all([sources.raiseIncident(climb), sources.raiseIncident(climb)]);
  expect(climbed.filter(Boolean)).toHaveLength(1);
  expect(await sources.closeIncident(climb.id, begin + hour)).toBe(true);
  expect(await sources.closeIncident(climb.id, begin + hour)).toBe(false);
  expect(await open()).toBe(true);
  expect(await sources.incidents()).toHaveLength(2);
  expect(await sources.incidents(begin)).toHaveLength(3);
});

test('a system is on hold once, remembers its reviews, and is released once', async () => {
  const { holds } = await set();
  const row = { system: 'sys', since: begin, setAt: begin, by: 'p-1', reason: 'credential' };
  const make = () => holds.set({ ...row, review: begin + hour });
  const made = (await Promise.all([make(), make()])).filter((each) => each !== undefined);
  expect(made).toHaveLength(1);
  const id = made[0]?.id ?? 0;
  expect(await holds.prolong(id, begin + 2 * hour)).toMatchObject({
    review: begin + 2 * hour,
    reviews: [begin + hour, begin + 2 * hour],
  });
  const end = { id, at: begin + hour, by: 'p-2', reason: 'mended' };
  const ends = await Promise.all([holds.release(end), holds.release(end)]);
  expect(ends.filter(Boolean)).toHaveLength(1);
  expect(await holds.list(begin + 2 * hour)).toEqual([]);
  expect(await holds.list(begin)).toMatchObject([{ id, releasedBy: 'p-2' }]);
  expect(await make()).toMatchObject({ system: 'sys' });
});
