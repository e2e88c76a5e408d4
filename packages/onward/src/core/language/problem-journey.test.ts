import { describe, expect, test } from 'vitest';

import { compileFiles, journeyText, linesOf, marked } from './program.fixture.ts';

const undoable =
  'command: crm.note, args: { ok: true }, within: 1d, done: end, rejected: end, exhausted: end, ' +
  'unknown: end, late: exception, overdue: { then: end }';

const readable = undoable;

/** Steps of a journey with one mistake, marked with `¦` where it must be reported. */
const inSteps: Readonly<Record<string, readonly string[]>> = {
  'ONW-LANG-STEP-KIND': ['first: ¦{ within: 1d }', 'first: ¦soon'],
  'ONW-LANG-KEY': [
    'first: { wait: { for: 1d }, then: end, ¦ownr: desk }',
    'first: { wait: { for: 1d }, ¦task: call, then: end }',
    'first: { wait: { for: 1d }, then: { to: end, ¦sets: {} } }',
    'first: { wait: { for: 1d }, then: [{ when: { ¦iss: {}, known: at }, to: end }] }',
    'first: { decide: [{ to: end }], ¦on: {} }',
    'first: { wait: { for: 1d }, then: end }\nsecond: { tracks: { a: { start: x, steps: { ' +
      'x: { ¦tracks: {}, end: done } } } }, join: all, then: end }',
  ],
  'ONW-LANG-MISSING': [
    '¦first: { wait: { for: 1d } }',
    '¦first: { task: call, actions: { done: end }, within: 1d }',
    'first: { park: { owner: lead, reason: away, review-every: 1d }, actions: { ok: end } }\n' +
      '¦second: { command: crm.note, args: { ok: true }, within: 1d, done: end, rejected: end, ' +
      'exhausted: end, late: exception, overdue: { then: end } }',
  ],
  'ONW-LANG-TYPE': [
    'first: { wait: { for: 1d }, then: ¦7 }',
    'first: { wait: { for: 1d }, then: end, ignore: { crm.left: ¦"" } }',
    'first: { wait: { for: 1d }, then: end }\ngone: { end: gone, abort: ¦surely }',
    'first: { decide: ¦[] }',
    'first: { message: hello, via: mail, until: ¦heard, within: 1d, then: end, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-NAME': [
    'first: { wait: { for: 1d }, then: ¦The End }',
    '¦First: { wait: { for: 1d }, then: end }\nfirst: { end: gone }',
    'first: { end: gone }\n¦constructor: { end: lost }',
  ],
  'ONW-LANG-DUPLICATE': [
    'first: { end: gone }\n¦first: { end: lost }',
    'first: { wait: { for: 1d }, then: end, ¦then: first }',
    'first: { tracks: { a: { start: x, steps: { x: { end: one } } }, ' +
      'b: { start: y, steps: { y: { end: two }, ¦x: { end: one } } } }, join: all, then: end }',
    'first: { task: call, actions: { ok: { with: { kind: [a, ¦a] }, to: end } }, within: 1d, ' +
      'overdue: { then: end } }',
    'first: { await: [crm.left, ¦crm.left], from: crm, within: 1d, then: end, ' +
      'overdue: { then: end } }',
    'first: { message: hello, via: mail, channels: [sms, ¦sms], within: 1d, then: end, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-DURATION': [
    'first: { wait: { for: ¦soon }, then: end }',
    'first: { wait: { for: ¦0d }, then: end }',
    'first: { wait: { for: ¦12h1d }, then: end }',
    'first: { wait: { for: ¦9999d }, then: end }',
    'first: { wait: { for: { business: ¦2w } }, then: end }',
    'first: { wait: { for: { business: ¦1d4h } }, then: end }',
    'first: { wait: { until: at, plus: 1h, ¦minus: 2h, else: 1d }, then: end }',
    'first: { wait: { for: 1d }, then: end, defer: { crm.left: ¦forever } }',
    'first: { wait: { for: 1d }, then: end, defer: { crm.left: ¦0h } }',
  ],
  'ONW-LANG-TIME': [
    'first: { decide: [{ when: { is: { born: ¦2026-02-30 } }, to: end }, { to: end }] }',
    'first: { decide: [{ when: { before: { at: ¦now+soon } }, to: end }, { to: end }] }',
    'first: { decide: [{ when: { before: { at: ¦"2026-02-30T00:00:00Z" } }, to: end }, ' +
      '{ to: end }] }',
  ],
  'ONW-LANG-VALUE': [
    'first: { wait: { for: 1d }, then: { to: end, set: { plan: ¦pluss } } }',
    'first: { wait: { for: 1d }, then: { to: end, set: { ok: ¦1 } } }',
    'first: { wait: { for: 1d }, then: { to: end, set: { tries: ¦4 } } }',
    'first: { wait: { for: 1d }, then: { to: end, set: { ok: ¦{ add: 1 } } } }',
    'first: { wait: { for: 1d }, then: { to: end, set: { contact: ¦abc } } }',
    'first: { wait: { for: 1d }, then: { to: end, set: { slot: ¦fact.contact } } }',
    'first: { wait: { for: 1d }, then: { to: end, ' +
      'set: { price: ¦{ amount: 1, currency: XQQ } } } }',
    'first: { wait: { for: 1d }, then: end, on: { crm.told: { set: { tries: ¦event.tries } } } }',
    'first: { wait: { for: 1d }, then: end, on: { crm.told: { run: { crm.note: ' +
      '{ ok: ¦null } } } } }',
    'first: { wait: { until: ¦born, else: 1d }, then: end }',
  ],
  'ONW-LANG-GUARD': [
    'first: { decide: [{ when: ¦{}, to: end }, { to: end }] }',
    'first: { decide: [{ when: { lt: { ¦price: 3 } }, to: end }, { to: end }] }',
    'first: { decide: [{ when: { after: { ¦born: now } }, to: end }, { to: end }] }',
    'first: { decide: [¦{ to: end }, { to: end }] }',
  ],
  'ONW-LANG-UNKNOWN-STEP': [
    'first: { wait: { for: 1d }, then: ¦ned }',
    `first: { ${undoable}, undo: ¦frist }`,
  ],
  'ONW-LANG-READ-BACK': [
    `first: { ${readable.replace('within: 1d', 'within: ¦{ until: at, else: 1d }')}, ` +
      'read-back: { look-up: billing.payment, until: billing.payment.succeeded, ' +
      'with: { amount: { amount: 1, currency: USD } }, within: 1h } }',
    `first: { ${readable}, read-back: { look-up: billing.payment, until: ¦crm.told, within: 1h } }`,
    `first: { ${readable}, ¦read-back: { look-up: billing.payment, ` +
      'until: billing.payment.succeeded, within: 1h } }',
  ],
  'ONW-LANG-UNDO': [`first: { ${undoable}, undo: ¦first }`, `first: { ${undoable}, undo: ¦end }`],
  'ONW-LANG-UNKNOWN-FACT': [
    'first: { wait: { for: 1d }, then: { to: end, set: { ¦okay: true } } }',
    'first: { decide: [{ when: { known: [ok, ¦okay] }, to: end }, { to: end }] }',
    'first: { decide: [{ when: { is: { ¦okay: true } }, to: end }, { to: end }] }',
    'first: { wait: { until: ¦when, else: 1d }, then: end }',
  ],
  'ONW-LANG-UNKNOWN-DATA': [
    'first: { wait: { for: 1d }, then: { to: end, set: { ok: ¦event.ok } } }',
    'first: { wait: { for: 1d }, then: end, on: { crm.left: { set: { ok: ¦event.ok } } } }',
    'first: { wait: { for: 1d }, then: end, on: { crm.told: { when: { known: ¦event.oh } } } }',
  ],
  'ONW-LANG-UNKNOWN-EVENT': [
    'first: { wait: { for: 1d }, then: end, on: { ¦crm.tolld: end } }',
    'first: { wait: { for: 1d }, then: end, exception: { ¦crm.tolld: lead } }',
    'first: { await: ¦crm.said, from: crm, within: 1d, then: end, overdue: { then: end } }',
  ],
  'ONW-LANG-UNKNOWN-SYSTEM': [
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, after: 1h, ' +
      'via: ¦male }] }',
    'first: { wait: { for: 1d }, then: end, ignore: { ¦cmr.told: no matter } }',
    'first: { await: crm.left, from: ¦crn, within: 1d, then: end, overdue: { then: end } }',
    'first: { task: call, actions: { ok: { with: { id: { ref: ¦crn } }, to: end } }, within: 1d, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-UNKNOWN-LIST': [
    'first: { task: call, actions: { ok: { with: { why: { code: ¦reason } }, to: end } }, ' +
      'within: 1d, overdue: { then: end } }',
  ],
  'ONW-LANG-UNKNOWN-OWNER': [
    'first: { wait: { for: 1d }, then: end, owner: ¦dsek }',
    'first: { wait: { for: 1d }, then: end, exception: { crm.left: ¦dsek } }',
    'first: { park: { owner: ¦nobody, reason: away, review-every: 1d }, actions: { ok: end } }',
    'first: { task: call, actions: { ok: end }, within: 1d, ' +
      'overdue: { escalate: [¦led, lead], every: 1d } }',
  ],
  'ONW-LANG-UNKNOWN-COMMAND': [
    'first: { wait: { for: 1d }, then: { to: end, run: { ¦crm.notes: {} } } }',
  ],
  'ONW-LANG-UNKNOWN-TEMPLATE': [
    'first: { message: ¦helo, via: mail, within: 1d, then: end, overdue: { then: end } }',
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: ¦helo, after: 1h }] }',
  ],
  'ONW-LANG-UNKNOWN-LOOK-UP': [
    'first: { task: call, actions: { ok: end }, brief: [¦billing.all], within: 1d, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-ARGUMENT': [
    'first: { wait: { for: 1d }, then: { to: end, run: { ¦crm.note: {} } } }',
    'first: { wait: { for: 1d }, then: { to: end, run: { crm.note: { ok: true, ¦oh: true } } } }',
  ],
  'ONW-LANG-HANDLER': [
    'first: { await: [¦crm.left, crm.told], from: crm, within: 1d, on: { crm.told: end }, ' +
      'overdue: { then: end } }',
    'first: { await: ¦crm.left, from: crm, within: 1d, then: end, defer: { crm.left: 1d }, ' +
      'overdue: { then: end } }',
    'first: { await: ¦crm.left, from: crm, within: 1d, then: end, exception: { crm.left: lead }, ' +
      'overdue: { then: end } }',
    'first: { wait: { for: 1d }, then: end, on: { crm.left: end }, ignore: { ¦crm.left: no } }',
    'first: { wait: { for: 1d }, then: end, ignore: { crm.left: no }, ' +
      'exception: { ¦crm.left: lead } }',
  ],
  'ONW-LANG-FROM': [
    'first: { await: crm.left, from: ¦billing, within: 1d, then: end, overdue: { then: end } }',
  ],
  'ONW-LANG-ACTION': ['first: { task: call, ¦actions: {}, within: 1d, overdue: { then: end } }'],
  'ONW-LANG-OVERDUE': [
    'first: { task: call, actions: { ok: end }, within: 1d, ¦overdue: {} }',
    'first: { task: call, actions: { ok: end }, within: 1d, overdue: { ¦escalate: [lead] } }',
    'first: { task: call, actions: { ok: end }, within: 1d, overdue: { then: end, ¦every: 1d } }',
    'first: { task: call, actions: { ok: end }, within: 1d, overdue: { then: end, ' +
      '¦park: { owner: lead, reason: away, review-every: 1d } } }',
    'first: { task: call, actions: { ok: end }, within: 1d, ' +
      'overdue: { ¦look-up: billing.payment, ' +
      'park: { owner: lead, reason: away, review-every: 1d } } }',
    'first: { task: call, actions: { ok: end }, within: 1d, ' +
      'overdue: { then: end, ¦look-up-within: 5m } }',
  ],
  'ONW-LANG-LADDER': [
    'first: { task: call, actions: { ok: end }, within: 1d, ' +
      'overdue: { escalate: [lead, ¦desk], every: 1d } }',
  ],
  'ONW-LANG-DECIDE': [
    'first: { decide: [¦{ when: { known: at }, to: end }] }',
    'first: { decide: [{ when: { known: at }, to: end }, ¦{}] }',
  ],
  'ONW-LANG-TRACK': [
    'first: { wait: { for: 1d }, then: ¦x }\nboth: { tracks: { a: { start: x, ' +
      'steps: { x: { end: one } } } }, join: all, then: end }',
    'first: { tracks: { a: { start: x, steps: { x: { wait: { for: 1d }, then: ¦y } } }, ' +
      'b: { start: y, steps: { y: { end: two } } } }, join: all, then: end }',
    'first: { tracks: { a: { start: x, steps: { x: { end: one } } } }, join: { count: ¦2 }, ' +
      'then: end }',
    'first: { ¦tracks: {}, join: all, then: end }',
    'first: { tracks: { a: { start: x, steps: { x: { end: one, ¦abort: true } } } }, join: all, ' +
      'then: end }',
    `first: { ${undoable}, undo: ¦x }\n` +
      `both: { tracks: { a: { start: x, steps: { x: { ${undoable} } } } }, join: all, then: end }`,
  ],
  'ONW-LANG-MESSAGE': [
    'first: { message: hello, via: ¦crm, within: 1d, then: end, overdue: { then: end } }',
    'first: { message: hello, via: mail, channels: [¦fax], within: 1d, then: end, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-REMINDER': [
    'first: { wait: { for: 1d }, then: end, reminders: [¦{ template: hello }] }',
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, ' +
      'before: { ¦born: 1d } }] }',
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, before: ¦{} }] }',
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, after: 1h, ' +
      'via: ¦crm }] }',
    'first: { wait: { for: 1d }, then: end, reminders: [{ template: hello, after: 1h, ' +
      'channels: [sms, ¦fax] }] }',
  ],
  'ONW-LANG-UNKNOWN-JOURNEY': [
    'first: { depends: { journey: ¦rehab }, reached: end, never-started: end, within: 1d, ' +
      'overdue: { then: end } }',
  ],
  'ONW-LANG-DEPENDS': [
    'first: { depends: { journey: ¦visit }, reached: end, never-started: end, within: 1d, ' +
      'overdue: { then: end } }',
  ],
};

