/**
 * The whole as a process of its own, under attack: what is forged, replayed or bent changes nothing
 * (R7), and no address leads a call into a network that was not named (R8).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';

const secretOf = (byte: number): string => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
const secret = secretOf(1);

/** Ways to write this machine, or to be led to it; `PORT` is one where somebody listens. */
const inward = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://127.1:PORT/',
  'http://127.0.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://017700000001:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://user:word@127.0.0.1:PORT/',
  'http://example.com@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT/?x=http://example.com',
  'http://①②⑦.0.0.1:PORT/',
  'http://127。0。0。1:PORT/',
  'http://127.0.0.3:PORT/',
  'http://127.255.255.254:PORT/',
] as const;

let folder = '';
let program = '';
let inside: Server;
let named: Server;
let connections = 0;
let namedCalls = 0;
let onward: Started;
let edgeUrl = '';
let insidePort = 0;
let addresses: Record<string, string> = {};

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

const systems = [...inward.keys()].map((number) => `s${number}`);

function files(): Record<string, object> {
  const called = [...systems, 'redirecting'];
  const webhook = (url: string) => ({
    connector: 'webhook',
    owner: 'desk',
    settings: { secret: 'FORMS_SECRET', url, commands: { call: {} } },
  });
  const forms = {
    secret: 'FORMS_SECRET',
    id: '/id',
    events: { submitted: { refs: { patient: { path: '/patient' } } } },
  };
  const calls = called.map((system) => [`of-${system}.yaml`, journeyOf(system)] as const);
  return {
    'program.yaml': {
      program: 'hostile',
      journeys: calls.map(([name]) => name),
      calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
      teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
      roles: { lead: { calendar: 'office', people: ['p-2'] } },
      exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
      systems: {
        forms: { connector: 'webhook', owner: 'desk', settings: forms },
        ...Object.fromEntries(called.map((name) => [name, webhook(`URL_${name.toUpperCase()}`)])),
      },
    },
    ...Object.fromEntries(calls),
  };
}

function journeyOf(system: string): object {
  return {
    journey: `of-${system}`,
    subject: 'patient',
    owner: 'desk',
    enrol: { on: 'forms.submitted', 'once-per': 'event' },
    start: 'call',
    ignore: { 'forms.submitted': 'one is enough' },
    stages: {
      all: {
        steps: {
          call: {
            command: `${system}.call`,
            within: '1h',
            retry: { attempts: 2, first: '1s' },
            done: 'answered',
            rejected: 'refused',
            exhausted: 'refused',
            unknown: 'answered',
            late: { ignore: 'it was called' },
            overdue: { then: 'refused' },
          },
          answered: { end: 'answered' },
          refused: { end: 'refused' },
        },
      },
    },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-hostile-'));
  inside = createServer((_request, response) => response.end('{}'));
  inside.on('connection', () => (connections += 1));
  // All addresses of this machine lead to it, whatever their family.
  insidePort = await listen(inside, '::');
  named = createServer((_request, response) => {
    namedCalls += 1;
    response.writeHead(307, { location: `http://127.0.0.1:${insidePort}/` }).end();
  });
  const namedPort = await listen(named, '127.0.0.2');
  program = join(folder, 'program');
  await mkdir(program);
  for (const [name, value] of Object.entries(files())) {
    await writeFile(join(program, name), JSON.stringify(value));
  }
  const urls = inward.map((url, number) => [
    `URL_S${number}`,
    url.replace('PORT', String(insidePort)),
  ]);
  addresses = {
    ...Object.fromEntries(urls),
    URL_REDIRECTING: `http://127.0.0.2:${namedPort}/`,
  };
  await start(secret);
}, 60_000);

/** Starts it with what verifies deliveries; 127.0.0.2 alone may be called. */
async function start(secrets: string): Promise<void> {
  const words = ['serve', program, '--port', '0', '--data', join(folder, 'data')];
  const env = { ...addresses, FORMS_SECRET: secrets };
  onward = await startProcess([...words, '--private-host', '127.0.0.2'], env);
  edgeUrl = /the edge on (http:\S+)/.exec(onward.noted())?.[1] ?? '';
}

