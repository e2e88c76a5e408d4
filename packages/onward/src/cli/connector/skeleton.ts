/** The files of a new connector: small enough to read at once, whole enough to be tried at once. */

/** Paths within the folder, with their text. */
export function newConnector(name: string): Readonly<Record<string, string>> {
  return {
    'connector.ts': connector
      .replaceAll('NAME_SECRET', variableOf(name))
      .replaceAll('THE-NAME', name),
    'connector.test.ts': test,
    'package.json': `${JSON.stringify({ name, private: true, type: 'module' }, null, 2)}\n`,
    'recordings/booked.json': recorded(booked),
    'recordings/cancelled.json': recorded(cancelled),
    'recordings/of-no-use.json': recorded(ofNoUse),
    'README.md': readme(name),
  };
}

function recorded(recording: object): string {
  return `${JSON.stringify(recording, null, 2)}\n`;
}

const times = { receivedAt: '2026-03-02T09:00:00Z' };

const booked = {
  about: 'A visit is booked. What the connector does not name, it does not read.',
  ...times,
  body: {
    id: 'evt-1001',
    type: 'visit.booked',
    at: '2026-03-02T08:59:58Z',
    visit: { id: 'v-77', start: '2026-03-09T14:30:00Z', kind: 'remote', note: 'xxxx xxxx' },
    person: { id: 'p-4242', name: 'xxxxxxxx xxxxxxxx', phone: '+19995550100' },
  },
  expect: [
    {
      event: 'visit.booked',
      id: 'evt-1001',
      occurredAt: '2026-03-02T08:59:58Z',
      refs: { person: 'p-4242', visit: 'v-77' },
      data: { start: Date.parse('2026-03-09T14:30:00Z'), kind: 'remote' },
    },
  ],
};

const cancelled = {
  about: 'A visit is cancelled: no start, and nobody has said of what kind it was.',
  ...times,
  body: {
    id: 'evt-1002',
    type: 'visit.cancelled',
    at: '2026-03-02T08:59:59Z',
    visit: { id: 'v-77' },
    person: { id: 'p-4242' },
  },
  expect: [
    {
      event: 'visit.cancelled',
      id: 'evt-1002',
      occurredAt: '2026-03-02T08:59:59Z',
      refs: { person: 'p-4242', visit: 'v-77' },
      data: {},
    },
  ],
};

const ofNoUse = {
  about: 'The system says more than anybody asked for.',
  ...times,
  body: { id: 'evt-1003', type: 'room.painted', at: '2026-03-02T09:00:00Z' },
  expect: [{ refused: 'ONW-EVENT-UNUSED' }],
};

/** The variable that holds the secret. */
function variableOf(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_SECRET`;
}

const connector = `/**
 * THE-NAME: visits that are booked and cancelled, by signed webhooks. Every value that leaves this
 * module is named here (an allow-list); nothing else of a delivery is read, told or kept.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connector, Json, Plain, RawDelivery, Received } from 'onward';
import type { Sentence, SystemSetup, WireEvent } from 'onward';

/** Epoch milliseconds that a signed time may be from ours. */
const toleranceMs = 300_000;

const refs = {
  person: { system: '', of: 'subject' },
  visit: { system: '', of: 'journey' },
} as const;
const kinds = ['on-site', 'remote'];

export const connector: Connector = {
  name: 'THE-NAME',

  /** What a program may write under \`settings\`, and what the system can then say. */
  describe(settings: Json) {
    if (secretName(settings) === undefined) {
      const message = 'Write the name of an environment variable, such as NAME_SECRET.';
      return { problems: [{ path: ['secret'], message }] };
    }
    const data = { start: { kind: 'instant' }, kind: { kind: 'one-of', values: kinds } } as const;
    const events = { 'visit.booked': { refs, data }, 'visit.cancelled': { refs, data: {} } };
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false } };
  },

  /** First the proof, then the form, then the allow-list. It never throws, and never quotes. */
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const secret = setup.secret(secretName(setup.system.settings) ?? '');
    if (!secret) return [refused('ONW-SECRET-MISSING', 'Set the secret, then send it again.')];
    if (!isProved(delivery, secret)) {
      const message = 'The signature does not match; check that both sides hold the same secret.';
      return [refused('ONW-SIGNATURE-INVALID', message)];
    }
    const body = parsed(delivery.body);
    if (body === undefined) return [refused('ONW-JSON-SYNTAX', 'The body is no JSON.')];
    return [mapped(body)];
  },
};

