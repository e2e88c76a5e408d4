import { afterEach, describe, expect, test } from 'vitest';

import type { Json, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { nobodyThere, serveLoopback, setupOf } from '../outbound.fixture.ts';
import type { Given, LoopbackServer, Taken } from '../outbound.fixture.ts';
import { stripe } from './index.ts';
import {
  deliver,
  event,
  out,
  payment,
  receive,
  secret,
  setup,
  withSubject,
} from './stripe.fixture.ts';

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A Stripe on loopback that answers by the function. */
async function serving(answer: (taken: Taken) => Given): Promise<SystemSetup> {
  server = await serveLoopback(answer);
  return reaching(server.url);
}

function reaching(url: string): SystemSetup {
  const variables = { S: secret, STRIPE_API_KEY: 'rk_test', URL: url };
  return setupOf(stripe, { secret: 'S', url: 'URL' }, variables);
}

describe('look-up of payments', () => {
  const ask = {
    key: 'jrn_2a.3.0',
    name: 'payment',
    journey: 'jrn_2a',
    refs: { stripe: ['cus_1'], clinic: ['P-77'] },
  };

  test('asks for the customer and tells what happened', async () => {
    const failed = { id: 'pi_2', status: 'requires_payment_method', last_payment_error: {} };
    const waiting = { id: 'pi_3', status: 'requires_payment_method', last_payment_error: null };
    const at = await serving(() => ({ status: 200, body: { data: [payment, failed, waiting] } }));
    expect(await stripe.lookUp?.(ask, at, out)).toMatchObject({
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
    expect(server?.taken[0]).toMatchObject({
      path: '/v1/payment_intents?limit=10&customer=cus_1',
      headers: { authorization: 'Bearer rk_test' },
    });
  });

  test('all payments of the account are read page by page', async () => {
    const pages = [
      { data: [payment, { ...payment, id: 'pi_2' }], has_more: true },
      { data: [{ ...payment, id: 'pi_3', status: 'canceled' }], has_more: false },
    ];
    let page = 0;
    const at = await serving(() => ({ status: 200, body: pages[page++] ?? { data: [] } }));
    const first = await stripe.list?.({ name: 'payment' }, at, out);
    expect(first).toMatchObject({ kind: 'page', cursor: 'pi_2', received: { length: 2 } });
    const last = await stripe.list?.({ name: 'payment', cursor: 'pi_2' }, at, out);
    expect(last).toMatchObject({ received: [{ event: { event: 'payment.cancelled' } }] });
    expect(last).not.toHaveProperty('cursor');
    expect(server?.taken.map(({ path }) => path)).toEqual([
      '/v1/payment_intents?limit=100',
      '/v1/payment_intents?limit=100&starting_after=pi_2',
    ]);
    const away = await serving(() => ({ status: 500, body: {} }));
    expect(await stripe.list?.({ name: 'payment' }, away, out)).toMatchObject({ kind: 'retry' });
  });

  test('nothing, refused, no answer, no key, nobody to ask about', async () => {
    const lookUp = async (at: SystemSetup, request = ask) => stripe.lookUp?.(request, at, out);
    let status = 200;
    const at = await serving(() => ({ status, body: { data: [] } }));
    expect(await lookUp(at)).toEqual({ kind: 'nothing' });
    status = 404;
    expect(await lookUp(at)).toEqual({ kind: 'nothing' });
    status = 401;
    expect(await lookUp(at)).toEqual({ kind: 'retry', code: 'ONW-OUT-CREDENTIALS' });
    status = 500;
    expect(await lookUp(at)).toEqual({ kind: 'retry', code: 'ONW-OUT-STATUS' });
    const nobody = reaching(await nobodyThere());
    expect(await lookUp(nobody)).toEqual({ kind: 'retry', code: 'ONW-OUT-UNREACHED' });
    expect(await lookUp(withSubject)).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    const stranger = { ...ask, refs: { stripe: ['../../v1/accounts'], clinic: [] } };
    expect(await lookUp(at, stranger)).toMatchObject({ code: 'ONW-LOOKUP-REF' });
    const asked = server?.taken.length;
    expect(asked).toBe(4);
  });
});

describe('refunds', () => {
  const command = (change: Partial<OutboundCommand> = {}): OutboundCommand => ({
    key: 'jrn_2a.12.0',
    command: 'refund',
    args: { 'payment-intent': 'pi_1' },
    journey: 'jrn_2a',
    refs: {},
    attempt: 1,
    ...change,
  });
  const refund = { id: 're_1', status: 'succeeded', metadata: { onward_key: 'jrn_2a.12.0' } };

  test('the whole payment, under our key', async () => {
    const at = await serving(() => ({ status: 200, body: refund }));
    expect(await stripe.send?.(command(), at, out)).toEqual({
      kind: 'done',
      data: { refund: 're_1' },
    });
    expect(server?.taken).toMatchObject([
      { method: 'POST', path: '/v1/refunds', headers: { 'idempotency-key': 'jrn_2a.12.0' } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(server?.taken[0]?.body))).toEqual({
      payment_intent: 'pi_1',
      'metadata[onward_key]': 'jrn_2a.12.0',
    });
  });

  test('an amount, in the currency of the payment alone', async () => {
    const at = await serving(({ path }) => ({
      status: 200,
      body: path.startsWith('/v1/refunds') ? refund : payment,
    }));
    const part = (currency: string) =>
      command({
        command: 'refund-part',
        args: { 'payment-intent': 'pi_1', amount: { amount: 1_200, currency } },
      });
    expect(await stripe.send?.(part('JPY'), at, out)).toMatchObject({ kind: 'rejected' });
    expect(server?.taken.map(({ method }) => method)).toEqual(['GET']);
    expect(await stripe.send?.(part('USD'), at, out)).toMatchObject({ kind: 'done' });
    expect(server?.taken.at(-1)?.body).toContain('amount=1200');
  });

  test('a part without an amount is never the whole', async () => {
    const at = await serving(() => ({ status: 200, body: refund }));
    const part = command({ command: 'refund-part' });
    expect(await stripe.send?.(part, at, out)).toMatchObject({ kind: 'rejected' });
    const odd = command({ args: { 'payment-intent': 'pi_1/../x' } });
    expect(await stripe.send?.(odd, at, out)).toMatchObject({ kind: 'rejected' });
    expect(await stripe.send?.(command({ command: 'charge' }), at, out)).toMatchObject({
      code: 'ONW-SYSTEM-SILENT',
    });
    expect(server?.taken).toEqual([]);
  });

  test('a later try finds what an earlier one did', async () => {
    let before: Json = [{ ...refund, id: 're_9', metadata: {} }, refund];
    const at = await serving(({ method }) => ({
      status: 200,
      body: method === 'GET' ? { data: before } : { ...refund, id: 're_2' },
    }));
    const again = command({ attempt: 2 });
    expect(await stripe.send?.(again, at, out)).toMatchObject({ data: { refund: 're_1' } });
    expect(server?.taken.map(({ method }) => method)).toEqual(['GET']);
    before = [];
    expect(await stripe.send?.(again, at, out)).toMatchObject({ data: { refund: 're_2' } });
  });

  test.each([
    [400, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [402, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [401, { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' }],
    [409, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [429, { kind: 'retry', code: 'ONW-OUT-BUSY', afterMs: 2_000 }],
    [500, { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' }],
  ])('status %i', async (status, attempt) => {
    const headers: Record<string, string> = status === 429 ? { 'retry-after': '2' } : {};
    const at = await serving(() => ({ status, headers, body: { error: {} } }));
    expect(await stripe.send?.(command(), at, out)).toEqual(attempt);
  });

  test('a lost answer is unknown, an unreached Stripe is not', async () => {
    const at = await serving(() => 'drop');
    expect(await stripe.send?.(command(), at, out)).toMatchObject({ kind: 'unknown' });
    expect(await stripe.send?.(command({ attempt: 2 }), at, out)).toMatchObject({
      kind: 'unknown',
    });
    const nobody = reaching(await nobodyThere());
    expect(await stripe.send?.(command(), nobody, out)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-UNREACHED',
    });
  });

  test('a refund that failed is rejected, one without an id is done', async () => {
    let body: Json = { ...refund, status: 'failed' };
    const at = await serving(() => ({ status: 200, body }));
    expect(await stripe.send?.(command(), at, out)).toMatchObject({ kind: 'rejected' });
    body = { status: 'pending' };
    expect(await stripe.send?.(command(), at, out)).toMatchObject({ kind: 'done', data: {} });
  });

  test('its events answer the command that made it', async () => {
    const told = { ...refund, object: 'refund', amount: 500, currency: 'usd' };
    const body = event('refund.updated', { ...told, payment_intent: 'pi_1', reason: 'Eleanor' });
    expect(await receive(deliver(body))).toEqual([
      {
        kind: 'event',
        event: {
          event: 'refund.updated',
          id: 'evt_1',
          occurredAt: 1_793_000_000_000,
          refs: { 'payment-intent': 'pi_1', refund: 're_1' },
          data: { amount: { amount: 500, currency: 'USD' }, status: 'succeeded' },
          answers: 'jrn_2a.12.0',
        },
      },
    ]);
    const forged = { ...told, metadata: { onward_key: 'Eleanor' } };
    expect(JSON.stringify(await receive(deliver(event('refund.updated', forged))))) //
      .not.toContain('Eleanor');
  });
});

describe('fetching again, and reaching', () => {
  test('a refused event names itself, where it can be asked for', async () => {
    const refused = await receive(deliver('{"id":"evt_9","type":"payment_intent.succeeded"}'));
    expect(refused).toMatchObject([
      { code: 'ONW-EVENT-SHAPE', at: ['/data/object'], again: 'evt_9' },
    ]);
    const unsigned = await receive(deliver('{"id":"evt_9"}', 't=1,v1=00'));
    expect(unsigned[0]).not.toHaveProperty('again');
    const odd = await receive(deliver('{"id":"../evt_9"}'));
    expect(odd[0]).not.toHaveProperty('again');
  });

  test('an event is read again from the API', async () => {
    const body = JSON.parse(event('payment_intent.succeeded', payment)) as Json;
    const at = await serving(({ path }) =>
      path === '/v1/events/evt_1' ? { status: 200, body } : { status: 404, body: {} },
    );
    expect(await stripe.refetch?.('evt_1', at, out)).toMatchObject({
      kind: 'found',
      received: [{ event: { event: 'payment.succeeded', id: 'evt_1' } }],
    });
    expect(await stripe.refetch?.('evt_2', at, out)).toEqual({ kind: 'nothing' });
    expect(await stripe.refetch?.('../accounts', at, out)).toEqual({ kind: 'nothing' });
    expect(server?.taken.length).toBe(2);
  });

  test('a probe tells a refused key from an outage', async () => {
    let status = 200;
    const at = await serving(() => ({ status, body: {} }));
    expect(await stripe.probe?.(at, out)).toEqual({ kind: 'well' });
    status = 403;
    expect(await stripe.probe?.(at, out)).toMatchObject({ kind: 'refused' });
    status = 503;
    expect(await stripe.probe?.(at, out)).toMatchObject({ kind: 'away' });
    expect(await stripe.probe?.(reaching(await nobodyThere()), out)).toMatchObject({
      kind: 'away',
    });
    expect(await stripe.probe?.(withSubject, out)).toMatchObject({ code: 'ONW-SECRET-MISSING' });
  });

  test('names the one host that is called', () => {
    expect(stripe.hosts?.(setup)).toEqual(['api.stripe.com']);
    expect(stripe.hosts?.(reaching('http://127.0.0.1:4010/'))).toEqual(['127.0.0.1:4010']);
    expect(stripe.hosts?.(reaching(''))).toEqual([]);
  });
});
