import { Webhook } from 'standardwebhooks';
import { describe, expect, test, vi } from 'vitest';

import type {
  Json,
  Outbound,
  OutboundCommand,
  RawDelivery,
  SystemSetup,
} from '../../core/index.ts';
import { OnwardError, RetryError } from '../../core/index.ts';
import { webhook } from './index.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const rotated = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

const settings = {
  secret: 'FORMS_SECRET',
  url: 'FORMS_URL',
  id: '/id',
  time: '/submittedAt',
  messages: true,
  events: {
    'intake.submitted': {
      when: { '/type': 'form.intake.submitted' },
      refs: { patient: { path: '/patient/id', system: 'clinic' } },
      data: {
        complete: { path: '/complete', type: 'flag' },
        plan: { path: '/plan', type: ['basic', 'plus'] },
        code: { path: '/code', type: { code: 'icd' } },
        visit: { path: '/visit', type: { ref: 'scheduler' } },
      },
    },
  },
  commands: {
    'order-lab': {
      args: { visit: { ref: 'scheduler' }, start: 'instant', within: 'duration' },
      returns: { order: { path: '/order/id', type: { ref: 'lab' } }, urgent: 'flag' },
    },
  },
  'look-ups': { intake: { events: ['intake.submitted'] } },
} satisfies Json;

function setupWith(
  variables: Readonly<Record<string, string>>,
  written: Json = settings,
): SystemSetup {
  const system = {
    connector: 'webhook',
    owner: 'desk',
    events: {},
    commands: {},
    lookUps: {},
    settings: written,
  };
  return { name: 'forms', system, codes: { icd: ['E11.9'] }, secret: (name) => variables[name] };
}

const setup = setupWith({ FORMS_SECRET: secret, FORMS_URL: 'http://127.0.0.1:1/in' });

/** Signed by the published library, which is the oracle: it reads no clock when it signs. */
function signed(body: string, { by = secret, at = now, id = 'msg_1' } = {}): RawDelivery {
  return {
    body: new TextEncoder().encode(body),
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(by).sign(id, new Date(at), body),
    },
    receivedAt: now,
  };
}

const form = {
  id: 'sub-42',
  type: 'form.intake.submitted',
  submittedAt: '2026-11-02T08:59:00Z',
  patient: { id: 'MRN-1', name: 'Eleanor Canary' },
  complete: true,
};
const body = JSON.stringify(form);

const codes = (delivery: RawDelivery, inSetup = setup): readonly string[] =>
  (webhook.receive?.(delivery, inSetup) ?? []).map((each) => {
    return each.kind === 'event' ? 'event' : each.code;
  });