function mapped(body: unknown): Received {
  const type = at(body, 'type');
  if (type !== 'visit.booked' && type !== 'visit.cancelled') {
    return refused('ONW-EVENT-UNUSED', 'No event of this system matches the message.');
  }
  const [id, person, visit] = [at(body, 'id'), at(body, 'person', 'id'), at(body, 'visit', 'id')];
  if (!isId(id) || !isId(person) || !isId(visit)) {
    // \`at\` says where, in names of the protocol: the item is set aside and can be looked into.
    const message = 'An id of the message is missing; correct it at the sender.';
    return { ...refused('ONW-EVENT-SHAPE', message), at: ['/id', '/person/id', '/visit/id'] };
  }
  const occurredAt = instant(at(body, 'at'));
  const time = occurredAt === undefined ? {} : { occurredAt };
  const event = { event: type, id, ...time, refs: { person, visit }, data: dataOf(type, body) };
  return { kind: 'event', event };
}

/** What is absent or of another form stays unknown. */
function dataOf(type: string, body: unknown): WireEvent['data'] {
  if (type === 'visit.cancelled') return {};
  const start = instant(at(body, 'visit', 'start'));
  const kind = at(body, 'visit', 'kind');
  return {
    ...(start === undefined ? {} : { start }),
    ...(typeof kind === 'string' && kinds.includes(kind) ? { kind } : {}),
  };
}

/** HMAC-SHA256 over the time and the raw body, compared in constant time. */
function isProved({ body, headers, receivedAt }: RawDelivery, secret: string): boolean {
  const time = headers['x-time'] ?? '';
  const given = Buffer.from(headers['x-signature'] ?? '', 'hex');
  const distance = Math.abs(receivedAt - Number(time) * 1000);
  const isFresh = /^[0-9]{1,11}$/.test(time) && distance <= toleranceMs;
  const right = signature(body, time, secret);
  return isFresh && given.length === right.length && timingSafeEqual(given, right);
}

function signature(body: Uint8Array, time: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(time).update('.').update(body).digest();
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** A member of own members only: \`constructor\` and the like are none. */
function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (!Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 128;
}

/** Epoch milliseconds of an RFC 3339 time. */
function instant(value: unknown): number | undefined {
  const form = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
  const time = typeof value === 'string' && form.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The sentence stands here in the source: one that is made of a delivery does not compile. */
function refused<const M extends string>(code: \`ONW-\${string}\`, message: Sentence<M>) {
  return { kind: 'refused', code, message: message as string as Plain } as const;
}

function secretName(settings: unknown): string | undefined {
  const name = at(settings, 'secret');
  return typeof name === 'string' && /^[A-Z][A-Z0-9_]*$/.test(name) ? name : undefined;
}

/** What \`onward connector test\` tries it with; the secret is made up. */
export const trial = {
  settings: { secret: 'NAME_SECRET' },
  secrets: { NAME_SECRET: 'made-up-for-tests' },
  sign(body: Uint8Array, atMs: number): Record<string, string> {
    const time = String(Math.floor(atMs / 1000));
    const proof = signature(body, time, trial.secrets.NAME_SECRET);
    return { 'x-time': time, 'x-signature': proof.toString('hex') };
  },
};
`;

const test = `/** What recordings cannot say; run it with \`node --test\`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connector, trial } from './connector.ts';

const [variable, secret] = Object.entries(trial.secrets)[0] ?? ['', ''];
const system = { connector: connector.name, owner: 'desk', events: {}, commands: {} };
const setup = {
  name: 'visits',
  system: { ...system, lookUps: {}, settings: trial.settings },
  codes: {},
  secret: (name: string) => (name === variable ? secret : undefined),
};
const now = Date.parse('2026-03-02T09:00:00Z');
const body = Buffer.from('{ "id": "e-1", "type": "visit.booked", "person": {} }');

async function codes(headers: Record<string, string>, at = now): Promise<unknown> {
  const delivery = { body, headers, receivedAt: at };
  const received = (await connector.receive?.(delivery, setup, undefined as never)) ?? [];
  return received.map((each) => (each.kind === 'refused' ? each.code : each.kind));
}

test('a proof is good for five minutes', async () => {
  assert.deepEqual(await codes(trial.sign(body, now)), ['ONW-EVENT-SHAPE']);
  const late = await codes(trial.sign(body, now), now + 301_000);
  assert.deepEqual(late, ['ONW-SIGNATURE-INVALID']);
});

test('settings without the name of a variable are told as a problem', () => {
  const described = connector.describe({ secret: 'not-a-name' });
  assert.deepEqual('problems' in described && described.problems[0]?.path, ['secret']);
});
`;

const readme = (name: string): string => `# ${name}

    onward connector test .      # the recordings, and the laws of the contract
    node --test                  # what recordings cannot say

\`recordings/\` holds deliveries as the system sends them, with made-up or masked values.
To record more:

    onward connector record --port 4500 --to recordings --keep visit.booked visit.cancelled

Point the system at that port (through your tunnel), read what was written, then say what is
expected of it: by hand, or with \`onward connector test . --accept\`.
`;
