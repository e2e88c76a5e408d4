/** From the body of a webhook to events: a booking, or who of its attendees did not come. */
import type { Json, Received } from '../../core/index.ts';
import { pointAt, readInstant } from '../../core/index.ts';
import { badData, refusal, unused } from '../refusal.ts';
import { readMail } from '../templates/contact.ts';
import { bookingEvent, isUid, readBooking, wireEvent } from './booking.ts';
import { triggers } from './events.ts';
import type { CalcomSettings } from './settings.ts';

/** A group has some attendees; more than this is no booking. */
const mostAttendees = 100;

/** Maps one verified body. A ping says nothing. */
export function mapDelivery(body: Json, settings: CalcomSettings): readonly Received[] {
  const trigger = pointAt(body, ['triggerEvent']);
  if (typeof trigger !== 'string') {
    const message = 'The body is not a webhook of Cal.com; leave its template at the default.';
    return [{ ...refusal('ONW-EVENT-SHAPE', message), at: ['/triggerEvent'] }];
  }
  if (trigger === 'PING') return [];
  const event = Object.hasOwn(triggers, trigger) ? triggers[trigger] : undefined;
  if (event === undefined) return [unused()];
  // The end of a meeting comes without an envelope: its members stand beside the trigger.
  const payload = pointAt(body, ['payload']) ?? body;
  const raw = pointAt(body, ['createdAt']);
  const createdAt = typeof raw === 'string' ? readInstant(raw) : undefined;
  if (event === 'booking.no-show') return absences(payload, { settings, createdAt });
  const booking = readBooking(payload);
  if ('kind' in booking) return [booking];
  // Without an envelope `createdAt` is the booking's own, and a meeting ends at its end.
  const occurredAt = event === 'booking.ended' ? booking.end : createdAt;
  return [bookingEvent(event, booking, { settings, occurredAt })];
}

interface Told {
  readonly settings: CalcomSettings;
  readonly createdAt: number | undefined;
}

/** One event per attendee; `absent` is false where somebody took the mark back. */
function absences(payload: Json, { settings, createdAt }: Told): readonly Received[] {
  const uid = pointAt(payload, ['bookingUid']) ?? pointAt(payload, ['uid']);
  if (!isUid(uid)) return [{ ...badData('uid'), at: ['/payload/bookingUid'] }];
  const attendees = pointAt(payload, ['attendees']);
  const list = Array.isArray(attendees) ? (attendees as readonly Json[]) : [];
  const events = list.slice(0, mostAttendees).flatMap((attendee): Received[] => {
    const absent = pointAt(attendee, ['noShow']);
    if (typeof absent !== 'boolean') return [];
    const mail = readMail(pointAt(attendee, ['email']));
    const isNamed = settings.subject === undefined && mail !== undefined;
    const refs = {
      booking: uid,
      ...(isNamed ? { attendee: mail } : {}),
      ...(settings.contacts.email === undefined || mail === undefined ? {} : { email: mail }),
    };
    return [wireEvent({ event: 'booking.no-show', refs, data: { absent } }, createdAt)];
  });
  return events.length > 0
    ? events
    : [{ ...badData('absent'), at: ['/payload/attendees'], again: uid }];
}
