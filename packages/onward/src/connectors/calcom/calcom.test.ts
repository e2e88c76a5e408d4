import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { deliver, now, payload, secret, webhook } from './calcom.fixture.ts';
import { calcom } from './index.ts';

const out = realOutbound({ nowMs: () => now });
const setup = setupOf(calcom, { secret: 'S' }, { S: secret });
const named = setupOf(
  calcom,
  {
    secret: 'S',
    subject: { metadata: 'patient', system: 'clinic' },
    contacts: { phone: 'sms', email: 'mail' },
  },
  { S: secret },
);

const receive = async (delivery: RawDelivery, at = setup): Promise<readonly Received[]> =>
  (await calcom.receive?.(delivery, at, out)) ?? [];
const codeOf = async (delivery: RawDelivery, at = setup): Promise<string> => {
  const [received] = await receive(delivery, at);
  return received?.kind === 'refused' ? received.code : (received?.kind ?? 'nothing');
};
const start = Date.parse('2026-11-05T10:00:00Z');
const end = Date.parse('2026-11-05T10:30:00Z');

describe('signatures', () => {
  const body = webhook('BOOKING_CREATED');

  test('good, forged, altered, missing, not hex', async () => {
    expect(await codeOf(deliver(body))).toBe('event');
    expect(await codeOf(deliver(body, 'another secret'))).toBe('ONW-SIGNATURE-INVALID');
    const altered = { ...deliver(body), body: new TextEncoder().encode(`${body} `) };
    expect(await codeOf(altered)).toBe('ONW-SIGNATURE-INVALID');
    expect(await codeOf({ ...deliver(body), headers: {} })).toBe('ONW-SIGNATURE-MISSING');
    for (const odd of ['no-secret-provided', '00', 'z'.repeat(64), '0'.repeat(64)]) {
      const headers = { 'x-cal-signature-256': odd };
      expect(await codeOf({ ...deliver(body), headers })).toBe('ONW-SIGNATURE-INVALID');
    }
    expect(await codeOf(deliver(body), setupOf(calcom, { secret: 'S' }, {}))) //
      .toBe('ONW-SECRET-MISSING');
  });

  test('both secrets are good while one is rotated', async () => {
    const both = setupOf(calcom, { secret: 'S' }, { S: `newer ${secret}` });
    expect(await codeOf(deliver(body), both)).toBe('event');
    expect(await codeOf(deliver(body, 'newer'), both)).toBe('event');
  });

  test('what is replayed, years later too, is the same event', async () => {
    const first = await receive(deliver(body));
    const again = await receive({ ...deliver(body), receivedAt: now + 94_608_000_000 });
    expect(again).toEqual(first);
    const other = await receive(deliver(webhook('BOOKING_CREATED', { uid: 'uid-other' })));
    expect(other).not.toEqual(first);
  });
});

