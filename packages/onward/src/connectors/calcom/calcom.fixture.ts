/**
 * Invented webhooks of Cal.com, in the form that it sends them, and a small Cal.com on loopback.
 */
import { createHmac } from 'node:crypto';
import type { Json, RawDelivery } from '../../core/index.ts';
import { serveLoopback } from '../outbound.fixture.ts';
import type { Given, LoopbackServer } from '../outbound.fixture.ts';

export const now = Date.parse('2026-11-02T09:00:00Z');
export const secret = 'cal_secret_of_our_own';

/** Signed as Cal.com does: one HMAC over the raw body. */
export function deliver(body: string | Uint8Array, by = secret): RawDelivery {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signature = createHmac('sha256', by).update(bytes).digest('hex');
  return { body: bytes, headers: { 'x-cal-signature-256': signature }, receivedAt: now };
}

/** The payload of a booking by Ada Rook, who is invented. */
export const payload = {
  type: 'first-visit',
  title: 'First visit between Clinic and Eleanor Canary',
  description: 'Eleanor writes about her knee',
  additionalNotes: 'Eleanor writes more',
  startTime: '2026-11-05T10:00:00Z',
  endTime: '2026-11-05T10:30:00Z',
  organizer: { name: 'Clinic', email: 'desk@clinic.example', timeZone: 'Europe/Berlin' },
  attendees: [
    { name: 'Eleanor Canary', email: 'Eleanor@Example.com', timeZone: 'Europe/Berlin' },
    { name: 'Companion', email: 'companion@example.com' },
  ],
  responses: {
    notes: { label: 'additional_notes', value: 'Eleanor writes' },
    attendeePhoneNumber: { label: 'phone', value: '+1 555 010 0199' },
  },
  uid: 'uid-new-1',
  bookingId: 17,
  metadata: { patient: 'MRN-1', note: 'Eleanor' },
  status: 'ACCEPTED',
};

/** A webhook with its envelope. */
export function webhook(triggerEvent: string, change: Record<string, Json> = {}): string {
  const createdAt = '2026-11-02T08:59:58.000Z';
  return JSON.stringify({ triggerEvent, createdAt, payload: { ...payload, ...change } });
}

/** A booking as the API shows it. */
export interface KeptBooking {
  uid: string;
  status: string;
  start: string;
  end: string;
  attendees: Json[];
  rescheduledFromUid?: string;
  rescheduledToUid?: string;
}

/** What goes wrong, and when. */
export interface Weather {
  /** Answers this in place of the next command; `done` is done before. */
  refuse?: { readonly given: Given; readonly done: boolean };
  /** Answers this in place of every reading. */
  unread?: Given;
}

/** The bookings API in version 2: get, cancel, reschedule; it keeps what it is told. */
export async function serveCalcom(
  bookings: Map<string, KeptBooking>,
  weather: Weather = {},
): Promise<LoopbackServer> {
  return serveLoopback(({ method, path, headers, body }): Given => {
    const isOurs = headers.authorization === 'Bearer cal_key' && headers['cal-api-version'];
    if (!isOurs) return { status: 401, body: { status: 'error' } };
    if (path === '/v2/me') return { status: 200, body: { status: 'success' } };
    if (path.startsWith('/v2/bookings?')) return weather.unread ?? listed(bookings, path);
    const [, uid = '', act] = /^\/v2\/bookings\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const booking = bookings.get(uid);
    if (booking === undefined) return { status: 404, body: { status: 'error' } };
    if (method === 'GET') {
      return weather.unread ?? { status: 200, body: { status: 'success', data: shown(booking) } };
    }
    const { refuse } = weather;
    delete weather.refuse;
    if (refuse !== undefined && !refuse.done) return refuse.given;
    if (booking.status === 'cancelled') return { status: 400, body: { status: 'error' } };
    const asked = JSON.parse(body) as { start?: string };
    booking.status = 'cancelled';
    let answer = booking;
    if (act === 'reschedule') {
      const start = asked.start ?? '';
      const end = new Date(Date.parse(start) + 1_800_000).toISOString();
      const { attendees } = booking;
      answer = { uid: `${uid}-moved`, status: 'accepted', start, end, attendees };
      answer.rescheduledFromUid = uid;
      booking.rescheduledToUid = answer.uid;
      bookings.set(answer.uid, answer);
    }
    return refuse?.given ?? { status: 201, body: { status: 'success', data: shown(answer) } };
  });
}

function listed(bookings: Map<string, KeptBooking>, path: string): Given {
  const query = new URLSearchParams(path.slice(path.indexOf('?')));
  const skip = Number(query.get('skip'));
  const page = [...bookings.values()].slice(skip, skip + Number(query.get('take')));
  return { status: 200, body: { status: 'success', data: page.map(shown) } };
}

function shown(booking: KeptBooking): Json {
  return { ...booking, title: 'Eleanor Canary', metadata: { patient: 'MRN-1' } };
}
