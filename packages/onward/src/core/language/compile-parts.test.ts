import { expect, test } from 'vitest';

import type { Transition } from './model.ts';
import { compileFiles, journeyOf, journeyText, linesOf, programText } from './program.fixture.ts';

/** The one transition of an event that brings data of every type. */
function transitionOf(written: string): Transition | undefined {
  const journey = journeyOf(
    journeyText(`first: { wait: { for: 1d }, then: end, on: { crm.told: ${written} } }`),
  );
  const handler = journey.steps['first']?.on['crm.told'];
  return handler?.kind === 'go' ? handler.transitions[0] : undefined;
}
const guardOf = (written: string) => transitionOf(`{ when: ${written} }`)?.when;
const setOf = (written: string) => transitionOf(`{ set: ${written} }`)?.set;

test('a guard compares with constants of the type', () => {
  expect(guardOf('{ is: { ok: true } }')).toEqual({ kind: 'is', operand: 'ok', value: true });
  expect(guardOf('{ is: { event.reason: E11.9 } }')).toMatchObject({ value: 'E11.9' });
  expect(guardOf('{ is: { plan: plus } }')).toMatchObject({ value: 'plus' });
  expect(guardOf('{ is: { born: 2024-02-29 } }')).toMatchObject({ value: '2024-02-29' });
  expect(guardOf('{ is: { took: 1h30m } }')).toMatchObject({ value: 5_400_000 });
  expect(guardOf('{ is: { price: { amount: 4900, currency: USD } } }')).toMatchObject({
    value: { amount: 4900, currency: 'USD' },
  });
  expect(guardOf('{ gte: { took: 1h } }')).toMatchObject({ kind: 'gte', value: 3_600_000 });
});

test('a guard on time compares with an instant or with now', () => {
  const time = (written: string) => guardOf(`{ before: { at: ${written} } }`);
  expect(time('now')).toMatchObject({ time: { kind: 'now', offsetMs: 0 } });
  expect(time('now+24h')).toMatchObject({ time: { kind: 'now', offsetMs: 86_400_000 } });
  expect(time('now-2h')).toMatchObject({ time: { kind: 'now', offsetMs: -7_200_000 } });
  expect(time('"2026-03-08T02:00:00-05:00"')).toMatchObject({
    time: { kind: 'at', at: Date.parse('2026-03-08T07:00:00Z') },
  });
});

test('several operands, several keys and a list of known facts must all hold', () => {
  expect(guardOf('{ is: { ok: true, plan: basic }, known: [at, event.since] }')).toEqual({
    kind: 'all',
    of: [
      { kind: 'is', operand: 'ok', value: true },
      { kind: 'is', operand: 'plan', value: 'basic' },
      { kind: 'known', operand: 'at' },
      { kind: 'known', operand: 'event.since' },
    ],
  });
  expect(guardOf('{ any: [{ not: { known: at } }, { all: [{ known: ok }] }] }')).toEqual({
    kind: 'any',
    of: [
      { kind: 'not', of: { kind: 'known', operand: 'at' } },
      { kind: 'all', of: [{ kind: 'known', operand: 'ok' }] },
    ],
  });
});

test('a fact is set from the event, a fact, the clock, a constant; or cleared; or counted', () => {
  const written = `{
    at: now, ok: event.ok, plan: basic, tries: { add: 1 }, born: null, contact: event.contact,
    took: 90s, price: { amount: 1, currency: EUR }, reason: event.reason
  }`;
  expect(setOf(written)).toEqual([
    { fact: 'at', to: { kind: 'now' } },
    { fact: 'ok', to: { kind: 'event', name: 'ok' } },
    { fact: 'plan', to: { kind: 'value', value: 'basic' } },
    { fact: 'tries', to: { kind: 'add', by: 1 } },
    { fact: 'born', to: { kind: 'clear' } },
    { fact: 'contact', to: { kind: 'event', name: 'contact' } },
    { fact: 'took', to: { kind: 'value', value: 90_000 } },
    { fact: 'price', to: { kind: 'value', value: { amount: 1, currency: 'EUR' } } },
    { fact: 'reason', to: { kind: 'event', name: 'reason' } },
  ]);
  expect(setOf('{ at: fact.at }')).toEqual([{ fact: 'at', to: { kind: 'fact', name: 'at' } }]);
});

test('reminders are relative to a fact or to the start of the step; a stage gives its own', () => {
  const text = journeyText(`
first:
  wait: { for: 1d }
  then: end
  reminders:
    - { template: hello, before: { at: 24h } }
    - { template: hello, after: { at: 1h }, when: { known: at } }
    - { template: hello, after: 0m, via: mail, channels: [email] }
`).replace('    steps:', '    reminders: [{ template: hello, before: { at: 2h } }]\n    steps:');
  const { steps } = journeyOf(text);
  // Only one system of the program sends messages, and the template says over what.
  const sent = { template: 'hello', via: 'mail', channels: ['sms', 'email'] };
  expect(steps['first']?.reminders).toEqual([
    { ...sent, fact: 'at', offsetMs: -86_400_000 },
    { ...sent, fact: 'at', offsetMs: 3_600_000, when: { kind: 'known', operand: 'at' } },
    { ...sent, offsetMs: 0, channels: ['email'] },
    { ...sent, fact: 'at', offsetMs: -7_200_000 },
  ]);
  expect(steps['end']?.reminders).toEqual([]);
});

