/**
 * The calendar entry of a mail (RFC 5545, RFC 5546): one entry for one visit, which later mails
 * change or take away, so that no calendar shows a time that is true no more.
 */
import { createHash } from 'node:crypto';
import {
  ICalAttendeeRole,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import type { FactValue, OutboundCommand } from '../../core/index.ts';
import type { AlsoWritten } from '../templates/render.ts';
import type { Entry } from './invite-settings.ts';
import type { Invitation, Mailbox } from './mail.ts';
import { domainOf } from './mail.ts';
import type { SmtpSettings } from './settings.ts';

export interface Inviting {
  readonly command: OutboundCommand;
  readonly settings: SmtpSettings;
  readonly also: AlsoWritten;
  readonly from: Mailbox;
  readonly to: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Sequences count seconds from here: a later mail always wins, a restored backup included. */
const epochMs = Date.UTC(2020, 0, 1);

/**
 * The entry of a template; undefined where it brings none.
 *
 * @throws {Error} when the time of a new entry did not come with the command
 */
export function invitationOf(inviting: Inviting): Invitation | undefined {
  const { command, settings } = inviting;
  const id = textOf(command.args['template']);
  const written = settings.templates[id]?.invite;
  if (written === undefined) return undefined;
  if (!('cancels' in written)) {
    const origin = written.changes ?? id;
    return { method: 'REQUEST', content: compose(inviting, { entry: written, origin }) };
  }
  const entry = settings.templates[written.cancels]?.invite;
  if (entry === undefined || 'cancels' in entry) return undefined;
  const cancelled = { entry, origin: written.cancels, isCancelled: true };
  return { method: 'CANCEL', content: compose(inviting, cancelled) };
}

interface Composed {
  readonly entry: Entry;
  /** The template that brings the entry first. */
  readonly origin: string;
  readonly isCancelled?: boolean;
}

function compose(inviting: Inviting, { entry, origin, isCancelled = false }: Composed): string {
  const { command, also, from, to, now } = inviting;
  const start = command.args[entry.start];
  if (typeof start !== 'number' && !isCancelled) throw new Error('no start');
  const at = typeof start === 'number' ? start : now;
  const { CANCEL, REQUEST } = ICalCalendarMethod;
  const calendar = new ICalCalendar({
    method: isCancelled ? CANCEL : REQUEST,
    prodId: { company: 'Onward', product: 'onward', language: 'EN' },
  });
  calendar.createEvent({
    id: `${uidOf(command, entry, origin)}@${domainOf(from.address)}`,
    sequence: Math.max(0, Math.floor((now - epochMs) / 1000)),
    stamp: new Date(now),
    start: new Date(at),
    end: new Date(at + entry.duration),
    summary: also(entry.summary),
    ...(entry.location === undefined ? {} : { location: also(entry.location) }),
    organizer: { name: from.name === '' ? from.address : from.name, email: from.address },
    attendees: [{ email: to, rsvp: false, role: ICalAttendeeRole.REQ }],
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  const text = calendar.toString();
  // A cancelled entry is known by its UID (RFC 5546, 3.2.5); a time that did not come is not told.
  return typeof start === 'number' ? text : text.replaceAll(/^DT(?:START|END):.*\r\n/gm, '');
}

/** The same for all mails of a journey about one entry, and telling nothing of either. */
function uidOf({ journey, args }: OutboundCommand, { of }: Entry, origin: string): string {
  const which = of === undefined ? '' : textOf(args[of]);
  const words = [journey, origin, which].join('\u0000');
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

/** A name or an outside id; empty for anything else. */
function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
