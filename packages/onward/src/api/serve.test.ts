import { connect } from 'node:net';
import { declared } from '../core/index.ts';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { serve } from './index.ts';
import type { ApiDeps, Serving } from './index.ts';
import { fake } from './fake-deps.fixture.ts';
import type { Fake } from './fake-deps.fixture.ts';

const running: Serving[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

async function start(
  deps: Partial<ApiDeps> = {},
): Promise<Fake & { readonly url: string; readonly port: number }> {
  const made = fake(deps);
  const serving = await serve({ app: made.api, host: '127.0.0.1', port: 0, graceMs: 500 });
  running.push(serving);
  return { ...made, url: serving.url, port: serving.port };
}

type Body = NonNullable<RequestInit['body']>;
const json = { 'content-type': 'application/json' };

async function send(url: string, body: Body, headers: Record<string, string> = json) {
  const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
  const response = await fetch(`${url}/v1/events`, init);
  const text = await response.text();
  return { status: response.status, code: /ONW-[A-Z-]+/u.exec(text)?.[0], text };
}

/** Writes raw bytes and returns what came back until the other side closed or time was over. */
async function raw(
  port: number,
  write: (socket: Socket) => void,
  patienceMs = 3000,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  write(socket);
  await closed;
  clearTimeout(timer);
  return Buffer.concat(parts).toString();
}

const id = '"id":"a","type":"t"';
test.for([
  ['depth 10,000', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'ONW-JSON-TOO-DEEP'],
  ['a hundred thousand open brackets', '['.repeat(100_000), 'ONW-JSON-TOO-DEEP'],
  ['a duplicate key', `{${id},"id":"b"}`, 'ONW-JSON-DUPLICATE-KEY'],
  ['an escaped duplicate key', `{${id},"\\u0069d":"b"}`, 'ONW-JSON-DUPLICATE-KEY'],
  ['__proto__', `{${id},"__proto__":{"admin":true}}`, 'ONW-JSON-KEY'],
  ['NUL', `{${id},"data":"a\\u0000b"}`, 'ONW-JSON-TEXT'],
  ['a lone surrogate', `{${id},"data":"\\ud800"}`, 'ONW-JSON-TEXT'],
  ['2^53+1', `{${id},"data":9007199254740993}`, 'ONW-JSON-NUMBER'],
  ['1e400', `{${id},"data":1e400}`, 'ONW-JSON-NUMBER'],
  ['no JSON', 'id=a&type=t', 'ONW-JSON-SYNTAX'],
  ['nothing', '', 'ONW-JSON-SYNTAX'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'ONW-JSON-ENCODING'],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'ONW-JSON-ENCODING'],
] as const)('a body with %s is refused and reaches nobody', async ([, body, code]) => {
  const { url, asked } = await start();
  expect(await send(url, body as Body)).toMatchObject({ status: 400, code });
  expect(asked.events).toEqual([]);
});

