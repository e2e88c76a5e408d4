import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import twilioSdk from 'twilio';

import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound } from '../outbound.fixture.ts';
import { twilio } from './index.ts';
import {
  deliver,
  now,
  publicUrl,
  settings,
  setupAt,
  sid,
  status,
  text,
  token,
} from './twilio.fixture.ts';

const out = realOutbound({ nowMs: () => now });
const setup = setupAt('http://127.0.0.1:1');

const receive = async (delivery: RawDelivery, at = setup): Promise<readonly Received[]> =>
  (await twilio.receive?.(delivery, at, out)) ?? [];
const codeOf = async (delivery: RawDelivery, at = setup): Promise<string> => {
  const [received] = await receive(delivery, at);
  return received?.kind === 'refused' ? received.code : (received?.kind ?? 'nothing');
};

test('a receipt gives our key back by its address, which is signed', async () => {
  const query = 'onward=jrn_2a.3.0';
  const form = status('delivered');
  const receipt = { ...deliver(form, { url: `${publicUrl}?${query}` }), query };
  expect(await twilio.receive?.(receipt, setupAt(''), out)).toMatchObject([
    { kind: 'event', event: { event: 'message.delivered', answers: 'jrn_2a.3.0' } },
  ]);
  const forged = [
    { ...receipt, query: 'onward=jrn_2b.3.0' },
    { ...receipt, query: '' },
    { ...deliver(form), query },
  ];
  for (const each of forged) expect(await codeOf(each)).toBe('ONW-SIGNATURE-INVALID');
});

describe('signatures', () => {
  const form = status('delivered');

  test('good, forged, altered, for another address, missing', async () => {
    expect(await codeOf(deliver(form))).toBe('event');
    expect(await codeOf(deliver(form, { by: 'another token' }))).toBe('ONW-SIGNATURE-INVALID');
    const elsewhere = deliver(form, { url: 'https://other.example/in/sms' });
    expect(await codeOf(elsewhere)).toBe('ONW-SIGNATURE-INVALID');
    const more = new TextEncoder().encode(`${new URLSearchParams(form).toString()}&Body=x`);
    expect(await codeOf({ ...deliver(form), body: more })).toBe('ONW-SIGNATURE-INVALID');
    const unsigned = { ...deliver(form), headers: {} };
    expect(await codeOf(unsigned)).toBe('ONW-SIGNATURE-MISSING');
    for (const odd of ['x', '='.repeat(28), 'A'.repeat(100_000)]) {
      const headers = { ...deliver(form).headers, 'x-twilio-signature': odd };
      expect(await codeOf({ ...deliver(form), headers })).toBe('ONW-SIGNATURE-INVALID');
    }
  });

  test('the standard port may be signed or not, the query is', async () => {
    const ported = publicUrl.replace('.example/', '.example:443/');
    expect(await codeOf(deliver(form, { url: ported }))).toBe('event');
    const query = `${publicUrl}?from=twilio&x=1`;
    expect(await codeOf(deliver(form, { url: query }), setupAt('', { SMS_URL: query }))) //
      .toBe('event');
    expect(await codeOf(deliver(form), setupAt('', { SMS_URL: query }))) //
      .toBe('ONW-SIGNATURE-INVALID');
  });

  test('names that stand twice, and names out of order', async () => {
    const pairs = 'b=2&a=1&MessageSid=SM&b=1&b=2&a=';
    const params = { b: ['2', '1', '2'], a: ['1', ''], MessageSid: 'SM' };
    const signature = twilioSdk.getExpectedTwilioSignature(token, publicUrl, params);
    const headers = { 'x-twilio-signature': signature };
    const body = new TextEncoder().encode(pairs);
    expect(await codeOf({ body, headers, receivedAt: now })).toBe('ONW-EVENT-DATA');
  });

  test('agrees with the library of Twilio on any form', async () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), word), async (any) => {
        const wellFormed = Object.entries(any).filter((pair) => pair.join('').isWellFormed());
        expect(await codeOf(deliver(Object.fromEntries(wellFormed)))).not.toMatch(/SIGNATURE/u);
      }),
    );
  });

  test('JSON is signed by its hash in the address', async () => {
    const json = JSON.stringify(status('delivered'));
    const hash = createHash('sha256').update(json).digest('hex');
    const url = `${publicUrl}?bodySHA256=${hash}`;
    const signature = twilioSdk.getExpectedTwilioSignature(token, url, {});
    const headers = { 'x-twilio-signature': signature, 'content-type': 'application/json' };
    const body = new TextEncoder().encode(json);
    expect(twilioSdk.validateRequestWithBody(token, signature, url, json)).toBe(true);
    expect(await receive({ body, headers, receivedAt: now })).toMatchObject([
      { event: { event: 'message.delivered', refs: { message: sid } } },
    ]);
    const altered = new TextEncoder().encode(`${json} `);
    expect(await codeOf({ body: altered, headers, receivedAt: now })).toBe('ONW-SIGNATURE-INVALID');
  });

  test('both tokens are good while one is rotated; a missing one is named', async () => {
    const both = setupAt('', { TWILIO_AUTH_TOKEN: `newer ${token}` });
    expect(await codeOf(deliver(form), both)).toBe('event');
    expect(await codeOf(deliver(form), setupAt('', { TWILIO_AUTH_TOKEN: '' }))) //
      .toBe('ONW-SECRET-MISSING');
    expect(await codeOf(deliver(form), setupAt('', { SMS_URL: '' }))).toBe('ONW-SECRET-MISSING');
  });
});

