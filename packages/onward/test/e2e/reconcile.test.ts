/**
 * Reconciliation as an operator has it: the telehealth program, signed webhooks of which some are
 * lost, and a Stripe on loopback that is asked what it knows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import StripeSdk from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onward } from '../../src/cli/cli.fixture.ts';
import { serveLoopback } from '../../src/connectors/outbound.fixture.ts';
import type { LoopbackServer, Taken } from '../../src/connectors/outbound.fixture.ts';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';

const telehealth = fileURLToPath(new URL('../../../../examples/01-telehealth', import.meta.url));
const secret = 'whsec_of_a_test';
const sdk = new StripeSdk('sk_test_of_our_own');

interface Payment {
  readonly id: string;
  readonly customer: string;
  readonly amount: number;
  readonly amount_received: number;
  readonly currency: string;
  status: string;
}

/** What Stripe knows, the newest first, as it answers lists and questions about a customer. */
const payments: Payment[] = [];
let isAway = false;
let folder = '';
let stripe: LoopbackServer;
let server: Started;

function answer({ path }: Taken) {
  if (isAway) return { status: 500, body: {} };
  const query = new URL(path, 'http://stripe').searchParams;
  const customer = query.get('customer');
  const single = /payment_intents\/(\w+)$/u.exec(path)?.[1];
  if (single !== undefined) {
    const found = payments.find(({ id }) => id === single);
    return found === undefined ? { status: 404, body: {} } : { status: 200, body: { ...found } };
  }
  const data = payments.filter((each) => customer === null || each.customer === customer);
  return { status: 200, body: { data: data.map((each) => ({ ...each })), has_more: false } };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-reconcile-'));
  stripe = await serveLoopback(answer);
  const words = ['dev', telehealth, '--port', '0', '--mllp-port', '0', '--data', folder];
  server = await startProcess(words, {
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_API_URL: stripe.url,
    STRIPE_API_KEY: 'rk_of_a_test',
  });
}, 60_000);

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await stripe.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;

/** Delivers an event as Stripe does; its journey. */
async function deliver(type: string, object: object): Promise<string> {
  count += 1;
  const created = Math.floor(Date.now() / 1_000);
  const payload = JSON.stringify({
    id: `evt_${count}`,
    object: 'event',
    type,
    created,
    data: { object },
  });
  const response = await fetch(`${server.url}/in/billing`, {
    method: 'POST',
    body: payload,
    headers: {
      'content-type': 'application/json',
      'stripe-signature': sdk.webhooks.generateTestHeaderString({ payload, secret }),
    },
  });
  const { results } = (await response.json()) as { results: { journeys: string[] }[] };
  return results[0]?.journeys[0] ?? '';
}

function enrol(person: string): Promise<string> {
  return deliver('checkout.session.completed', {
    id: `cs_${person}`,
    customer: `cus_${person}`,
    payment_intent: `pi_${person}`,
    client_reference_id: `clinic-${person}`,
  });
}

function pay(person: string, more: Partial<Payment> = {}): Payment {
  const payment = {
    id: `pi_${person}`,
    customer: `cus_${person}`,
    amount: 4_900,
    amount_received: 4_900,
    currency: 'usd',
    status: 'succeeded',
    ...more,
  };
  payments.unshift(payment);
  return payment;
}

async function verb(...words: readonly string[]): Promise<{ exit: number | null; out: string }> {
  const { exit, out, err } = await onward(...words, '--url', server.url);
  expect(err).not.toMatch(/canary/iu);
  return { exit, out };
}

async function told<T>(...words: readonly string[]): Promise<T & { exit: number | null }> {
  const { exit, out } = await verb(...words, '--json');
  return { ...(JSON.parse(out) as T), exit };
}

interface Journey {
  readonly places: readonly { readonly step: string }[];
  readonly obligations: readonly { readonly name: string; readonly owner: string }[];
}
const journey = (id: string): Promise<Journey> => told('journeys', 'show', id);