test('of several systems that can send it a reminder names one', () => {
  const text = journeyText(`
first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, after: 1h, via: other }] }
`);
  const line = '  mail: { connector: webhook, owner: desk, settings: { messages: true } }\n';
  const two = programText.replace(line, `${line}${line.replace('mail', 'other')}`);
  const { program } = compileFiles({ 'program.yaml': two, 'visit.yaml': text });
  const [reminder] = program?.journeys['visit']?.steps['first']?.reminders ?? [];
  expect(reminder).toMatchObject({ via: 'other' });
  const unnamed = compileFiles({
    'program.yaml': two,
    'visit.yaml': text.replace(', via: other', ''),
  });
  expect(unnamed.problems).toMatchObject([
    {
      code: 'ONW-LANG-REMINDER',
      message: 'Several systems can send "hello"; `via` says which of them does.',
      allowed: 'mail, other',
    },
  ]);
  const none = programText.replace(line, '  other: { connector: api, owner: desk }\n');
  const mute = compileFiles({
    'program.yaml': none,
    'visit.yaml': text.replace(', via: other', ''),
  });
  expect(mute.problems.map(({ message }) => message)).toEqual([
    'No system can send "hello" and report back.',
  ]);
});

test('handlers stand on the journey, the stage and the step, each on its own level', () => {
  const text = journeyText(`
first:
  wait: { for: 1d }
  then: end
  ignore: { crm.left: it was said before }
`)
    .replace('start: first', 'start: first\non: { crm.left: end }')
    .replace(
      '    steps:',
      '    defer: { crm.told: 14d }\n' +
        '    exception: { billing.payment.failed: lead }\n    steps:',
    );
  const { on, stages, steps } = journeyOf(text);
  expect(on['crm.left']).toMatchObject({ kind: 'go' });
  expect(stages['main']?.on).toEqual({
    'crm.told': { kind: 'defer', forMs: 1_209_600_000 },
    'billing.payment.failed': { kind: 'exception', owner: 'lead' },
  });
  expect(steps['first']?.on).toEqual({
    'crm.left': { kind: 'ignore', reason: 'it was said before' },
  });
});

test('the owner of a step is its own, or that of its stage, or that of the journey', () => {
  const wait = 'first: { wait: { for: 1d }, then: end }';
  const ownerOf = (text: string) => {
    const step = journeyOf(text).steps['first'];
    return step !== undefined && 'owner' in step ? step.owner : undefined;
  };
  expect(ownerOf(journeyText(wait))).toBe('desk');
  const staged = journeyText(wait).replace('    steps:', '    owner: lead\n    steps:');
  expect(ownerOf(staged)).toBe('lead');
  expect(ownerOf(staged.replace('then: end }', 'then: end, owner: desk }'))).toBe('desk');
});

test('an enrolment says what must not begin a journey twice, and what is known at once', () => {
  const text = journeyText('first: { wait: { for: 1d }, then: end }').replace(
    'enrol: { on: crm.told, once-per: subject }',
    'enrol: [{ on: crm.told, once-per: { ref: contact }, when: { is: { event.ok: true } }, ' +
      'set: { at: event.since } }]',
  );
  expect(journeyOf(text).enrol).toEqual([
    {
      on: 'crm.told',
      oncePer: { ref: 'contact' },
      when: { kind: 'is', operand: 'event.ok', value: true },
      set: [{ fact: 'at', to: { kind: 'event', name: 'since' } }],
    },
  ]);
});

test('a ref without a system is of the system that says it', () => {
  const result = compileFiles({
    'visit.yaml': journeyText('first: { wait: { for: 1d }, then: end }'),
  });
  expect(linesOf(result)).toEqual([]);
  expect(result.program?.systems['clinic']?.events).toEqual({});
  expect(result.program?.systems['billing']?.events['payment.failed']?.refs).toEqual({
    customer: { system: 'billing', of: 'subject' },
  });
});

test('one journey waits for another, by milestone or by its end', () => {
  const other = journeyText('first: { decide: [{ to: end, milestone: seen }] }')
    .replace('journey: visit', 'journey: rehab')
    .replace('end: { end: done }', 'end: { end: done }\n      gone: { end: left }');
  const overdue = 'overdue: { then: end }';
  const visit = journeyText(`
first:
  depends: { journey: rehab, milestone: seen }
  reached: end
  ended: { done: end, left: end }
  never-started: end
  within: 3d
  ${overdue}
`);
  const program = `journeys: [visit.yaml, rehab.yaml]`;
  const compileBoth = (text: string) =>
    compileFiles({
      'visit.yaml': text,
      'rehab.yaml': other,
      'program.yaml': programText.replace('journeys: [visit.yaml]', program),
    });
  const result = compileBoth(visit);
  expect(linesOf(result)).toEqual([]);
  expect(result.program?.journeys['visit']?.steps['first']).toMatchObject({
    kind: 'depends',
    journey: 'rehab',
    milestone: 'seen',
    ended: { done: [{ to: 'end' }], left: [{ to: 'end' }] },
    neverStarted: [{ to: 'end' }],
  });
  const anyEnd = visit.replace(', milestone: seen', '').replace(/ +ended.*\n/u, '');
  expect(linesOf(compileBoth(anyEnd))).toEqual([]);
});