describe('what became of a message', () => {
  test.each([
    ['sent', 'message.sent'],
    ['delivered', 'message.delivered'],
    ['read', 'message.read'],
  ])('%s', async (told, event) => {
    expect(await receive(deliver(status(told)))).toEqual([
      {
        kind: 'event',
        event: {
          event,
          id: `${sid}.${told}`,
          refs: { message: sid, phone: '+15550100199' },
          data: {},
        },
      },
    ]);
  });

  test.each([
    ['30003', 'unreachable'],
    ['30004', 'blocked'],
    ['30005', 'no-such-address'],
    ['30006', 'landline'],
    ['30007', 'filtered'],
    ['30034', 'unregistered'],
    ['21610', 'opted-out'],
    ['99999', 'unknown'],
    ['toString', 'unknown'],
    ['', 'unknown'],
  ])('error %s is %s', async (ErrorCode, reason) => {
    for (const told of ['failed', 'undelivered']) {
      const form = status(told, { ErrorCode, ErrorMessage: 'Eleanor' });
      expect(await receive(deliver(form))).toMatchObject([
        { event: { event: 'message.failed', data: { status: told, reason } } },
      ]);
    }
  });

  test('steps on the way say nothing, unknown ones are unused', async () => {
    for (const told of ['accepted', 'scheduled', 'queued', 'sending']) {
      expect(await receive(deliver(status(told)))).toEqual([]);
    }
    expect(await codeOf(deliver(status('canceled')))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver(status('constructor')))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver(status('sent', { MessageSid: 'Eleanor' })))).toBe('ONW-EVENT-DATA');
  });

  test('told twice it is the same event', async () => {
    expect(await receive(deliver(status('delivered')))) //
      .toEqual(await receive(deliver(status('delivered', { RawDlrDoneDate: '2611020900' }))));
  });
});

describe('replies', () => {
  const kindOf = async (body: string, change: Record<string, string> = {}, at = setup) => {
    const received = await receive(deliver(text(body, change)), at);
    expect(received).toMatchObject([{ event: { refs: { phone: '+15550100199' } } }]);
    const [first] = received;
    return first?.kind === 'event' ? first.event.event : '';
  };

  test.each([
    ['STOP', 'stop'],
    [' Stop. ', 'stop'],
    ['ｓｔｏｐ', 'stop'],
    ['opt  out', 'stop'],
    ['Cancel', 'stop'],
    ['unstop', 'start'],
    ['HELP', 'help'],
    ['C', 'confirm'],
    ['Yes!', 'confirm'],
    ['👍 yes', 'confirm'],
    ['no', 'cancel'],
    ['Can’t come', 'cancel'],
    ['My knee hurts, Eleanor', 'other'],
    ['stopping by tomorrow', 'other'],
    ['', 'other'],
  ])('%j is %s', async (body, kind) => {
    expect(await kindOf(body)).toBe(`reply.${kind}`);
  });

  test('the verdict of Twilio stands', async () => {
    expect(await kindOf('arret', { OptOutType: 'STOP' })).toBe('reply.stop');
    expect(await kindOf('yes', { OptOutType: 'START' })).toBe('reply.start');
    expect(await kindOf('yes', { OptOutType: 'Eleanor' })).toBe('reply.confirm');
  });

  test('the words of the settings win', async () => {
    const { templates: _left, ...rest } = settings;
    const written: Json = { ...rest, replies: { cancel: ['cancel'], confirm: ['Ja'] } };
    const own = { ...setup, system: { ...setup.system, settings: written } };
    expect(await kindOf('CANCEL', {}, own)).toBe('reply.cancel');
    expect(await kindOf('ja', {}, own)).toBe('reply.confirm');
    expect(await kindOf('stop', {}, own)).toBe('reply.stop');
  });

  test('whether Twilio has answered the person itself', async () => {
    const dataOf = async (body: string, change: Record<string, string> = {}, at = setup) => {
      const [first] = await receive(deliver(text(body, change)), at);
      return first?.kind === 'event' ? first.event.data : undefined;
    };
    expect(await dataOf('Stop')).toEqual({ answered: true });
    expect(await dataOf('please stop texting me')).toEqual({ answered: false });
    expect(await dataOf('stop.')).toEqual({ answered: false });
    expect(await dataOf('arret', { OptOutType: 'STOP' })).toEqual({ answered: true });
    expect(await dataOf('HELP')).toEqual({ answered: true });
    expect(await dataOf('Yes')).toEqual({});
    const written: Json = { ...settings, 'opt-out': 'own' };
    const own = { ...setup, system: { ...setup.system, settings: written } };
    expect(await dataOf('STOP', {}, own)).toEqual({ answered: false });
    expect(await dataOf('STOP', { OptOutType: 'STOP' }, own)).toEqual({ answered: true });
  });

  test('no word of a text, and nothing of where it came from, goes further', async () => {
    const received = await receive(deliver(text('Eleanor Canary has a fever')));
    const events = received.map((each) => (each.kind === 'event' ? each.event : each));
    expect(JSON.stringify(events)).not.toMatch(/Eleanor|Canary|fever/u);
    // For the edge's assistant alone, beside the event.
    expect(received).toMatchObject([{ words: { text: 'Eleanor Canary has a fever' } }]);
    const strange = deliver(text('yes', { From: 'Eleanor' }));
    expect(await codeOf(strange)).toBe('ONW-EVENT-DATA');
    expect(JSON.stringify(await receive(strange))).not.toContain('Eleanor');
  });
});

