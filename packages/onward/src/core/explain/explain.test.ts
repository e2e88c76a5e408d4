import { expect, test } from 'vitest';
import { explain } from './index.ts';
import { after, at, deadline, event, moveTo, program, start, take } from './program.fixture.ts';
import type { State } from '../step/index.ts';

function sentence(state: State, hour: number): string {
  return explain(program, state, at(hour)).sentence;
}

test('an await says what, from whom, since when, who, and what follows of itself', () => {
  expect(sentence(after(), 2)).toBe(
    'Waiting for billing.payment.succeeded from billing since 22 Nov 08:00 (2 h); ' +
      'billing-desk sees to it by 23 Nov 08:00; if nothing happens billing is asked, then ' +
      'payment-recovery (a task for billing-desk) begins.',
  );
});

test('an await gives its parts', () => {
  const told = explain(program, after(), at(2));
  expect(told).toMatchObject({
    waitingFor: 'billing.payment.succeeded',
    from: 'billing',
    since: start,
    next: 'order',
    owner: 'billing-desk',
    due: at(24),
    overdue: false,
    zone: 'America/New_York',
  });
  expect(told.why).toBeUndefined();
});

test('while the look-up is under way it is no longer announced', () => {
  const told = explain(program, after([24, deadline]), at(24.5));
  expect(told.sentence).toContain('it is overdue and a look-up is under way, until 23 Nov 09:00');
  expect(told.ifNothing).toBe('payment-recovery (a task for billing-desk) begins');
  expect(told.why).toBe('the deadline has passed and billing is being asked');
  expect(told.overdue).toBe(true);
});

test('a deadline that passed and has not fired yet is said to have passed', () => {
  expect(sentence(after(), 27)).toContain(
    'billing-desk had to see to it by 23 Nov 08:00 (3 h ago)',
  );
});

test('a task names its actions, where each leads and what each needs', () => {
  const told = explain(program, after([1, moveTo('payment-recovery')]), at(2));
  expect(told.sentence).toBe(
    'Waiting for billing-desk to do call-about-payment (paid, promised or gave-up) since ' +
      '22 Nov 09:00 (1 h); billing-desk sees to it by 23 Nov 09:00; if nothing happens ' +
      'operations-lead takes it over, then after 24 h director takes it over and is ' +
      'reminded every 24 h.',
  );
  expect(told.next).toBe('order (paid), pause (promised) or withdrawn (gave-up)');
  expect(told.obligations[0]?.actions).toEqual([
    { name: 'paid', with: {}, leadsTo: ['order'] },
    {
      name: 'promised',
      with: { at: { kind: 'instant' }, sum: { kind: 'money' } },
      leadsTo: ['pause'],
    },
    { name: 'gave-up', with: {}, leadsTo: ['withdrawn'] },
  ]);
});

test('up the ladder, the time is the new owner’s and the rungs that are left are told', () => {
  const first = after([1, moveTo('payment-recovery')], [25, deadline]);
  expect(sentence(first, 26)).toContain(
    'it is overdue and with operations-lead now, by 24 Nov 09:00',
  );
  const second = take(first, deadline, 49);
  expect(sentence(second, 50)).toContain('with director now, by 25 Nov 14:00');
  expect(explain(program, second, at(50)).ifNothing).toBe('director is reminded every 24 h');
});

test('a command follows the instant steps of its way on with the facts as they are', () => {
  const told = explain(program, after([1, moveTo('order')]), at(1));
  expect(told.sentence).toBe(
    'Waiting for ehr to do order-lab since 22 Nov 09:00 (under 1 min); care-team sees to ' +
      'it by 22 Nov 13:00; if nothing happens payment-recovery (a task for billing-desk) begins.',
  );
  expect(told.next).toBe('tell');
});

test('a message says how sure one must be and over which channel', () => {
  expect(sentence(after([1, moveTo('tell')]), 2)).toBe(
    'Waiting for the message welcome to be delivered by messaging over sms since 22 Nov ' +
      '09:00 (1 h); care-team sees to it by 22 Nov 13:00; if nothing happens it is put on ' +
      'hold with operations-lead (not-told).',
  );
});

test('a wait says until when and what comes then', () => {
  const told = explain(program, after([1, moveTo('pause')]), at(2));
  expect(told.sentence).toBe(
    'Waiting until 24 Nov 09:00, since 22 Nov 09:00 (1 h); then other (waiting for the ' +
      'journey plan) begins; care-team answers for it.',
  );
  expect(told.from).toBeNull();
});

