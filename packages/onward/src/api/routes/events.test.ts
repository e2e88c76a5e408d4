import { expect, test } from 'vitest';
import type { OperationalEvent, Page, PageVisit } from '../../core/index.ts';
import { closedFacts, declared, RetryError } from '../../core/index.ts';
import { fake } from '../fake-deps.fixture.ts';
import type { Taken } from '../ports.ts';
import type { EventResult } from '../../runtime/index.ts';

interface Results {
  readonly results: readonly {
    readonly id: string | null;
    readonly status: string;
    readonly code?: string;
  }[];
}
const one = { id: 'evt_1', type: 'billing.payment.succeeded' };

async function resultsOf(response: Response): Promise<Results['results']> {
  return ((await response.json()) as Results).results;
}

test.for([
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents+json; charset=UTF-8',
])('one event as %s is taken', async (type) => {
  const { post, asked } = fake();
  const response = await post('/v1/events', one, { 'content-type': type });
  expect(response.status).toBe(202);
  expect(await resultsOf(response)).toEqual([
    { id: 'evt_1', status: 'accepted', journeys: ['jrn_11'] },
  ]);
  expect(asked.events).toHaveLength(1);
});

test.for(['application/json', 'application/cloudevents-batch+json'])(
  'a batch as %s is taken',
  async (type) => {
    const { post, asked } = fake();
    const response = await post('/v1/events', [one, { ...one, id: 'evt_2' }], {
      'content-type': type,
    });
    expect(response.status).toBe(202);
    expect((await resultsOf(response)).map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
    expect(asked.events[0]).toHaveLength(2);
  },
);

test('each item has its own result in its own place', async () => {
  const result = (id: string): EventResult => {
    return id === 'b'
      ? { id, status: 'duplicate', journeys: ['jrn_11'] }
      : { id, status: 'accepted', journeys: [] };
  };
  const { post } = fake({ result });
  const response = await post('/v1/events', [
    { id: 7 },
    { ...one, id: 'a' },
    null,
    { ...one, id: 'b' },
    [],
  ]);
  expect(response.status).toBe(202);
  expect((await resultsOf(response)).map(({ id, status }) => `${id ?? '-'} ${status}`)).toEqual([
    '- rejected',
    'a accepted',
    '- rejected',
    'b duplicate',
    '- rejected',
  ]);
});

test('when every item is refused nothing is accepted', async () => {
  const { post, asked } = fake();
  const response = await post('/v1/events', [{ id: 7 }, 'x']);
  expect(response.status).toBe(422);
  expect((await resultsOf(response)).map(({ code }) => code)).toEqual([
    'ONW-EVENT-SHAPE',
    'ONW-EVENT-SHAPE',
  ]);
  expect(asked.events).toEqual([]);
  const engine = fake({
    result: (id) => ({ id, status: 'rejected', code: 'ONW-EVENT-CHANGED', journeys: [] }),
  });
  expect((await engine.post('/v1/events', one)).status).toBe(422);
});

test('an empty batch is taken, one too large is not', async () => {
  const { post, asked } = fake();
  expect((await post('/v1/events', [])).status).toBe(202);
  expect(
    (
      await post(
        '/v1/events',
        Array.from({ length: 1000 }, () => one),
      )
    ).status,
  ).toBe(202);
  asked.events.length = 0;
  const response = await post(
    '/v1/events',
    Array.from({ length: 1001 }, () => one),
  );
  expect(response.status).toBe(413);
  expect(await response.text()).toContain('ONW-BATCH-TOO-LARGE');
  expect(asked.events).toEqual([]);
});

test('a media type that promises one thing and a body that is another', async () => {
  const { post } = fake();
  const list = await post('/v1/events', [one], { 'content-type': 'application/cloudevents+json' });
  const single = await post('/v1/events', one, {
    'content-type': 'application/cloudevents-batch+json',
  });
  expect([list.status, single.status]).toEqual([400, 400]);
});

test('a delivery goes on byte for byte, under the name of a system or a connector', async () => {
  const { call, asked } = fake();
  for (const name of ['billing', 'stripe']) {
    const response = await call(`/in/${name}`, { method: 'POST', body: ' {"a":1}\r\n' });
    expect(response.status).toBe(202);
  }
  expect(asked.deliveries).toEqual([
    { name: 'system billing', text: ' {"a":1}\r\n' },
    { name: 'connector stripe', text: ' {"a":1}\r\n' },
  ]);
});

test.for([
  ['ONW-SIGNATURE-INVALID', 401],
  ['ONW-SIGNATURE-TIME', 401],
  ['ONW-SECRET-MISSING', 503],
  ['ONW-EVENT-DATA', 422],
  ['ONW-EVENT-UNUSED', 202],
] as const)(
  'a delivery refused with %s is answered %i and takes nothing',
  async ([code, status]) => {
    const { call, asked } = fake();
    const response = await call('/in/billing', { method: 'POST', body: code });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(code);
    expect(asked.events).toEqual([]);
  },
);

test('an unknown system is not asked', async () => {
  const { call, asked } = fake();
  for (const name of ['nobody', '__proto__', 'constructor', 'toString']) {
    expect((await call(`/in/${name}`, { method: 'POST', body: 'x' })).status).toBe(404);
  }
  expect(asked.deliveries).toEqual([]);
});

test('a system whose connector proves nothing is not delivered to', async () => {
  for (const delivers of [() => false, (name: string) => name === 'webhook']) {
    const { call, asked } = fake({ delivers });
    for (const name of ['billing', 'stripe']) {
      const response = await call(`/in/${name}`, { method: 'POST', body: 'x' });
      expect(response.status).toBe(404);
      const text = await response.text();
      expect(text).toContain('ONW-SYSTEM-SILENT');
      expect(text).toContain('over MLLP');
    }
    expect(asked.deliveries).toEqual([]);
  }
});

test('a delivery that says nothing is taken, and nothing comes of it', async () => {
  const intake = { receive: async () => [], receiveLine: async () => [] };
  const { call, asked } = fake({ intake: { ...intake, receiveEvents: async () => [] } });
  const response = await call('/in/billing', { method: 'POST', body: 'handshake' });
  expect(response.status).toBe(202);
  expect(await resultsOf(response)).toEqual([]);
  expect(asked.events).toEqual([]);
});

test('what could not be had is to be sent again; what was there is taken', async () => {
  const event: OperationalEvent = {
    type: declared('billing.payment.succeeded'),
    source: declared('billing'),
    id: declared('evt_1'),
    occurredAt: 0,
    refs: [],
    data: closedFacts({}),
    digest: declared('0'.repeat(32)),
  };
  const taken: readonly Taken[] = [
    { kind: 'event', event },
    { kind: 'retry', code: 'ONW-OUT-STATUS' },
  ];
  const receive = async () => taken;
  const { call, asked } = fake({
    intake: { receive, receiveLine: receive, receiveEvents: receive },
  });
  const response = await call('/in/billing', { method: 'POST', body: 'x' });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await response.text()).toContain('ONW-OUT-STATUS');
  expect(asked.events).toEqual([[event]]);
});

