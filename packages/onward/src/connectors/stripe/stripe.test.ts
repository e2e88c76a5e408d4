import { createHmac } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';

import type { Json, Outbound, RawDelivery, SystemSetup } from '../../core/index.ts';
import { stripe } from './index.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const secret = 'whsec_test_of_our_own';

function setupWith(settings: Json, variables: Readonly<Record<string, string>>): SystemSetup {
  const system = {
    connector: 'stripe',
    owner: 'desk',
    events: {},
    commands: {},
    lookUps: {},
    settings,
  };
  return { name: 'billing', system, codes: {}, secret: (name) => variables[name] };
}
const setup = setupWith({ secret: 'S' }, { S: secret, STRIPE_API_KEY: 'rk_test' });
const withSubject = setupWith({ secret: 'S', 'subject-system': 'clinic' }, { S: secret });

/** The scheme as Stripe describes it, written here once more and on its own. */
function header(body: string, { by = secret, at = now } = {}): string {
  const t = Math.floor(at / 1000);
  return `t=${t},v1=${createHmac('sha256', by).update(`${t}.${body}`).digest('hex')}`;
}

function deliver(body: string, signature: string | undefined = header(body)): RawDelivery {
  const headers = signature === '' ? {} : { 'stripe-signature': signature };
  return { body: new TextEncoder().encode(body), headers, receivedAt: now };
}

function event(type: string, object: Json): string {
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    created: 1_793_000_000,
    data: { object },
  });
}

const payment = {
  id: 'pi_1',
  customer: 'cus_1',
  amount: 5_000,
  amount_received: 4_900,
  currency: 'usd',
  status: 'succeeded',
  description: 'Eleanor Canary, first visit',
  receipt_email: 'eleanor@example.com',
};
const receive = (delivery: RawDelivery, inSetup = setup) => stripe.receive?.(delivery, inSetup);
const codeOf = (delivery: RawDelivery, inSetup = setup): string => {
  const [received] = receive(delivery, inSetup) ?? [];
  return received?.kind === 'refused' ? received.code : 'event';
};

describe('signatures', () => {
  const body = event('payment_intent.succeeded', payment);

  test('good, forged, altered, old, missing', () => {
    expect(codeOf(deliver(body))).toBe('event');
    expect(codeOf(deliver(body, header(body, { by: 'whsec_other' })))).toBe(
      'ONW-SIGNATURE-INVALID',
    );
    expect(codeOf(deliver(`${body} `, header(body)))).toBe('ONW-SIGNATURE-INVALID');
    expect(codeOf(deliver(body, header(body, { at: now - 301_000 })))).toBe('ONW-SIGNATURE-TIME');
    expect(codeOf(deliver(body, ''))).toBe('ONW-SIGNATURE-MISSING');
    expect(codeOf(deliver(body), setupWith({ secret: 'S' }, {}))).toBe('ONW-SECRET-MISSING');
  });

  test('an older scheme alone is not enough; nonsense is refused', () => {
    const v0 = header(body).replace('v1=', 'v0=');
    for (const signature of [v0, 't=1', 'v1=', ',,,', 't=x,v1=zz', `v1=${'0'.repeat(64)}`]) {
      expect(codeOf(deliver(body, signature))).toMatch(/^ONW-SIGNATURE-/u);
    }
  });

  test('several signatures and several secrets, while one is rotated', () => {
    const rotating = setupWith({ secret: 'S' }, { S: `whsec_new ${secret}` });
    expect(codeOf(deliver(body), rotating)).toBe('event');
    expect(codeOf(deliver(body, header(body, { by: 'whsec_new' })), rotating)).toBe('event');
    const two = `${header(body)},v1=${'0'.repeat(64)}`;
    expect(codeOf(deliver(body, two))).toBe('event');
  });
});

