/**
 * The commands `cancel` and `reschedule`. What Cal.com answers is not taken for done: the booking
 * is read back, which also tells what came of a call without an answer, or of the same call before.
 */
import type { Attempt, CommandType, Json, OutboundCommand } from '../../core/index.ts';
import { unsuccessful } from '../rest.ts';
import type { Line } from './api.ts';
import { callCalcom, readByUid } from './api.ts';
import type { Booking } from './booking.ts';
import { isUid } from './booking.ts';
import { bookingStatus } from './events.ts';

const booking = { kind: 'ref', system: '' } as const;

/** A moved booking has a new uid, which comes back as `booking`. */
export const commandTypes: Readonly<Record<'cancel' | 'reschedule', CommandType>> = {
  cancel: {
    args: { booking },
    returns: { status: { kind: 'one-of', values: bookingStatus } },
  },
  reschedule: {
    args: { booking, start: { kind: 'instant' } },
    returns: { booking, start: { kind: 'instant' }, end: { kind: 'instant' } },
  },
};

/** Cancels a booking, or moves it to another start. */
export async function sendCommand(command: OutboundCommand, line: Line): Promise<Attempt> {
  const { booking: uid, start } = command.args;
  if (!isUid(uid)) return rejected;
  const { reason } = line.settings;
  if (command.command === 'cancel') {
    const body: Json = reason === undefined ? {} : { cancellationReason: reason };
    return agreed({ path: `/v2/bookings/${uid}/cancel`, body }, line, () => cancelled(uid, line));
  }
  if (command.command !== 'reschedule' || typeof start !== 'number') return rejected;
  const body: Json = {
    start: new Date(start).toISOString(),
    ...(reason === undefined ? {} : { reschedulingReason: reason }),
  };
  const path = `/v2/bookings/${uid}/reschedule`;
  return agreed({ path, body }, line, () => moved(uid, start, line));
}

const rejected: Attempt = { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };

interface Asked {
  readonly path: string;
  readonly body: Json;
}

/** What a read-back found: done with its facts, not (yet) so, or no answer. */
type Agreement =
  | { readonly kind: 'so'; readonly data: Extract<Attempt, { readonly data: unknown }>['data'] }
  | { readonly kind: 'not-so' }
  | { readonly kind: 'unread' };

/** Asks, then reads back. A refusal (4xx) of what is so already is no refusal. */
async function agreed(
  { path, body }: Asked,
  line: Line,
  readBack: () => Promise<Agreement>,
): Promise<Attempt> {
  const answer = await callCalcom(path, body, line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  const failed = unsuccessful(answer);
  if (failed?.kind === 'retry') return failed;
  const found = await readBack();
  if (found.kind === 'so') return { kind: 'done', data: found.data };
  if (failed?.kind === 'rejected' && found.kind === 'not-so') return failed;
  return { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
}

async function cancelled(uid: string, line: Line): Promise<Agreement> {
  const read = await readByUid(uid, line);
  if (read.kind !== 'read') return unfound(read);
  const { status, to } = read.booking;
  // A booking that was moved is cancelled too, and lives on under another uid.
  return status === 'cancelled' && to === undefined
    ? { kind: 'so', data: { status } }
    : { kind: 'not-so' };
}

async function moved(uid: string, start: number, line: Line): Promise<Agreement> {
  const before = await readByUid(uid, line);
  if (before.kind !== 'read') return unfound(before);
  const { to } = before.booking;
  if (to === undefined) return standsAt(before.booking, start);
  const after = await readByUid(to, line);
  return after.kind === 'read' ? standsAt(after.booking, start) : unfound(after);
}

/** A booking that Cal.com does not have is in no state; one that it did not show may be in any. */
function unfound({ kind }: { readonly kind: 'nothing' | 'retry' }): Agreement {
  return { kind: kind === 'nothing' ? 'not-so' : 'unread' };
}

function standsAt(found: Booking, start: number): Agreement {
  const isHeld = found.status === 'accepted' || found.status === 'pending';
  if (!isHeld || found.start !== start) return { kind: 'not-so' };
  return { kind: 'so', data: { booking: found.uid, start: found.start, end: found.end } };
}
