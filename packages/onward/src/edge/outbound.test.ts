import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';

import { OnwardError, RetryError } from '../core/index.ts';
import { classOf } from './addresses.ts';
import type { OutboundOptions } from './outbound.ts';
import { createOutbound } from './outbound.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function client(options: Partial<OutboundOptions> = {}) {
  const outbound = createOutbound({ nowMs: () => 0, ...options });
  open.push(() => outbound.close());
  return outbound;
}

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that speaks as it likes once it was asked. */
async function serveRaw(answer: (socket: Socket) => void): Promise<string> {
  const server = createNetServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
    open.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = { method: 'GET', headers: {}, timeoutMs: 2_000 } as const;

/** What a call ends in: an answer's status, or the class and code of its error. */
async function ending(call: Promise<{ readonly status: number }>): Promise<unknown> {
  try {
    return (await call).status;
  } catch (error) {
    if (!(error instanceof OnwardError)) return error;
    return [error instanceof RetryError ? 'not sent' : 'unknown', error.code];
  }
}

describe('calls', () => {
  test('send a body and read an answer', async () => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.setHeader('x-length', request.headers['content-length'] ?? '');
        response.end(body.toUpperCase());
      });
    });
    const answer = await client().fetch({ ...get, method: 'POST', url, body: 'zoë' });
    expect(answer.status).toBe(200);
    expect(new TextDecoder().decode(answer.body)).toBe('ZOË');
    expect(answer.headers['x-length']).toBe('4');
  });

  test('do not follow a redirect', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    expect(await ending(client().fetch({ ...get, url }))).toBe(302);
  });

  test.each(['PUT', 'PATCH', 'DELETE'] as const)('%s is sent as it is', async (method) => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(`${request.method} ${body}`));
    });
    const answer = await client().fetch({ ...get, method, url, body: '{}' });
    expect(new TextDecoder().decode(answer.body)).toBe(`${method} {}`);
  });

  test('a body or header that drips in is cut off at the time for all', async () => {
    const drip = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      const dripping = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(dripping));
    });
    const began = performance.now();
    const call = client().fetch({ ...get, url: drip, timeoutMs: 100 });
    expect(await ending(call)).toEqual(['unknown', 'ONW-OUT-UNKNOWN']);
    const header = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-drip: ');
      const dripping = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(dripping));
    });
    const second = client().fetch({ ...get, url: header, timeoutMs: 100 });
    expect(await ending(second)).toEqual(['unknown', 'ONW-OUT-UNKNOWN']);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('headers without end, a packed body and another protocol are not read', async () => {
    const unknown = ['unknown', 'ONW-OUT-UNKNOWN'];
    const headers = await serveRaw((socket) => {
      const long = `x-long: ${'x'.repeat(20_000)}`;
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 0\r\n${long}\r\n\r\n`);
    });
    expect(await ending(client().fetch({ ...get, url: headers }))).toEqual(unknown);
    // 100 MB of zeros in 100 kB.
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const packed = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(await ending(client().fetch({ ...get, url: packed }))).toEqual(unknown);
    const other = await serveRaw((socket) => {
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    });
    expect(await ending(client().fetch({ ...get, url: other }))).toEqual(unknown);
  });

  test('a header that would not stay on its line is not sent', async () => {
    const url = await serve((_request, response) => response.end());
    const headers = { authorization: 'Bearer x\r\nhost: elsewhere' };
    expect(await ending(client().fetch({ ...get, url, headers }))).toEqual([
      'not sent',
      'ONW-OUT-URL',
    ]);
  });

  test('nobody listening: nothing was sent', async () => {
    const url = await serve(() => undefined);
    for (const close of open.splice(0)) close();
    expect(await ending(client().fetch({ ...get, url }))).toEqual([
      'not sent',
      'ONW-OUT-UNREACHED',
    ]);
    const nowhere = 'http://nowhere.invalid/';
    expect(await ending(client().fetch({ ...get, url: nowhere }))) //
      .toEqual(['not sent', 'ONW-OUT-UNREACHED']);
  });

  test('no answer in time, a reset, an answer too large: nobody knows', async () => {
    const unknown = ['unknown', 'ONW-OUT-UNKNOWN'];
    const silent = await serve(() => undefined);
    expect(await ending(client().fetch({ ...get, url: silent, timeoutMs: 50 }))).toEqual(unknown);
    const reset = await serve((request) => request.socket.destroy());
    expect(await ending(client().fetch({ ...get, url: reset }))).toEqual(unknown);
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      setTimeout(() => response.destroy(), 5);
    });
    expect(await ending(client().fetch({ ...get, url: cut }))).toEqual(unknown);
    const large = await serve((_request, response) => response.end('x'.repeat(2_000)));
    expect(await ending(client({ maxBytes: 1_000 }).fetch({ ...get, url: large }))).toEqual(
      unknown,
    );
  });

  test('a TLS handshake that fails: nothing was sent', async () => {
    const server = createNetServer((socket) => socket.end('not TLS'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await ending(client().fetch({ ...get, url }))).toEqual([
      'not sent',
      'ONW-OUT-UNREACHED',
    ]);
  });
});

describe('addresses', () => {
  const refused = ['not sent', 'ONW-OUT-ADDRESS'];
  const closed = client;

  test.each([
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0.0.0.0/',
    'http://0/',
    'http://10.1/',
    'http://0x0a000001/',
    'http://167772161/',
    'http://012.0.0.1/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[::10.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a00:1::]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[2001:0:a00:1::]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[100::1]/',
  ])('%s is not called', async (url) => {
    expect(await ending(closed().fetch({ ...get, url }))).toEqual(refused);
  });

  test.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://user:secret@127.0.0.1/',
    'gopher://127.0.0.1/',
    'javascript:alert(1)',
    'http://',
    'nonsense',
  ])('%s is no address to call', async (url) => {
    expect(await ending(closed().fetch({ ...get, url }))).toEqual(['not sent', 'ONW-OUT-URL']);
  });

  test('loopback is allowed unless told otherwise, in all its forms', async () => {
    const strict = client({ allowed: [] });
    const urls = [
      'http://127.0.0.1:1/',
      'http://127.1:1/',
      'http://2130706433:1/',
      'http://[::1]:1/',
      'http://[::ffff:127.0.0.1]:1/',
      'http://localhost:1/',
    ];
    for (const url of urls) {
      expect([url, await ending(strict.fetch({ ...get, url }))]).toEqual([url, refused]);
      const reached = await ending(client().fetch({ ...get, url }));
      expect([url, reached]).toEqual([url, ['not sent', 'ONW-OUT-UNREACHED']]);
    }
  });

  test.each<readonly [string, readonly string[]]>([
    ['a private address', ['10.0.0.1']],
    ['one private address among public ones', ['8.8.8.8', '192.168.0.1']],
    ['a private address in IPv6', ['::ffff:10.0.0.1']],
    ['cloud metadata', ['169.254.169.254']],
    ['nothing', []],
  ])('a name that means %s is not called', async (_what, addresses) => {
    const resolve = () =>
      Promise.resolve(
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    const url = 'http://rebinding.example/';
    expect(await ending(client({ resolve }).fetch({ ...get, url }))).toEqual(refused);
  });

  test('a name is asked once per connection, and its next answer is checked as well', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('connection', 'close').end('ok');
    });
    const { port } = new URL(url);
    const answers = ['127.0.0.1', '10.0.0.1'];
    let asked = 0;
    const resolve = () => Promise.resolve([{ address: answers[asked++] ?? '', family: 4 }]);
    const calling = client({ resolve });
    const named = `http://rebinding.example:${port}/`;
    expect(await ending(calling.fetch({ ...get, url: named }))).toBe(200);
    expect(asked).toBe(1);
    expect(await ending(calling.fetch({ ...get, url: named }))).toEqual(refused);
  });

  test('classes', () => {
    expect(['8.8.8.8', '2606:4700::1111', '172.32.0.1', '100.128.0.1'].map(classOf)) //
      .toEqual(['public', 'public', 'public', 'public']);
    expect(['nonsense', '', '1.2.3', 'fe80::1%eth0'].map(classOf)) //
      .toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
    expect(['10.9.9.9', '::ffff:192.168.0.1'].map(classOf)).toEqual(['private', 'private']);
  });
});
