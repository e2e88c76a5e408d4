/**
 * The look-up `booking`: how a booking stands in Cal.com now, told as its webhooks would tell it.
 */
import type { Json, Listed, LookUpAnswer, LookUpRequest, Received } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import type { Line } from './api.ts';
import { callCalcom, readByUid } from './api.ts';
import type { Booking } from './booking.ts';
import { bookingEvent, isUid, readBooking, wireEvent } from './booking.ts';
import { unanswered } from '../rest.ts';

/** How often a booking may have been moved before the last one is no longer looked for. */
const mostMoves = 8;
const mostBookings = 4;

/** Asks for each booking that the refs know, and follows it where it was moved to. */
export async function lookUpBookings(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const uids = (request.refs[line.setup.name] ?? []).filter((id) => isUid(id));
  if (uids.length === 0) return { kind: 'retry', code: 'ONW-LOOKUP-REF' };
  const received: Received[] = [];
  const seen = new Set<string>();
  for (const uid of uids.slice(-mostBookings)) {
    const answer = await followBooking(uid, line, seen);
    if (answer.kind === 'retry') return answer;
    if (answer.kind === 'found') received.push(...answer.received);
  }
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

/** One booking, or the one that it became; `seen` holds uids that need not be asked again. */
export async function followBooking(
  uid: string,
  line: Line,
  seen = new Set<string>(),
): Promise<LookUpAnswer> {
  let next: string | undefined = uid;
  for (let move = 0; next !== undefined && move <= mostMoves; move++) {
    if (seen.has(next)) return { kind: 'nothing' };
    seen.add(next);
    const read = await readByUid(next, line);
    if (read.kind !== 'read') return read;
    const { booking } = read;
    if (booking.to === undefined) return { kind: 'found', received: tell(booking, line) };
    next = booking.to;
  }
  return { kind: 'nothing' };
}

const pageSize = 100;

/**
 * All bookings of the account (`GET /v2/bookings`), and how each stands; one that was moved stands
 * as what it became. The cursor is how many were read.
 */
export async function listBookings(cursor: string | undefined, line: Line): Promise<Listed> {
  const skip = Number(cursor ?? 0);
  const answer = await callCalcom(`/v2/bookings?take=${pageSize}&skip=${skip}`, undefined, line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  const failed = unanswered(answer);
  if (failed !== undefined) return failed.kind === 'retry' ? failed : noList;
  const data = answer.kind === 'answered' ? pointAt(answer.body ?? null, ['data']) : undefined;
  if (!Array.isArray(data) || data.length > pageSize) return noList;
  const received = (data as readonly Json[]).flatMap((each) => {
    const booking = readBooking(each);
    return 'kind' in booking || booking.to !== undefined ? [] : tell(booking, line);
  });
  const isOver = data.length < pageSize;
  return isOver
    ? { kind: 'page', received }
    : { kind: 'page', received, cursor: String(skip + data.length) };
}

const noList = { kind: 'retry', code: 'ONW-OUT-ANSWER' } as const;

/** What the webhooks of a booking in this state have said last. */
function tell(booking: Booking, { settings, out }: Line): readonly Received[] {
  const say = (event: string, occurredAt?: number): Received =>
    bookingEvent(event, booking, { settings, occurredAt });
  switch (booking.status) {
    case 'cancelled':
      return [say('booking.cancelled')];
    case 'rejected':
      return [say('booking.rejected')];
    case 'pending':
    case 'awaiting-host':
      return [say('booking.requested')];
    case 'accepted': {
      const event = booking.from === undefined ? 'booking.created' : 'booking.rescheduled';
      const placed = [say(event)];
      if (pointAt(booking.attendees[0] ?? null, ['absent']) === true) {
        const refs = { booking: booking.uid };
        const said = { event: 'booking.no-show', refs, data: { absent: true } };
        return [...placed, wireEvent(said, undefined)];
      }
      return booking.end <= out.nowMs() ? [...placed, say('booking.ended', booking.end)] : placed;
    }
    default:
      return [];
  }
}
