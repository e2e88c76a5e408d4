import { afterEach, describe, expect, test } from 'vitest';

import type { OutboundCommand, SystemSetup } from '../../core/index.ts';
import { nobodyThere, realOutbound, setupOf } from '../outbound.fixture.ts';
import type { LoopbackServer } from '../outbound.fixture.ts';
import type { KeptBooking, Weather } from './calcom.fixture.ts';
import { now, secret, serveCalcom } from './calcom.fixture.ts';
import { calcom } from './index.ts';

const out = realOutbound({ nowMs: () => now });
const later = Date.parse('2026-11-09T10:00:00Z');
const whole = { secret: 'S', url: 'URL', reason: 'The practice is closed that day.' };

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function booking(change: Partial<KeptBooking> = {}): KeptBooking {
  return {
    uid: 'uid-1',
    status: 'accepted',
    start: '2026-11-05T10:00:00.000Z',
    end: '2026-11-05T10:30:00.000Z',
    attendees: [{ name: 'Eleanor Canary', email: 'eleanor@example.com', absent: false }],
    ...change,
  };
}

async function serving(bookings: readonly KeptBooking[], weather?: Weather): Promise<SystemSetup> {
  server = await serveCalcom(new Map(bookings.map((each) => [each.uid, each])), weather);
  return reaching(server.url);
}

function reaching(url: string, key = 'cal_key'): SystemSetup {
  return setupOf(calcom, whole, { S: secret, URL: url, CALCOM_API_KEY: key });
}

function command(name: string, change: Partial<OutboundCommand> = {}): OutboundCommand {
  const args = { booking: 'uid-1', ...(name === 'reschedule' ? { start: later } : {}) };
  return {
    key: 'jrn_2a.3.0',
    command: name,
    args,
    journey: 'jrn_2a',
    refs: {},
    attempt: 1,
    ...change,
  };
}

describe('cancelling', () => {
  test('is done when the booking itself says so', async () => {
    const at = await serving([booking()]);
    expect(await calcom.send?.(command('cancel'), at, out)).toEqual({
      kind: 'done',
      data: { status: 'cancelled' },
    });
    expect(server?.taken.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/bookings/uid-1/cancel',
      'GET /v2/bookings/uid-1',
    ]);
    expect(JSON.parse(server?.taken[0]?.body ?? '')).toEqual({ cancellationReason: whole.reason });
  });

  test('a repeat, and a lost answer, are found done', async () => {
    const at = await serving([booking({ status: 'cancelled' })]);
    expect(await calcom.send?.(command('cancel'), at, out)).toMatchObject({ kind: 'done' });
    await server?.close();
    const lost = await serving([booking()], { refuse: { given: 'drop', done: true } });
    expect(await calcom.send?.(command('cancel'), lost, out)).toMatchObject({ kind: 'done' });
  });

  test('what cannot be read back is not said to be done', async () => {
    const at = await serving([booking()], { unread: { status: 503 } });
    expect(await calcom.send?.(command('cancel'), at, out)).toMatchObject({ kind: 'unknown' });
    await server?.close();
    const lying = await serving([booking()], { refuse: { given: { status: 200 }, done: false } });
    expect(await calcom.send?.(command('cancel'), lying, out)).toMatchObject({ kind: 'unknown' });
  });

  test('a booking that was moved is not cancelled by that', async () => {
    const moved = booking({ status: 'cancelled', rescheduledToUid: 'uid-2' });
    const at = await serving([moved, booking({ uid: 'uid-2' })]);
    expect(await calcom.send?.(command('cancel'), at, out)).toMatchObject({ kind: 'rejected' });
  });
});