describe('events', () => {
  test('a booking: uid, who, when and status, nothing else', async () => {
    expect(await receive(deliver(webhook('BOOKING_CREATED')))).toEqual([
      {
        kind: 'event',
        event: {
          event: 'booking.created',
          id: '',
          covers: { content: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown },
          occurredAt: Date.parse('2026-11-02T08:59:58Z'),
          refs: { booking: 'uid-new-1', attendee: 'eleanor@example.com' },
          data: { start, end, status: 'accepted' },
        },
      },
    ]);
  });

  test.each([
    ['BOOKING_RESCHEDULED', 'booking.rescheduled', 'ACCEPTED', 'accepted'],
    ['BOOKING_CANCELLED', 'booking.cancelled', 'CANCELLED', 'cancelled'],
    ['BOOKING_REJECTED', 'booking.rejected', 'REJECTED', 'rejected'],
    ['BOOKING_REQUESTED', 'booking.requested', 'PENDING', 'pending'],
    ['MEETING_ENDED', 'booking.ended', 'ACCEPTED', 'accepted'],
    ['BOOKING_CREATED', 'booking.created', 'AWAITING_HOST', 'awaiting-host'],
    ['BOOKING_CREATED', 'booking.created', 'Eleanor', undefined],
  ])('%s says %s', async (trigger, event, ...[status = '', said]) => {
    const received = await receive(deliver(webhook(trigger, { status })));
    const data = said === undefined ? { start, end } : { start, end, status: said };
    expect(received).toMatchObject([{ kind: 'event', event: { event, data } }]);
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test('a moved booking has its new uid and the one it had before', async () => {
    const body = webhook('BOOKING_RESCHEDULED', { rescheduleUid: 'uid-old-1' });
    expect(await receive(deliver(body))).toMatchObject([
      { event: { refs: { booking: 'uid-new-1', previous: 'uid-old-1' } } },
    ]);
    const newer = webhook('BOOKING_RESCHEDULED', { rescheduledFromUid: 'uid-old-2' });
    expect(await receive(deliver(newer))).toMatchObject([
      { event: { refs: { previous: 'uid-old-2' } } },
    ]);
  });

  test('the settings say whose id it carries, and to whom the contacts belong', async () => {
    expect(await receive(deliver(webhook('BOOKING_CREATED')), named)).toMatchObject([
      {
        event: {
          refs: {
            booking: 'uid-new-1',
            attendee: 'MRN-1',
            phone: '+15550100199',
            email: 'eleanor@example.com',
          },
        },
      },
    ]);
  });

  test('the end of a meeting, which comes without an envelope', async () => {
    const createdAt = '2026-10-01T00:00:00Z';
    const flat = JSON.stringify({ triggerEvent: 'MEETING_ENDED', ...payload, createdAt });
    expect(await receive(deliver(flat))).toMatchObject([
      { event: { event: 'booking.ended', occurredAt: end, refs: { booking: 'uid-new-1' } } },
    ]);
  });

  test('who did not come, one event each, and the mark taken back', async () => {
    const attendees = [
      { email: 'Eleanor@example.com', noShow: true },
      { email: 'companion@example.com', noShow: false },
      { email: 'third@example.com' },
    ];
    const told = { message: 'Eleanor marked as no-show', bookingUid: 'uid-new-1', attendees };
    const body = JSON.stringify({
      triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
      createdAt: '2026-11-05T10:20:00Z',
      payload: told,
    });
    const received = await receive(deliver(body));
    expect(received).toMatchObject([
      { event: { refs: { attendee: 'eleanor@example.com' }, data: { absent: true } } },
      { event: { refs: { attendee: 'companion@example.com' }, data: { absent: false } } },
    ]);
    const identities = received.map((each) => each.kind === 'event' && each.event.covers?.content);
    expect(new Set(identities).size).toBe(2);
    expect(await receive(deliver(body), named)).toMatchObject([
      { event: { refs: { booking: 'uid-new-1', email: 'eleanor@example.com' } } },
      { event: { refs: { booking: 'uid-new-1', email: 'companion@example.com' } } },
    ]);
  });

  test('a ping is taken and says nothing', async () => {
    expect(await receive(deliver('{"triggerEvent":"PING","payload":{"type":"Test"}}'))).toEqual([]);
    expect(await codeOf(deliver('{"triggerEvent":"PING"}', 'forged'))).toBe(
      'ONW-SIGNATURE-INVALID',
    );
  });

  test('other triggers, other shapes, broken and hostile bodies', async () => {
    expect(await codeOf(deliver(webhook('OOO_CREATED')))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver(webhook('toString')))).toBe('ONW-EVENT-UNUSED');
    expect(await codeOf(deliver('{"hello":"Eleanor"}'))).toBe('ONW-EVENT-SHAPE');
    expect(await codeOf(deliver(webhook('BOOKING_CREATED').slice(0, 100)))).toBe('ONW-JSON-SYNTAX');
    const latin1 = new Uint8Array(Buffer.from('{"triggerEvent":"é"}', 'latin1'));
    expect(await codeOf(deliver(latin1))).toBe('ONW-JSON-ENCODING');
    const utf16 = new Uint8Array(Buffer.from(webhook('BOOKING_CREATED'), 'utf16le'));
    expect(await codeOf(deliver(utf16))).toMatch(/^ONW-JSON-/u);
  });

  test('a booking without a readable time can be asked for again', async () => {
    const [refused] = await receive(deliver(webhook('BOOKING_CREATED', { startTime: 'Eleanor' })));
    expect(refused).toMatchObject({
      code: 'ONW-EVENT-DATA',
      at: ['/payload/startTime'],
      again: 'uid-new-1',
    });
    expect(JSON.stringify(refused)).not.toContain('Eleanor');
    const [nameless] = await receive(deliver(webhook('BOOKING_CREATED', { uid: '../me' })));
    expect(nameless).toMatchObject({ code: 'ONW-EVENT-DATA', at: ['/payload/uid'] });
    expect(nameless).not.toHaveProperty('again');
  });

  test('no signed body, whatever it holds, makes it throw or repeat a word', async () => {
    const word = 'eleanor-canary';
    const triggers = ['BOOKING_CREATED', 'BOOKING_NO_SHOW_UPDATED', 'MEETING_ENDED', word];
    const near = fc.record({
      triggerEvent: fc.constantFrom(...triggers),
      payload: fc.record(
        {
          uid: fc.constantFrom('uid-1', '', 7),
          title: fc.constant(word),
          startTime: fc.constantFrom('2026-11-05T10:00:00Z', word, null),
          endTime: fc.constantFrom('2026-11-05T10:00:00Z', word, null),
          attendees: fc.jsonValue(),
          metadata: fc.jsonValue(),
          bookingUid: fc.constantFrom('uid-1', 7),
        },
        { requiredKeys: [] },
      ),
    });
    const bodies = fc.oneof(near, fc.jsonValue()).map((json) => JSON.stringify(json));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bodies, fc.string()), async (body) => {
        expect(JSON.stringify(await receive(deliver(body), named))).not.toContain(word);
      }),
    );
  });
});

