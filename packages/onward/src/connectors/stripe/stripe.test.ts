import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { RawDelivery } from '../../core/index.ts';
import { setupOf } from '../outbound.fixture.ts';
import { stripe } from './index.ts';
import {
  deliver,
  event,
  header,
  now,
  payment,
  receive,
  secret,
  setup,
  withSubject,
} from './stripe.fixture.ts';

const codeOf = async (delivery: RawDelivery, inSetup = setup): Promise<string> => {
  const [received] = await receive(delivery, inSetup);
  return received?.kind === 'refused' ? received.code : 'event';
};

describe('signatures', () => {
  const body = event('payment_intent.succeeded', payment);

  test('good, forged, altered, old, missing', async () => {
    expect(await codeOf(deliver(body))).toBe('event');
    expect(await codeOf(deliver(body, header(body, { by: 'whsec_other' })))).toBe(
      'ONW-SIGNATURE-INVALID',
    );
    expect(await codeOf(deliver(`${body} `, header(body)))).toBe('ONW-SIGNATURE-INVALID');
    expect(await codeOf(deliver(body, header(body, { at: now - 301_000 })))).toBe(
      'ONW-SIGNATURE-TIME',
    );
    expect(await codeOf(deliver(body, ''))).toBe('ONW-SIGNATURE-MISSING');
    expect(await codeOf(deliver(body), setupOf(stripe, { secret: 'S' }, {}))).toBe(
      'ONW-SECRET-MISSING',
    );
  });

  test('an older scheme alone is not enough; nonsense is refused', async () => {
    const v0 = header(body).replace('v1=', 'v0=');
    for (const signature of [v0, 't=1', 'v1=', ',,,', 't=x,v1=zz', `v1=${'0'.repeat(64)}`]) {
      expect(await codeOf(deliver(body, signature))).toMatch(/^ONW-SIGNATURE-/u);
    }
  });

  test('several signatures and several secrets, while one is rotated', async () => {
    const rotating = setupOf(stripe, { secret: 'S' }, { S: `whsec_new ${secret}` });
    expect(await codeOf(deliver(body), rotating)).toBe('event');
    expect(await codeOf(deliver(body, header(body, { by: 'whsec_new' })), rotating)).toBe('event');
    const two = `${header(body)},v1=${'0'.repeat(64)}`;
    expect(await codeOf(deliver(body, two))).toBe('event');
  });
});

describe('events', () => {
  test('a payment: ids, amount and status, nothing else', async () => {
    expect(await receive(deliver(event('payment_intent.succeeded', payment)))).toEqual([
      {
        kind: 'event',
        event: {
          event: 'payment.succeeded',
          id: 'evt_1',
          occurredAt: 1_793_000_000_000,
          refs: { customer: 'cus_1', 'payment-intent': 'pi_1' },
          data: { amount: { amount: 4_900, currency: 'USD' }, status: 'succeeded' },
        },
      },
    ]);
  });

  test.each([
    ['payment_intent.payment_failed', 'payment.failed'],
    ['payment_intent.canceled', 'payment.cancelled'],
    ['checkout.session.completed', 'checkout.completed'],
    ['checkout.session.expired', 'checkout.expired'],
    ['invoice.paid', 'invoice.paid'],
    ['invoice.payment_failed', 'invoice.failed'],
    ['invoice.voided', 'invoice.voided'],
    ['charge.refunded', 'payment.refunded'],
    ['refund.created', 'refund.created'],
    ['refund.updated', 'refund.updated'],
    ['refund.failed', 'refund.failed'],
  ])('%s says %s', async (type, name) => {
    expect(await receive(deliver(event(type, payment)))).toMatchObject([
      { event: { event: name } },
    ]);
  });

  test('a checkout carries the id of its subject where the settings say whose it is', async () => {
    const session = {
      id: 'cs_1',
      customer: { id: 'cus_1', email: 'eleanor@example.com' },
      payment_intent: null,
      client_reference_id: 'P-77',
      amount_total: 4_900,
      currency: 'eur',
      payment_status: 'no_payment_required',
    };
    const body = event('checkout.session.completed', session);
    expect(await receive(deliver(body), withSubject)).toMatchObject([
      {
        event: {
          refs: { customer: 'cus_1', checkout: 'cs_1', subject: 'P-77' },
          data: { amount: { amount: 4_900, currency: 'EUR' }, status: 'no-payment-required' },
        },
      },
    ]);
    expect(JSON.stringify(await receive(deliver(body)))).not.toMatch(/P-77|eleanor/u);
    const metadata = { ...payment, metadata: { onward_subject: 'P-78' } };
    const paid = event('payment_intent.succeeded', metadata);
    expect(await receive(deliver(paid), withSubject)).toMatchObject([
      { event: { refs: { subject: 'P-78' } } },
    ]);
  });

  test('other types, other shapes and hostile JSON are refused', async () => {
    expect(await codeOf(deliver(event('customer.created', payment)))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver(event('toString', payment)))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver('{"hello":"Eleanor"}'))).toBe('ONW-EVENT-SHAPE');
    expect(await codeOf(deliver('{"id":"a","id":"b"}'))).toBe('ONW-JSON-DUPLICATE-KEY');
  });

  test('data of unknown form stays unknown', async () => {
    const odd = { ...payment, amount_received: 1.5, currency: 'Eleanor', status: 'Eleanor' };
    expect(await receive(deliver(event('payment_intent.succeeded', odd)))).toMatchObject([
      { event: { data: {} } },
    ]);
  });
});

test('settings: the secret is a variable, the subject system adds a ref', async () => {
  expect(stripe.describe({ secret: 'whsec_x' })).toMatchObject({
    problems: [{ path: ['secret'] }],
  });
  expect(stripe.describe({ secret: 'S', other: 1 })).toMatchObject({ problems: [{ path: [] }] });
  expect(stripe.describe({ secret: 'S', 'subject-system': 'clinic' })).toMatchObject({
    manifest: {
      events: {
        'checkout.completed': {
          refs: {
            customer: { system: '', of: 'subject' },
            subject: { system: 'clinic', of: 'subject' },
          },
        },
      },
      lookUps: {
        payment: { events: ['payment.succeeded', 'payment.failed', 'payment.cancelled'] },
      },
    },
  });
});

test('no signed body, whatever it holds, makes it throw or repeat a word', async () => {
  const word = 'eleanor-canary';
  const value = fc.jsonValue().map((json) => JSON.stringify(json));
  const near = fc
    .record({
      id: fc.anything(),
      type: fc.constantFrom('charge.refunded', word),
      data: fc.anything(),
    })
    .map((each) =>
      JSON.stringify(each, (_key, raw: unknown) => (typeof raw === 'bigint' ? 1 : raw)),
    );
  await fc.assert(
    fc.asyncProperty(fc.oneof(value, near, fc.string()), async (body) => {
      const received = await receive(deliver(body));
      expect(received).toHaveLength(1);
      expect(JSON.stringify(received)).not.toContain(word);
    }),
  );
});
