import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type {
  Attempt,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { smtp } from './index.ts';
import { serveMail } from './server.fixture.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const out = realOutbound({ nowMs: () => now });
const secret = 'whsec_b25lIHNlY3JldCBvZiBvdXIgb3du';
const texts = { hello: { version: 1, subject: 'Hello', text: 'Hello' } };
const settings = { url: 'U', from: 'F', secret: 'S', tls: 'none', templates: texts };

function setupWith(value: string, url = 'smtp://127.0.0.1:1'): SystemSetup {
  return setupOf(smtp, settings, { S: value, U: url, F: 'desk@clinic.example' });
}
const setup = setupWith(secret);

/** A delivery as a mailbox's forwarder makes it: raw mail, signed as Standard Webhooks has it. */
function deliver(mail: string | Uint8Array, { by = secret, at = now } = {}): RawDelivery {
  const body = typeof mail === 'string' ? new TextEncoder().encode(mail) : mail;
  const timestamp = String(at / 1000);
  const key = Buffer.from(by.slice('whsec_'.length), 'base64');
  const hmac = createHmac('sha256', key).update(`dsn_1.${timestamp}.`).update(body);
  const headers = {
    'webhook-id': 'dsn_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac.digest('base64')}`,
  };
  return { body, headers, receivedAt: now };
}
const receive = async (delivery: RawDelivery, at = setup): Promise<readonly Received[]> =>
  (await smtp.receive?.(delivery, at, out)) ?? [];
const codeOf = async (delivery: RawDelivery, at = setup): Promise<string> => {
  const [received] = await receive(delivery, at);
  return received?.kind === 'refused' ? received.code : (received?.kind ?? 'nothing');
};

/** Sends one mail for real and gives its bytes: bounces are made of what truly went out. */
async function sentMail(key: string, value = secret): Promise<string> {
  const server = await serveMail();
  const refs = { smtp: ['eleanor@example.com'] };
  const args = { template: 'hello', channel: 'email' };
  const command: OutboundCommand = {
    key,
    command: 'send-message',
    args,
    journey: 'jrn_2a',
    refs,
    attempt: 1,
  };
  const at = setupWith(value, `smtp://127.0.0.1:${server.port}`);
  const attempt: Attempt | undefined = await smtp.send?.(command, at, out);
  expect(attempt).toMatchObject({ kind: 'done' });
  await server.close();
  return server.taken[0]?.text ?? '';
}

interface Told {
  readonly action?: string;
  readonly status?: string;
  readonly envelopeId?: string;
  /** What comes back of the mail, and as which type. */
  readonly returned?: string;
  readonly type?: string;
}

/** A notification as RFC 3464 has it. */
function dsn(told: Told = {}): string {
  const { action = 'failed', status = '5.1.1', envelopeId, returned = '' } = told;
  const { type = 'message/rfc822' } = told;
  return [
    'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
    'To: desk@clinic.example',
    'Subject: Undelivered mail for Eleanor Canary',
    'Date: Mon, 02 Nov 2026 08:58:00 +0000',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
    '',
    '--=_b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'The mail for eleanor@example.com could not be delivered.',
    '--=_b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    ...(envelopeId === undefined ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    '',
    'Final-Recipient: rfc822; eleanor@example.com',
    `Action: ${action}`,
    `Status: ${status} (Eleanor has left)`,
    'Diagnostic-Code: smtp; 550 Eleanor Canary has left',
    '',
    '--=_b',
    `Content-Type: ${type}`,
    '',
    returned,
    '--=_b--',
    '',
  ].join('\r\n');
}

const sent = await sentMail('jrn_2a.3.0');
const token = /<(jrn_[^@]+)@/u.exec(sent)?.[1] ?? '';

describe('signatures', () => {
  const mail = dsn({ envelopeId: token });

  test('good, forged, altered, old, missing', async () => {
    expect(await codeOf(deliver(mail))).toBe('event');
    expect(await codeOf(deliver(mail, { by: 'whsec_YW5vdGhlcg==' }))).toBe('ONW-SIGNATURE-INVALID');
    const altered = { ...deliver(mail), body: new TextEncoder().encode(`${mail} `) };
    expect(await codeOf(altered)).toBe('ONW-SIGNATURE-INVALID');
    expect(await codeOf(deliver(mail, { at: now - 301_000 }))).toBe('ONW-SIGNATURE-TIME');
    expect(await codeOf({ ...deliver(mail), headers: {} })).toBe('ONW-SIGNATURE-MISSING');
    expect(await codeOf(deliver(mail), setupWith(''))).toBe('ONW-SECRET-MISSING');
  });

  test('a notification that somebody wrote himself answers nothing', async () => {
    const forged = token.replace(/[0-9a-f]{16}$/u, '0'.repeat(16));
    expect(await codeOf(deliver(dsn({ envelopeId: forged })))).toBe('ONW-EVENT-ANSWER');
    const stolen = token.replace('jrn_2a.', 'jrn_2b.');
    expect(await codeOf(deliver(dsn({ envelopeId: stolen })))).toBe('ONW-EVENT-ANSWER');
    expect(await codeOf(deliver(dsn()))).toBe('ONW-EVENT-UNUSED');
  });

  test('mails from before the secret was rotated are still known', async () => {
    const both = setupWith(`whsec_bmV3ZXI= ${secret}`);
    expect(await codeOf(deliver(mail), both)).toBe('event');
    const newer = await sentMail('jrn_2a.4.0', `whsec_bmV3ZXI= ${secret}`);
    expect(await codeOf(deliver(dsn({ returned: newer })), both)).toBe('event');
  });
});

describe('notifications', () => {
  test('a bounce gives our key back, and no word of it', async () => {
    const received = await receive(deliver(dsn({ envelopeId: token })));
    expect(received).toEqual([
      {
        kind: 'event',
        event: {
          event: 'message.failed',
          id: 'dsn_1',
          occurredAt: Date.parse('2026-11-02T08:58:00Z'),
          refs: {},
          data: { reason: 'no-such-address' },
          answers: 'jrn_2a.3.0',
        },
      },
    ]);
    expect(JSON.stringify(received)).not.toMatch(/Eleanor|example/u);
  });

  test.each([
    ['the whole mail', { returned: sent }],
    ['its headers', { returned: sent.split('\r\n\r\n')[0] ?? '', type: 'text/rfc822-headers' }],
    ['an envelope id', { envelopeId: token }],
    ['a folded header', { returned: sent.replace('Message-ID: ', 'Message-ID:\r\n ') }],
  ])('is known by %s', async (_what, told) => {
    expect(await receive(deliver(dsn(told)))).toMatchObject([{ event: { answers: 'jrn_2a.3.0' } }]);
  });

  test.each([
    ['failed', '5.1.1', 'message.failed', 'no-such-address'],
    ['failed', '5.2.1', 'message.failed', 'no-such-address'],
    ['Failed', '5.2.2', 'message.failed', 'mailbox-full'],
    ['failed', '5.4.7', 'message.failed', 'too-old'],
    ['failed', '5.4.4', 'message.failed', 'network'],
    ['failed', '5.6.0', 'message.failed', 'content'],
    ['failed', '5.7.1', 'message.failed', 'policy'],
    ['failed', 'Eleanor', 'message.failed', 'unknown'],
    ['delayed', '4.4.1', 'message.delayed', 'network'],
    ['delivered', '2.0.0', 'message.delivered', undefined],
  ])('%s %s is %s', async (action, status, ...[event, reason]) => {
    const data = reason === undefined ? {} : { reason };
    const received = await receive(deliver(dsn({ action, status, envelopeId: token })));
    expect(received).toMatchObject([{ event: { event, data } }]);
  });

  test('a mail handed on to where nothing is told says nothing', async () => {
    for (const action of ['relayed', 'expanded', 'Eleanor']) {
      expect(await receive(deliver(dsn({ action, envelopeId: token })))).toEqual([]);
    }
  });
});

describe('other mail', () => {
  const mail = (headers: readonly string[]): string =>
    [...headers, 'Subject: Eleanor', `In-Reply-To: <${token}@clinic.example>`, '', 'Hello'].join(
      '\r\n',
    );

  test('what a machine answered is taken and says nothing', async () => {
    expect(await receive(deliver(mail(['Auto-Submitted: auto-replied (vacation)'])))).toEqual([]);
    expect(await receive(deliver(mail(['Precedence: bulk'])))).toEqual([]);
  });

  test('what a person wrote is not read', async () => {
    const received = await receive(deliver(mail(['Auto-Submitted: no'])));
    expect(received).toMatchObject([{ code: 'ONW-EVENT-UNUSED' }]);
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });
});

describe('broken mail', () => {
  const unreadable = 'ONW-MAIL-SHAPE';

  test('nested without end, or with endless headers, is refused', async () => {
    const open = Array.from({ length: 40 }, (_, depth) => {
      return `Content-Type: multipart/mixed; boundary="b${depth}"\r\n\r\n--b${depth}\r\n`;
    });
    expect(await codeOf(deliver(open.join('')))).toBe(unreadable);
    expect(await codeOf(deliver(`X-A: ${'a'.repeat(300_000)}\r\n\r\nx`))).toBe(unreadable);
    expect(await codeOf(deliver(`${dsn()}${'a'.repeat(1_100_000)}`))).toBe(unreadable);
  });

  test('truncated anywhere, it never throws, and a bounce in it is whole or none', async () => {
    const whole = dsn({ envelopeId: token, returned: sent });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), async (length) => {
        const received = await receive(deliver(whole.slice(0, length)));
        for (const each of received) {
          if (each.kind === 'event') expect(each.event.answers).toBe('jrn_2a.3.0');
        }
        expect(JSON.stringify(received)).not.toMatch(/Eleanor/u);
      }),
    );
  });

  test('another character set changes nothing', async () => {
    const strange = dsn({ envelopeId: token })
      .replace('charset=utf-8', 'charset=utf-16')
      .replace('could not', 'k\u00f6nnte nicht');
    expect(await codeOf(deliver(strange))).toBe('event');
    expect(await codeOf(deliver(strange.replace('utf-16', 'x-unheard-of')))).toBe('event');
    expect(await codeOf(deliver(Buffer.from(strange, 'latin1')))).toBe('event');
  });

  test('no signed bytes, whatever they hold, make it throw', async () => {
    const lines = fc.constantFrom(...dsn({ envelopeId: token }).split('\r\n'), '', '--=_b--');
    const shuffled = fc.array(lines, { maxLength: 60 }).map((each) => each.join('\r\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), shuffled), async (text) => {
        const received = await receive(deliver(Buffer.from(text, 'latin1')));
        expect(JSON.stringify(received)).not.toMatch(/Eleanor|Canary/u);
      }),
    );
  });
});
