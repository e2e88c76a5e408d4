import { expect, test } from 'vitest';

import type { Connector } from '../core/index.ts';
import { program } from './hostile.fixture.ts';
import { createSources } from './sources.ts';

function watched(quietMs: number | undefined) {
  const clock = { at: 1_000 };
  const open = new Set<string>();
  const manifest = { events: {}, commands: {}, lookUps: {}, idempotent: true };
  const webhook: Connector = {
    name: 'webhook',
    describe: () => ({ manifest: { ...manifest, ...(quietMs === undefined ? {} : { quietMs }) } }),
  };
  const sources = createSources({
    connectors: { webhook },
    out: { openForMs: (system) => (open.has(system) ? 5 : undefined) },
    nowMs: () => clock.at,
  });
  const stateOf = (name: string) =>
    sources.of(program).find(({ system }) => system === name)?.state;
  return { clock, open, sources, stateOf };
}

test('every system of the program stands in the list, with its connector', () => {
  const { sources } = watched(undefined);
  expect(
    sources.of(program).map(({ system, connector, state }) => [system, connector, state]),
  ).toEqual(
    Object.entries(program.systems).map(([name, { connector }]) => [name, connector, 'unknown']),
  );
});

test('what was seen last counts: well, refused, away, and well again', () => {
  const { clock, sources, stateOf } = watched(undefined);
  sources.good('forms');
  expect(stateOf('forms')).toBe('well');
  sources.away('forms');
  expect(stateOf('forms')).toBe('away');
  sources.refused('forms');
  expect(stateOf('forms')).toBe('refused');
  clock.at = 2_000;
  sources.heard('forms');
  expect(stateOf('forms')).toBe('well');
  expect(sources.of(program)[0]).toEqual({
    system: 'forms',
    connector: 'webhook',
    lastGood: 2_000,
    lastHeard: 2_000,
    lastRefused: 1_000,
    lastAway: 1_000,
    state: 'well',
  });
  expect(stateOf('others')).toBe('unknown');
});

test('silence is told from answers: a system that only answers is quiet all the same', () => {
  const { clock, sources, stateOf } = watched(500);
  expect(stateOf('forms')).toBe('unknown');
  clock.at = 1_501;
  // It has never said a word since the start.
  expect(stateOf('forms')).toBe('quiet');
  sources.good('forms');
  expect(stateOf('forms')).toBe('quiet');
  sources.heard('forms');
  expect(stateOf('forms')).toBe('well');
  clock.at = 2_001;
  expect(stateOf('forms')).toBe('well');
  clock.at = 2_002;
  expect(stateOf('forms')).toBe('quiet');
  sources.away('forms');
  expect(stateOf('forms')).toBe('away');
  expect(watched(undefined).stateOf('forms')).toBe('unknown');
});

test('an answer of any kind ends an outage, and nothing else', () => {
  const { sources, stateOf } = watched(undefined);
  sources.answered('forms');
  expect(stateOf('forms')).toBe('unknown');
  sources.away('forms');
  sources.answered('forms');
  expect(stateOf('forms')).toBe('unknown');
  sources.good('forms');
  sources.away('forms');
  sources.answered('forms');
  expect(stateOf('forms')).toBe('well');
  sources.refused('forms');
  sources.answered('forms');
  expect(stateOf('forms')).toBe('refused');
});

test('a system that is left alone is away, whatever it did before', () => {
  const { open, sources, stateOf } = watched(undefined);
  sources.good('forms');
  open.add('forms');
  expect([stateOf('forms'), stateOf('others')]).toEqual(['away', 'unknown']);
  sources.refused('forms');
  expect(stateOf('forms')).toBe('refused');
});

test('a report tells what was heard since the last one, and how late it came', () => {
  const { clock, sources } = watched(undefined);
  expect(sources.report()).toEqual([]);
  sources.heard('forms', [{ occurredAt: 1_000 }, { occurredAt: -9_000 }]);
  clock.at = 4_000;
  sources.heard('forms');
  const [word] = sources.report();
  expect(word).toMatchObject({ system: 'forms', state: 'well', since: 1_000, stateAt: 4_000 });
  expect(word?.heard).toMatchObject({ first: 1_000, last: 4_000, events: 3, gapMs: 3_000 });
  expect(word?.heard?.lags.slice(0, 6)).toEqual([1, 0, 0, 0, 1, 0]);
  clock.at = 5_000;
  sources.refused('forms');
  const [refused] = sources.report();
  expect(refused).toMatchObject({ state: 'refused', since: 5_000, code: 'ONW-SOURCE-REFUSED' });
  expect(refused?.heard).toBeUndefined();
});

test('an empty answer is no success: it ends an outage, and is no good word', () => {
  const { clock, sources, stateOf } = watched(undefined);
  sources.heard('forms');
  clock.at = 9_000;
  sources.refused('forms');
  sources.read('forms', { isOn: false, more: false });
  expect(stateOf('forms')).toBe('well');
  expect(sources.of(program)[0]).toMatchObject({ lastGood: 1_000, lastHeard: 1_000 });
  expect(sources.report()[0]).toMatchObject({ behind: false, lastGood: 1_000 });
  sources.read('others', { isOn: true, more: true });
  expect(stateOf('others')).toBe('unknown');
  expect(sources.report()[1]).toMatchObject({ behind: true, cursorAt: 9_000 });
});
