/** The planner by itself: what should exist, and what a change of the ground means for it. */
import { expect, test } from 'vitest';
import type { Reminder, Step } from '../language/model.ts';
import { diff, plan } from './index.ts';
import type { Ground, Intent } from './index.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 10, 26, 9);
const now = start - 3 * day;

const ahead: Reminder = {
  template: 'visit',
  via: 'sms',
  channels: ['sms'],
  fact: 'start',
  offsetMs: -day,
};
const asked: Reminder = { template: 'form', via: 'sms', channels: ['sms'], offsetMs: hour };

function waiting(reminders: readonly Reminder[], track = ''): Step {
  const within = { kind: 'wall', ms: day } as const;
  const base = { kind: 'wait', stage: 's', track, on: {}, owner: 'desk' } as const;
  return { ...base, within, then: [], reminders };
}

const steps = {
  one: waiting([ahead, asked], 'x'),
  other: waiting([ahead], 'y'),
  none: waiting([]),
};

function ground(change: Partial<Ground> = {}): Ground {
  const places = [{ track: 'x', step: 'one', since: now }];
  return {
    places,
    facts: { start },
    rests: [],
    informs: [],
    hours: () => undefined,
    isSilent: false,
    ...change,
  };
}

function keys(intents: readonly Intent[]): readonly string[] {
  return intents.map(({ key }) => key);
}

test('each reminder of a place is a message under a key that holds its instant', () => {
  expect(plan({ steps }, ground())).toMatchObject([
    { key: `visit/start/${-day}/${start}`, at: start - day, about: start, until: start - day / 2 },
    { key: `form/@one/${hour}/${now}`, at: now + hour, about: now, until: Infinity },
  ]);
});

test('without the fact there is nothing to say; silence, ends and empty steps plan nothing', () => {
  expect(keys(plan({ steps }, ground({ facts: {} })))).toEqual([`form/@one/${hour}/${now}`]);
  expect(plan({ steps }, ground({ isSilent: true }))).toEqual([]);
  const ended = [{ track: 'x', step: 'one', since: now, ended: 'ok' }];
  expect(plan({ steps }, ground({ places: ended }))).toEqual([]);
  const elsewhere = [{ track: '', step: 'none', since: now }];
  expect(plan({ steps }, ground({ places: elsewhere }))).toEqual([]);
});

test('the same message of two places is one, and either may ask for it', () => {
  const places = [
    { track: 'x', step: 'one', since: now },
    { track: 'y', step: 'other', since: now + hour },
  ];
  const [first, ...more] = plan({ steps }, ground({ places }));
  expect(first?.candidates.map(({ step }) => step)).toEqual(['one', 'other']);
  expect(more).toHaveLength(1);
});

test('a rest in a park moves what counts from the beginning, under the same key', () => {
  const rests = [{ track: 'x', since: now, ms: 2 * day }];
  const [, before] = plan({ steps }, ground());
  const [, after] = plan({ steps }, ground({ rests }));
  expect(after?.key).toBe(before?.key);
  expect(after?.at).toBe(now + hour + 2 * day);
});

test('a reminder that was stored without a system is not planned', () => {
  const { via: _unsaid, ...stored } = ahead;
  const old = { one: waiting([stored as Reminder, asked]) };
  expect(keys(plan({ steps: old }, ground()))).toEqual([`form/@one/${hour}/${now}`]);
});

test('a change keeps, moves, cancels and adds', () => {
  const before = plan({ steps }, ground());
  const moved = plan({ steps }, ground({ facts: { start: start + day } }));
  expect(diff(before, before)).toMatchObject({ keep: before, move: [], cancel: [], add: [] });
  const change = diff(before, moved);
  expect(keys(change.keep)).toEqual([`form/@one/${hour}/${now}`]);
  expect(change.move).toEqual([{ from: before[0], to: moved[0] }]);
  expect(diff(before, [])).toMatchObject({ keep: [], move: [], cancel: before, add: [] });
  expect(diff([], before)).toMatchObject({ keep: [], move: [], cancel: [], add: before });
});
