import { expect, test } from 'vitest';

import { connectors } from '../index.ts';
import { api } from './index.ts';

test('declares the events of its settings', () => {
  const settings = {
    events: {
      withdrew: {},
      'visit.booked': { refs: { visit: { of: 'journey' } }, data: { start: 'instant' } },
    },
  };
  expect(api.describe(settings)).toEqual({
    manifest: {
      events: {
        withdrew: { refs: {}, data: {} },
        'visit.booked': {
          refs: { visit: { system: '', of: 'journey' } },
          data: { start: { kind: 'instant' } },
        },
      },
      commands: {},
      lookUps: {},
      idempotent: false,
    },
  });
  expect(api.describe({})).toMatchObject({ manifest: { events: {} } });
});

test('an event may be a word on consent', () => {
  const settings = {
    events: {
      left: { refs: { person: {} }, consent: { grants: false, channel: 'sms' } },
      joined: { refs: { person: {} }, consent: { grants: true } },
    },
  };
  expect(api.describe(settings)).toMatchObject({
    manifest: {
      events: {
        left: { consent: { grants: false, channel: 'sms' } },
        joined: { consent: { grants: true } },
      },
    },
  });
  expect(api.describe({ events: { left: { consent: { grants: 'no' } } } })).toMatchObject({
    problems: [{ path: ['events', 'left', 'consent', 'grants'] }],
  });
});

test('tells what is wrong and where', () => {
  expect(api.describe({ event: {} })).toMatchObject({ problems: [{ path: [] }] });
  expect(api.describe({ events: { a: { data: { b: 'text' } } } })).toMatchObject({
    problems: [{ path: ['events', 'a', 'data', 'b'] }],
  });
  expect(api.describe([])).toHaveProperty('problems');
});

test('the connectors are known by the names that programs use', () => {
  expect(Object.entries(connectors).every(([name, connector]) => connector.name === name)).toBe(
    true,
  );
});
