/** Each law finds the connector that breaks it, and that one alone. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson, declared } from '../../core/index.ts';
import type { Connector, Json, RawDelivery, Received } from '../../core/index.ts';
import { refusal } from '../../connectors/refusal.ts';
import type { LawName } from './laws.ts';
import type { Recording } from './recording.ts';
import { tryConnector } from './run.ts';

const key = 'made-up-for-tests';
const proof = (body: Uint8Array): string => createHmac('sha256', key).update(body).digest('hex');
const sign = (body: Uint8Array): Record<string, string> => ({ 'x-proof': proof(body) });

type Body = Readonly<Record<string, Json>>;

function parsed(body: Uint8Array): Body {
  try {
    return (JSON.parse(Buffer.from(body).toString('utf8')) ?? {}) as Body;
  } catch {
    return {};
  }
}

/** A connector that keeps every law. */
function receive({ body, headers }: RawDelivery): readonly Received[] {
  if (headers['x-proof'] !== proof(body)) return [refusal('ONW-SIGNATURE-INVALID', 'Not proved.')];
  const { id, person, urgent } = parsed(body);
  if (typeof id !== 'string' || typeof person !== 'string') {
    return [refusal('ONW-EVENT-SHAPE', 'No id.')];
  }
  const data = typeof urgent === 'boolean' ? { urgent } : {};
  return [{ kind: 'event', event: { event: 'begun', id, refs: { person }, data } }];
}

const refs = { person: { system: '', of: 'subject' } } as const;
const ok = { ok: true };

const good: Connector = {
  name: 'sample',
  describe(settings: Json) {
    if (canonicalJson(settings) !== '{"ok":true}') {
      return { problems: [{ path: [], message: 'Write ok: true.' }] };
    }
    const events = { begun: { refs, data: { urgent: { kind: 'flag' } } } } as const;
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false } };
  },
  receive,
};

const event = { event: 'begun', id: 'e-1', refs: { person: 'p-1' }, data: { urgent: true } };
const recording: Recording = {
  receivedAt: '2026-03-02T09:00:00Z',
  headers: {},
  body: { id: 'e-1', person: 'p-1', urgent: true, note: 'nothing of use' },
  expect: [event],
};

async function lawsBroken(
  change: Partial<Connector>,
  recorded: Partial<Recording> = {},
): Promise<readonly LawName[]> {
  const connector = { ...good, ...change };
  const trial = { settings: ok, secrets: {}, codes: {}, sign };
  const found = await tryConnector(
    { connector, trial, recordings: '' },
    {
      accept: false,
      recordings: [{ name: 'begun.json', recording: { ...recording, ...recorded } }],
    },
  );
  expect(JSON.stringify(found)).not.toMatch(/nothing of use|p-1|Zebedee/u);
  return [...new Set(found.map(({ law }) => law))];
}

const mapped = (
  how: (delivery: RawDelivery) => Partial<Extract<Received, { kind: 'event' }>['event']>,
) => {
  return (delivery: RawDelivery): readonly Received[] =>
    receive(delivery).map((each) =>
      each.kind === 'event' ? { ...each, event: { ...each.event, ...how(delivery) } } : each,
    );
};

test('a connector that keeps every law has none found against it', async () => {
  expect(await lawsBroken({})).toEqual([]);
});

let count = 0;
const breaking: readonly (readonly [LawName, Partial<Connector>])[] = [
  ['described', { describe: () => ({ manifest: { ...manifest(), commands: { call: call() } } }) }],
  ['described', { describe: (settings) => good.describe((settings as Body)['x'] ?? ok) }],
  ['described', { send: () => Promise.resolve({ kind: 'done', data: {} }) }],
  ['expected', { receive: mapped(() => ({ refs: { person: 'p-2' } })) }],
  ['forged', { receive: (delivery) => receive({ ...delivery, headers: sign(delivery.body) }) }],
  ['steady', { receive: breaksOn(/\[\]|\{\}/u) }],
  ['repeated', { receive: mapped(() => ({ id: `e-${(count += 1)}` })) }],
  ['repeated', { receive: mapped(({ receivedAt }) => ({ id: `e-${receivedAt}` })) }],
  ['silent', { receive: quotes }],
];

test.each(breaking)('%s: found where it is broken (%#)', async (law, change) => {
  expect(await lawsBroken(change)).toContain(law);
});

test('an event that is not declared, or not in its types, is found', async () => {
  const undeclared = { receive: mapped(() => ({ event: 'ended' })) };
  expect(await lawsBroken(undeclared)).toEqual(['expected', 'declared']);
  const untyped = { receive: mapped(() => ({ data: { urgent: 'very' } })) };
  expect(await lawsBroken(untyped)).toEqual(['expected', 'declared']);
});

test('one that reads only the beginning of a body is found by what is cut short', async () => {
  const short = (delivery: RawDelivery): readonly Received[] => {
    const body = Buffer.from(JSON.stringify(recording.body));
    const isBegin = body.subarray(0, delivery.body.length).equals(delivery.body);
    return isBegin ? receive({ ...delivery, body, headers: sign(body) }) : receive(delivery);
  };
  expect(await lawsBroken({ receive: short })).toContain('truncated');
});

test('a recording that expects nothing yet is a finding', async () => {
  expect(await lawsBroken({}, { expect: undefined })).toEqual(['expected']);
});

function manifest() {
  const described = good.describe(ok);
  if ('problems' in described) throw new Error('The sample is described.');
  return described.manifest;
}

function call() {
  return { args: {}, returns: {} };
}

function breaksOn(pattern: RegExp) {
  return (delivery: RawDelivery): readonly Received[] => {
    if (pattern.test(Buffer.from(delivery.body).toString('latin1'))) throw new TypeError('defect');
    return receive(delivery);
  };
}

/** It says of a delivery's value that it is declared, which is what the law is for. */
function quotes(delivery: RawDelivery): readonly Received[] {
  const { person } = parsed(delivery.body);
  return receive(delivery).map((each) =>
    each.kind === 'event' && person !== 'p-1'
      ? refusal('ONW-EVENT-DATA', declared(`There is no ${JSON.stringify(person)}.`))
      : each,
  );
}