test('B1: a payment whose webhook was lost is found before anybody is called', async () => {
  const lost = await enrol('ada');
  const known = await enrol('bea');
  pay('ada');
  await deliver('payment_intent.succeeded', pay('bea'));
  expect((await journey(lost)).places).toMatchObject([{ step: 'payment' }]);
  const looked = await verb('reconcile', 'billing', '--actor', 'p-101', '--preview');
  expect(looked).toEqual({
    exit: 1,
    out: expect.stringContaining('2 journeys asked, 1 agree, 1 missed seen') as string,
  });
  expect((await journey(lost)).places).toMatchObject([{ step: 'payment' }]);
  const done = await verb('reconcile', 'billing', '--actor', 'p-101');
  expect(done).toEqual({
    exit: 0,
    out: 'billing.payment: 2 journeys asked, 1 agree, 1 missed applied\n',
  });
  expect((await journey(lost)).places).toMatchObject([{ step: 'intake-form' }]);
  expect((await journey(known)).places).toMatchObject([{ step: 'intake-form' }]);
  const { entries } = await told<{ entries: { type: string; observed: unknown }[] }>(
    'journal',
    lost,
  );
  expect(entries.find(({ type }) => type === 'billing.payment.succeeded')).toMatchObject({
    observed: { by: 'look-up' },
  });
  // The webhook that was lost comes after all: nothing happens twice.
  await deliver('payment_intent.succeeded', payments.find(({ id }) => id === 'pi_ada') ?? {});
  expect((await journey(lost)).places).toMatchObject([{ step: 'intake-form' }]);
  const { exit, out } = await verb('reconcile', 'list');
  expect({ exit, lines: out.trim().split('\n').length }).toEqual({ exit: 0, lines: 3 });
}, 60_000);

test('a payment that is gone is a task, with both sides, until it is dismissed', async () => {
  const id = await enrol('cleo');
  await deliver('payment_intent.succeeded', pay('cleo'));
  payments.splice(0, 1);
  const found = await told<{ agrees: boolean; differences: unknown[] }>(
    ...['reconcile', 'billing', '--journey', id, '--actor', 'p-101'],
  );
  expect(found).toMatchObject({
    exit: 1,
    agrees: false,
    differences: [{ class: 'vanished', end: 'task' }],
  });
  const { drifts } = await told<{ drifts: { id: string }[] }>('drift', 'list');
  expect(drifts).toMatchObject([
    {
      journey: id,
      class: 'vanished',
      owner: 'billing-desk',
      believed: {
        event: 'billing.payment.succeeded',
        facts: { amount: { amount: 4_900, currency: 'USD' } },
      },
      found: null,
    },
  ]);
  expect((await verb('drift', 'list')).out).toMatch(/vanished .* nothing/u);
  const { obligations } = await journey(id);
  expect(obligations).toContainEqual(
    expect.objectContaining({ name: 'billing.payment:vanished', owner: 'billing-desk' }),
  );
  const drift = drifts[0]?.id ?? '';
  expect((await verb('drift', 'apply', drift, '--actor', 'p-101')).exit).toBe(1);
  expect(
    (await verb('drift', 'dismiss', drift, '--actor', 'nobody', '--reason', 'paid-in-cash')).exit,
  ).toBe(1);
  const by = ['--actor', 'p-101', '--reason', 'paid-in-cash'];
  expect((await verb('drift', 'dismiss', drift, ...by)).exit).toBe(0);
  expect((await journey(id)).obligations).toHaveLength(1);
  expect((await verb('drift', 'dismiss', drift, ...by)).exit).toBe(1);
  expect(await verb('drift', 'list')).toEqual({ exit: 0, out: '' });
}, 60_000);

test('a system that is away is told so, and scripts may come again', async () => {
  isAway = true;
  const id = await enrol('dora');
  const { exit, out } = await verb('reconcile', 'billing', '--journey', id, '--actor', 'p-101');
  expect({ exit, out }).toEqual({ exit: 3, out: 'The system gave no answer.\n' });
  isAway = false;
  expect((await verb('reconcile', 'nobody', '--actor', 'p-101')).exit).toBe(1);
  expect((await verb('reconcile', '--actor', 'p-101')).exit).toBe(2);
}, 60_000);
