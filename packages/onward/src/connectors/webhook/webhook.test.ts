import { describe, expect, test } from 'vitest';

import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound } from '../outbound.fixture.ts';
import {
  form,
  now,
  rotated,
  secret,
  settings,
  setup,
  setupWith,
  signed,
} from './deliveries.fixture.ts';
import { webhook } from './index.ts';

const body = JSON.stringify(form);

async function take(delivery: RawDelivery, inSetup = setup): Promise<readonly Received[]> {
  return (await webhook.receive?.(delivery, inSetup, realOutbound())) ?? [];
}

async function codes(delivery: RawDelivery, inSetup = setup): Promise<readonly string[]> {
  const received = await take(delivery, inSetup);
  return received.map((each) => (each.kind === 'event' ? 'event' : each.code));
}

describe('signatures', () => {
  test('a good one is taken, and only what the settings name is read', async () => {
    expect(await take(signed(body))).toEqual([
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

  test('another secret, an altered byte, an old or future time, a missing header', async () => {
    expect(await codes(signed(body, { by: rotated }))).toEqual(['ONW-SIGNATURE-INVALID']);
    const altered = signed(body);
    altered.body[10] = (altered.body[10] ?? 0) ^ 1;
    expect(await codes(altered)).toEqual(['ONW-SIGNATURE-INVALID']);
    expect(await codes(signed(body, { at: now - 301_000 }))).toEqual(['ONW-SIGNATURE-TIME']);
    expect(await codes(signed(body, { at: now + 301_000 }))).toEqual(['ONW-SIGNATURE-TIME']);
    expect(await codes(signed(body, { at: now - 299_000 }))).toEqual(['event']);
    for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { [header]: _gone, ...headers } = signed(body).headers;
      expect(await codes({ ...signed(body), headers })).toEqual(['ONW-SIGNATURE-MISSING']);
    }
    const swapped = signed(body);
    const headers = { ...swapped.headers, 'webhook-id': 'msg_2' };
    expect(await codes({ ...swapped, headers })).toEqual(['ONW-SIGNATURE-INVALID']);
  });

  test('nonsense in the headers is refused, not thrown', async () => {
    for (const signature of ['v1,', 'v1', 'v2,abc', ',', 'v1,%%%', `v1,${'A'.repeat(100_000)}`]) {
      const delivery = signed(body);
      const headers = { ...delivery.headers, 'webhook-signature': signature };
      expect(await codes({ ...delivery, headers })).toEqual(['ONW-SIGNATURE-INVALID']);
    }
    for (const timestamp of ['', '1e9', '-1', 'NaN', '9'.repeat(30)]) {
      const delivery = signed(body);
      const headers = { ...delivery.headers, 'webhook-timestamp': timestamp };
      expect((await codes({ ...delivery, headers }))[0]).toMatch(/^ONW-SIGNATURE-/u);
    }
  });

  test('both secrets are good in a rotation, and several signatures may be sent', async () => {
    const both = setupWith({ FORMS_SECRET: `${rotated}\n${secret}` });
    expect(await codes(signed(body), both)).toEqual(['event']);
    expect(await codes(signed(body, { by: rotated }), both)).toEqual(['event']);
    const delivery = signed(body);
    const other = signed(body, { by: rotated }).headers['webhook-signature'];
    const mine = delivery.headers['webhook-signature'];
    const headers = { ...delivery.headers, 'webhook-signature': `v1a,xyz ${other} ${mine}` };
    expect(await codes({ ...delivery, headers })).toEqual(['event']);
  });

  test('a secret that is not set or not base64 is named by its variable', async () => {
    const [missing] = await take(signed(body), setupWith({}));
    expect(missing).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    expect(JSON.stringify(missing)).toContain('FORMS_SECRET');
    expect(await codes(signed(body), setupWith({ FORMS_SECRET: 'whsec_?' }))) //
      .toEqual(['ONW-SECRET-INVALID']);
  });
});

describe('mapping', () => {
  const receive = async (change: Json): Promise<string> => {
    const [received] = await take(signed(JSON.stringify({ ...form, ...(change as object) })));
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
  ])('%o is refused without a word of it', async (change, code) => {
    expect(await receive(change)).toContain(code);
    expect(await receive(change)).not.toContain('Eleanor');
  });

  test('members that may be absent, ids that are numbers', async () => {
    expect(
      JSON.parse(await receive({ patient: { id: 77 }, plan: 'plus', code: 'E11.9', visit: 5 })),
    ) //
      .toMatchObject({
        event: { refs: { patient: '77' }, data: { plan: 'plus', code: 'E11.9', visit: '5' } },
      });
    expect(JSON.parse(await receive({ patient: null, submittedAt: null, complete: null }))) //
      .toEqual({
        kind: 'event',
        event: { event: 'intake.submitted', id: 'sub-42', refs: {}, data: {} },
      });
  });

  test('a refusal names the place of the settings, and the id to ask by', async () => {
    const refused = { kind: 'refused', code: 'ONW-EVENT-DATA', id: 'sub-42' };
    const asked = setupWith({ FORMS_SECRET: secret }, { ...settings, refetch: true });
    const bad = (change: Json): RawDelivery =>
      signed(JSON.stringify({ ...form, ...(change as object) }));
    const [plan] = await take(bad({ plan: 'gold' }));
    expect(plan).toMatchObject({ ...refused, at: ['/plan'] });
    expect(plan).not.toHaveProperty('again');
    const [time] = await take(bad({ submittedAt: 7 }), asked);
    expect(time).toMatchObject({ ...refused, at: ['/submittedAt'], again: 'sub-42' });
    const [patient] = await take(bad({ patient: { id: {} } }), asked);
    expect(patient).toMatchObject({ ...refused, at: ['/patient/id'], again: 'sub-42' });
    expect(await take(bad({ id: null }))).toMatchObject([{ code: 'ONW-EVENT-ID', at: ['/id'] }]);
  });

  test('an item of a list is found by what stands beside it', async () => {
    const answer = (ref: string) => `$.answers[?(@.ref=='${ref}')].choice`;
    const written = {
      secret: 'FORMS_SECRET',
      events: {
        answered: {
          when: { [answer('kind')]: 'intake' },
          refs: { patient: { path: answer('patient') } },
          data: { plan: { path: answer('plan'), type: ['basic', 'plus'] } },
        },
      },
    };
    const choices = { note: 'Eleanor', plan: 'plus', patient: 'MRN-1', kind: 'intake' };
    const answers = Object.entries(choices).map(([ref, choice]) => ({ ref, choice }));
    const delivery = signed(JSON.stringify({ answers }));
    expect(await take(delivery, setupWith({ FORMS_SECRET: secret }, written))).toMatchObject([
      { event: { event: 'answered', refs: { patient: 'MRN-1' }, data: { plan: 'plus' } } },
    ]);
  });

  test('hostile JSON under a good signature is refused by the bounded reader', async () => {
    expect(await codes(signed('{"id":1,"id":2}'))).toEqual(['ONW-JSON-DUPLICATE-KEY']);
    expect(await codes(signed('['.repeat(5_000)))).toEqual(['ONW-JSON-TOO-DEEP']);
    expect(await codes(signed('[]'))).toEqual(['ONW-EVENT-UNUSED']);
  });

  test('a receipt gives our key back and nothing else', async () => {
    const receipt = { type: 'message.delivered', message: 'jrn_2a.12.0', to: '+1 555 0100' };
    expect(await take(signed(JSON.stringify(receipt)))).toEqual([
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
    expect(await codes(signed(JSON.stringify(forged)))).toEqual(['ONW-EVENT-DATA']);
  });
});

describe('settings', () => {
  test('an event may be a word on consent', () => {
    const left = { when: { '/type': 'left' }, consent: { grants: false, channel: 'sms' } };
    expect(webhook.describe({ secret: 'S', events: { left } })).toMatchObject({
      manifest: { events: { left: { consent: { grants: false, channel: 'sms' } } } },
    });
    const vague = { ...left, consent: { channel: 'sms' } };
    expect(webhook.describe({ secret: 'S', events: { left: vague } })).toMatchObject({
      problems: [{ path: ['events', 'left', 'consent', 'grants'] }],
    });
  });

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
    [{ secret: 'S', id: '$..id' }, [['id']]],
    [{ secret: 'S', rhythm: 'daily' }, [['rhythm']]],
    [{ secret: 'S', refetch: true }, [['url']]],
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