describe('signatures', () => {
  test('a good one is taken, and only what the settings name is read', () => {
    expect(webhook.receive?.(signed(body), setup)).toEqual([
      {
        kind: 'event',
        event: {
          event: 'intake.submitted',
          id: 'sub-42',
          occurredAt: Date.parse('2026-11-02T08:59:00Z'),
          refs: { patient: 'MRN-1' },
          data: { complete: true },
        },
      },
    ]);
  });

  test('another secret, an altered byte, an old or future time, a missing header', () => {
    expect(codes(signed(body, { by: rotated }))).toEqual(['ONW-SIGNATURE-INVALID']);
    const altered = signed(body);
    altered.body[10] = (altered.body[10] ?? 0) ^ 1;
    expect(codes(altered)).toEqual(['ONW-SIGNATURE-INVALID']);
    expect(codes(signed(body, { at: now - 301_000 }))).toEqual(['ONW-SIGNATURE-TIME']);
    expect(codes(signed(body, { at: now + 301_000 }))).toEqual(['ONW-SIGNATURE-TIME']);
    expect(codes(signed(body, { at: now - 299_000 }))).toEqual(['event']);
    for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { [header]: _gone, ...headers } = signed(body).headers;
      expect(codes({ ...signed(body), headers })).toEqual(['ONW-SIGNATURE-MISSING']);
    }
    const swapped = signed(body);
    const headers = { ...swapped.headers, 'webhook-id': 'msg_2' };
    expect(codes({ ...swapped, headers })).toEqual(['ONW-SIGNATURE-INVALID']);
  });

  test('nonsense in the headers is refused, not thrown', () => {
    for (const signature of ['v1,', 'v1', 'v2,abc', ',', 'v1,%%%', `v1,${'A'.repeat(100_000)}`]) {
      const delivery = signed(body);
      const headers = { ...delivery.headers, 'webhook-signature': signature };
      expect(codes({ ...delivery, headers })).toEqual(['ONW-SIGNATURE-INVALID']);
    }
    for (const timestamp of ['', '1e9', '-1', 'NaN', '9'.repeat(30)]) {
      const delivery = signed(body);
      const headers = { ...delivery.headers, 'webhook-timestamp': timestamp };
      expect(codes({ ...delivery, headers })[0]).toMatch(/^ONW-SIGNATURE-/u);
    }
  });

  test('both secrets are good while one is rotated, and several signatures may be sent', () => {
    const both = setupWith({ FORMS_SECRET: `${rotated}\n${secret}` });
    expect(codes(signed(body), both)).toEqual(['event']);
    expect(codes(signed(body, { by: rotated }), both)).toEqual(['event']);
    const delivery = signed(body);
    const other = signed(body, { by: rotated }).headers['webhook-signature'];
    const mine = delivery.headers['webhook-signature'];
    const headers = { ...delivery.headers, 'webhook-signature': `v1a,xyz ${other} ${mine}` };
    expect(codes({ ...delivery, headers })).toEqual(['event']);
  });

  test('a secret that is not set or not base64 is named by its variable', () => {
    const [missing] = webhook.receive?.(signed(body), setupWith({})) ?? [];
    expect(missing).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    expect(JSON.stringify(missing)).toContain('FORMS_SECRET');
    expect(codes(signed(body), setupWith({ FORMS_SECRET: 'whsec_?' }))) //
      .toEqual(['ONW-SECRET-INVALID']);
  });
});

describe('mapping', () => {
  const receive = (change: Json): string => {
    const [received] =
      webhook.receive?.(signed(JSON.stringify({ ...form, ...(change as object) })), setup) ?? [];
    return JSON.stringify(received);
  };

  test.each([
    [{ type: 'form.other' }, 'ONW-EVENT-UNUSED'],
    [{ id: null }, 'ONW-EVENT-ID'],
    [{ complete: 'Eleanor Canary' }, 'ONW-EVENT-DATA'],
    [{ plan: 'Eleanor Canary' }, 'ONW-EVENT-DATA'],
    [{ code: 'Eleanor Canary' }, 'ONW-EVENT-DATA'],
    [{ visit: { Eleanor: 1 } }, 'ONW-EVENT-DATA'],
    [{ patient: { id: ['Eleanor'] } }, 'ONW-EVENT-DATA'],
    [{ submittedAt: 'Eleanor' }, 'ONW-EVENT-DATA'],
  ])('%o is refused without a word of it', (change, code) => {
    expect(receive(change)).toContain(code);
    expect(receive(change)).not.toContain('Eleanor');
  });

  test('members that may be absent, ids that are numbers', () => {
    expect(JSON.parse(receive({ patient: { id: 77 }, plan: 'plus', code: 'E11.9', visit: 5 }))) //
      .toMatchObject({
        event: { refs: { patient: '77' }, data: { plan: 'plus', code: 'E11.9', visit: '5' } },
      });
    expect(JSON.parse(receive({ patient: null, submittedAt: null, complete: null }))) //
      .toEqual({
        kind: 'event',
        event: { event: 'intake.submitted', id: 'sub-42', refs: {}, data: {} },
      });
  });

  test('hostile JSON under a good signature is refused by the bounded reader', () => {
    expect(codes(signed('{"id":1,"id":2}'))).toEqual(['ONW-JSON-DUPLICATE-KEY']);
    expect(codes(signed('['.repeat(5_000)))).toEqual(['ONW-JSON-TOO-DEEP']);
    expect(codes(signed('[]'))).toEqual(['ONW-EVENT-UNUSED']);
  });

  test('a receipt gives our key back and nothing else', () => {
    const receipt = { type: 'message.delivered', message: 'jrn_2a.12.0', to: '+1 555 0100' };
    expect(webhook.receive?.(signed(JSON.stringify(receipt)), setup)).toEqual([
      {
        kind: 'event',
        event: {
          event: 'message.delivered',
          id: 'msg_1',
          refs: {},
          data: {},
          answers: 'jrn_2a.12.0',
        },
      },
    ]);
    const forged = { ...receipt, message: 'Eleanor' };
    expect(codes(signed(JSON.stringify(forged)))).toEqual(['ONW-EVENT-DATA']);
  });
});