test('a system whose share is being worked on is told to come again', async () => {
  const receive = () => Promise.reject(new RetryError('ONW-BUSY', 'Send it again.'));
  const { call } = fake({ intake: { receive, receiveLine: receive, receiveEvents: receive } });
  const response = await call('/in/billing', { method: 'POST', body: 'x' });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
});

test('a subscription that sends the whole resource names it in the path', async () => {
  const { call, asked } = fake();
  const path = '/in/billing/Appointment/a-1';
  for (const method of ['POST', 'PUT']) {
    expect((await call(path, { method, body: method })).status).toBe(202);
  }
  expect(asked.deliveries).toEqual([
    { name: 'system billing', text: 'POST' },
    { name: 'system billing', text: 'PUT' },
  ]);
  expect((await call('/in/nobody/Appointment/a-1', { method: 'POST', body: 'x' })).status).toBe(
    404,
  );
});

test('a link of a message is a page under any name, which tells what its button did', async () => {
  const visits: PageVisit[] = [];
  const page = (system: string, visit: PageVisit): Page | undefined => {
    visits.push(visit);
    if (system !== 'billing' || !visit.query.startsWith('reply=')) return undefined;
    const headers = { 'content-type': 'text/html', 'cache-control': 'no-store' };
    return { status: 200, headers, html: visit.pressed ?? 'asking' };
  };
  const receive = async () => [];
  const taking = { receive, receiveLine: receive, receiveEvents: receive };
  const { call, asked, clock } = fake({ intake: { ...taking, page }, token: 'x'.repeat(32) });
  const headers = { host: 'edge.clinic.example', 'accept-language': 'es' };
  const shown = await call('/in/billing?reply=c-1', { headers });
  expect([shown.status, await shown.text()]).toEqual([200, 'asking']);
  expect(shown.headers.get('cache-control')).toBe('no-store');
  expect(visits).toEqual([{ query: 'reply=c-1', languages: 'es', receivedAt: clock.at }]);
  expect(asked.events).toEqual([]);
  const body = 'pressed=yes';
  const pressed = await call('/in/billing?reply=c-1', { method: 'POST', headers, body });
  expect([pressed.status, await pressed.text()]).toEqual([200, 'refused']);
  expect((await call('/in/billing', { headers })).status).toBe(404);
  expect((await call('/in/nobody?reply=c-1', { headers })).status).toBe(404);
});