describe('settings', () => {
  test('say what the system can say, do and answer', () => {
    const described = calcom.describe({
      secret: 'S',
      subject: { metadata: 'patient', system: 'clinic' },
      contacts: { phone: 'sms' },
    });
    expect(described).toMatchObject({
      manifest: {
        idempotent: true,
        events: {
          'booking.rescheduled': {
            refs: {
              booking: { system: '', of: 'journey' },
              previous: { system: '', of: 'journey' },
              attendee: { system: 'clinic', of: 'subject' },
              phone: { system: 'sms', of: 'subject' },
            },
            data: { start: { kind: 'instant' }, end: { kind: 'instant' } },
          },
          'booking.no-show': { data: { absent: { kind: 'flag' } } },
        },
        commands: {
          cancel: { args: { booking: { kind: 'ref' } } },
          reschedule: {
            args: { start: { kind: 'instant' } },
            returns: { booking: { kind: 'ref' } },
          },
        },
      },
    });
    const manifest = 'manifest' in described ? described.manifest : undefined;
    const events = Object.keys(manifest?.events ?? {});
    expect(manifest?.lookUps).toEqual({ booking: { events, list: 'all' } });
  });

  test.each<readonly [Json, readonly string[]]>([
    [{}, ['secret']],
    [{ secret: 'cal_live_x' }, ['secret']],
    [{ secret: 'S', version: 'latest' }, ['version']],
    [{ secret: 'S', subject: { metadata: 'a b', system: 'clinic' } }, ['subject', 'metadata']],
    [{ secret: 'S', other: 1 }, []],
  ])('%j has a problem', (settings, path) => {
    expect(calcom.describe(settings)).toMatchObject({ problems: [{ path }] });
  });
});