afterAll(async () => {
  await onward.stop();
  inside.closeAllConnections();
  inside.close();
  named.closeAllConnections();
  named.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

const body = (id: string): string => JSON.stringify({ id, patient: `P-${id}` });

interface Signed {
  readonly id?: string;
  readonly at?: Date;
  readonly by?: string;
  /** What is signed, where it is not what is sent. */
  readonly over?: string;
}

function headersFor(text: string, signed: Signed = {}): Record<string, string> {
  const { id = 'msg_1', at = new Date(), by = secret, over = text } = signed;
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(by).sign(id, at, over),
  };
}

async function post(text: string, headers: Record<string, string>): Promise<number> {
  const init = { method: 'POST', headers, body: text };
  const response = await fetch(`${edgeUrl}/in/forms`, init);
  await response.arrayBuffer();
  return response.status;
}

/** Journeys that there are, by their outcome; undefined while they are open. */
async function outcomes(): Promise<readonly string[]> {
  interface Listed {
    readonly id: string;
    readonly outcome?: string | null;
  }
  const all = new Map<string, string>();
  // In this order: what ends between the two reads stands in both, and counts once.
  for (const status of ['open', 'ended']) {
    const response = await fetch(`${onward.url}/v1/journeys?status=${status}&limit=200`);
    const { journeys } = (await response.json()) as { readonly journeys: readonly Listed[] };
    for (const { id, outcome } of journeys)
      all.set(id, status === 'open' ? 'open' : (outcome ?? ''));
  }
  return [...all.values()];
}

test('200 forged deliveries: none is taken, and nothing is there afterwards', async () => {
  const text = body('forged');
  const hour = 3_600_000;
  const ways: (() => Record<string, string>)[] = [
    () => ({ 'content-type': 'application/json' }),
    () => headersFor(text, { by: secretOf(9) }),
    () => headersFor(text, { over: body('another') }),
    () => headersFor(text, { at: new Date(Date.now() - hour) }),
    () => headersFor(text, { at: new Date(Date.now() + hour) }),
    () => ({ ...headersFor(text), 'webhook-id': 'msg_2' }),
    () => ({ ...headersFor(text), 'webhook-timestamp': String(Date.now()) }),
    () => ({ ...headersFor(text), 'webhook-signature': 'v1,' }),
    () => ({ ...headersFor(text), 'webhook-signature': `v1,${'A'.repeat(43)}=` }),
    () => ({ ...headersFor(text), 'webhook-signature': headersFor(text)['webhook-id'] ?? '' }),
  ];
  const statuses = await Promise.all(
    Array.from({ length: 200 }, (_, turn) => post(text, ways[turn % ways.length]?.() ?? {})),
  );
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect(await outcomes()).toEqual([]);
});

test('a delivery sent fifty times counts once, also while secrets change', async () => {
  const text = body('once');
  const headers = headersFor(text);
  const statuses = await Promise.all(Array.from({ length: 50 }, () => post(text, headers)));
  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(await outcomes()).toHaveLength(inward.length + 1);
  await onward.stop();
  await start(`${secretOf(2)} ${secret}`);
  // The same delivery after a restart, by the old secret, is known; so is it by the new one.
  expect(await post(text, headers)).toBe(202);
  expect(await post(text, headersFor(text, { by: secretOf(2) }))).toBe(202);
  expect(await outcomes()).toHaveLength(inward.length + 1);
}, 60_000);

test('no address leads to this machine but the one that was named', async () => {
  await expect
    .poll(async () => (await outcomes()).includes('open'), { timeout: 50_000, interval: 500 })
    .toBe(false);
  expect(connections).toBe(0);
  // Whoever may call it reaches it.
  await fetch(`http://127.0.0.1:${insidePort}/`);
  expect(connections).toBe(1);
  // The way out works: what was named was called, and its redirect was not followed.
  expect(namedCalls).toBeGreaterThan(0);
  expect((await outcomes()).filter((each) => each === 'refused').length).toBeGreaterThanOrEqual(
    inward.length,
  );
}, 60_000);