test('a dependence tells a journey that has not begun from one that has', () => {
  const waiting = after([1, moveTo('other')]);
  expect(sentence(waiting, 2)).toContain(
    'Waiting for the journey plan, which has not begun, to reach ready',
  );
  expect(explain(program, waiting, at(2)).ifNothing).toBe(
    'payment-recovery (a task for billing-desk) begins',
  );
  const begun = take(waiting, { kind: 'signal', journey: 'plan', says: { kind: 'started' } }, 2);
  expect(sentence(begun, 2)).toContain('Waiting for the journey plan to reach ready');
  expect(explain(program, begun, at(2)).ifNothing).toContain('operations-lead takes it over');
});

test('of several tracks the one due first is told, the others named', () => {
  const told = explain(program, after([1, moveTo('both')]), at(2));
  expect(told.sentence).toBe(
    'Waiting for scheduler.visit.booked or scheduler.visit.declined from scheduler since ' +
      '22 Nov 09:00 (1 h); billing-desk sees to it by 23 Nov 09:00; if nothing happens the ' +
      'track ends (booked); also open: collect-consent (care-team, by 24 Nov 09:00).',
  );
  expect(told.obligations.map(({ obligation }) => obligation.step)).toEqual(['booking', 'consent']);
});

test('a step that holds on purpose has its own actions', () => {
  const told = explain(program, after([1, moveTo('held')]), at(2));
  expect(told.sentence).toBe(
    'On hold with operations-lead (nobody-answers) since 22 Nov 09:00 (1 h); ' +
      'operations-lead reviews it by 6 Dec 09:00; if nothing happens operations-lead is ' +
      'reminded every 14 d.',
  );
  expect(told.obligations[0]?.actions.map(({ name }) => name)).toEqual(['try-again', 'close']);
});

test('a journey that a person parked says what rests, and offers to resume', () => {
  const parking = {
    owner: 'director',
    reason: 'abroad',
    reviewEvery: { kind: 'wall', ms: 86_400_000 },
  } as const;
  const state = after([1, { kind: 'control', control: 'park', actor: 'p-101', parking }]);
  const told = explain(program, state, at(2));
  expect(told.sentence).toBe(
    'On hold with director (abroad) since 22 Nov 14:00 (1 h), while payment rests; ' +
      'director reviews it by 23 Nov 14:00; if nothing happens director is reminded every ' +
      '24 h.',
  );
  expect(told.why).toBe('on hold for abroad');
  expect(told.next).toBe('payment goes on');
  expect(told.obligations[0]?.actions).toEqual([{ name: 'resume', with: {}, leadsTo: [] }]);
  expect(told.resting.map((each) => each.step)).toEqual(['payment']);
});

test('something nobody planned for is an obligation with a reason', () => {
  const state = after([1, event('scheduler.visit.booked')]);
  const told = explain(program, state, at(2)).obligations[1];
  expect(told?.sentence).toBe(
    'Waiting for billing-desk to look into scheduler.visit.booked, which nothing here ' +
      'expects, since 22 Nov 09:00 (1 h); billing-desk sees to it by 23 Nov 09:00; if ' +
      'nothing happens operations-lead takes it over and is reminded every 24 h.',
  );
  expect(told?.why).toBe('nobody planned for scheduler.visit.booked, which nothing here expects');
  expect(told?.actions.map(({ name }) => name)).toEqual(['done']);
});

test('an event that the plan makes an exception is told as planned', () => {
  const state = after([1, event('billing.payment.disputed')]);
  const told = explain(program, state, at(2)).obligations[1];
  const what = 'billing.payment.disputed, which the plan leaves to a person';
  expect(told?.sentence).toContain(`Waiting for director to look into ${what}, since`);
  expect(told).toMatchObject({ waitingFor: what, why: what, from: 'director' });
});

test('a task added by hand is told as one', () => {
  const due = at(5);
  const add = {
    kind: 'control',
    control: 'add-task',
    actor: 'p-101',
    owner: 'care-team',
    due,
    reason: 'call-back',
  } as const;
  const told = explain(program, after([1, add]), at(2));
  expect(told.sentence).toContain('Waiting for care-team to do call-back (added by hand) since');
  expect(told.sentence).toContain(
    'also open: billing.payment.succeeded (billing-desk, by 23 Nov 08:00).',
  );
});

test('an ended journey says how it ended and waits for nothing', () => {
  const told = explain(program, after([1, moveTo('completed')]), at(2));
  expect(told).toMatchObject({
    sentence: 'Ended: completed.',
    owner: null,
    due: null,
    obligations: [],
  });
});

test('a time of another year says its year', () => {
  expect(sentence(after([24 * 38, moveTo('held')]), 24 * 38)).toContain(
    'reviews it by 13 Jan 2027 08:00',
  );
});

test('an explanation never changes the state it explains', () => {
  const state = after([1, moveTo('order')]);
  const before = structuredClone(state);
  explain(program, state, at(2));
  expect(state).toEqual(before);
});
