/** What Cal.com can say of a booking. */
import type { EventType, FactTypes, RefType } from '../../core/index.ts';
import type { CalcomSettings } from './settings.ts';

/** Cal.com's own statuses, in small letters and with hyphens. */
export const bookingStatus = [
  'accepted',
  'pending',
  'cancelled',
  'rejected',
  'awaiting-host',
] as const;

/** Cal.com's triggers to our events (cal.com/docs/developing/guides/automation/webhooks). */
export const triggers: Readonly<Record<string, string>> = {
  BOOKING_CREATED: 'booking.created',
  BOOKING_RESCHEDULED: 'booking.rescheduled',
  BOOKING_CANCELLED: 'booking.cancelled',
  BOOKING_REJECTED: 'booking.rejected',
  BOOKING_REQUESTED: 'booking.requested',
  MEETING_ENDED: 'booking.ended',
  BOOKING_NO_SHOW_UPDATED: 'booking.no-show',
};

const booking: FactTypes = {
  start: { kind: 'instant' },
  end: { kind: 'instant' },
  status: { kind: 'one-of', values: bookingStatus },
};

/** The events as a program sees them; the settings say whose ids and contacts they carry. */
export function eventTypes({
  subject,
  contacts,
}: CalcomSettings): Readonly<Record<string, EventType>> {
  const of = 'subject' as const;
  const refs: Record<string, RefType> = {
    booking: { system: '', of: 'journey' },
    attendee: { system: subject?.system ?? '', of },
    ...(contacts.phone === undefined ? {} : { phone: { system: contacts.phone, of } }),
    ...(contacts.email === undefined ? {} : { email: { system: contacts.email, of } }),
  };
  const moved: Record<string, RefType> = { ...refs, previous: { system: '', of: 'journey' } };
  const types = Object.values(triggers).map((event): readonly [string, EventType] => {
    if (event === 'booking.no-show') return [event, { refs, data: { absent: { kind: 'flag' } } }];
    return [event, { refs: event === 'booking.rescheduled' ? moved : refs, data: booking }];
  });
  return Object.fromEntries(types);
}
