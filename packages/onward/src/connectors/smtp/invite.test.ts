import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';

import type { Json, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { smtp } from './index.ts';
import type { MailServer } from './server.fixture.ts';
import { serveMail } from './server.fixture.ts';

const sentAt = Date.parse('2026-11-02T09:00:00Z');
const start = Date.parse('2026-11-05T10:00:00Z');

const settings = {
  url: 'MAIL_URL',
  tls: 'none',
  from: 'MAIL_FROM',
  secret: 'MAIL_SECRET',
  values: { clinic: 'Rook; Clinic, "East"' },
  args: { start: 'instant', visit: { ref: 'scheduler' } },
  templates: {
    booked: {
      version: 1,
      subject: 'Booked',
      text: 'Booked',
      invite: { start: 'start', duration: '30m', summary: 'Visit at {{ clinic }}', of: 'visit' },
    },
    moved: {
      version: 1,
      subject: 'Moved',
      text: 'Moved',
      invite: {
        start: 'start',
        duration: '45m',
        summary: 'Visit',
        location: 'By video',
        of: 'visit',
        changes: 'booked',
      },
    },
    called: { version: 1, subject: 'Off', text: 'Off', invite: { cancels: 'booked' } },
  },
} satisfies Json;

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function setup(): SystemSetup {
  return setupOf(smtp, settings, {
    MAIL_URL: `smtp://127.0.0.1:${server?.port ?? 0}`,
    MAIL_FROM: 'Rook Clinic <desk@clinic.example>',
    MAIL_SECRET: 'whsec_b25lIHNlY3JldCBvZiBvdXIgb3du',
  });
}

async function send(args: OutboundCommand['args'], { journey = 'jrn_2a', now = sentAt } = {}) {
  const command: OutboundCommand = {
    key: `${journey}.3.0`,
    command: 'send-message',
    args: { channel: 'email', ...args },
    journey,
    refs: { smtp: ['ada@example.com'] },
    attempt: 1,
  };
  return smtp.send?.(command, setup(), realOutbound({ nowMs: () => now }));
}

/** Properties of the one entry, unfolded (RFC 5545, 3.1). */
function entryOf({ attachments }: Email): Readonly<Record<string, string>> {
  const part = attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  const { content } = part ?? {};
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const lines = text.replaceAll(/\r?\n[ \t]/gu, '').split(/\r?\n/u);
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([A-Z-]+)[^:]*:(.*)$/u.exec(line) ?? [];
      return [name, value];
    }),
  );
}

async function arrived(index: number): Promise<Email> {
  return PostalMime.parse(server?.taken[index]?.text ?? '');
}

describe('an entry in the calendar', () => {
  test('comes with the mail, changes, and goes, as one', async () => {
    server = await serveMail({ disabledCommands: ['STARTTLS'] });
    const done = { kind: 'done', data: {} };
    expect(await send({ template: 'booked', start, visit: 'V-1' })).toEqual(done);
    const later = { now: sentAt + 60_000 };
    expect(await send({ template: 'moved', start: start + 3_600_000, visit: 'V-1' }, later)) //
      .toEqual(done);
    expect(await send({ template: 'called', visit: 'V-1' }, { now: sentAt + 120_000 })) //
      .toEqual(done);
    const [first, second, third] = [
      entryOf(await arrived(0)),
      entryOf(await arrived(1)),
      entryOf(await arrived(2)),
    ];
    expect(first).toMatchObject({
      METHOD: 'REQUEST',
      DTSTART: '20261105T100000Z',
      DTEND: '20261105T103000Z',
      DTSTAMP: '20261102T090000Z',
      SUMMARY: 'Visit at Rook\\; Clinic\\, "East"',
      STATUS: 'CONFIRMED',
      ORGANIZER: 'mailto:desk@clinic.example',
    });
    expect(first['UID']).toMatch(/^[0-9a-f]{32}@clinic\.example$/u);
    expect(second).toMatchObject({
      METHOD: 'REQUEST',
      UID: first['UID'],
      DTSTART: '20261105T110000Z',
      DTEND: '20261105T114500Z',
      LOCATION: 'By video',
    });
    expect(third).toMatchObject({ METHOD: 'CANCEL', UID: first['UID'], STATUS: 'CANCELLED' });
    expect(third).not.toHaveProperty('DTSTART');
    const sequences = [first, second, third].map((each) => Number(each['SEQUENCE']));
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
    // Mail programs read it from the type of the part.
    expect(server.taken[0]?.text).toMatch(/text\/calendar;[^\n]*method=REQUEST/u);
    expect(server.taken[2]?.text).toMatch(/text\/calendar;[^\n]*method=CANCEL/u);
    // Nothing of a ref stands in the mail.
    expect(server.taken[0]?.text).not.toContain('V-1');
  });

  test('is another one for another visit, and for another journey', async () => {
    server = await serveMail({ disabledCommands: ['STARTTLS'] });
    await send({ template: 'booked', start, visit: 'V-1' });
    await send({ template: 'booked', start, visit: 'V-2' });
    await send({ template: 'booked', start, visit: 'V-1' }, { journey: 'jrn_2b' });
    const uids = [entryOf(await arrived(0)), entryOf(await arrived(1)), entryOf(await arrived(2))];
    expect(new Set(uids.map((each) => each['UID'])).size).toBe(3);
  });

  test('without its time is not sent', async () => {
    server = await serveMail({ disabledCommands: ['STARTTLS'] });
    expect(await send({ template: 'booked', visit: 'V-1' })).toMatchObject({
      kind: 'rejected',
      code: 'ONW-TEMPLATE-RENDER',
    });
    expect(server.taken).toEqual([]);
  });
});

describe('settings', () => {
  const base = { version: 1, subject: 'x', text: 'x' };
  const booked = { start: 'start', duration: '30m', summary: 'Visit' };
  test.each<readonly [Json, readonly string[]]>([
    [{ ...booked, start: 'visit' }, ['start']],
    [{ ...booked, start: 'nobody' }, ['start']],
    [{ ...booked, of: 'start' }, ['of']],
    [{ ...booked, summary: '{{ nobody }}' }, ['summary']],
    [{ ...booked, changes: 'nobody' }, ['changes']],
    [{ cancels: 'called' }, ['cancels']],
    [{ start: 'start' }, []],
  ])('%#', (invite, path) => {
    const templates = { ...settings.templates, a: { ...base, invite } };
    expect(smtp.describe({ ...settings, templates })).toMatchObject({
      problems: [{ path: ['templates', 'a', 'invite', ...path] }],
    });
  });

  test('who subscribed may leave, and a link leads somewhere', () => {
    const problemsOf = (a: Json) =>
      smtp.describe({ ...settings, templates: { a: { ...base, ...(a as object) } } });
    expect(problemsOf({ subscribed: true })).toMatchObject({
      problems: [{ path: ['templates', 'a', 'subscribed'] }],
    });
    expect(problemsOf({ text: "{{ 'confirm' | link }}" })).toMatchObject({
      problems: [{ path: ['templates', 'a', 'text'] }],
    });
    expect(problemsOf({ translations: { es: { text: 'x' } } })).toMatchObject({
      problems: [{ path: ['templates', 'a', 'translations', 'es', 'subject'] }],
    });
  });
});
