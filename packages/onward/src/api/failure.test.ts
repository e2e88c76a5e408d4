import { expect, test } from 'vitest';
import { RejectError, RetryError, StopError } from '../core/index.ts';
import { framesOf } from './failure.ts';
import { fake } from './fake-deps.fixture.ts';
import type { Engine } from '../runtime/index.ts';

const secret = 'Jane-Doe-1980';
const event = { id: secret, type: 'billing.payment.succeeded' };

function failing(error: Error) {
  const base = fake();
  const engine: Engine = {
    ...({} as Engine),
    events: () => Promise.reject(error),
    onCommit: () => () => undefined,
    counters: () => ({}),
  };
  return { ...base, ...fake({ engine }) };
}

async function answer(error: Error) {
  const { post, log } = failing(error);
  const response = await post('/v1/events', event);
  const { error: told } = (await response.json()) as { readonly error: Record<string, string> };
  return { response, told, log };
}

test('what is busy is to be tried again', async () => {
  const { response, told } = await answer(
    new RetryError('ONW-STORE-BUSY', 'The database is busy; try again.'),
  );
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(told['code']).toBe('ONW-STORE-BUSY');
});

test.for([
  ['ONW-OBLIGATION-CLOSED', 409],
  ['ONW-JOURNEY-ENDED', 409],
  ['ONW-JOURNEY-ABSENT', 404],
  ['ONW-ACTOR-UNKNOWN', 422],
] as const)('the refusal %s has status %i', async ([code, status]) => {
  const { response, told } = await answer(new RejectError(code, 'Refused.'));
  expect([response.status, told['code']]).toEqual([status, code]);
});

test.for([new Error(secret), new StopError('ONW-STORE-GONE', secret), new TypeError(secret)])(
  'a defect is told by a request id only, and logged by its frames',
  async (error) => {
    const { response, told, log } = await answer(error);
    expect([response.status, told['code']]).toEqual([500, 'ONW-INTERNAL']);
    expect(told['request']).toBe(response.headers.get('x-request-id'));
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(JSON.stringify(log)).not.toContain(secret);
    const [failure, request] = log;
    expect(failure).toMatchObject({
      kind: 'failure',
      route: '/v1/events',
      request: told['request'],
    });
    expect(request).toMatchObject({
      kind: 'request',
      method: 'POST',
      route: '/v1/events',
      status: 500,
    });
  },
);

test('the log holds the pattern of a route, no path, query or invented method', async () => {
  const { call, log } = fake();
  await call(`/v1/journeys/${secret}?owner=${secret}`);
  await call(`/${secret}`);
  await call('/v1/journeys', { method: 'JANE' });
  expect(JSON.stringify(log)).not.toMatch(/jane/iu);
  expect(log.map((entry) => entry.route)).toEqual(['/v1/journeys/:id', 'unknown', '/v1/journeys']);
});

test('an error of the input never repeats it', async () => {
  const { call, post } = fake();
  const replies = await Promise.all([
    call(`/v1/journeys/${secret}`),
    call(`/v1/journeys?status=${secret}`),
    call(`/v1/journeys?after=${secret}`),
    call(`/v1/journeys?limit=${secret}`),
    post('/v1/events', `{"${secret}": `),
    post('/v1/events', `{"${secret}": 1, "${secret}": 2}`),
    post('/v1/journeys/jrn_11/override', { actor: secret, to: secret, reason: secret }),
    post('/v1/journeys/jrn_11/override', { [secret]: 1 }),
    post('/v1/obligations/obl_21-2-0/act', {
      action: 'paid',
      actor: 'p-1',
      data: { [secret]: secret },
    }),
    post('/v1/obligations/obl_21-2-0/act', {
      action: 'promised',
      actor: 'p-1',
      data: { at: secret },
    }),
    post('/v1/events', [{ id: 7, type: secret }]),
    post(`/in/${secret}`, secret),
  ]);
  for (const reply of replies) {
    const text = await reply.text();
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(text).not.toContain(secret);
    expect(JSON.stringify([...reply.headers])).not.toContain(secret);
  }
});

test('a message that looks like a frame is none', () => {
  const error = new Error('Nobody is called\n    at Canary, Eleanor (x:1:1)\n    at home');
  const { frames } = framesOf(error);
  expect(frames.length).toBeGreaterThan(0);
  expect(frames.join()).not.toMatch(/Canary|home/u);
});
