/** Appointments (SIU): ids, start, end and status, wherever the sender's version puts them. */
import { appointmentStatuses, siuEvents, statusEvents } from './events.ts';
import { localOf } from './said.ts';
import type { Said, Source, TimeFault } from './said.ts';
import type { Message } from './message.ts';
import { visitId } from './visit.ts';
import { readTime } from './time.ts';

/** `trigger` is the message's; a status may say more than it does. */
export function mapAppointment(source: Source, trigger: string): Said | TimeFault {
  const { message } = source;
  const schedule = message.first('SCH');
  const status = statusOf(message);
  const speaks = trigger === 'S12' || trigger === 'S14' || trigger.startsWith('A');
  const byStatus = speaks && status !== undefined ? statusEvents[status] : undefined;
  const local = localOf(source);
  const [startText, endText] = timesOf(message);
  const start = readTime(startText, local);
  const end = readTime(endText, local);
  if (start === 'no-zone' || start === 'unreadable') return start;
  if (end === 'no-zone' || end === 'unreadable') return end;
  return {
    event: byStatus ?? siuEvents[trigger] ?? 'appointment.modified',
    refs: {
      visit: visitId(message),
      // The scheduler's own id (filler), else the one given by who asked for it (placer).
      appointment: message.text(schedule, 2) || message.text(schedule, 1),
    },
    data: {
      start: start === 'none' ? undefined : start,
      end: end === 'none' ? undefined : end,
      status,
    },
  };
}

/**
 * Start and end as written. TQ1 comes first: from version 2.5 on it replaces SCH-11, which may then
 * hold anything; the resources' own starts come last.
 */
function timesOf(message: Message): readonly [start: string, end: string] {
  const timing = message.first('TQ1');
  const schedule = message.first('SCH');
  const candidates: readonly (readonly [string, string])[] = [
    [message.text(timing, 7), message.text(timing, 8)],
    [message.text(schedule, 11, 4), message.text(schedule, 11, 5)],
    [message.text(message.first('AIS'), 4), ''],
    [message.text(message.first('AIG'), 8), ''],
    [message.text(message.first('AIL'), 6), ''],
    [message.text(message.first('AIP'), 6), ''],
  ];
  return candidates.find(([start]) => start !== '') ?? ['', ''];
}

/** SCH-25 as code or as text; where it is empty, the status that all services share (AIS-10). */
function statusOf(message: Message): string | undefined {
  const schedule = message.first('SCH');
  const written = [message.text(schedule, 25), message.text(schedule, 25, 2)];
  const services = message.all('AIS').map((service) => message.text(service, 10));
  const shared = new Set(services).size === 1 ? services : [];
  for (const text of [...written, ...shared]) {
    const letters = text.toLowerCase().replaceAll(/[^a-z]/g, '');
    if (Object.hasOwn(appointmentStatuses, letters)) return appointmentStatuses[letters];
  }
  return undefined;
}
