/** An outage that is over: what the system said meanwhile is asked for at once, and once. */
import { afterEach, expect, test } from 'vitest';
import { SourceWatch } from '../../src/runtime/index.ts';
import type { SourceReport } from '../../src/store/index.ts';
import { booked, day, hour, referred, scene } from './reconcile-scene.ts';
import type { Stage } from '../stage.ts';
import { deskProgram } from './reconcile-program.ts';

const minute = 60_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function outage() {
  const set = await scene({ list: 'all' });
  const { stage } = set;
  stages.push(stage);
  const watches = [1, 2].map(
    () =>
      new SourceWatch({
        store: stage.open.store,
        program: () => deskProgram({ list: 'all' }),
        quietMs: () => undefined,
        now: () => stage.now,
        compare: (system) => stage.engine.reconciling.afterOutage(system),
      }),
  );
  const look = async (): Promise<void> => {
    await Promise.all(watches.map((watch) => watch.look()));
    await stage.engine.idle();
  };
  const report = (so: Partial<SourceReport>): Promise<void> => {
    const at = stage.now;
    const seen = { stateAt: at, since: at, behind: false, quarantined: 0 };
    return stage.open.store.sources.report([{ system: 'sys', state: 'well', ...seen, ...so }]);
  };
  const looks = async () => {
    const rows = await stage.engine.reconciling.looks({ limit: 10 });
    return rows.map(({ by, ended }) => `${by} ${ended ?? 'runs'}`);
  };
  return { ...set, look, report, looks };
}

test.for(['away', 'refused'] as const)(
  'a system that was %s is compared when it is well again, however many look',
  async (state) => {
    const { stage, scheduler, tell, look, report, looks } = await outage();
    scheduler.write(referred, booked);
    const ann = await tell(referred);
    await report({ state });
    stage.jump(3 * minute);
    await look();
    expect(await stage.open.store.sources.incidents()).toMatchObject([{ kind: state }]);
    stage.jump(6 * hour);
    await look();
    expect(await looks()).toEqual([]);
    expect((await stage.state(ann)).places[0]?.step).toBe('booking');

    await report({ lastGood: stage.now });
    await look();
    expect(await stage.open.store.sources.incidents()).toEqual([]);
    await expect.poll(looks, { timeout: 10_000 }).toEqual(['outage done']);
    expect((await stage.state(ann)).places[0]?.step).toBe('visit');
    const [found] = (await stage.journal(ann)).flatMap(({ body: { input } }) =>
      input.kind === 'event' ? [input] : [],
    );
    expect(found?.observed?.by).toBe('look-up');
    // It is well, and nothing is asked again.
    stage.jump(day);
    await look();
    expect(await looks()).toEqual(['outage done']);
  },
);

test('one that is away after it refused us is not asked before it is there', async () => {
  const { stage, scheduler, look, report, looks } = await outage();
  await report({ state: 'refused' });
  await look();
  await report({ state: 'away', since: stage.now - 3 * minute });
  await look();
  expect(await stage.open.store.sources.incidents()).toMatchObject([{ kind: 'away' }]);
  expect([await looks(), scheduler.asked]).toEqual([[], 0]);
  stage.jump(minute);
  await report({ lastGood: stage.now });
  await look();
  await expect.poll(looks, { timeout: 10_000 }).toEqual(['outage done']);
});
