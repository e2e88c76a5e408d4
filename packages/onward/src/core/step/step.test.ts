/** The step in the words of those who rely on it. */
import { expect, test } from 'vitest';
import type { Facts } from '../language/model.ts';
import { nextDue, recallInput, recordInput, step } from './index.ts';
import type { Entry, Input, State, StepResult } from './index.ts';
import { zoo } from './zoo.fixture.ts';

/** Friday 20 November 2026, 10:00 in Berlin. */
const friday = Date.UTC(2026, 10, 20, 9);
const hour = 3_600_000;
const day = 24 * hour;

function event(name: string, data: Facts = {}, answers?: string): Input {
  const known = { kind: 'event', type: `sys.${name}`, source: 'sys', id: name } as const;
  const all = { ...known, occurredAt: friday, data };
  return answers === undefined ? all : { ...all, answers };
}

/** A life: each input is applied in turn; what came of the last one is kept. */
class Life {
  state: State;
  entries: readonly Entry[] = [];
  effects: Extract<StepResult, { kind: 'stepped' }>['effects'] = [];
  now = friday;

  constructor(data: Facts = {}) {
    const begun = event('started', data) as Extract<Input, { kind: 'event' }>;
    const result = step(zoo, null, { kind: 'enrol', journey: 'main', event: begun }, friday);
    if (result.kind === 'refused') throw new Error(result.code);
    this.state = result.state;
  }

  take(input: Input, afterMs = 0): this {
    this.now += afterMs;
    const result = step(zoo, this.state, input, this.now);
    if (result.kind === 'refused') throw new Error(result.code);
    ({ state: this.state, entries: this.entries, effects: this.effects } = result);
    return this;
  }

  act(action: string, data: Facts = {}): this {
    const { slot, opened } = this.first;
    return this.take({ kind: 'act', slot, opened, action, actor: 'p-1', data });
  }

  to(name: string): this {
    return this.take({ kind: 'control', control: 'override', actor: 'p-1', to: name, reason: 'x' });
  }

  get first(): State['obligations'][number] {
    const [first] = this.state.obligations;
    if (first === undefined) throw new Error('Nothing is open.');
    return first;
  }

  get steps(): string[] {
    return this.state.places.map((place) => place.step);
  }
}

test('an obligation is due in the working time of its owner', () => {
  const life = new Life().take({ kind: 'deadline' }, day);
  const asked = life.effects[0];
  expect(asked).toMatchObject({ kind: 'look-up', name: 'arrival' });
  life.take({ kind: 'deadline' }, 15 * 60_000);
  // Saturday 10:15: four working hours end on Monday at 13:00 in Berlin.
  expect(life.first).toMatchObject({
    name: 'call',
    owner: 'desk',
    due: Date.UTC(2026, 10, 23, 12),
  });
});

test('a deadline that hangs on a fact moves with it, and starts afresh', () => {
  const life = new Life();
  const visit = friday + 5 * day;
  life.take(event('moved', { start: visit }));
  expect(life.first.due).toBe(visit + 2 * hour);
  expect(life.entries).toContainEqual({
    kind: 'rescheduled',
    name: 'sys.arrived',
    due: visit + 2 * hour,
  });
  life.take({ kind: 'deadline' }, 5 * day + 2 * hour);
  expect(life.first).toMatchObject({ overdue: true, lookUp: '3.0' });
  life.take(event('moved', { start: visit + 9 * day }));
  expect(life.first).toMatchObject({ overdue: false, due: visit + 9 * day + 2 * hour });
  expect(life.first.lookUp).toBeUndefined();
});

test('what comes after its deadline counts all the same, and is told as late', () => {
  const life = new Life();
  life.take(event('moved', { start: friday + 5 * day }));
  life.take({ kind: 'deadline' }, 5 * day + 2 * hour);
  life.take(event('arrived'));
  expect(life.entries).toContainEqual({
    kind: 'taken',
    what: 'sys.arrived',
    how: 'handled',
    reason: 'after-its-deadline',
  });
  const inTime = new Life().take(event('arrived'));
  expect(inTime.entries).toContainEqual({ kind: 'taken', what: 'sys.arrived', how: 'handled' });
});

test('an event that comes too early is kept and taken where it fits', () => {
  const life = new Life({ urgent: true }).take(event('scored', { score: 2 }));
  expect(life.state.deferred).toHaveLength(1);
  life.take(event('arrived'));
  expect(life.state.facts['score']).toBe(2);
  expect(life.state.deferred).toEqual([]);
  // Its track has ended; the other one is still examined.
  expect(life.state.places).toMatchObject([{ step: 'both' }, { step: 'exam' }, { ended: 'ok' }]);
});

test('an event kept too long becomes an exception with an owner', () => {
  const life = new Life().take(event('early')).take({ kind: 'deadline' }, day);
  life.take({ kind: 'deadline' }, 3 * day);
  expect(life.state.obligations).toContainEqual(
    expect.objectContaining({ kind: 'exception', name: 'sys.early', owner: 'night' }),
  );
});

