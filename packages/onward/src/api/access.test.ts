import { expect, test } from 'vitest';
import { fake } from './fake-deps.fixture.ts';

async function codeOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { readonly error: { readonly code: string } };
  return error.code;
}

const event = { id: 'evt_1', type: 'billing.payment.succeeded' };
const token = 'correct-horse';
const bearer = { authorization: `Bearer ${token}` };

test('with a token everything under /v1 and the metrics need it', async () => {
  const { api, call } = fake({ token, dev: { moveClock: async () => undefined } });
  const guarded = api.routes.filter(({ path }) => path.startsWith('/v1') || path === '/metrics');
  expect(guarded.length).toBeGreaterThan(15);
  for (const { method, path } of guarded) {
    const response = await call(path, { method });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(response)).toBe('ONW-TOKEN');
  }
});

test.for([
  'Bearer wrong-horse',
  `Bearer ${token}x`,
  `Bearer ${token.slice(0, -1)}`,
  `Basic ${token}`,
  token,
  'Bearer ',
  `Bearer ${'x'.repeat(5000)}`,
])('the credentials %s are refused', async (authorization) => {
  const { call } = fake({ token });
  expect((await call('/v1/journeys', { headers: { authorization } })).status).toBe(401);
});

test('the right token opens what it guards', async () => {
  const { call, post } = fake({ token });
  expect((await call('/v1/journeys', { headers: bearer })).status).toBe(200);
  expect((await post('/v1/events', event, bearer)).status).toBe(202);
});

test('health, readiness and signed deliveries need no token', async () => {
  const { call, post } = fake({ token });
  expect((await call('/healthz')).status).toBe(200);
  expect((await call('/readyz')).status).toBe(200);
  expect((await post('/in/billing', 'evt')).status).toBe(202);
});

test.for([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '10.0.0.7:3000',
  '[::2]',
])('without a token the host name %s is refused, so that no rebound page gets in', async (host) => {
  const { call, asked } = fake();
  const response = await call('/v1/journeys', { headers: { host } });
  expect(response.status).toBe(403);
  expect(await codeOf(response)).toBe('ONW-HOST-REFUSED');
  expect(asked.pages).toEqual([]);
  expect((await call('/', { headers: { host } })).status).toBe(403);
  expect((await call('/healthz', { headers: { host } })).status).toBe(200);
});

test.for(['localhost', 'LOCALHOST:8080', '127.0.0.1:3000', '[::1]:3000', 'onward.clinic'])(
  'without a token the host name %s is answered',
  async (host) => {
    const { call } = fake({ hosts: ['onward.clinic'] });
    expect((await call('/v1/journeys', { headers: { host } })).status).toBe(200);
  },
);

test.for(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
  'a body of type %s, which a foreign page could send, changes nothing',
  async (type) => {
    const { post, asked } = fake();
    const response = await post('/v1/events', event, { 'content-type': type });
    expect(response.status).toBe(415);
    expect(await codeOf(response)).toBe('ONW-MEDIA-TYPE');
    expect(asked.events).toEqual([]);
  },
);

test('a write that a browser says comes from another site is refused', async () => {
  const { post, asked } = fake();
  for (const site of ['cross-site', 'same-site']) {
    expect((await post('/v1/events', event, { 'sec-fetch-site': site })).status).toBe(403);
  }
  expect(asked.events).toEqual([]);
  expect((await post('/v1/events', event, { 'sec-fetch-site': 'same-origin' })).status).toBe(202);
});

test('no reply allows another origin, is cached or sniffed', async () => {
  const { call } = fake();
  for (const path of ['/v1/journeys', '/nowhere', '/healthz', '/openapi.json']) {
    const { headers } = await call(path, { headers: { origin: 'https://evil.example' } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('unknown paths and methods are told apart', async () => {
  const { call } = fake();
  const unknown = await call('/v1/nothing/at-all');
  expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'ONW-ROUTE-UNKNOWN']);
  const wrong = await call('/v1/events');
  expect([wrong.status, await codeOf(wrong)]).toEqual([405, 'ONW-METHOD']);
  expect(wrong.headers.get('allow')).toBe('POST');
  expect((await call('/v1/journeys', { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD');
  expect((await call('/v1/journeys', { method: 'OPTIONS' })).status).toBe(405);
  expect((await call('/healthz', { method: 'HEAD' })).status).toBe(200);
});

test('the console runs only the scripts that stand in it', async () => {
  const html = '<!doctype html><style>a{}</style><script type="module">alert(1)</script>';
  const { call } = fake({ console: { html, asset: () => undefined } });
  const page = await call('/');
  expect(await page.text()).toBe(html);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
  expect(policy).not.toContain('unsafe');
  expect((await fake().call('/')).status).toBe(404);
});

test('each screen opens the page, and its parts are kept by the browser', async () => {
  const html =
    '<script type="module" src="/assets/a.js"></script><link rel="stylesheet" href="/a">';
  const body = new TextEncoder().encode('1');
  const part = { body, type: 'text/javascript', isPacked: false };
  const asset = (name: string) => (name === 'a.js' ? part : undefined);
  const { call } = fake({ console: { html, asset } });
  for (const path of ['/', '/queue', '/journeys/jrn_0']) {
    const page = await call(path);
    expect([path, page.status, await page.text()]).toEqual([path, 200, html]);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  }
  const first = await call('/assets/a.js');
  expect(first.headers.get('cache-control')).toContain('immutable');
  expect(await first.text()).toBe('1');
  expect((await call('/assets/b.js')).status).toBe(404);
  expect(await codeOf(await call('/nowhere'))).toBe('ONW-ROUTE-UNKNOWN');
  const astray = { headers: { accept: 'text/html,*/*;q=0.8' } };
  const told = await call('/nowhere/at/all', astray);
  expect([told.status, await told.text()]).toEqual([404, html]);
  expect(told.headers.get('content-security-policy')).toContain("script-src 'self';");
  for (const path of ['/v1/nowhere', '/assets/b.js']) {
    expect(await codeOf(await call(path, astray))).toBe('ONW-ROUTE-UNKNOWN');
  }
  const rebound = { headers: { ...astray.headers, host: 'elsewhere.example' } };
  expect(await codeOf(await call('/nowhere', rebound))).toBe('ONW-HOST-REFUSED');
  expect((await call('/healthz')).headers.get('cache-control')).toBe('no-store');
});