describe('broken bodies', () => {
  test('other character sets, floods and truncations are refused', async () => {
    const headers = { 'x-twilio-signature': 'x' };
    const refused = async (bytes: Uint8Array) => codeOf({ body: bytes, headers, receivedAt: now });
    expect(await refused(Buffer.from('Body=é', 'latin1'))).toBe('ONW-EVENT-SHAPE');
    expect(await refused(new Uint8Array(70_000).fill(97))).toBe('ONW-EVENT-SHAPE');
    expect(await refused(Buffer.from('a=1&'.repeat(500)))).toBe('ONW-EVENT-SHAPE');
    const whole = deliver(status('delivered'));
    expect(await codeOf({ ...whole, body: whole.body.slice(0, 90) })).toBe('ONW-SIGNATURE-INVALID');
  });

  test('no signed form, whatever it holds, makes it throw or repeat a word', async () => {
    const word = 'eleanor-canary';
    const names = ['MessageSid', 'MessageStatus', 'Body', 'From', 'To', 'ErrorCode', 'OptOutType'];
    const value = fc.oneof(
      fc.constantFrom(sid, 'failed', 'received', '+15550100199', word),
      fc.string(),
    );
    const forms = fc.dictionary(fc.constantFrom(...names), value);
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        expect(JSON.stringify(await receive(deliver(form)))).not.toContain(word);
      }),
    );
  });
});

describe('settings', () => {
  test('say what the system can say and do', () => {
    expect(twilio.describe(settings)).toMatchObject({
      manifest: {
        idempotent: false,
        events: {
          'message.delivered': {
            refs: { phone: { system: '', of: 'subject' }, message: { system: '', of: 'journey' } },
          },
          'message.failed': { data: { reason: { kind: 'one-of' } } },
          'reply.stop': {
            refs: { phone: { of: 'subject' } },
            data: { answered: { kind: 'flag' } },
            consent: { grants: false, channel: 'sms' },
          },
          'reply.start': { consent: { grants: true, channel: 'sms' } },
          'reply.move': { refs: { phone: { of: 'subject' } }, data: {} },
        },
        commands: {
          'send-message': {
            args: {
              template: { kind: 'one-of', values: ['visit-reminder', 'hello', 'long'] },
              channel: { kind: 'one-of', values: ['sms'] },
              start: { kind: 'instant' },
            },
            returns: { message: { kind: 'ref', system: '' } },
          },
        },
      },
    });
  });

  test.each<readonly [Json, readonly (string | number)[]]>([
    [{ ...settings, from: '+15550100100' }, ['from']],
    [{ ...settings, service: 'SMS_SERVICE' }, ['from']],
    [{ ...settings, 'public-url': 'https://x.example' }, ['public-url']],
    [{ ...settings, replies: { maybe: ['x'] } }, ['replies']],
    [
      { ...settings, templates: { a: { version: 1, text: '{{ who }}' } } },
      ['templates', 'a', 'text'],
    ],
    [{ ...settings, 'max-segments': 99 }, ['max-segments']],
  ])('%# has a problem', (written, path) => {
    const described = twilio.describe(written);
    expect('problems' in described && described.problems[0]?.path.slice(0, path.length)) //
      .toEqual(path);
  });
});
