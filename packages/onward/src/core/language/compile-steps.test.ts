import { expect, test } from 'vitest';

import { journeyOf, journeyText } from './program.fixture.ts';

const overdue = 'overdue: { then: end }';
const stepOf = (text: string) => journeyOf(journeyText(text)).steps['first'];
const to = (step: string) => ({ to: step, set: [], run: [] });

test('an await handles each of its events, by `on` or by `then`', () => {
  const step = stepOf(`
first:
  await: [billing.payment.succeeded, billing.payment.failed]
  from: billing
  within: 24h
  on: { billing.payment.failed: {} }
  then: end
  ${overdue}
`);
  expect(step).toEqual({
    kind: 'await',
    stage: 'main',
    track: '',
    events: ['billing.payment.succeeded', 'billing.payment.failed'],
    from: 'billing',
    owner: 'desk',
    within: { kind: 'wall', ms: 86_400_000 },
    reminders: [],
    on: {
      'billing.payment.failed': { kind: 'go', transitions: [{ set: [], run: [] }] },
      'billing.payment.succeeded': { kind: 'go', transitions: [to('end')] },
    },
    overdue: { escalate: [], then: [to('end')] },
  });
});

test('a task names its actions, what they state, and its ladder', () => {
  const step = stepOf(`
first:
  task: call
  within: { business: 1d }
  brief: [billing.last-payment]
  actions:
    booked:
      with: { start: instant, note: [yes, no] }
      to: end
      set: { at: event.start }
      milestone: ok
    asked: { with: { sure: flag }, then: [{ when: { is: { event.sure: true } }, to: end }, {}] }
    gave-up: end
  overdue: { escalate: [desk, lead], every: { business: 4h } }
`);
  expect(step).toMatchObject({
    kind: 'task',
    within: { kind: 'business-days', days: 1 },
    brief: ['billing.last-payment'],
    actions: {
      booked: {
        with: { start: { kind: 'instant' }, note: { kind: 'one-of', values: ['yes', 'no'] } },
        transitions: [{ to: 'end', set: [{ fact: 'at', to: { kind: 'event', name: 'start' } }] }],
      },
      asked: {
        transitions: [
          { when: { kind: 'is', operand: 'event.sure', value: true }, to: 'end' },
          { set: [], run: [] },
        ],
      },
      'gave-up': { with: {}, transitions: [to('end')] },
    },
    overdue: { escalate: ['desk', 'lead'], every: { kind: 'business-time', ms: 14_400_000 } },
  });
});

test('a command has five answers, a retry policy and typed arguments', () => {
  const step = stepOf(`
first:
  command: crm.note
  args: { ok: fact.ok }
  retry: { attempts: 3, max: 1m }
  within: 1h
  done: { to: end, set: { at: event.stored } }
  rejected: end
  exhausted: end
  unknown: end
  late: { ignore: noted anyway }
  ${overdue}
`);
  expect(step).toMatchObject({
    kind: 'command',
    call: { system: 'crm', command: 'note', args: { ok: { kind: 'fact', name: 'ok' } } },
    retry: { attempts: 3, firstMs: 2000, factor: 2, maxMs: 60_000 },
    done: [{ to: 'end', set: [{ fact: 'at', to: { kind: 'event', name: 'stored' } }] }],
    unknown: [to('end')],
    late: { kind: 'ignore', reason: 'noted anyway' },
  });
});

test('a command names what undoes it, and an end may give the journey up', () => {
  const command = 'command: crm.note, args: { ok: true }, within: 1h, done: end, rejected: end, ';
  const rest = `exhausted: end, unknown: gone, late: exception, ${overdue}`;
  const { steps } = journeyOf(
    journeyText(`
first: { ${command}${rest}, undo: take-back }
take-back: { ${command}${rest} }
gone: { end: withdrawn, abort: true }
kept: { end: kept, abort: false }
`),
  );
  expect(steps['first']).toMatchObject({ kind: 'command', undo: 'take-back' });
  expect(steps['take-back']).not.toHaveProperty('undo');
  expect(steps['gone']).toMatchObject({ kind: 'end', outcome: 'withdrawn', abort: true });
  expect(steps['kept']).not.toHaveProperty('abort');
});