describe('settings', () => {
  test('say what the system can say and do', () => {
    const described = webhook.describe(settings);
    expect(described).toMatchObject({
      manifest: {
        idempotent: true,
        events: {
          'message.delivered': { refs: {}, data: {} },
          'intake.submitted': {
            refs: { patient: { system: 'clinic', of: 'subject' } },
            data: {
              complete: { kind: 'flag' },
              plan: { kind: 'one-of', values: ['basic', 'plus'] },
            },
          },
        },
        commands: {
          'order-lab': {
            args: { visit: { kind: 'ref', system: 'scheduler' }, start: { kind: 'instant' } },
            returns: { order: { kind: 'ref', system: 'lab' }, urgent: { kind: 'flag' } },
          },
        },
        lookUps: { intake: { events: ['intake.submitted'] } },
      },
    });
  });

  test.each<readonly [Json, readonly (readonly (string | number)[])[]]>([
    [{}, [['secret']]],
    [{ secret: 'whsec_abc' }, [['secret']]],
    [{ secret: 'S', nonsense: 1 }, [[]]],
    [{ secret: 'S', id: 'id' }, [['id']]],
    [{ secret: 'S', messages: true }, [['url']]],
    [{ secret: 'S', commands: { go: {} } }, [['url']]],
    [{ secret: 'S', events: { Bad: {} } }, [['events', 'Bad']]],
    [{ secret: 'S', events: { a: { when: { x: 1 } } } }, [['events', 'a', 'when', 'x']]],
    [
      { secret: 'S', events: { a: { data: { b: { path: '/b', type: 'string' } } } } },
      [['events', 'a', 'data', 'b', 'type']],
    ],
    [
      {
        secret: 'S',
        events: { a: { refs: { b: { path: '/b' } }, data: { b: { path: '/b', type: 'flag' } } } },
      },
      [['events', 'a', 'data', 'b']],
    ],
    [
      { secret: 'S', url: 'U', 'look-ups': { l: { events: ['none'] } } },
      [['look-ups', 'l', 'events', 0]],
    ],
  ])('%o has a problem at %o', (written, paths) => {
    const described = webhook.describe(written);
    expect('problems' in described && described.problems.map(({ path }) => path)).toEqual(paths);
  });
});

