/** Whatever an address is made to look like: no call arrives where none may be made. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { RetryError } from '../core/index.ts';
import { createOutbound } from './outbound.ts';
import type { OutboundClient, SystemOutbound } from './outbound.ts';

/** A server that listens on every address of this machine and counts who comes. */
const trap = { port: 0, arrivals: 0, server: undefined as Server | undefined };
const front = { port: 0, server: undefined as Server | undefined };
const clients: OutboundClient[] = [];

beforeAll(async () => {
  trap.server = createServer((_request, response) => response.end('inside'));
  trap.server.on('connection', () => trap.arrivals++);
  trap.port = await listen(trap.server, '::');
  front.server = createServer((request, response) => {
    const to = decodeURIComponent((request.url ?? '').slice(1)).replace('PORT', `${trap.port}`);
    response.writeHead(302, { location: to }).end();
  });
  front.port = await listen(front.server, '127.0.0.1');
});

afterAll(() => {
  for (const each of clients) each.close();
  for (const { server } of [trap, front]) {
    server?.closeAllConnections();
    server?.close();
  }
});

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** What an attacker's own name server says; every other name leads to this machine. */
const names: Readonly<Record<string, readonly string[]>> = {
  'private.example': ['10.0.0.5'],
  'mixed.example': ['203.0.113.9', '8.8.8.8', '127.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'six.example': ['::1'],
  'unspecified.example': ['0.0.0.0'],
  'unspecified-six.example': ['::'],
  'zone.example': ['fe80::1%lo'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'metadata.google.internal': ['169.254.169.254'],
  'nonsense.example': ['not an address'],
  'empty.example': [],
};

function client(allowed: readonly ('loopback' | 'private')[] = []): OutboundClient {
  const resolve = (name: string) => {
    const addresses = names[name] ?? ['127.0.0.1'];
    return Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  const made = createOutbound({ nowMs: () => 0, allowed, resolve });
  clients.push(made);
  return made;
}

const request = { method: 'GET', headers: {}, timeoutMs: 1_000 } as const;

/** The code that a call was refused with before anything was sent, or what else came of it. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'it arrived';
  } catch (error) {
    return error instanceof RetryError ? error.code : 'it may have arrived';
  }
}

const refusals = /^ONW-OUT-(?:ADDRESS|HOST|URL)$/u;

/** Hosts that mean this machine, its networks or a cloud's metadata, in every spelling. */
const inside = [
  ['a dotted address', '127.0.0.1'],
  ['another of the network', '127.8.8.8'],
  ['two parts', '127.1'],
  ['three parts', '127.0.1'],
  ['a decimal number', '2130706433'],
  ['a hexadecimal number', '0x7f000001'],
  ['hexadecimal parts', '0x7f.0x0.0x0.0x1'],
  ['an octal number', '017700000001'],
  ['octal parts', '0177.0.0.01'],
  ['mixed bases', '0x7f.0.1'],
  ['a trailing dot', '127.0.0.1.'],
  ['zero', '0'],
  ['all zeros', '0.0.0.0'],
  ['full-width digits', '１２７．０．０．１'],
  ['enclosed digits', '①②⑦.⓪.⓪.①'],
  ['ideographic full stops', '127。0。0。1'],
  ['half-width full stops', '127｡0｡0｡1'],
  ['percent-encoded digits', '%31%32%37.0.0.1'],
  ['IPv6 loopback', '[::1]'],
  ['IPv6 loopback in full', '[0000:0000:0000:0000:0000:0000:0000:0001]'],
  ['IPv6 unspecified', '[::]'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]'],
  ['IPv4-mapped in hexadecimal', '[::ffff:7f00:1]'],
  ['IPv4-mapped in full', '[0:0:0:0:0:ffff:7f00:0001]'],
  ['IPv4-compatible', '[::127.0.0.1]'],
  ['NAT64', '[64:ff9b::127.0.0.1]'],
  ['NAT64 of the network', '[64:ff9b:1::7f00:1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['Teredo', '[2001:0:7f00:1::]'],
  ['link-local', '[fe80::1]'],
  ['link-local with a zone', '[fe80::1%25lo]'],
  ['link-local with a bare zone', '[fe80::1%lo]'],
  ['unique local', '[fd00::1]'],
  ['metadata of a cloud', '169.254.169.254'],
  ['metadata as a number', '2852039166'],
  ['metadata in octal', '0251.0376.0251.0376'],
  ['metadata, mapped', '[::ffff:a9fe:a9fe]'],
  ['metadata in IPv6', '[fd00:ec2::254]'],
  ['metadata behind a carrier', '100.100.100.200'],
  ['metadata of another cloud', '192.0.0.192'],
  ['a private network', '10.0.0.1'],
  ['a private network in hexadecimal', '0xa000001'],
  ['another private network', '192.168.0.1'],
  ['the third private network', '172.16.0.1'],
  ['broadcast', '255.255.255.255'],
  ['multicast', '224.0.0.1'],
  ['the local name', 'localhost'],
  ['the local name, shouted', 'LOCALHOST'],
  ['the local name with the root', 'localhost.'],
  ['the local name in enclosed letters', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'],
  ['the local name in full width', 'ｌｏｃａｌｈｏｓｔ'],
  ['a name of the local name', 'anything.localhost'],
  ['a name that carries an address', '127.0.0.1.nip.example'],
  ['a name that means a private address', 'private.example'],
  ['a name with one bad address among good ones', 'mixed.example'],
  ['a name that means a mapped address', 'mapped.example'],
  ['a name that means IPv6 loopback', 'six.example'],
  ['a name that means all zeros', 'unspecified.example'],
  ['a name that means no address of IPv6', 'unspecified-six.example'],
  ['a name with a zone', 'zone.example'],
  ['a name behind NAT64', 'nat64.example'],
  ['a name of metadata', 'metadata.google.internal'],
  ['a name that means nonsense', 'nonsense.example'],
  ['a name that means nothing', 'empty.example'],
] as const;

test.each(inside)('%s is not reached, though it is listed', async (_what, host) => {
  const before = trap.arrivals;
  const { port } = trap;
  for (const out of [client(), client().outboundOf('forms', [`${host}:${port}`, host])]) {
    const url = `http://${host}:${port}/`;
    expect(await refusalOf(out.fetch({ ...request, url }))).toMatch(refusals);
    const target = { host, port, timeoutMs: 1_000 };
    expect(await refusalOf(out.connect({ ...target, tls: false }))).toMatch(refusals);
    expect(await refusalOf(out.connect({ ...target, tls: true }))).toMatch(refusals);
  }
  expect(trap.arrivals - before).toBe(0);
});

/** A way out that may go to `partner.example` on port 443, and that alone. */
function listed(): SystemOutbound {
  return client(['loopback', 'private']).outboundOf('partner', ['partner.example:443']);
}

const elsewhere = [
  ['another host', 'http://other.example:PORT/'],
  ['another port', 'http://partner.example:PORT/'],
  ['the usual port of another protocol', 'http://partner.example/'],
  ['a name below it', 'http://deeper.partner.example:443/'],
  ['a name above it', 'http://example:443/'],
  ['a name that begins like it', 'http://partner.example.evil.example:443/'],
  ['a name that ends like it', 'http://notpartner.example:443/'],
  ['a Cyrillic letter in it', 'http://pаrtner.example:443/'],
  ['a Greek letter in it', 'http://partnеr.example:443/'],
  ['a dotless i look-alike', 'http://partner.exampıe:443/'],
  ['an invisible separator', 'http://partner\u2063x.example:443/'],
  ['the host as user', 'http://partner.example@127.0.0.1:PORT/'],
  ['the host and port as user and password', 'http://partner.example:443@127.0.0.1:PORT/'],
  ['an encoded separator', 'http://partner.example%40127.0.0.1:PORT/'],
  ['an encoded slash', 'http://partner.example%2f@127.0.0.1:PORT/'],
  ['a backslash', 'http://127.0.0.1:PORT\\@partner.example:443/'],
  ['a fragment', 'http://127.0.0.1:PORT#@partner.example:443/'],
  ['a query', 'http://127.0.0.1:PORT?@partner.example:443/'],
  ['a tab within', 'http://127.0.0.1\t:PORT/partner.example:443'],
  ['a line break within', 'http://127.0.0.1:PORT/\r\nhost: partner.example'],
  ['an encoded end of text', 'http://partner.example%00.evil.example:443/'],
  ['a port twice', 'http://partner.example:443:PORT/'],
  ['a port beyond', 'http://partner.example:65979/'],
  ['an address in place of the name', 'http://127.0.0.1:443/'],
  ['many slashes', 'http:////127.0.0.1:PORT/'],
  ['no slash', 'http:127.0.0.1:PORT/'],
  ['two trailing dots', 'http://partner.example..:443/'],
] as const;

test.each(elsewhere)('%s is not on the list', async (_what, written) => {
  const before = trap.arrivals;
  const url = written.replace('PORT', String(trap.port));
  expect(await refusalOf(listed().fetch({ ...request, url }))).toMatch(/^ONW-OUT-(?:HOST|URL)$/u);
  expect(trap.arrivals - before).toBe(0);
});

const schemes = [
  'ftp://127.0.0.1:PORT/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_GET',
  'dict://127.0.0.1:PORT/',
  'ldap://127.0.0.1:PORT/',
  'ws://127.0.0.1:PORT/',
  'wss://127.0.0.1:PORT/',
  'data:text/plain,inside',
  'javascript:fetch(1)',
  'unix:///run/socket',
  '//127.0.0.1:PORT/',
  '127.0.0.1:PORT/',
  'http://',
  '',
];

test.each(schemes)('%s is no address to call', async (written) => {
  const before = trap.arrivals;
  const url = written.replace('PORT', String(trap.port));
  const open = client(['loopback', 'private']);
  expect(await refusalOf(open.fetch({ ...request, url }))).toBe('ONW-OUT-URL');
  const out = open.outboundOf('forms', ['127.0.0.1', `127.0.0.1:${trap.port}`]);
  expect(await refusalOf(out.fetch({ ...request, url }))).toBe('ONW-OUT-URL');
  expect(trap.arrivals - before).toBe(0);
});

/** The system's front door is on a private host by agreement; where it points to is not. */
test.each([
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://[::1]:PORT/',
  '//127.0.0.1:PORT/',
  'http://169.254.169.254/latest/meta-data/',
])('a redirect to %s is an answer and not a way', async (to) => {
  const before = trap.arrivals;
  const made = createOutbound({ nowMs: () => 0, allowed: [], privateHosts: ['127.0.0.1'] });
  clients.push(made);
  const host = `127.0.0.1:${front.port}`;
  const out = made.outboundOf('front', [host]);
  const answer = await out.fetch({ ...request, url: `http://${host}/${encodeURIComponent(to)}` });
  expect(answer.status).toBe(302);
  expect(trap.arrivals - before).toBe(0);
});

test('a name that changes its mind between check and connection changes nothing', async () => {
  const before = trap.arrivals;
  // The second question would get this machine; it is never asked within one connection.
  const answers = [['192.0.2.1'], ['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['127.0.0.1']];
  let asked = 0;
  const resolve = async () =>
    (answers[asked++ % answers.length] ?? []).map((address) => ({ address, family: 4 }));
  const made = createOutbound({ nowMs: () => 0, allowed: [], resolve });
  clients.push(made);
  const out = made.outboundOf('rebinding', [`rebinding.example:${trap.port}`]);
  const url = `http://rebinding.example:${trap.port}/`;
  for (let call = 1; call <= 8; call++) {
    expect(await refusalOf(out.fetch({ ...request, url }))).toBe('ONW-OUT-ADDRESS');
    expect(asked).toBe(call);
  }
  expect(trap.arrivals - before).toBe(0);
});

test('a host that may be private is reached by that name; its neighbours are not', async () => {
  const before = trap.arrivals;
  const made = createOutbound({
    nowMs: () => 0,
    allowed: [],
    privateHosts: ['EHR.Example.'],
    resolve: async (name) => [
      { address: name === 'metadata.example' ? '169.254.169.254' : '127.0.0.1', family: 4 },
    ],
  });
  clients.push(made);
  const { port } = trap;
  const hosts = ['ehr.example', 'other.example', 'metadata.example'].map(
    (each) => `${each}:${port}`,
  );
  const out = made.outboundOf('ehr', hosts);
  const call = (host: string) =>
    refusalOf(out.fetch({ ...request, url: `http://${host}:${port}/` }));
  expect(await call('ehr.example')).toBe('it arrived');
  expect(trap.arrivals - before).toBe(1);
  expect(await call('other.example')).toBe('ONW-OUT-ADDRESS');
  expect(await call('metadata.example')).toBe('ONW-OUT-ADDRESS');
  const never = createOutbound({ nowMs: () => 0, privateHosts: ['169.254.169.254', '0.0.0.0'] });
  clients.push(never);
  for (const host of ['169.254.169.254', '0.0.0.0']) {
    const refused = await refusalOf(never.fetch({ ...request, url: `http://${host}:${port}/` }));
    expect(refused).toBe('ONW-OUT-ADDRESS');
  }
  expect(trap.arrivals - before).toBe(1);
});

test('the trap counts: where this machine may be called, the same calls arrive', async () => {
  const before = trap.arrivals;
  const open = client(['loopback', 'private']);
  const { port } = trap;
  expect(await refusalOf(open.fetch({ ...request, url: `http://localhost:${port}/` }))).toBe(
    'it arrived',
  );
  const socket = await open.connect({ host: '127.1', port, tls: false, timeoutMs: 1_000 });
  socket.destroy();
  expect(trap.arrivals - before).toBe(2);
  // All tests of this file together: these two, and the one that was allowed by name.
  expect(trap.arrivals).toBe(3);
});
