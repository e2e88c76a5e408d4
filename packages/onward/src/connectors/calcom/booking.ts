/** A booking as a webhook or the API writes it: the few members that are read of it. */
import type { Facts, Json, Received, WireEvent } from '../../core/index.ts';
import { pointAt, readInstant } from '../../core/index.ts';
import { contentDigest, shownId } from '../event-id.ts';
import type { Refusal } from '../refusal.ts';
import { badData } from '../refusal.ts';
import { readMail, readPhone } from '../templates/contact.ts';
import { bookingStatus } from './events.ts';
import type { CalcomSettings } from './settings.ts';

/** One booking; times in epoch milliseconds. */
export interface Booking {
  readonly uid: string;
  readonly start: number;
  readonly end: number;
  readonly status: string | undefined;
  /** The uid that this booking had before it was moved, and after. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Attendee by number, from 0, is the one who booked. */
  readonly attendees: readonly Json[];
  readonly body: Json;
}

/** A uid may stand in a path of the API. */
export function isUid(raw: unknown): raw is string {
  return typeof raw === 'string' && /^[\w-]{1,128}$/.test(raw);
}

/** Reads a booking; a refusal names the member that cannot be read. */
export function readBooking(body: Json): Booking | Refusal {
  const uid = pointAt(body, ['uid']);
  if (!isUid(uid)) return { ...badData('uid'), at: ['/payload/uid'] };
  const start = timeOf(body, ['startTime', 'start']);
  const end = timeOf(body, ['endTime', 'end']);
  if (start === undefined || end === undefined) {
    const name = start === undefined ? 'start' : 'end';
    return { ...badData(name, shownId(uid)), at: [`/payload/${name}Time`], again: uid };
  }
  const status = pointAt(body, ['status']);
  const known = typeof status === 'string' ? status.toLowerCase().replaceAll('_', '-') : '';
  const attendees = pointAt(body, ['attendees']);
  return {
    uid,
    start,
    end,
    status: bookingStatus.find((each) => each === known),
    from: uidAt(body, ['rescheduleUid', 'rescheduledFromUid']),
    to: uidAt(body, ['rescheduledToUid']),
    attendees: Array.isArray(attendees) ? (attendees as readonly Json[]) : [],
    body,
  };
}

/** The event of this name that a booking tells. */
export function bookingEvent(
  event: string,
  booking: Booking,
  { settings, occurredAt }: { settings: CalcomSettings; occurredAt: number | undefined },
): Received {
  const { uid, start, end, status, from } = booking;
  const refs = {
    booking: uid,
    ...(event === 'booking.rescheduled' && from !== undefined ? { previous: from } : {}),
    ...whoBooked(booking, settings),
  };
  const data: Facts = { start, end, ...(status === undefined ? {} : { status }) };
  return wireEvent({ event, refs, data }, occurredAt);
}

/**
 * An event without an id of Cal.com's: what it says, and when, is what makes it the one it is, so
 * that the same told twice is one event.
 */
export function wireEvent(
  said: Pick<WireEvent, 'event' | 'refs' | 'data'>,
  occurredAt: number | undefined,
): Received {
  const time = occurredAt === undefined ? {} : { occurredAt };
  const content = contentDigest(
    JSON.stringify([said.event, occurredAt ?? null, said.refs, said.data]),
  );
  return { kind: 'event', event: { ...said, id: '', covers: { content }, ...time } };
}

/** Who booked, by what the settings ask for. */
function whoBooked(
  { attendees, body }: Booking,
  { subject, contacts }: CalcomSettings,
): Readonly<Record<string, string>> {
  const first = attendees[0] ?? null;
  const mail = readMail(pointAt(first, ['email']));
  const id = subject === undefined ? mail : idOf(pointAt(body, ['metadata', subject.metadata]));
  const answers = ['attendeePhoneNumber', 'smsReminderNumber', 'phone'];
  const numbers = [
    pointAt(first, ['phoneNumber']),
    ...answers.map((answer) => pointAt(body, ['responses', answer, 'value'])),
  ];
  const [phone] = numbers.flatMap((number) => readPhone(number) ?? []);
  return {
    ...(id === undefined ? {} : { attendee: id }),
    ...(contacts.phone === undefined || phone === undefined ? {} : { phone }),
    ...(contacts.email === undefined || mail === undefined ? {} : { email: mail }),
  };
}

function idOf(raw: Json | undefined): string | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw)) return String(raw);
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}

function timeOf(body: Json, members: readonly string[]): number | undefined {
  const raw = members.map((member) => pointAt(body, [member])).find((each) => each !== undefined);
  return typeof raw === 'string' ? readInstant(raw) : undefined;
}

function uidAt(body: Json, members: readonly string[]): string | undefined {
  return members.map((member) => pointAt(body, [member])).find(isUid);
}