describe('sending', () => {
  type Request = Parameters<Outbound['fetch']>[0];
  const answering = (status: number, text = '', headers: Record<string, string> = {}) => {
    const fetch = vi.fn<Outbound['fetch']>(() => {
      return Promise.resolve({ status, headers, body: new TextEncoder().encode(text) });
    });
    return { fetch, nowMs: () => now };
  };
  const failing = (error: Error): Outbound => ({
    fetch: () => Promise.reject(error),
    nowMs: () => now,
  });
  const command: OutboundCommand = {
    key: 'jrn_2a.12.0',
    command: 'order-lab',
    args: { visit: 'V-9', start: now, within: 7_200_000 },
    journey: 'jrn_2a',
    refs: { clinic: ['MRN-1'] },
    attempt: 1,
  };

  test('a command is signed JSON with its key twice', async () => {
    const out = answering(200, '{"order":{"id":"L-1"},"urgent":false,"name":"Eleanor"}');
    const attempt = await webhook.send?.(command, setup, out);
    expect(attempt).toEqual({ kind: 'done', data: { order: 'L-1', urgent: false } });
    const request = out.fetch.mock.calls[0]?.[0] as Request;
    expect(request).toMatchObject({ method: 'POST', url: 'http://127.0.0.1:1/in' });
    expect(request.headers['idempotency-key']).toBe('jrn_2a.12.0');
    expect(request.headers['webhook-id']).toBe('jrn_2a.12.0');
    expect(JSON.parse(request.body ?? '')).toEqual({
      type: 'order-lab',
      journey: 'jrn_2a',
      key: 'jrn_2a.12.0',
      args: { visit: 'V-9', start: '2026-11-02T09:00:00.000Z', within: 'PT7200S' },
      refs: { clinic: ['MRN-1'] },
      attempt: 1,
    });
    vi.useFakeTimers({ now });
    expect(() =>
      new Webhook(secret).verify(request.body ?? '', { ...request.headers }),
    ).not.toThrow();
    vi.useRealTimers();
  });

  test.each([
    [200, { kind: 'done', data: {} }],
    [204, { kind: 'done', data: {} }],
    [409, { kind: 'done', data: {} }],
    [408, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [425, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [429, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [500, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [503, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [400, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [404, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [302, { kind: 'rejected', data: {}, code: 'ONW-OUT-REDIRECT' }],
  ])('status %i', async (status, attempt) => {
    expect(await webhook.send?.(command, setup, answering(status))).toEqual(attempt);
  });

  test.each([
    ['12', 12_000],
    ['0', 0],
    ['999999', 3_600_000],
    ['Mon, 02 Nov 2026 09:01:00 GMT', 60_000],
    ['soon', undefined],
  ])('retry-after %s', async (header, afterMs) => {
    const out = answering(503, '', { 'retry-after': header });
    expect(await webhook.send?.(command, setup, out)).toMatchObject(
      afterMs === undefined ? { kind: 'retry' } : { kind: 'retry', afterMs },
    );
  });

  test('what was certainly not sent is tried again, what may have arrived is unknown', async () => {
    const unreached = failing(new RetryError('ONW-OUT-UNREACHED', 'Nothing was sent.'));
    expect(await webhook.send?.(command, setup, unreached)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-UNREACHED',
    });
    const lost = failing(new OnwardError('ONW-OUT-UNKNOWN', 'It may have arrived.'));
    expect(await webhook.send?.(command, setup, lost)).toEqual({
      kind: 'unknown',
      data: {},
      code: 'ONW-OUT-UNKNOWN',
    });
    const unset = setupWith({ FORMS_SECRET: secret });
    expect(await webhook.send?.(command, unset, lost)).toEqual({
      kind: 'retry',
      code: 'ONW-SECRET-MISSING',
    });
  });

  test('facts that do not have their type are dropped, the deed is done', async () => {
    expect(await webhook.send?.(command, setup, answering(200, '{"urgent":"Eleanor"}'))).toEqual({
      kind: 'done',
      data: {},
      code: 'ONW-OUT-ANSWER',
    });
    expect(await webhook.send?.(command, setup, answering(200, 'Eleanor'))).toMatchObject({
      kind: 'done',
      code: 'ONW-JSON-SYNTAX',
    });
  });

  test('a look-up is answered with bodies, mapped like deliveries', async () => {
    const ask = { key: 'jrn_2a.12.1', name: 'intake', journey: 'jrn_2a', refs: {} };
    const lookUp = async (status: number, text: string) =>
      webhook.lookUp?.(ask, setup, answering(status, text));
    expect(await lookUp(200, JSON.stringify({ events: [form] }))).toMatchObject({
      kind: 'found',
      received: [{ kind: 'event', event: { event: 'intake.submitted', id: 'sub-42' } }],
    });
    expect(await lookUp(200, '{"events":[]}')).toEqual({ kind: 'nothing' });
    expect(await lookUp(204, '')).toEqual({ kind: 'nothing' });
    expect(await lookUp(500, '')).toEqual({ kind: 'retry', code: 'ONW-OUT-STATUS' });
    expect(await lookUp(200, '{}')).toEqual({ kind: 'retry', code: 'ONW-OUT-ANSWER' });
  });
});