describe('events', () => {
  test('a payment: ids, amount and status, nothing else', () => {
    expect(receive(deliver(event('payment_intent.succeeded', payment)))).toEqual([
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
  ])('%s says %s', (type, name) => {
    expect(receive(deliver(event(type, payment)))).toMatchObject([{ event: { event: name } }]);
  });

  test('a checkout carries the id of its subject where the settings say whose it is', () => {
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
    expect(receive(deliver(body), withSubject)).toMatchObject([
      {
        event: {
          refs: { customer: 'cus_1', checkout: 'cs_1', subject: 'P-77' },
          data: { amount: { amount: 4_900, currency: 'EUR' }, status: 'no-payment-required' },
        },
      },
    ]);
    expect(JSON.stringify(receive(deliver(body)))).not.toMatch(/P-77|eleanor/u);
    const metadata = { ...payment, metadata: { onward_subject: 'P-78' } };
    const paid = event('payment_intent.succeeded', metadata);
    expect(receive(deliver(paid), withSubject)).toMatchObject([
      { event: { refs: { subject: 'P-78' } } },
    ]);
  });

  test('other types, other shapes and hostile JSON are refused', () => {
    expect(codeOf(deliver(event('customer.created', payment)))).toBe('ONW-EVENT-UNUSED');
    expect(codeOf(deliver(event('toString', payment)))).toBe('ONW-EVENT-UNUSED');
    expect(codeOf(deliver('{"hello":"Eleanor"}'))).toBe('ONW-EVENT-SHAPE');
    expect(codeOf(deliver('{"id":"a","id":"b"}'))).toBe('ONW-JSON-DUPLICATE-KEY');
  });

  test('data of unknown form stays unknown', () => {
    const odd = { ...payment, amount_received: 1.5, currency: 'Eleanor', status: 'Eleanor' };
    expect(receive(deliver(event('payment_intent.succeeded', odd)))).toMatchObject([
      { event: { data: {} } },
    ]);
  });
});

test('settings: the secret is a variable, the subject system adds a ref', () => {
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

describe('look-up of payments', () => {
  const answering = (status: number, body: Json) => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const fetch = vi.fn<Outbound['fetch']>(() => {
      return Promise.resolve({ status, headers: {}, body: bytes });
    });
    return { fetch, nowMs: () => now };
  };
  const ask = {
    key: 'jrn_2a.3.0',
    name: 'payment',
    journey: 'jrn_2a',
    refs: { billing: ['cus_1'], clinic: ['P-77'] },
  };

  test('asks for the customer and tells what happened', async () => {
    const failed = { id: 'pi_2', status: 'requires_payment_method', last_payment_error: {} };
    const waiting = { id: 'pi_3', status: 'requires_payment_method', last_payment_error: null };
    const out = answering(200, { data: [payment, failed, waiting] });
    expect(await stripe.lookUp?.(ask, setup, out)).toMatchObject({
      kind: 'found',
      received: [
        {
          event: {
            event: 'payment.succeeded',
            id: '',
            covers: { content: 'pi_1.payment.succeeded' },
          },
        },
        { event: { event: 'payment.failed', id: '', covers: { content: 'pi_2.payment.failed' } } },
      ],
    });
    expect(out.fetch.mock.calls[0]?.[0]).toMatchObject({
      url: 'https://api.stripe.com/v1/payment_intents?limit=10&customer=cus_1',
      headers: { authorization: 'Bearer rk_test' },
    });
  });

  test('nothing, no answer, no key, nobody to ask about', async () => {
    const nothing = answering(200, { data: [] });
    expect(await stripe.lookUp?.(ask, setup, nothing)).toEqual({ kind: 'nothing' });
    expect(await stripe.lookUp?.(ask, setup, answering(401, {}))).toMatchObject({ kind: 'retry' });
    expect(await stripe.lookUp?.(ask, withSubject, nothing)).toMatchObject({
      code: 'ONW-SECRET-MISSING',
    });
    const nobody = { ...ask, refs: { billing: ['../../v1/accounts'] } };
    expect(await stripe.lookUp?.(nobody, setup, nothing)).toMatchObject({ code: 'ONW-LOOKUP-REF' });
  });
});
