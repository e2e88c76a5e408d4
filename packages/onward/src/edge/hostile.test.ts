/** What nobody sent who may: no event comes of it, memory stays bounded, and nobody waits. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RawDelivery } from '../core/index.ts';
import {
  bytesOf,
  goodForm,
  goodPayment,
  heldBytes,
  hl7Message,
  hostileEdge,
  secretOf,
  signedForm,
  signedPayment,
} from './hostile.fixture.ts';
import { now } from './intake.fixture.ts';
import type { Intake } from './intake.ts';

let intake: Intake;
let heapAtFirst = 0;
beforeAll(async () => {
  ({ intake } = await hostileEdge());
  heapAtFirst = heldBytes();
});

afterAll(() => expect(heldBytes() - heapAtFirst).toBeLessThan(32 * 1_048_576));

/** No event comes of the delivery; and a good one of another system passes right after it. */
async function isRefused(system: string, delivery: RawDelivery): Promise<readonly string[]> {
  const began = performance.now();
  const [taken, [good]] = await Promise.all([
    intake.receive(system, delivery),
    intake.receive('others', signedForm(goodForm, { secret: secretOf(9) })),
  ]);
  expect(good).toMatchObject({ kind: 'event' });
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(taken).not.toEqual([]);
  return taken.map((each) => (each.kind === 'event' ? 'accepted' : each.code));
}

test('what is as it should be passes: the table below is spoiled copies of it', async () => {
  expect(await intake.receive('forms', signedForm(goodForm))).toMatchObject([{ kind: 'event' }]);
  expect(await intake.receive('billing', signedPayment(goodPayment))).toMatchObject([
    { kind: 'event' },
  ]);
  const line = await intake.receiveLine('hl7v2', raw(hl7Message()));
  expect(line).toMatchObject([{ kind: 'event' }]);
});

test('a delivery that is repeated in time is the same event again', async () => {
  const twice = [signedForm(goodForm), signedForm(goodForm)];
  const [one, two] = await Promise.all(twice.map((each) => intake.receive('forms', each)));
  expect(one).toMatchObject([{ kind: 'event' }]);
  expect(one).toEqual(two);
});

function raw(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): RawDelivery {
  return { body: bytesOf(body), headers, receivedAt: now };
}

/** The same delivery with other headers, an undefined one taken away. */
function withHeaders(
  delivery: RawDelivery,
  change: Readonly<Record<string, string | undefined>>,
): RawDelivery {
  const all = Object.entries({ ...delivery.headers, ...change });
  const headers = Object.fromEntries(
    all.filter((each): each is [string, string] => each[1] !== undefined),
  );
  return { ...delivery, headers };
}

const form = signedForm(goodForm);
const formSignature = form.headers['webhook-signature'] ?? '';
const payment = signedPayment(goodPayment);
const paymentSignature = payment.headers['stripe-signature'] ?? '';
const paymentHex = paymentSignature.split('v1=')[1] ?? '';
const t = now / 1000;

const minute = 60_000;
const respaced = JSON.stringify(JSON.parse(goodForm), null, 1);
const utf16 = Buffer.from(goodForm, 'utf16le');
const bom = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytesOf(goodForm)]);
const signatures = (count: number, last: string): string =>
  [...Array.from({ length: count }, () => `v1,${'A'.repeat(43)}=`), last].join(' ');

