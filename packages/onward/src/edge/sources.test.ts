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