test('ten megabytes are refused, their length told or not, and the server goes on', async () => {
  const { url, asked } = await start();
  const big = Buffer.alloc(10_485_760, 0x20);
  for (const body of [big, new Blob([big]).stream()]) {
    const answer = await send(url, body as Body).catch(() => ({
      status: 413,
      code: 'ONW-BODY-TOO-LARGE',
    }));
    expect(answer).toMatchObject({ status: 413, code: 'ONW-BODY-TOO-LARGE' });
  }
  expect(asked.events).toEqual([]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a body without end is cut off at the limit, having been read no further', async () => {
  const { port } = await start();
  let written = 0;
  const reply = await raw(port, (socket) => {
    socket.write(
      'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n',
    );
    socket.write('transfer-encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const pour = (): void => {
      if (socket.destroyed || written > 200_000_000) return;
      written += chunk.length;
      socket.write(chunk, () => setImmediate(pour));
    };
    pour();
  });
  expect(reply).toContain('HTTP/1.1 413');
  expect(reply).toContain('ONW-BODY-TOO-LARGE');
  expect(written).toBeLessThan(60_000_000);
});

test('a body that drips is told to come again', async () => {
  const { port, asked } = await start({ limits: { bodyMs: 150 } });
  const reply = await raw(port, (socket) => {
    socket.write(
      'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n',
    );
    socket.write('content-length: 1000\r\n\r\n{');
  });
  expect(reply).toContain('HTTP/1.1 408');
  expect(reply).toContain('ONW-BODY-TOO-SLOW');
  expect(asked.events).toEqual([]);
});

test('a sender that hangs up in the middle leaves nothing behind', async () => {
  const { port, url, asked, log } = await start();
  await raw(port, (socket) => {
    socket.write(
      'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n',
    );
    socket.write('content-length: 1000\r\n\r\n{', () => setTimeout(() => socket.destroy(), 50));
  });
  await expect.poll(() => log.length).toBe(1);
  expect(log[0]).toMatchObject({ kind: 'request', status: 400 });
  expect(asked.events).toEqual([]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a compressed body is not unpacked', async () => {
  const { url } = await start();
  const answer = await send(url, '{}', { ...json, 'content-encoding': 'gzip' });
  expect(answer).toMatchObject({ status: 415, code: 'ONW-BODY-ENCODING' });
});

test('more requests at once than can be held are told to come again, not queued', async () => {
  const release = Promise.withResolvers<void>();
  const { url } = await start({
    limits: { inFlight: 2 },
    intake: {
      receive: async () => {
        await release.promise;
        return [{ kind: 'refused', code: 'ONW-EVENT-DATA', message: declared('Refused.') }];
      },
      receiveLine: async () => [],
      receiveEvents: async () => [],
    },
  });
  const deliver = async () =>
    (await fetch(`${url}/in/billing`, { method: 'POST', body: 'x' })).status;
  const held = [deliver(), deliver()];
  await expect.poll(deliver).toBe(503);
  release.resolve();
  expect(await Promise.all(held)).toEqual([422, 422]);
  expect(await deliver()).toBe(422);
});

test.for([
  'GET / HTTP/1.1\r\n\r\n',
  'GET /v1/journeys HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n',
  'GET /v1/journeys HTTP/1.1\r\nhost: local host\r\n\r\n',
  'POST /in/billing HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  '\u0016\u0003\u0001 not http at all\r\n\r\n',
])('a malformed request is refused and the server goes on', async (text) => {
  const { port, url } = await start();
  const reply = await raw(port, (socket) => socket.end(text));
  expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /u);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('one keeps a connection over many requests, refused ones among them', async () => {
  const { port } = await start();
  const body = `{${id}}`;
  const head = 'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: ';
  const request = (type: string) =>
    `${head}${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const reply = await raw(port, (socket) => {
    socket.write(
      `${request('application/json')}${request('text/plain')}${request('application/json')}`,
    );
    setTimeout(() => socket.end(), 300);
  });
  expect(reply.match(/HTTP\/1\.1 \d{3}/gu)).toEqual([
    'HTTP/1.1 202',
    'HTTP/1.1 415',
    'HTTP/1.1 202',
  ]);
});

test('without a token it listens on this machine only', async () => {
  await expect(serve({ app: fake().api, host: '0.0.0.0', port: 0 })).rejects.toMatchObject({
    code: 'ONW-LISTEN-OPEN',
  });
  running.push(await serve({ app: fake({ token: 't' }).api, host: '0.0.0.0', port: 0 }));
});

test('a port that is taken is told as such', async () => {
  const { port } = await start();
  const second = serve({ app: fake().api, host: '127.0.0.1', port });
  await expect(second).rejects.toMatchObject({ code: 'ONW-LISTEN' });
});

test('slow senders are shed by themselves and stop nobody', async () => {
  const { port, url } = await start({ limits: { inFlight: 1, reading: 5, firstMs: 400 } });
  const head = 'POST /in/billing HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n';
  const slow = [1, 2, 3].map(() => raw(port, (socket) => void socket.write(head)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await send(url, `{${id}}`)).toMatchObject({ status: 202 });
  for (const reply of await Promise.all(slow)) expect(reply).toContain('ONW-BODY-TOO-SLOW');
});