test('an event that the program makes an exception goes to the owner it names', () => {
  const life = new Life({ urgent: true }).take(event('arrived')).take(event('odd'));
  const taken = { kind: 'taken', what: 'sys.odd', how: 'exception', reason: 'as-planned' };
  expect(life.entries).toContainEqual(taken);
  expect(life.state.obligations).toContainEqual(
    expect.objectContaining({ kind: 'exception', name: 'sys.odd', step: 'exam', owner: 'desk' }),
  );
  expect(life.steps).toEqual(['both', 'exam', 'ask']);
});

test('a way on in one track wins over an exception in another', () => {
  const life = new Life({ urgent: true })
    .take(event('arrived'))
    .take(event('scored', { score: 1 }));
  expect(life.state.facts['score']).toBe(1);
  expect(life.state.obligations.map(({ kind }) => kind)).toEqual(['task']);
});

test('what was kept becomes an exception where the program says so', () => {
  const life = new Life().take(event('odd'));
  expect(life.state.deferred).toHaveLength(1);
  life.to('held');
  expect(life.state.deferred).toEqual([]);
  expect(life.state.obligations).toContainEqual(
    expect.objectContaining({ kind: 'exception', name: 'sys.odd', step: 'held', owner: 'chief' }),
  );
});

test('what is still kept at the end is said to be ignored', () => {
  const life = new Life().take(event('early')).take(event('odd')).take(event('left'));
  const ignored = { kind: 'taken', how: 'ignored', reason: 'kept-until-the-end' };
  expect(life.entries).toEqual([
    { kind: 'taken', what: 'sys.left', how: 'handled' },
    { kind: 'moved', from: 'arrival', to: 'gone' },
    { ...ignored, what: 'sys.early' },
    { ...ignored, what: 'sys.odd' },
    { kind: 'ended', outcome: 'gone' },
  ]);
});

test('tracks run side by side, and join when all have ended', () => {
  const life = new Life({ urgent: true }).take(event('arrived'));
  expect(life.state.obligations.map((each) => [each.slot, each.owner])).toEqual([
    [1, 'desk'],
    [2, 'night'],
  ]);
  life.act('done');
  expect(life.state.obligations).toHaveLength(1);
  life.take(event('scored', { score: 7 }));
  expect(life.steps).toEqual(['order']);
});

test('a way out of a track leaves all tracks', () => {
  const life = new Life({ urgent: true }).take(event('arrived')).act('away');
  expect(life.state).toMatchObject({ status: 'ended', outcome: 'gone', obligations: [] });
});

test('counts begin at zero, guards choose by them', () => {
  const life = new Life().to('chase');
  for (const expected of ['chase', 'chase', 'held']) {
    life.act('no-answer');
    expect(life.steps).toEqual([expected]);
  }
  expect(life.state.facts['tries']).toBe(2);
});

test('what a person states is set, and nothing else can be stated', () => {
  const life = new Life().to('chase');
  const { slot, opened } = life.first;
  const act = (data: Facts, actor = 'p-1'): StepResult =>
    step(zoo, life.state, { kind: 'act', slot, opened, action: 'found', actor, data }, friday);
  expect(act({})).toMatchObject({ code: 'ONW-ACTION-DATA' });
  expect(act({ start: friday, color: 'red' })).toMatchObject({ code: 'ONW-ACTION-DATA' });
  expect(act({ start: 'soon' })).toMatchObject({ code: 'ONW-ACTION-DATA' });
  expect(act({ start: friday }, 'nobody')).toMatchObject({ code: 'ONW-ACTOR-UNKNOWN' });
  life.act('found', { start: friday + day });
  expect(life.state.facts['start']).toBe(friday + day);
});

test('a message is known when its receipt says so, and falls back over its channels', () => {
  const life = new Life().to('tell');
  const key = life.first.command ?? '';
  life.take(event('message.delivered', {}, key));
  expect(life.steps).toEqual(['tell']);
  life.take(event('message.failed', {}, key));
  expect(life.effects).toMatchObject([{ kind: 'message', channel: 'email' }]);
  life.take(event('message.read', {}, key));
  expect(life.entries).toMatchObject([{ how: 'late' }]);
  life.take(event('message.read', {}, life.first.command));
  expect(life.steps).toEqual(['other']);
});

test('a message that no channel can bring is taken as not known', () => {
  const life = new Life().to('tell');
  for (const channel of ['sms', 'email']) {
    const key = life.first.command ?? '';
    expect(channel).toBe(life.first.channel === 0 ? 'sms' : 'email');
    life.take({
      kind: 'outcome',
      key,
      name: 'hello',
      passing: false,
      step: 'tell',
      outcome: 'rejected',
      data: {},
    });
  }
  expect(life.first).toMatchObject({ owner: 'lead', level: 1, overdue: true });
});

