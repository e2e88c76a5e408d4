/**
 * Bad input, over real sockets into the real server: a code, no echo, nothing half-done, still up.
 */
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendMllp } from '../../src/edge/index.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

/** Stands in every hostile input where a name would; it must never come back. */
const canary = 'Eleanor-Canary';
const telehealth = fileURLToPath(new URL('../../../../examples/01-telehealth', import.meta.url));

let directory = '';
let server: Server;
let stripeSecret = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-bad-'));
  server = await startServer(telehealth, directory);
  const secrets = await readFile(join(directory, 'dev-secrets.json'), 'utf8');
  stripeSecret = /"STRIPE_WEBHOOK_SECRET":\s*"([^"]+)"/.exec(secrets)?.[1] ?? '';
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await rm(directory, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function post(path: string, body: string | Buffer, headers = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^onward_${name} (\\d+)`, 'm').exec(text)?.[1] ?? -1);
}

const cloudEvent = {
  specversion: '1.0',
  id: 'e-1',
  source: 'patient',
  type: 'patient.withdrew',
  subject: canary,
};
const event = (change: object): string => JSON.stringify({ ...cloudEvent, ...change });
const deep = `${'['.repeat(10_000)}"${canary}"${']'.repeat(10_000)}`;

const hostile: Record<string, string | Buffer> = {
  'no JSON': `{"id": "${canary}"`,
  'depth 10,000': deep,
  'deep data': `{"specversion":"1.0","id":"x","data":${deep}}`,
  '10 MB': Buffer.alloc(10_000_000, `"${canary}"`),
  'a key twice': `{"specversion":"1.0","id":"a","id":"${canary}"}`,
  __proto__: `{"specversion":"1.0","__proto__":{"admin":"${canary}"}}`,
  NUL: `{"specversion":"1.0","id":"${canary}\\u0000"}`,
  'a lone surrogate': `{"specversion":"1.0","id":"${canary}\\ud800"}`,
  'invalid UTF-8': Buffer.concat([
    Buffer.from(`{"id":"${canary}`),
    Buffer.of(0xff, 0xfe),
    Buffer.from('"}'),
  ]),
  '2^53+1': `{"specversion":"1.0","id":"${canary}","n":9007199254740993}`,
  'no event': `"${canary}"`,
  'another version': event({ specversion: canary }),
  'an id with spaces': event({ id: `${canary} and more` }),
  'an unknown event': event({ type: `patient.${canary}` }),
  'an unknown system': event({ type: `${canary}.withdrew` }),
  '30 February': event({ time: '2026-02-30T10:00:00Z' }),
  'undeclared data': event({ data: { note: canary } }),
  'data that is text': event({ data: canary }),
};

test.for(Object.keys(hostile))('POST /v1/events with %s', async (name) => {
  const before = await metric('journeys_open');
  const { status, text } = await post('/v1/events', hostile[name] ?? '');
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(text).toMatch(/"ONW-[A-Z0-9-]+"/);
  expect(text).not.toContain(canary);
  expect(before).toBeGreaterThanOrEqual(0);
  expect(await metric('journeys_open')).toBe(before);
});

function stripe(body: string, secret = stripeSecret, at = Date.now()): Record<string, string> {
  const time = Math.floor(at / 1_000);
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return { 'stripe-signature': `t=${time},v1=${mac}` };
}
const checkout = (id: string, customer: string): string =>
  JSON.stringify({
    id,
    type: 'checkout.session.completed',
    created: Math.floor(Date.now() / 1_000),
    data: { object: { id: `cs_${id}`, customer, client_reference_id: `person-${customer}` } },
  });

test('signatures: none, forged, of other bytes, too old: nothing is taken', async () => {
  const body = checkout('evt_forged', 'cus_forged');
  const attempts = [
    {},
    stripe(body, 'whsec_other'),
    stripe(`${body} `),
    stripe(body, stripeSecret, Date.now() - 3_600_000),
  ];
  for (const headers of attempts) {
    const { status, text } = await post('/in/billing', body, headers);
    expect(status).toBe(401);
    expect(text).toMatch(/ONW-SIGNATURE-/);
  }
  const good = await post('/in/billing', body, stripe(body));
  expect(good.status).toBe(202);
  expect(good.text).toContain('"accepted"');
});

test('the same id with another body is refused; the same body is a duplicate', async () => {
  const body = checkout('evt_twice', 'cus_twice');
  expect((await post('/in/billing', body, stripe(body))).text).toContain('"accepted"');
  expect((await post('/in/billing', body, stripe(body))).text).toContain('"duplicate"');
  const other = checkout('evt_twice', 'cus_other');
  const reused = await post('/in/billing', other, stripe(other));
  expect(reused.text).toContain('ONW-EVENT-ID-REUSED');
});

test('an event for an ended journey is kept for a person, and says so', async () => {
  const body = checkout('evt_ending', 'cus_ending');
  await post('/in/billing', body, stripe(body));
  const leave = { id: 'leave-1', subject: undefined, data: { patient: 'person-cus_ending' } };
  const left = await post('/v1/events', event(leave));
  expect(left.text).toContain('"accepted"');
  const late = await post('/v1/events', event({ ...leave, id: 'leave-2' }));
  expect(late.text).toContain('ONW-JOURNEY-ENDED');
  const { text } = await post('/v1/events', event({ ...leave, id: 'leave-2' }));
  expect(text).toContain('"duplicate"');
});

test('acts: unknown obligation, action and actor', async () => {
  const body = checkout('evt_acting', 'cus_acting');
  const taken = JSON.parse((await post('/in/billing', body, stripe(body))).text) as {
    results: { journeys: string[] }[];
  };
  const id = taken.results[0]?.journeys[0] ?? '';
  const journey = (await (await fetch(`${server.url}/v1/journeys/${id}`)).json()) as {
    obligations: { id: string }[];
  };
  const obligation = journey.obligations[0]?.id ?? '';
  const act = async (name: string, request: object): Promise<string> =>
    (await post(`/v1/obligations/${name}/act`, JSON.stringify(request))).text;
  expect(await act(obligation, { action: 'paid', actor: 'p-101' })).toContain('ONW-ACTION-UNKNOWN');
  const assign = { obligation, owner: 'scheduling', actor: 'nobody' };
  const { text } = await post(`/v1/journeys/${id}/assign`, JSON.stringify(assign));
  expect(text).toContain('ONW-ACTOR-UNKNOWN');
  expect(await act('obl_1-1-1', { action: 'paid', actor: 'p-101' })).toMatch(/ONW-[A-Z-]+/);
  expect(await act(canary, { action: canary, actor: canary })).not.toContain(canary);
});

test('HL7: no message, half a message, too large, unknown facility', async () => {
  const target = { host: '127.0.0.1', port: server.mllpPort ?? 0, timeoutMs: 5_000 };
  const texts = [
    canary,
    `MSH|^~\\&|X|X|||${canary}`,
    `MSH|^~\\&|X|X|||20261122||SIU^S12|1|P|2.5\rPID|||${canary}`,
    `MSH|^~\\&|SCHED|SCHED|||20261122||SIU^S12|${'x'.repeat(900)}|P|2.5\rSCH|||\u0000${canary}`,
  ];
  for (const text of texts) {
    const ack = Buffer.from(await sendMllp(target, Buffer.from(text))).toString('latin1');
    expect(ack).toMatch(/MSA\|A[ER]\|/);
    expect(ack).toMatch(/ONW-/);
    expect(ack).not.toContain(canary);
  }
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('nothing of all that is in what the server wrote about itself', async () => {
  const log = await readFile(join(directory, 'postgres', 'log'), 'utf8');
  expect(log).not.toContain(canary);
});
