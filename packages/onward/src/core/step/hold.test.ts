/** Hold in the words of those who rely on it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain } from '../explain/index.ts';
import { isWhole } from '../whole.ts';
import { holdable } from './hold.fixture.ts';
import { nextWake, recallInput, recordInput, step } from './index.ts';
import type { Entry, Held, Input, State } from './index.ts';

const begin = Date.UTC(2026, 10, 20, 9);
const minute = 60_000;
const hour = 60 * minute;

class Life {
  state: State;
  entries: readonly Entry[] = [];
  now = begin;

  constructor(journey: string) {
    const data = {};
    const known = { kind: 'event', source: 'web', id: 'e', occurredAt: begin, data } as const;
    const input = { kind: 'enrol', journey, event: { ...known, type: `web.${journey}` } } as const;
    const result = step(holdable, null, input, begin);
    if (result.kind === 'refused') throw new Error(result.code);
    this.state = result.state;
  }

  take(input: Input, atMs = this.now - begin): this {
    this.now = begin + atMs;
    const columns = { type: 'x', source: 'clock', eventId: '', occurredAt: 0 };
    const recalled = input.kind === 'event' ? input : recallInput(recordInput(input), columns);
    const result = step(holdable, this.state, recalled, this.now);
    if (result.kind === 'refused') throw new Error(result.code);
    expect(isWhole(holdable, result.state)).toBe(true);
    ({ state: this.state, entries: this.entries } = result);
    return this;
  }

  hear(name: string, atMs: number): this {
    const [source = ''] = name.split('.');
    const said = { kind: 'event', type: name, source, id: name, occurredAt: 0, data: {} } as const;
    return this.take(said, atMs);
  }

  get first(): State['obligations'][number] {
    const [first] = this.state.obligations;
    if (first === undefined) throw new Error('Nothing is open.');
    return first;
  }

  get kinds(): string[] {
    return this.entries.map(({ kind }) => kind);
  }
}

const held: Held = { ehr: { since: begin + hour, review: begin + 30 * hour } };

test('what waits for a system on hold is put off, and goes on with what was left', () => {
  const life = new Life('routine').take({ kind: 'deadline', held }, 6 * hour);
  expect(life.kinds).toEqual(['on-hold']);
  expect(life.first).toMatchObject({
    due: begin + 30 * hour,
    overdue: false,
    onHold: { system: 'ehr', leftMs: 5 * hour },
  });
  expect(explain(holdable, life.state, life.now).sentence).toMatch(
    /^Waiting for ehr.result from ehr since .*; held: ehr has been out since .*; nobody is late/u,
  );
  life.take({ kind: 'hold', held: {} }, 20 * hour);
  expect(life.kinds).toEqual(['off-hold']);
  expect(life.first.due).toBe(begin + 25 * hour);
  expect(life.first.onHold).toBeUndefined();
  expect(life.take({ kind: 'deadline' }, 25 * hour).kinds).toContain('overdue');
});

test('a hold that is prolonged puts off again; one that nobody reviewed lapses', () => {
  const life = new Life('routine').take({ kind: 'deadline', held }, 6 * hour);
  const longer = { ehr: { since: begin + hour, review: begin + 40 * hour } };
  life.take({ kind: 'deadline', held: longer }, 30 * hour);
  expect(life.first).toMatchObject({ due: begin + 40 * hour, onHold: { leftMs: 5 * hour } });
  life.take({ kind: 'deadline', held: longer }, 40 * hour);
  expect(life.first).toMatchObject({ due: begin + 45 * hour });
  expect(life.first.onHold).toBeUndefined();
});

test('the answer ends the hold of what waited for it', () => {
  const life = new Life('routine').take({ kind: 'deadline', held }, 6 * hour);
  life.hear('ehr.result', 8 * hour);
  expect(life.first).toMatchObject({ kind: 'command', due: begin + 10 * hour });
  life.take({ kind: 'deadline', held }, 10 * hour);
  expect(life.first).toMatchObject({ kind: 'command', due: begin + 30 * hour, overdue: false });
});

test('a look-up that fails meanwhile is asked again afterwards', () => {
  const life = new Life('routine').take({ kind: 'deadline' }, 6 * hour);
  const key = life.first.lookUp ?? '';
  const failed = {
    kind: 'outcome',
    key,
    name: 'ehr.result',
    passing: false,
    step: 'result',
  } as const;
  life.take({ ...failed, outcome: 'exhausted', data: {}, held }, 6 * hour + minute);
  expect(life.first).toMatchObject({ step: 'result', onHold: { system: 'ehr' } });
  expect(life.first.lookUp).toBeUndefined();
  life.take({ kind: 'hold', held: {} }, 12 * hour);
  life.take({ kind: 'deadline' }, life.first.due - begin);
  expect(life.kinds).toContain('asked');
});

test('what waits for people is nobody’s to put off', () => {
  const life = new Life('calling').take({ kind: 'deadline', held }, 4 * hour);
  expect(life.kinds).toContain('overdue');
  expect(() => life.take({ kind: 'hold', held })).toThrow('ONW-NOT-DUE');
});

test('a matter of safety is checked by hand, and its own deadline stands', () => {
  const life = new Life('urgent').take({ kind: 'hold', held }, hour);
  const check = life.state.obligations[1];
  expect(check).toMatchObject({
    kind: 'exception',
    name: 'check-by-hand:ehr.result',
    owner: 'desk',
    due: begin + 90 * minute,
  });
  expect(() => life.take({ kind: 'hold', held })).toThrow('ONW-NOT-DUE');
  expect(explain(holdable, life.state, life.now).obligations[0]?.waitingFor).toBe(
    'ehr.result, which cannot come while its system is out',
  );
  life.take({ kind: 'deadline', held }, 3 * hour);
  expect(life.kinds).toContain('overdue');
  expect(life.state.places[0]?.step).toBe('chase');
  expect(life.state.obligations).toHaveLength(1);
});

test('what was waited for closes its check', () => {
  const life = new Life('urgent').take({ kind: 'hold', held }, hour);
  life.hear('ehr.result', 2 * hour);
  expect(life.state.status).toBe('ended');
  expect(life.kinds).toContain('closed');
});

test('parking takes what was left of a hold along', () => {
  const life = new Life('routine').take({ kind: 'deadline', held }, 6 * hour);
  const reviewEvery = { kind: 'wall', ms: 100 * hour } as const;
  const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
  life.take({ kind: 'control', control: 'park', actor: 'p-1', parking }, 7 * hour);
  life.take({ kind: 'control', control: 'resume', actor: 'p-1' }, 50 * hour);
  expect(life.first).toMatchObject({ due: begin + 55 * hour });
});

test('clocks charge an outage to nobody’s turn, and no target passes in it', () => {
  const life = new Life('routine');
  const outages = [{ from: begin + hour, to: begin + 30 * hour }];
  life.take({ kind: 'deadline', held, outages }, 6 * hour);
  const charged = () => life.state.clocks?.runs['whole']?.charged;
  expect(charged()).toEqual({ us: 0, subject: 0, partner: hour, outage: 5 * hour });
  expect(life.state.clocks?.next).toBeGreaterThanOrEqual(life.now + 15 * minute);
  const over = [{ from: begin + hour, to: begin + 20 * hour }];
  life.take({ kind: 'hold', held: {}, outages: over }, 21 * hour);
  expect(charged()).toEqual({ us: 0, subject: 0, partner: 2 * hour, outage: 19 * hour });
});

test('whatever is held and when: while it is, nothing that waits for it is overdue', () => {
  const times = fc.array(fc.integer({ min: 1, max: 72 * 60 }), { minLength: 1, maxLength: 12 });
  const law = fc.property(times, fc.integer({ min: 0, max: 300 }), (given, since) => {
    const life = new Life('routine');
    const ehr = { since: begin + since * minute, review: begin + 100 * hour };
    for (const at of given.toSorted((a, b) => a - b)) {
      const now = at * minute;
      const isOut = at >= since;
      const wake = nextWake(life.state) ?? Infinity;
      if (wake > begin + now || !isOut) continue;
      const outages = [{ from: ehr.since, to: ehr.review }];
      life.take({ kind: 'deadline', held: { ehr }, outages }, now);
      expect(life.kinds).not.toContain('overdue');
      expect(nextWake(life.state)).toBeGreaterThan(life.now);
    }
    expect(life.first.overdue).toBe(false);
  });
  fc.assert(law);
});
