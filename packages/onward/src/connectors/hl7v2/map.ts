/**
 * From one HL7 v2 message to one event: the trigger says which, and each kind reads its own fields.
 */
import type { FactValue, Received, WireEvent } from '../../core/index.ts';
import { shownId } from '../event-id.ts';
import { badData, refusal } from '../refusal.ts';
import { mapAppointment } from './appointment.ts';
import { readDeclared } from './declared.ts';
import { adtEvents, patientClasses, refEvents, siuEvents } from './events.ts';
import { mapOrder, mapReferral } from './order.ts';
import { patientId } from './patient.ts';
import { mapResult } from './result.ts';
import { localOf } from './said.ts';
import type { Said, Source, TimeFault } from './said.ts';
import { readTime } from './time.ts';
import { visitId } from './visit.ts';

/**
 * One result for one message. Control ids come again for other messages, as when a counter
 * restarts, and some senders leave them out, so that the id covers the content: the same id with
 * the same content is the same message.
 */
export function mapMessage(source: Source, covers: NonNullable<WireEvent['covers']>): Received {
  const { message } = source;
  const header = message.first('MSH');
  const control = message.text(header, 10);
  const shown = shownId(control);
  const said = say(source);
  if (said === undefined) {
    const text =
      'No event of this connector matches the message type; stop sending it, or ignore this.';
    return refusal('ONW-HL7-EVENT-UNUSED', text, shown);
  }
  if (typeof said === 'string') return timeRefusal(said, ['/SCH-11', '/TQ1-7'], shown);
  const { settings, codes } = source;
  const local = localOf(source);
  const declared = readDeclared(message, settings.data[said.event] ?? {}, { codes, local });
  if (declared.kind !== 'read') {
    const at = [`/data/${said.event}/${declared.name}`];
    return declared.kind === 'unfit'
      ? { ...badData(declared.name, shown), at }
      : timeRefusal(declared.kind, at, shown);
  }
  const refs = { patient: patientId(source, message.first('PID')), ...said.refs };
  const data = Object.entries(said.data).filter((each): each is [string, FactValue] => {
    return each[1] !== undefined && each[1] !== '';
  });
  const event = {
    event: said.event,
    id: control,
    covers,
    ...occurred(source),
    refs: Object.fromEntries(Object.entries(refs).filter(([, id]) => id !== '')),
    data: { ...Object.fromEntries(data), ...declared.facts },
  };
  return { kind: 'event', event };
}

function say(source: Source): Said | TimeFault | undefined {
  const { message } = source;
  const header = message.first('MSH');
  const trigger = message.text(header, 9, 2) || message.text(message.first('EVN'), 1);
  switch (message.text(header, 9)) {
    case 'ADT':
      return mapAdmission(source, trigger);
    case 'SIU':
      return Object.hasOwn(siuEvents, trigger) ? mapAppointment(source, trigger) : undefined;
    case 'ORU':
      return ['R01', 'R30', 'R31', 'R32'].includes(trigger) ? mapResult(message) : undefined;
    case 'REF':
      return Object.hasOwn(refEvents, trigger) ? mapReferral(message, trigger) : undefined;
    case 'ORM':
    case 'OMG':
    case 'OML':
      return ['O01', 'O19', 'O21', 'O33', 'O35', 'O39'].includes(trigger)
        ? mapOrder(message)
        : undefined;
    default:
      return undefined;
  }
}

/** ADT; one that registers or tracks an arrival may carry the appointment that it is for. */
function mapAdmission(source: Source, trigger: string): Said | TimeFault | undefined {
  if (!/^A\d\d$/.test(trigger)) return undefined;
  const { message } = source;
  if (['A04', 'A08', 'A10'].includes(trigger) && message.first('SCH') !== undefined) {
    const appointment = mapAppointment(source, trigger);
    if (typeof appointment !== 'string' && appointment.event === 'appointment.arrived') {
      return appointment;
    }
  }
  const event = (Object.hasOwn(adtEvents, trigger) && adtEvents[trigger]) || 'patient.updated';
  const visit = message.first('PV1');
  const merged =
    event === 'patient.merged' ? patientId(source, message.first('MRG'), 1) : undefined;
  const known = patientClasses[message.text(visit, 2)];
  return { event, refs: { visit: visitId(message) }, data: { class: known, merged } };
}

/** EVN-2, else MSH-7; one that cannot be read is left to the time of receipt. */
function occurred(source: Source): { readonly occurredAt?: number } {
  const local = localOf(source);
  const { message } = source;
  for (const text of [message.text(message.first('EVN'), 2), local.headerTime]) {
    const at = readTime(text, local);
    if (typeof at === 'number') return { occurredAt: at };
  }
  return {};
}

function timeRefusal(fault: TimeFault, at: readonly string[], id: string | undefined): Received {
  const message =
    fault === 'no-zone'
      ? 'A time has no offset and no zone is known; set `zone` in the settings of this system.'
      : 'A time of the appointment cannot be read; correct it at the sender.';
  const refused = refusal(fault === 'no-zone' ? 'ONW-HL7-ZONE' : 'ONW-HL7-TIME', message, id);
  return { ...refused, at };
}