describe('moving', () => {
  test('gives the new uid and the times it stands at', async () => {
    const at = await serving([booking()]);
    expect(await calcom.send?.(command('reschedule'), at, out)).toEqual({
      kind: 'done',
      data: { booking: 'uid-1-moved', start: later, end: later + 1_800_000 },
    });
    expect(JSON.parse(server?.taken[0]?.body ?? '')).toEqual({
      start: '2026-11-09T10:00:00.000Z',
      reschedulingReason: whole.reason,
    });
    // The same command again: Cal.com refuses it, the read-back knows better.
    expect(await calcom.send?.(command('reschedule'), at, out)).toMatchObject({
      kind: 'done',
      data: { booking: 'uid-1-moved' },
    });
  });

  test('a slot that is taken is rejected, and so is a booking that is gone', async () => {
    const refuse = { given: { status: 400, body: { message: 'Eleanor' } }, done: false } as const;
    const at = await serving([booking()], { refuse });
    const attempt = await calcom.send?.(command('reschedule'), at, out);
    expect(attempt).toEqual({ kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' });
    const gone = command('reschedule', { args: { booking: 'uid-9', start: later } });
    expect(await calcom.send?.(gone, at, out)).toMatchObject({ kind: 'rejected' });
    const nameless = command('reschedule', { args: { booking: '../me', start: later } });
    const before = server?.taken.length;
    expect(await calcom.send?.(nameless, at, out)).toMatchObject({ kind: 'rejected' });
    expect(await calcom.send?.(command('delete'), at, out)).toMatchObject({ kind: 'rejected' });
    expect(server?.taken.length).toBe(before);
  });

  test('a lost answer is looked up, nobody there is tried again', async () => {
    const at = await serving([booking()], { refuse: { given: 'drop', done: true } });
    expect(await calcom.send?.(command('reschedule'), at, out)).toMatchObject({ kind: 'done' });
    await server?.close();
    const lost = await serving([booking()], { refuse: { given: 'drop', done: false } });
    expect(await calcom.send?.(command('reschedule'), lost, out)).toMatchObject({
      kind: 'unknown',
    });
    const nobody = reaching(await nobodyThere());
    expect(await calcom.send?.(command('cancel'), nobody, out)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-UNREACHED',
    });
    expect(await calcom.send?.(command('cancel'), reaching(server?.url ?? '', 'old'), out)) //
      .toEqual({ kind: 'retry', code: 'ONW-OUT-CREDENTIALS' });
  });
});

describe('asking', () => {
  const ask = { key: 'jrn_2a.3.1', name: 'booking', journey: 'jrn_2a' };
  const lookUp = async (at: SystemSetup, ids: readonly string[]) =>
    calcom.lookUp?.({ ...ask, refs: { calcom: ids } }, at, out);

  test.each([
    [booking(), ['booking.created']],
    [booking({ rescheduledFromUid: 'uid-0' }), ['booking.rescheduled']],
    [booking({ status: 'cancelled' }), ['booking.cancelled']],
    [booking({ status: 'rejected' }), ['booking.rejected']],
    [booking({ status: 'pending' }), ['booking.requested']],
    [
      booking({ start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:30:00Z' }),
      ['booking.created', 'booking.ended'],
    ],
    [booking({ attendees: [{ absent: true }] }), ['booking.created', 'booking.no-show']],
  ])('%# is told as its webhooks would have told it', async (kept, events) => {
    const at = await serving([kept]);
    const answer = await lookUp(at, ['eleanor@example.com', 'uid-1']);
    const told = answer?.kind === 'found' ? answer.received : [];
    expect(told.map((each) => each.kind === 'event' && each.event.event)).toEqual(events);
    expect(JSON.stringify(told)).not.toContain('Canary');
    // Asked twice, it is the same event.
    expect(await lookUp(at, ['uid-1'])).toEqual(answer);
  });

  test('a booking is followed to where it was moved, once', async () => {
    const at = await serving([
      booking({ status: 'cancelled', rescheduledToUid: 'uid-2' }),
      booking({ uid: 'uid-2', status: 'cancelled', rescheduledToUid: 'uid-3' }),
      booking({ uid: 'uid-3', rescheduledFromUid: 'uid-2' }),
    ]);
    expect(await lookUp(at, ['uid-1', 'uid-2'])).toMatchObject({
      kind: 'found',
      received: [{ event: { refs: { booking: 'uid-3', previous: 'uid-2' } } }],
    });
    expect(server?.taken.length).toBe(3);
  });

  test('all bookings are read page by page, each as what it became', async () => {
    const many = Array.from({ length: 101 }, (_, at) => booking({ uid: `uid-${at + 10}` }));
    const moved = booking({ uid: 'uid-1', status: 'cancelled', rescheduledToUid: 'uid-10' });
    const at = await serving([moved, ...many]);
    const first = await calcom.list?.({ name: 'booking' }, at, out);
    expect(first).toMatchObject({ kind: 'page', cursor: '100', received: { length: 99 } });
    const last = await calcom.list?.({ name: 'booking', cursor: '100' }, at, out);
    expect(last).toMatchObject({ kind: 'page', received: { length: 2 } });
    expect(last).not.toHaveProperty('cursor');
    const strange = await serving([], { unread: { status: 200, body: { data: 'none' } } });
    expect(await calcom.list?.({ name: 'booking' }, strange, out)).toMatchObject({
      code: 'ONW-OUT-ANSWER',
    });
  });

  test('a circle of bookings ends', async () => {
    const at = await serving([
      booking({ rescheduledToUid: 'uid-2' }),
      booking({ uid: 'uid-2', rescheduledToUid: 'uid-1' }),
    ]);
    expect(await lookUp(at, ['uid-1'])).toEqual({ kind: 'nothing' });
  });

  test('nothing, nobody to ask about, no answer', async () => {
    const at = await serving([]);
    expect(await lookUp(at, ['uid-1'])).toEqual({ kind: 'nothing' });
    expect(await lookUp(at, ['eleanor@example.com'])).toMatchObject({ code: 'ONW-LOOKUP-REF' });
    expect(await lookUp(reaching(await nobodyThere()), ['uid-1'])).toMatchObject({ kind: 'retry' });
    expect(await lookUp(reaching(server?.url ?? '', 'old'), ['uid-1'])).toMatchObject({
      code: 'ONW-OUT-CREDENTIALS',
    });
  });

  test('a refused webhook is made good by its uid', async () => {
    const at = await serving([booking()]);
    expect(await calcom.refetch?.('uid-1', at, out)).toMatchObject({
      kind: 'found',
      received: [{ event: { event: 'booking.created' } }],
    });
    expect(await calcom.refetch?.('../me', at, out)).toEqual({ kind: 'nothing' });
  });

  test('a probe, and the one host that is called', async () => {
    const at = await serving([]);
    expect(await calcom.probe?.(at, out)).toEqual({ kind: 'well' });
    expect(await calcom.probe?.(reaching(server?.url ?? '', 'old'), out)).toMatchObject({
      kind: 'refused',
    });
    expect(await calcom.probe?.(reaching(await nobodyThere()), out)).toMatchObject({
      kind: 'away',
    });
    expect(await calcom.probe?.(reaching(''), out)).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    expect(calcom.hosts?.(setupOf(calcom, { secret: 'S' }, {}))).toEqual(['api.cal.com']);
    expect(calcom.hosts?.(reaching('https://cal.clinic.example/'))).toEqual(['cal.clinic.example']);
  });
});