const unproved: readonly (readonly [string, string, RawDelivery])[] = [
  ['nothing signed', 'forms', raw(goodForm)],
  ['no id', 'forms', withHeaders(form, { 'webhook-id': undefined })],
  ['no time', 'forms', withHeaders(form, { 'webhook-timestamp': undefined })],
  ['no signature', 'forms', withHeaders(form, { 'webhook-signature': undefined })],
  ['an empty signature', 'forms', withHeaders(form, { 'webhook-signature': '' })],
  ['a signature of nothing', 'forms', withHeaders(form, { 'webhook-signature': 'v1,' })],
  [
    'a forged signature',
    'forms',
    withHeaders(form, { 'webhook-signature': `v1,${'A'.repeat(43)}=` }),
  ],
  [
    'another scheme',
    'forms',
    withHeaders(form, { 'webhook-signature': formSignature.replace('v1,', 'v2,') }),
  ],
  [
    'a public-key scheme',
    'forms',
    withHeaders(form, { 'webhook-signature': formSignature.replace('v1,', 'v1a,') }),
  ],
  [
    'half a signature',
    'forms',
    withHeaders(form, { 'webhook-signature': formSignature.slice(0, 20) }),
  ],
  [
    'a signature and more',
    'forms',
    withHeaders(form, { 'webhook-signature': `${formSignature.slice(0, -1)}AAAA` }),
  ],
  [
    'a doubled header of forgeries',
    'forms',
    withHeaders(form, { 'webhook-signature': `v1,${'A'.repeat(43)}=, v1,${'B'.repeat(43)}=` }),
  ],
  ['a doubled id', 'forms', withHeaders(form, { 'webhook-id': 'msg_1, msg_1' })],
  ['a doubled time', 'forms', withHeaders(form, { 'webhook-timestamp': `${t}, ${t}` })],
  [
    'the right one behind a crowd',
    'forms',
    withHeaders(form, { 'webhook-signature': signatures(16, formSignature) }),
  ],
  [
    'a hundred thousand signatures',
    'forms',
    withHeaders(form, { 'webhook-signature': signatures(100_000, '') }),
  ],
  ['another id', 'forms', withHeaders(form, { 'webhook-id': 'msg_2' })],
  [
    'an id that takes the dot',
    'forms',
    withHeaders(form, { 'webhook-id': `msg_1.${t}`, 'webhook-timestamp': '' }),
  ],
  ['another time', 'forms', withHeaders(form, { 'webhook-timestamp': String(t + 1) })],
  ['a stale delivery', 'forms', signedForm(goodForm, { at: now - 5 * minute - 1_000 })],
  ['one of last year', 'forms', signedForm(goodForm, { at: now - 365 * 1_440 * minute })],
  ['one of the future', 'forms', signedForm(goodForm, { at: now + 5 * minute + 1_000 })],
  ['another system’s secret', 'forms', signedForm(goodForm, { secret: secretOf(9) })],
  ['an old secret', 'forms', signedForm(goodForm, { secret: secretOf(6) })],
  ['another system’s delivery', 'others', form],
  ['a byte more', 'forms', { ...form, body: bytesOf(`${goodForm} `) }],
  ['a byte less', 'forms', { ...form, body: form.body.subarray(0, -1) }],
  ['half of it', 'forms', { ...form, body: form.body.subarray(0, 40) }],
  ['nothing of it', 'forms', { ...form, body: new Uint8Array() }],
  ['one letter changed', 'forms', { ...form, body: bytesOf(goodForm.replace('MRN-7', 'MRN-8')) }],
  ['the same written otherwise', 'forms', { ...form, body: bytesOf(respaced) }],
  ['the same in UTF-16', 'forms', { ...form, body: utf16 }],
  ['the same with a mark before it', 'forms', { ...form, body: bom }],
  ['the same packed', 'forms', { ...form, body: gzipSync(goodForm) }],
  ...[
    '',
    '-1',
    '1e9',
    '1.5',
    '0x65',
    ' 1',
    'NaN',
    'Infinity',
    '9'.repeat(12),
    '9'.repeat(100_000),
  ].map(
    (at) =>
      [
        `the time ${at.slice(0, 12)}`,
        'forms',
        withHeaders(form, { 'webhook-timestamp': at }),
      ] as const,
  ),
  ['nothing signed', 'billing', raw(goodPayment)],
  ['an empty header', 'billing', withHeaders(payment, { 'stripe-signature': '' })],
  ['no time', 'billing', withHeaders(payment, { 'stripe-signature': `v1=${paymentHex}` })],
  ['no signature', 'billing', withHeaders(payment, { 'stripe-signature': `t=${t}` })],
  [
    'the old scheme',
    'billing',
    withHeaders(payment, { 'stripe-signature': `t=${t},v0=${paymentHex}` }),
  ],
  [
    'half a signature',
    'billing',
    withHeaders(payment, { 'stripe-signature': paymentSignature.slice(0, -8) }),
  ],
  [
    'a signature and more',
    'billing',
    withHeaders(payment, { 'stripe-signature': `${paymentSignature}00` }),
  ],
  [
    'a forged signature',
    'billing',
    withHeaders(payment, { 'stripe-signature': `t=${t},v1=${'0'.repeat(64)}` }),
  ],
  ['two times', 'billing', withHeaders(payment, { 'stripe-signature': `t=1,${paymentSignature}` })],
  [
    'a doubled header of forgeries',
    'billing',
    withHeaders(payment, {
      'stripe-signature': `t=${t},v1=${'0'.repeat(64)}, t=${t},v1=${'1'.repeat(64)}`,
    }),
  ],
  [
    'a hundred thousand commas',
    'billing',
    withHeaders(payment, { 'stripe-signature': `t=${t}${','.repeat(100_000)}` }),
  ],
  [
    'a hundred thousand forgeries',
    'billing',
    withHeaders(payment, { 'stripe-signature': `t=${t}${`,v1=${'0'.repeat(64)}`.repeat(20_000)}` }),
  ],
  ['a stale delivery', 'billing', signedPayment(goodPayment, { at: now - 5 * minute - 1_000 })],
  ['one of the future', 'billing', signedPayment(goodPayment, { at: now + 5 * minute + 1_000 })],
  ['another system’s secret', 'billing', signedPayment(goodPayment, { secret: secretOf(7) })],
  ['an old secret', 'billing', signedPayment(goodPayment, { secret: 'whsec_old' })],
  ['a byte less', 'billing', { ...payment, body: payment.body.subarray(0, -1) }],
  [
    'one digit changed',
    'billing',
    { ...payment, body: bytesOf(goodPayment.replace('100', '900')) },
  ],
  [
    'the same written otherwise',
    'billing',
    { ...payment, body: bytesOf(JSON.stringify(JSON.parse(goodPayment), null, 1)) },
  ],
  ['the other scheme’s headers', 'billing', form],
];

