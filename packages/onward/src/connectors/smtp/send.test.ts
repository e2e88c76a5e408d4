import { afterEach, describe, expect, test } from 'vitest';
import PostalMime from 'postal-mime';

import type { Json, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { smtp } from './index.ts';
import type { MailServer } from './server.fixture.ts';
import { certificate, reply, serveBroken, serveMail } from './server.fixture.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const out = realOutbound({ nowMs: () => now, ca: certificate });
const secret = 'whsec_b25lIHNlY3JldCBvZiBvdXIgb3du';

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
async function running(started: Promise<MailServer>): Promise<number> {
  server = await started;
  return server.port;
}

const settings = {
  url: 'MAIL_URL',
  user: 'MAIL_USER',
  password: 'MAIL_PASSWORD',
  from: 'MAIL_FROM',
  'reply-to': 'MAIL_REPLY',
  'return-path': 'MAIL_BOUNCES',
  secret: 'MAIL_SECRET',
  ca: 'MAIL_CA',
  zone: 'Europe/Berlin',
  values: { clinic: 'Rook & Töchter' },
  args: { start: 'instant' },
  templates: {
    'visit-reminder': {
      version: 1,
      subject: 'Your visit at {{ clinic }}',
      text: 'On {{ start | date: "%-d %B at %H:%M" }}.',
      html: '<p>On <b>{{ start | date: "%-d %B" }}</b> at {{ clinic }}.</p>',
    },
    hello: { version: 1, subject: 'Hello', text: '.\r\n..\r\nHello' },
  },
} satisfies Json;

function setupAt(url: string, change: Readonly<Record<string, string>> = {}): SystemSetup {
  const variables = {
    MAIL_URL: url,
    MAIL_USER: 'desk',
    MAIL_PASSWORD: 'pass word',
    MAIL_FROM: 'Rook, Clinic <desk@clinic.example>',
    MAIL_REPLY: 'front@clinic.example',
    MAIL_BOUNCES: 'bounces@clinic.example',
    MAIL_SECRET: secret,
    MAIL_CA: certificate,
    ...change,
  };
  return setupOf(smtp, settings, variables);
}

/** Without TLS and sign-in, as on a network of one's own. */
function plainAt(port: number, change: Readonly<Record<string, Json>> = {}): SystemSetup {
  const { user: _user, password: _password, ca: _ca, ...rest } = settings;
  const variables = {
    MAIL_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'desk@clinic.example',
    MAIL_SECRET: secret,
  };
  return setupOf(smtp, { ...rest, tls: 'none', ...change }, variables);
}

function command(change: Partial<OutboundCommand['args']> = {}, refs = ['Ada@Example.com']) {
  const start = Date.parse('2026-11-05T10:00:00Z');
  const args = { template: 'visit-reminder', channel: 'email', start, ...change };
  const key = 'jrn_2a.3.0';
  return {
    key,
    command: 'send-message',
    args: args as OutboundCommand['args'],
    journey: 'jrn_2a',
    refs: { smtp: refs },
    attempt: 1,
  };
}
const done = { kind: 'done', data: {} };

describe('a mail', () => {
  test('goes out by STARTTLS, signed in, under our key', async () => {
    const port = await running(serveMail());
    expect(await smtp.send?.(command(), setupAt(`smtp://127.0.0.1:${port}`), out)).toEqual(done);
    const [mail] = server?.taken ?? [];
    expect(mail).toMatchObject({
      from: 'bounces@clinic.example',
      to: ['ada@example.com'],
      secure: true,
      user: 'desk',
    });
    const read = await PostalMime.parse(mail?.text ?? '');
    expect(read).toMatchObject({
      from: { name: 'Rook, Clinic', address: 'desk@clinic.example' },
      to: [{ name: '', address: 'ada@example.com' }],
      replyTo: [{ address: 'front@clinic.example' }],
      subject: 'Your visit at Rook & Töchter',
      text: 'On 5 November at 11:00.\n',
      html: '<p>On <b>5 November</b> at Rook &amp; Töchter.</p>\n',
      date: '2026-11-02T09:00:00.000Z',
    });
    expect(read.messageId).toMatch(/^<jrn_2a\.3\.0\.[0-9a-f]{16}@clinic\.example>$/u);
    expect(mail?.envelopeId).toBe(read.messageId?.slice(1, -'@clinic.example>'.length));
    const automatic = read.headers.find(({ key }) => key === 'auto-submitted');
    expect(automatic?.value).toBe('auto-generated');
  });

  test('goes out over TLS from the first byte', async () => {
    const port = await running(serveMail({ secure: true }));
    expect(await smtp.send?.(command(), setupAt(`smtps://127.0.0.1:${port}`), out)).toEqual(done);
    expect(server?.taken).toMatchObject([{ secure: true, user: 'desk' }]);
  });

  test('goes out in clear where the settings say so, and nowhere else', async () => {
    const port = await running(serveMail({ disabledCommands: ['STARTTLS'] }));
    expect(await smtp.send?.(command(), setupAt(`smtp://127.0.0.1:${port}`), out)).toEqual({
      kind: 'retry',
      code: 'ONW-MAIL-TLS',
    });
    expect(server?.taken).toEqual([]);
    expect(await smtp.send?.(command(), plainAt(port), out)).toEqual(done);
    expect(server?.taken).toMatchObject([{ secure: false, from: 'desk@clinic.example' }]);
  });

  test('is not given to a server with a strange certificate', async () => {
    const port = await running(serveMail());
    const strict = setupAt(`smtp://127.0.0.1:${port}`, { MAIL_CA: '' });
    expect(await smtp.send?.(command(), strict, out)).toMatchObject({ kind: 'retry' });
    expect(server?.taken).toEqual([]);
  });

  test('of the same command has the same bytes', async () => {
    const port = await running(serveMail());
    await smtp.send?.(command(), plainAt(port), out);
    await smtp.send?.({ ...command(), attempt: 2 }, plainAt(port), out);
    const [first, second] = server?.taken ?? [];
    expect(second?.text).toBe(first?.text);
    expect(first?.text).toContain('jrn_2a.3.0');
  });

  test('may begin a line with a dot', async () => {
    const port = await running(serveMail());
    await smtp.send?.(command({ template: 'hello' }), plainAt(port), out);
    const read = await PostalMime.parse(server?.taken[0]?.text ?? '');
    expect(read.text?.replaceAll('\r', '')).toBe('.\n..\nHello\n');
  });

  test('has no header and no recipient that a value brought along', async () => {
    const port = await running(serveMail());
    const inject = 'Hello\r\nBcc: eve@example.com\r\n\r\nbody\u2028X-Evil: 1';
    const values = { clinic: inject };
    const at = plainAt(port, { values });
    expect(await smtp.send?.(command(), at, out)).toEqual(done);
    const [mail] = server?.taken ?? [];
    expect(mail?.to).toEqual(['ada@example.com']);
    const read = await PostalMime.parse(mail?.text ?? '');
    expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(read.headers.map(({ key }) => key)).not.toContain('x-evil');
    const strange = [
      'ada@example.com\r\nRCPT TO:<eve@example.com>',
      'ada@example.com,eve@example.com',
    ];
    expect(await smtp.send?.(command({}, strange), at, out)).toMatchObject({
      code: 'ONW-CONTACT-UNKNOWN',
    });
    const from = { MAIL_FROM: 'Desk <desk@clinic.example>\r\nBcc: eve@example.com' };
    expect(await smtp.send?.(command(), setupAt(`smtp://127.0.0.1:${port}`, from), out)) //
      .toEqual({ kind: 'retry', code: 'ONW-SECRET-MISSING' });
    expect(server?.taken).toHaveLength(1);
  });

  test('that cannot be written is not tried', async () => {
    const port = await running(serveMail());
    const at = plainAt(port);
    expect(await smtp.send?.(command({ template: 'none' }), at, out)).toMatchObject({
      kind: 'rejected',
      code: 'ONW-TEMPLATE-UNKNOWN',
    });
    expect(await smtp.send?.(command({ channel: 'sms' }), at, out)).toMatchObject({
      kind: 'rejected',
    });
    const { start: _start, ...args } = command().args;
    expect(await smtp.send?.({ ...command(), args }, at, out)).toMatchObject({
      code: 'ONW-TEMPLATE-RENDER',
    });
    expect(await smtp.send?.({ ...command(), command: 'call' }, at, out)).toMatchObject({
      code: 'ONW-SYSTEM-SILENT',
    });
    expect(server?.taken).toEqual([]);
  });
});

describe('what came of it', () => {
  const busy = { kind: 'retry', code: 'ONW-OUT-BUSY' };
  const rejected = { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };
  const unknown = { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
  const unreached = { kind: 'retry', code: 'ONW-OUT-UNREACHED' };

  test.each([
    [451, busy],
    [452, busy],
    [550, rejected],
    [553, rejected],
  ])('a recipient is answered with %i', async (code, attempt) => {
    const port = await running(
      serveMail({ onRcptTo: (_address, _session, answer) => answer(reply(code)) }),
    );
    expect(await smtp.send?.(command(), plainAt(port), out)).toEqual(attempt);
  });

  test.each([
    [451, busy],
    [552, rejected],
    [554, rejected],
  ])('a whole mail is answered with %i', async (code, attempt) => {
    const port = await running(
      serveMail({
        onData(stream, _session, answer) {
          stream.resume();
          stream.on('end', () => answer(reply(code)));
        },
      }),
    );
    expect(await smtp.send?.(command(), plainAt(port), out)).toEqual(attempt);
  });

  test.each([
    [{ at: 'greeting' }, unreached],
    [{ at: 'greeting', line: '421 later' }, busy],
    [{ at: 'greeting', line: '554 never' }, rejected],
    [{ at: 'mail' }, unreached],
    [{ at: 'mail', line: '421 later' }, busy],
    [{ at: 'data' }, unreached],
    [{ at: 'data', line: '451 later' }, busy],
    [{ at: 'body' }, unknown],
    [{ at: 'end' }, unknown],
    [{ at: 'end', line: '421 later' }, busy],
    [{ at: 'end', line: '250 taken' }, done],
  ] as const)('a connection that breaks: %j', async (where, attempt) => {
    const port = await running(serveBroken(where));
    expect(await smtp.send?.(command(), plainAt(port), out)).toEqual(attempt);
  });

  test('nobody there, a wrong password', async () => {
    const port = await running(serveMail());
    const wrong = setupAt(`smtp://127.0.0.1:${port}`, { MAIL_PASSWORD: 'old' });
    expect(await smtp.send?.(command(), wrong, out)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-CREDENTIALS',
    });
    expect(await smtp.probe?.(wrong, out)).toEqual({
      kind: 'refused',
      code: 'ONW-OUT-CREDENTIALS',
    });
    expect(await smtp.probe?.(setupAt(`smtp://127.0.0.1:${port}`), out)).toEqual({ kind: 'well' });
    await server?.close();
    expect(await smtp.send?.(command(), plainAt(port), out)).toEqual(unreached);
    expect(await smtp.probe?.(plainAt(port), out)).toMatchObject({ kind: 'away' });
  });
});

describe('settings', () => {
  test('say what the system can say and do, and the host that is called', () => {
    expect(smtp.describe(settings)).toMatchObject({
      manifest: {
        idempotent: false,
        events: {
          'message.delivered': { refs: {}, data: {} },
          'message.failed': { data: { reason: { kind: 'one-of' } } },
          'message.delayed': { data: { reason: { kind: 'one-of' } } },
        },
        commands: {
          'send-message': { args: { channel: { kind: 'one-of', values: ['email'] } } },
        },
      },
    });
    expect(smtp.hosts?.(setupAt('smtp://mail.clinic.example'))).toEqual([
      'mail.clinic.example:587',
    ]);
    expect(smtp.hosts?.(setupAt('smtps://mail.clinic.example'))).toEqual([
      'mail.clinic.example:465',
    ]);
    expect(smtp.hosts?.(setupAt('http://mail.clinic.example'))).toEqual([]);
    expect(smtp.hosts?.(setupAt(''))).toEqual([]);
  });

  test.each<readonly [Json, readonly string[]]>([
    [{ ...settings, url: 'smtp://x' }, ['url']],
    [{ url: 'U', from: 'F', secret: 'S', user: 'N' }, ['password']],
    [
      { url: 'U', from: 'F', secret: 'S', templates: { a: { version: 1, text: 'x' } } },
      ['templates', 'a', 'subject'],
    ],
    [{ ...settings, tls: 'maybe' }, ['tls']],
  ])('%# has a problem', (written, path) => {
    expect(smtp.describe(written)).toMatchObject({ problems: [{ path }] });
  });
});
