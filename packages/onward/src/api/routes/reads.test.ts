import { expect, test } from 'vitest';
import { start } from '../../core/explain/program.fixture.ts';
import { fake } from '../fake-deps.fixture.ts';

interface List {
  readonly journeys: readonly { readonly id: string; readonly sentence: string }[];
  readonly next: string | null;
}

async function list(path: string): Promise<List> {
  return (await (await fake().call(path)).json()) as List;
}

test('a list goes on behind its cursor until there is no more', async () => {
  const first = await list('/v1/journeys?status=any&limit=2');
  expect(first.journeys.map(({ id }) => id)).toEqual(['jrn_11', 'jrn_21']);
  const second = await list(`/v1/journeys?status=any&limit=2&after=${first.next ?? ''}`);
  expect(second.journeys.map(({ id, sentence }) => [id, sentence])).toEqual([
    ['jrn_31', 'Ended: completed.'],
  ]);
  expect(second.next).toBeNull();
});

test('filters reach the store as they are meant', async () => {
  const { call, asked } = fake();
  await call('/v1/journeys?owner=billing-desk&stage=onboarding&overdue=true');
  await call('/v1/journeys?status=ended&limit=200');
  await call('/v1/obligations?kind=task&overdue=true&limit=1');
  expect(asked.pages).toEqual([
    {
      filter: { owner: 'billing-desk', stage: 'onboarding', status: 'open', overdueAt: start },
      page: { after: 0, limit: 101 },
    },
    { filter: { status: 'ended' }, page: { after: 0, limit: 201 } },
    { filter: { kind: 'task', overdueAt: start }, page: { limit: 2 } },
  ]);
});

test('the cursor of obligations carries due, journey and slot', async () => {
  const { call, asked } = fake();
  const page = (await (await call('/v1/obligations?limit=1')).json()) as { readonly next: string };
  await call(`/v1/obligations?limit=1&after=${page.next}`);
  const due = start + 86_400_000;
  expect(asked.pages[1]).toEqual({
    filter: {},
    page: { limit: 2, after: { due, journey: 33, slot: 0 } },
  });
});

test.for([
  'limit=0',
  'limit=201',
  'limit=1e9',
  'limit=x',
  'status=gone',
  'overdue=yes',
  'after=%00',
  'after=zz',
  'limit=1&limit=2',
])('the query %s is refused', async (query) => {
  const { call, asked } = fake();
  expect((await call(`/v1/journeys?${query}`)).status).toBe(400);
  expect(asked.pages).toEqual([]);
});

test('a journey tells its facts, obligations and actions in wire form', async () => {
  const journey = (await (await fake().call('/v1/journeys/jrn_21')).json()) as Record<
    string,
    unknown
  >;
  expect(journey).toMatchObject({
    id: 'jrn_21',
    status: 'open',
    openedAt: '2026-11-22T13:00:00.000Z',
    endedAt: null,
    places: [
      { track: '', step: 'payment-recovery', since: '2026-11-22T14:00:00.000Z', ended: null },
    ],
    obligations: [
      {
        id: 'obl_21-2-0',
        kind: 'task',
        owner: 'billing-desk',
        due: '2026-11-23T14:00:00.000Z',
        actions: [
          { name: 'paid' },
          { name: 'promised', with: { at: { kind: 'instant' } } },
          { name: 'gave-up' },
        ],
      },
    ],
    parked: null,
  });
  expect(journey['explain']).toMatchObject({ owner: 'billing-desk', zone: 'America/New_York' });
});

test('the journal tells times and facts in wire form', async () => {
  const { entries } = (await (await fake().call('/v1/journeys/jrn_21/journal?limit=1')).json()) as {
    readonly entries: readonly { readonly entries: readonly object[] }[];
  };
  expect(entries[0]?.entries).toEqual([
    { kind: 'opened', obligation: 'await', name: 'x', owner: 'y', due: '2026-11-22T13:00:00.000Z' },
    { kind: 'fact', name: 'promise', value: '2026-11-22T13:00:00.000Z' },
  ]);
});

test('readiness tells whether engine and database answer', async () => {
  expect((await fake({ ready: async () => false }).call('/readyz')).status).toBe(503);
  expect(
    (await fake({ ready: () => Promise.reject(new Error('gone')) }).call('/readyz')).status,
  ).toBe(503);
  expect((await fake().call('/readyz')).status).toBe(200);
});

test('metrics are counters and totals under fixed names', async () => {
  const { call } = fake();
  await call('/v1/journeys/Jane-Doe');
  const response = await call('/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  expect(text).toContain('onward_journeys_open 2\n');
  expect(text).toContain('onward_events_accepted_total 3\n');
  expect(text).toContain(
    'onward_http_requests_total{method="GET",route="/v1/journeys/:id",status="404"} 1\n',
  );
  expect(text).not.toContain('Jane');
});

test('the development clock moves ahead and never back', async () => {
  const moved: number[] = [];
  const base = { dev: { moveClock: async (to: number) => void moved.push(to) } };
  const { post } = fake(base);
  expect((await post('/v1/dev/clock', { by: '2d' })).status).toBe(200);
  expect((await post('/v1/dev/clock', { to: '2026-12-01T00:00:00Z' })).status).toBe(200);
  expect(moved).toEqual([start + 2 * 86_400_000, Date.UTC(2026, 11, 1)]);
  for (const body of [
    { to: '2026-11-01T00:00:00Z' },
    { by: { business: '2d' } },
    {},
    { by: '1d', to: '2026-12-01T00:00:00Z' },
    { by: '-1d' },
  ]) {
    expect((await post('/v1/dev/clock', body)).status).toBe(422);
  }
  expect(moved).toHaveLength(2);
});

const cursor = (parts: string): string => Buffer.from(parts).toString('base64url');

test.for([
  '/v1/journeys?step=%00',
  '/v1/journeys?owner=a%1fb',
  '/v1/obligations?owner=%7f',
  '/v1/journeys?foo=1',
  '/v1/unmatched?owner=x',
  `/v1/journeys/jrn_11/journal?after=${cursor('zzzzzzz')}`,
  `/v1/obligations?after=${cursor('1.1.zzzz')}`,
  `/v1/obligations?after=${cursor('2gosa7pa2gv.1.1')}`,
])('%s is refused before the store is asked', async (path) => {
  const { call, asked } = fake();
  expect((await call(path)).status).toBe(400);
  expect(asked.pages).toEqual([]);
});

test('a parameter that is not known is told with those that are', async () => {
  const text = await (await fake().call('/v1/unmatched?foo=1')).text();
  expect(text).toContain('limit, after');
  expect(text).not.toContain('foo');
});

test('the program is told with what is proved of it, and what was let pass', async () => {
  const { call } = fake();
  const told = (await (await call('/v1/program')).json()) as Record<string, unknown>;
  expect(told).toMatchObject({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    proof: {
      verdict: 'refuted',
      checkedAt: '2026-11-22T13:00:00.000Z',
      journeys: [
        {
          configurations: 812,
          properties: [
            { id: 'C2', verdict: 'proved', bound: 'director within 2d', boundMs: 172_800_000 },
            { id: 'C5', verdict: 'refuted', bound: null, boundMs: null },
          ],
        },
      ],
      accepted: [{ property: 'C5', reason: 'the trial ends in May' }],
    },
  });
});
