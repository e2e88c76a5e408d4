/** The way out of one system: its hosts, its bounds, its pause; and nobody else's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { OnwardError, RetryError } from '../core/index.ts';
import { PausedError } from './breaker.ts';
import { hostList, hostName } from './host-list.ts';
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
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveTcp(serving: (socket: Socket) => void): Promise<number> {
  const server = createNetServer((socket) => {
    socket.on('error', () => undefined);
    open.push(() => socket.destroy());
    serving(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Certificates are made with it; where it is absent the test of TLS is skipped. */
const openssl = 'openssl';
const hasOpenssl = spawnSync(openssl, ['version']).status === 0;

const get = { method: 'GET', headers: {}, timeoutMs: 1_000 } as const;

async function ending(call: Promise<{ readonly status: number } | object>): Promise<unknown> {
  try {
    const answer = await call;
    return 'status' in answer ? answer.status : 'connected';
  } catch (error) {
    if (!(error instanceof OnwardError)) return error;
    return error instanceof RetryError ? error.code : `unknown ${error.code}`;
  }
}

describe('hosts', () => {
  test('one name in all its spellings', () => {
    const spelled = ['EHR.Example', 'ehr.example.', 'ⓔhr.example', 'ｅｈｒ．example'];
    expect(spelled.map(hostName)).toEqual(spelled.map(() => 'ehr.example'));
    expect(hostName('bücher.example')).toBe('xn--bcher-kva.example');
    expect(hostName('BÜCHER.example')).toBe('xn--bcher-kva.example');
    expect(['::1', '[::1]', '[0:0::1]'].map(hostName)).toEqual(['::1', '::1', '::1']);
    expect(['..', 'a..b', '.a'].map(hostName)).toEqual([undefined, undefined, undefined]);
    expect(['', '.', 'a b', 'a/b', 'a@b', 'a:1', '[::1', 'a%41', 'a\u0000'].map(hostName)) //
      .toEqual(Array.from({ length: 9 }));
  });

  test('a host without a port is called at the usual one; with a port at that one only', () => {
    const list = hostList(['a.example', 'B.example:8080', '[::1]:81', '::2', '', 'x:99999999']);
    const has = (host: string, port: number, usual?: number) => list.has({ host, port, usual });
    expect([has('a.example', 443, 443), has('A.EXAMPLE.', 80, 80)]).toEqual([true, true]);
    expect([has('a.example', 8443, 443), has('a.example', 443), has('a.example', 80, 443)]).toEqual(
      [false, false, false],
    );
    expect([has('b.example', 8080, 80), has('b.example', 8080), has('b.example', 80, 80)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([has('::1', 81, 80), has('[::2]', 443, 443), has('::1', 80, 80)]) //
      .toEqual([true, true, false]);
  });

  test('a system without hosts reaches none', async () => {
    const host = await serve((_request, response) => response.end());
    const out = client().outboundOf('mute', []);
    expect(await ending(out.fetch({ ...get, url: `http://${host}/` }))).toBe('ONW-OUT-HOST');
  });
});

describe('connections', () => {
  test('are two-way streams of bytes', async () => {
    const port = await serveTcp((socket) => socket.pipe(socket));
    const out = client().outboundOf('echo', [`127.0.0.1:${port}`]);
    const socket = await out.connect({ host: '127.0.0.1', port, tls: false, timeoutMs: 1_000 });
    socket.write(new TextEncoder().encode('zoë'));
    socket.end();
    let text = '';
    for await (const chunk of socket) text += new TextDecoder().decode(chunk);
    expect(text).toBe('zoë');
  });

  test('go to listed ports only, and to nobody who is not there', async () => {
    const port = await serveTcp(() => undefined);
    const gone = await serveTcp(() => undefined);
    open.splice(1).forEach((close) => close());
    const hosts = [`127.0.0.1:${port}`, `127.0.0.1:${gone}`, '127.0.0.1:0', '127.0.0.1'];
    const out = client().outboundOf('line', hosts);
    const to = (at: number) =>
      ending(out.connect({ host: '127.0.0.1', port: at, tls: false, timeoutMs: 500 }));
    expect(await to(port)).toBe('connected');
    expect(await to(gone)).toBe('ONW-OUT-UNREACHED');
    expect(await to(0)).toBe('ONW-OUT-URL');
    expect(await to(443)).toBe('ONW-OUT-HOST');
  });

  test.skipIf(!hasOpenssl)(
    'TLS: a peer that does not prove its name, or never speaks, is not connected to',
    async () => {
      const silent = await serveTcp(() => undefined);
      const plain = await serveTcp((socket) => socket.end('not TLS'));
      const { port, ca } = await serveTls();
      const hosts = [silent, plain, port].flatMap((at) => [`127.0.0.1:${at}`, `localhost:${at}`]);
      const to = (at: number, host: string, trusted: string | undefined) => {
        const out = client(trusted === undefined ? {} : { ca: trusted }).outboundOf('tls', hosts);
        return ending(out.connect({ host, port: at, tls: true, timeoutMs: 300 }));
      };
      expect(await to(silent, '127.0.0.1', undefined)).toBe('ONW-OUT-UNREACHED');
      expect(await to(plain, '127.0.0.1', undefined)).toBe('ONW-OUT-UNREACHED');
      expect(await to(port, 'localhost', undefined)).toBe('ONW-OUT-UNREACHED');
      expect(await to(port, '127.0.0.1', ca)).toBe('ONW-OUT-UNREACHED');
      expect(await to(port, 'localhost', ca)).toBe('connected');
    },
  );

  test('one system may have so many open; those that end make room', async () => {
    const port = await serveTcp((socket) => socket.resume());
    const out = client({ maxSockets: 2 }).outboundOf('line', [`127.0.0.1:${port}`]);
    const target = { host: '127.0.0.1', port, tls: false, timeoutMs: 1_000 };
    const first = await out.connect(target);
    await out.connect(target);
    expect(await ending(out.connect(target))).toBe('ONW-OUT-BUSY');
    first.destroy();
    await vi.waitFor(async () => expect(await ending(out.connect(target))).toBe('connected'));
  });
});

/** A TLS server whose certificate names `localhost`, made for this test and thrown away. */
async function serveTls(): Promise<{ readonly port: number; readonly ca: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'onward-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2';
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', keyFile, '-out', certFile];
  execFileSync(openssl, ['req', ...words.split(' '), ...named, ...files], { stdio: 'ignore' });
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
  rmSync(folder, { recursive: true });
  const server = createTlsServer({ key, cert });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, ca: cert };
}

describe('a system in trouble', () => {
  const pause = { failures: 3, pausesMs: [60, 120] };

  test('is left alone after failures in a row, tried once, and then called again', async () => {
    let status = 500;
    let asked = 0;
    const host = await serve((_request, response) => {
      asked++;
      response.writeHead(status).end();
    });
    const told = () => vi.fn<(system: string) => void>();
    const witness = { refused: told(), away: told(), answered: told() };
    const made = client({ breaker: pause, witness });
    const out = made.outboundOf('ehr', [host]);
    const call = () => out.fetch({ ...get, url: `http://${host}/` });
    for (let failure = 1; failure <= 3; failure++) expect(await ending(call())).toBe(500);
    expect(witness.away).toHaveBeenCalledTimes(3);
    const refused = await call().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PausedError);
    expect(refused).toMatchObject({ code: 'ONW-OUT-OPEN' });
    const { afterMs } = refused as PausedError;
    expect(afterMs).toBeGreaterThan(0);
    expect(afterMs).toBeLessThanOrEqual(60);
    expect(made.openForMs('ehr')).toBeLessThanOrEqual(60);
    expect(asked).toBe(3);
    // The first trial fails: the next pause is longer.
    await expect.poll(() => ending(call())).toBe(500);
    expect(made.openForMs('ehr')).toBeGreaterThan(60);
    expect(asked).toBe(4);
    status = 401;
    await expect.poll(() => ending(call())).toBe(401);
    expect(witness.refused).toHaveBeenCalledWith('ehr');
    expect(witness.answered).toHaveBeenCalledTimes(1);
    expect(made.openForMs('ehr')).toBeUndefined();
  });

  test('only outages count: refusals of ours and answers about a request do not', async () => {
    let asked = 0;
    const host = await serve((_request, response) => {
      asked++;
      if (asked > 5) response.writeHead(404).end();
      else response.end('x'.repeat(2_000));
    });
    const made = client({ breaker: pause, maxBytes: 1_000 });
    const out = made.outboundOf('ehr', [host]);
    for (let call = 0; call < 10; call++) {
      await ending(out.fetch({ ...get, url: `http://${host}/` }));
      expect(await ending(out.fetch({ ...get, url: 'http://elsewhere.example/' }))) //
        .toBe('ONW-OUT-HOST');
      expect(await ending(out.fetch({ ...get, url: 'nonsense' }))).toBe('ONW-OUT-URL');
    }
    expect(asked).toBe(10);
    expect(made.openForMs('ehr')).toBeUndefined();
  });

  test('a connection refused, a reset and a silence count', async () => {
    const reset = await serve((request) => request.socket.destroy());
    const silent = await serve(() => undefined);
    const gone = `127.0.0.1:${await serveTcp(() => undefined)}`;
    open.pop()?.();
    const made = client({ breaker: { failures: 2, pausesMs: [60_000] } });
    for (const [system, host] of Object.entries({ reset, silent, gone })) {
      const out = made.outboundOf(system, [host]);
      const call = () => ending(out.fetch({ ...get, url: `http://${host}/`, timeoutMs: 50 }));
      await call();
      await call();
      expect([system, await call()]).toEqual([system, 'ONW-OUT-OPEN']);
    }
  });

  test('does not slow another: so many calls at once, so many that wait', async () => {
    const waiting: (() => void)[] = [];
    const slow = await serve((_request, response) => waiting.push(() => response.end()));
    const quick = await serve((_request, response) => response.end());
    const made = client({ breaker: { calls: 4, waiting: 2 } });
    const slowly = made.outboundOf('slow', [slow]);
    const calls = Array.from({ length: 50 }, () =>
      ending(slowly.fetch({ ...get, url: `http://${slow}/`, timeoutMs: 5_000 })),
    );
    await vi.waitFor(() => expect(waiting).toHaveLength(4));
    const began = performance.now();
    const others = made.outboundOf('quick', [quick]);
    for (let call = 0; call < 20; call++) {
      expect(await ending(others.fetch({ ...get, url: `http://${quick}/` }))).toBe(200);
    }
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(waiting).toHaveLength(4);
    const answering = setInterval(() => waiting.splice(0).forEach((answer) => answer()), 5);
    const ended = await Promise.all(calls);
    clearInterval(answering);
    expect(ended.filter((each) => each === 200)).toHaveLength(6);
    expect(ended.filter((each) => each === 'ONW-OUT-BUSY')).toHaveLength(44);
  });

  test('a name that never resolves is asked for once at a time', async () => {
    let asked = 0;
    const resolve = async (name: string) => {
      if (name === 'dead.example') {
        asked++;
        await new Promise((later) => setTimeout(later, 100));
        throw new Error('no such name');
      }
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const out = client({ resolve }).outboundOf('dead', ['dead.example']);
    const calls = Array.from({ length: 20 }, () =>
      ending(out.fetch({ ...get, url: 'http://dead.example/', timeoutMs: 50 })),
    );
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['ONW-OUT-UNREACHED']));
    expect(asked).toBe(1);
  });
});