test.each(unproved)('%s is not proved to come from %s', async (_what, system, delivery) => {
  const codes = await isRefused(system, delivery);
  expect(codes.every((code) => /^ONW-SIGNATURE-(?:INVALID|MISSING|TIME)$/u.test(code))).toBe(true);
});

/** A body that a system signed, as a faulty or stolen system would. */
const signedBodies: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '1'],
  ['a list', '[]'],
  ['a list of a form', `[${goodForm}]`],
  ['no JSON', 'form=1&patient=MRN-7'],
  ['half a form', goodForm.slice(0, 30)],
  ['two forms', goodForm + goodForm],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
  ['Latin-1', Buffer.from('{"type":"form","patient":"Zo\u00eb"}', 'latin1')],
  ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0x80, 0x22)],
  ['half a surrogate pair', '{"type":"form","patient":"\\ud800"}'],
  ['a NUL', '{"type":"form","patient":"\\u0000"}'],
  ['UTF-16', utf16],
  ['a packed form', gzipSync(goodForm)],
  ['a bomb of 100 MB', gzipSync(Buffer.alloc(100_000_000))],
  ['65 levels', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ['a hundred thousand levels', '['.repeat(100_000)],
  ['a hundred thousand levels, closed', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a number beyond all', '{"type":"form","patient":1e400}'],
  ['a number beyond exactness', '{"type":"form","patient":9007199254740993}'],
  ['a number of half a million digits', `{"type":"form","patient":${'9'.repeat(500_000)}}`],
  ['the same key twice', '{"type":"form","type":"form","patient":"MRN-7"}'],
  ['a key of the language', '{"type":"form","__proto__":{"patient":"MRN-7"}}'],
  ['a constructor', '{"type":"form","constructor":{"prototype":{}},"patient":"MRN-7"}'],
  ['5 MB', JSON.stringify({ type: 'form', patient: 'MRN-7', note: 'x'.repeat(5_000_000) })],
  [
    'a million members',
    `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join()}}`,
  ],
  ['an id without end', JSON.stringify({ id: 'F-1', type: 'form', patient: 'a'.repeat(500_000) })],
  ['an id of line breaks', JSON.stringify({ id: 'F-1', type: 'form', patient: 'a\r\nb' })],
  ['an id that is an object', JSON.stringify({ id: 'F-1', type: 'form', patient: { $ne: null } })],
  [
    'a value that is not of the list',
    JSON.stringify({ id: 'F-1', type: 'form', patient: 'M', plan: 'toString' }),
  ],
  ...['at', 'due', 'within'].flatMap((member) =>
    [
      `2026-11-02T09:00:00.${'0'.repeat(400_000)}x`,
      `P${'1D'.repeat(200_000)}`,
      `${' '.repeat(400_000)}x`,
      `${'1'.repeat(400_000)}-`,
    ].map((value) => {
      const what = `${member} like ${value.slice(0, 6)}… without end`;
      return [
        what,
        JSON.stringify({ id: 'F-1', type: 'form', patient: 'M', [member]: value }),
      ] as const;
    }),
  ),
];

test.each(signedBodies)('%s, well signed, is no event', async (_what, body) => {
  for (const [system, delivery] of [
    ['forms', signedForm(body)],
    ['billing', signedPayment(body)],
  ] as const) {
    const codes = await isRefused(system, delivery);
    expect(codes.every((code) => /^ONW-(?:JSON|EVENT)-/u.test(code))).toBe(true);
  }
});
