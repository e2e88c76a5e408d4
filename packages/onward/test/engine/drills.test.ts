/** Drills: each detector fires when it is tripped, and one that is switched off is found out. */
import { expect, inject, test } from 'vitest';
import { detectors, playDrills } from '../../src/runtime/index.ts';
import type { DrillGround } from '../../src/runtime/index.ts';
import { areWell } from '../../src/cli/compose/drilling.ts';
import { openShadow } from '../../src/store/index.ts';
import type { OpenStore, Store } from '../../src/store/index.ts';
import { begin } from '../stage.ts';

type Broken = (open: OpenStore) => OpenStore;

async function play(broken: Broken = (open) => open) {
  const connection = inject('database');
  return playDrills({
    async ground(): Promise<DrillGround> {
      const shadow = await openShadow(connection);
      return { ...shadow, open: broken(shadow.open) };
    },
    now: () => begin,
    elapsed: () => performance.now(),
  });
}

/** The same store, but for some of what it does. */
function withStore(open: OpenStore, change: Partial<Store>): OpenStore {
  return { ...open, store: { ...open.store, ...change } };
}

const mutants: readonly (readonly [string, Broken])[] = [
  ['overdue', (open) => withStore(open, { dueTimers: () => Promise.resolve([]) })],
  [
    'silence',
    (open) => {
      const { sources } = open.store;
      const blind = { ...sources, openIncident: () => Promise.resolve(false) };
      return withStore(open, { sources: blind });
    },
  ],
  [
    'drift',
    (open) => {
      const { reconciling } = open.store;
      const blind = { ...reconciling, keepDrifts: () => Promise.resolve([]) };
      return withStore(open, { reconciling: blind });
    },
  ],
  ['audit', (open) => ({ ...open, examine: () => Promise.resolve([]) })],
];

test('every detector fires, in a shadow of which nothing is left', async () => {
  const rows = await play();
  expect(rows.map(({ detector, firedAt, code }) => [detector, firedAt, code])).toEqual(
    detectors.map((detector) => [detector, begin, undefined]),
  );
  expect(areWell(rows, { now: () => begin, everyMs: 3_600_000 })).toBe(true);
  expect(areWell(rows, { now: () => begin + 9_000_000, everyMs: 3_600_000 })).toBe(false);
}, 60_000);

test.each(mutants)(
  '%s, switched off, is found out, and nobody is told that all is well',
  async (detector, broken) => {
    const rows = await play(broken);
    const silent = rows.filter(({ code }) => code !== undefined);
    expect(silent).toMatchObject([{ detector, code: 'ONW-DRILL-SILENT' }]);
    expect(areWell(rows, { now: () => begin, everyMs: 3_600_000 })).toBe(false);
  },
  60_000,
);