test('a message takes its channels from the template and waits for delivery', () => {
  const text = `first: { message: hello, via: mail, within: 4h, then: end, ${overdue} }`;
  expect(stepOf(text)).toMatchObject({
    kind: 'message',
    template: 'hello',
    via: 'mail',
    channels: ['sms', 'email'],
    until: 'delivered',
    then: [to('end')],
  });
});

test('what waits for a system may be a matter of safety; what waits for a person is none', () => {
  const safe = 'safety: { business: 30m }';
  const told = 'message: hello, via: mail, within: 4h, then: end';
  const message = `first: { ${told}, ${safe}, ${overdue} }`;
  const safety = { kind: 'business-time', ms: 1_800_000 };
  expect(stepOf(message)).toMatchObject({ safety });
  const awaited = `first: { await: billing.payment.failed, from: billing, then: end, within: 1d`;
  expect(stepOf(`${awaited}, ${safe}, ${overdue} }`)).toMatchObject({ safety });
  expect(stepOf(`${awaited}, ${overdue} }`)).not.toHaveProperty('safety');
  const task = `first: { task: call, within: 4h, actions: { done: end }, ${safe}, ${overdue} }`;
  expect(() => stepOf(task)).toThrow('ONW-LANG-KEY');
});

test('a wait lasts a span, or until a fact', () => {
  expect(stepOf('first: { wait: { for: { business: 2d } }, then: end }')).toMatchObject({
    kind: 'wait',
    owner: 'desk',
    within: { kind: 'business-days', days: 2 },
  });
  const text = 'first: { wait: { until: at, minus: 1d12h, else: 3d }, then: end }';
  expect(stepOf(text)).toMatchObject({
    within: {
      kind: 'fact',
      fact: 'at',
      offsetMs: -129_600_000,
      otherwise: { kind: 'wall', ms: 259_200_000 },
    },
  });
});

test('a decision keeps the order of its guards', () => {
  const text = 'first: { decide: [{ when: { lt: { tries: 2 } }, to: first }, { to: end }] }';
  expect(stepOf(text)).toEqual({
    kind: 'decide',
    stage: 'main',
    track: '',
    on: {},
    reminders: [],
    choose: [{ when: { kind: 'lt', operand: 'tries', value: 2 }, ...to('first') }, to('end')],
  });
});

test('tracks put their steps beside all others, each with its track', () => {
  const journey = journeyOf(
    journeyText(`
first:
  tracks:
    left: { start: a, steps: { a: { wait: { for: 1d }, then: a-end }, a-end: { end: left } } }
    right: { start: b, steps: { b: { wait: { for: 1d }, then: end } } }
  join: any
  then: end
`),
  );
  expect(journey.steps['first']).toMatchObject({
    kind: 'tracks',
    tracks: { left: 'a', right: 'b' },
    join: 1,
  });
  const tracks = Object.entries(journey.steps).map(([name, { track }]) => [name, track]);
  expect(Object.fromEntries(tracks)).toEqual({
    first: '',
    a: 'left',
    'a-end': 'left',
    b: 'right',
    end: '',
  });
});

test('a park has an owner, a reason and a review; an end an outcome', () => {
  const text = `
first:
  park: { owner: lead, reason: no-answer, review-every: 14d }
  actions: { close: end }
`;
  expect(stepOf(text)).toMatchObject({
    kind: 'park',
    owner: 'lead',
    reason: 'no-answer',
    within: { kind: 'wall', ms: 1_209_600_000 },
    actions: { close: { with: {}, transitions: [to('end')] } },
  });
  expect(journeyOf(journeyText(text)).steps['end']).toMatchObject({ kind: 'end', outcome: 'done' });
});

test('a transition runs commands in passing', () => {
  const step = stepOf(`
first:
  wait: { for: 1d }
  then: end
  on:
    crm.told:
      run: [{ crm.note: { ok: event.ok } }, { crm.note: { ok: true } }]
`);
  const call = { system: 'crm', command: 'note' };
  expect(step?.on['crm.told']).toMatchObject({
    transitions: [
      {
        run: [
          { ...call, args: { ok: { kind: 'event', name: 'ok' } } },
          { ...call, args: { ok: { kind: 'value', value: true } } },
        ],
      },
    ],
  });
});