test('a command asked in passing that fails is an exception; one that is late is, too', () => {
  const life = new Life().take(event('arrived'));
  const failed = {
    kind: 'outcome',
    key: '2.0',
    name: 'sys.note',
    step: 'arrival',
    data: {},
  } as const;
  life.take({ ...failed, passing: true, outcome: 'unknown' });
  expect(life.state.obligations).toContainEqual(
    expect.objectContaining({ kind: 'exception', name: 'sys.note:unknown', owner: 'night' }),
  );
  life.to('order').to('held');
  life.take({
    ...failed,
    key: '4.0',
    name: 'sys.order',
    step: 'order',
    passing: false,
    outcome: 'done',
  });
  expect(life.state.obligations.map((each) => each.name)).toContain('sys.order:done');
});

test('a parked journey rests its clocks, and goes on with the time it had left', () => {
  const life = new Life();
  const parking = {
    owner: 'lead',
    reason: 'abroad',
    reviewEvery: { kind: 'wall', ms: 7 * day },
  } as const;
  life.take({ kind: 'control', control: 'park', actor: 'p-1', parking }, 6 * hour);
  expect(life.state.obligations).toMatchObject([{ kind: 'park', owner: 'lead', name: 'abroad' }]);
  life.take({ kind: 'deadline' }, 7 * day);
  expect(life.first).toMatchObject({ kind: 'park', overdue: true, due: life.now + 7 * day });
  life.take({ kind: 'control', control: 'resume', actor: 'p-1' });
  expect(life.first).toMatchObject({ kind: 'await', due: life.now + 18 * hour });
});

test('people add a task and hand one over; both stay owned and dated', () => {
  const life = new Life();
  const task = {
    kind: 'control',
    control: 'add-task',
    actor: 'p-2',
    reason: 'send-leaflet',
  } as const;
  life.take({ ...task, owner: 'night', due: friday + hour });
  expect(nextDue(life.state)).toEqual({ owner: 'night', due: friday + hour });
  life.take({
    kind: 'control',
    control: 'assign',
    actor: 'p-2',
    slot: 64,
    opened: 2,
    owner: 'desk',
  });
  life.take({ kind: 'deadline' }, hour);
  expect(life.state.obligations[1]).toMatchObject({ owner: 'lead', level: 1, overdue: true });
  life.take({ kind: 'act', slot: 64, opened: 2, action: 'done', actor: 'p-4', data: {} });
  expect(life.state.obligations).toHaveLength(1);
});

test('waiting for another journey: its milestone, its end, and that it never began', () => {
  const says = (said: Extract<Input, { kind: 'signal' }>['says']): Input => {
    return { kind: 'signal', journey: 'side', says: said };
  };
  const reached = new Life().to('other');
  expect(reached.effects).toContainEqual({ kind: 'inquire', journey: 'side' });
  reached.take(says({ kind: 'standing', milestones: ['half'] }));
  expect(reached.state.outcome).toBe('done');
  const dropped = new Life()
    .to('other')
    .take(says({ kind: 'ended', outcome: 'dropped', milestones: [] }));
  expect(dropped.steps).toEqual(['held']);
  const never = new Life().to('other').take({ kind: 'deadline' }, 2 * day);
  expect(never.steps).toEqual(['held']);
  const slow = new Life()
    .to('other')
    .take(says({ kind: 'started' }))
    .take({ kind: 'deadline' }, 2 * day);
  expect(slow.first).toMatchObject({ kind: 'depends', owner: 'lead', level: 1 });
});

test('nothing happens to what is not there', () => {
  expect(step(zoo, null, { kind: 'deadline' }, friday)).toMatchObject({
    code: 'ONW-JOURNEY-ABSENT',
  });
  const ended = new Life().take(event('left'));
  expect(step(zoo, ended.state, event('arrived'), friday)).toMatchObject({
    code: 'ONW-JOURNEY-ENDED',
  });
  const open = new Life();
  expect(step(zoo, open.state, { kind: 'deadline' }, friday)).toMatchObject({
    code: 'ONW-NOT-DUE',
  });
});

test('an input comes back from the journal as it was taken', () => {
  for (const input of [event('arrived', { score: 1 }, '2.0'), { kind: 'deadline' } as const]) {
    const columns = { type: 'sys.arrived', source: 'sys', eventId: 'arrived', occurredAt: friday };
    expect(recallInput(JSON.parse(JSON.stringify(recordInput(input))), columns)).toEqual(input);
  }
});

test('a fault is told to a person, and what was due is asked again later, not at once', () => {
  const life = new Life().take({ kind: 'fault', code: 'ONW-STEP-FAULT' }, 2 * day);
  expect(life.state.obligations).toMatchObject([
    { kind: 'await', overdue: true },
    { kind: 'exception', name: 'onw-step-fault' },
  ]);
  expect(life.first.due).toBeGreaterThan(life.now);
});