describe('a mistake in a journey is reported at its line and column', () => {
  const cases = Object.entries(inSteps).flatMap(([code, texts]) =>
    texts.map((steps) => ({ code, steps })),
  );
  test.each(cases)('$code $steps', ({ code, steps }) => {
    const { text, place } = marked(journeyText(steps));
    expect(linesOf(compileFiles({ 'visit.yaml': text }))).toEqual([`${code} ${place}`]);
  });
});

/** The head of a journey, with one mistake in place of a part of it. */
const inHead: readonly (readonly [code: string, from: string, to: string])[] = [
  ['ONW-LANG-UNKNOWN-STEP', 'start: first', 'start: ¦frist'],
  ['ONW-LANG-TRACK', 'start: first', 'start: ¦inner'],
  ['ONW-LANG-UNKNOWN-OWNER', 'owner: desk', 'owner: ¦dusk'],
  ['ONW-LANG-OWNER', 'owner: desk\n', ''],
  ['ONW-LANG-TYPE', 'ok: flag', 'ok: ¦text'],
  ['ONW-LANG-TYPE', 'tries: { count: 3 }', 'tries: { count: ¦0 }'],
  ['ONW-LANG-UNKNOWN-LIST', '{ code: reasons }', '{ code: ¦reason }'],
  ['ONW-LANG-UNKNOWN-SYSTEM', '{ ref: crm }', '{ ref: ¦cmr }'],
  ['ONW-LANG-UNKNOWN-EVENT', 'on: crm.told', 'on: ¦crm.tol'],
  ['ONW-LANG-UNKNOWN-DATA', 'once-per: subject', 'once-per: { ref: ¦person }'],
  ['ONW-LANG-UNKNOWN-DATA', 'once-per: subject', 'once-per: event, set: { ok: ¦event.oh }'],
  ['ONW-LANG-TYPE', 'once-per: subject', 'once-per: ¦week'],
  ['ONW-LANG-MISSING', ', once-per: subject', ''],
  [
    'ONW-LANG-REMINDER',
    '    steps:',
    '    reminders: [¦{ template: hello, after: 1h }]\n    steps:',
  ],
];

test.each(inHead)('%s when "%s" becomes "%s"', (code, from, to) => {
  const journey = journeyText(`
first: { wait: { for: 1d }, then: end }
both: { tracks: { a: { start: inner, steps: { inner: { end: one } } } }, join: all, then: end }
`);
  const { text, place } = marked(journey.replace(from, to));
  // Without a mark the place is where something is not.
  const known = to.includes('¦');
  const lines = linesOf(compileFiles({ 'visit.yaml': text }));
  const found = lines.map((line) => (known ? line : line.split(' ')[0]));
  expect(found).toEqual([known ? `${code} ${place}` : code]);
});
