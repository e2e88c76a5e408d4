/** The events of an HL7 v2 system, and which trigger says which. */
import type { EventType, FactTypes, RefType } from '../../core/index.ts';

/** ADT triggers (HL7 v2.8, chapter 3). Those that are not here say `patient.updated`. */
export const adtEvents: Readonly<Record<string, string>> = {
  A01: 'patient.admitted',
  A02: 'patient.transferred',
  A03: 'patient.discharged',
  A04: 'patient.registered',
  A05: 'patient.pre-admitted',
  A09: 'patient.departed',
  A10: 'patient.arrived',
  A11: 'patient.visit-cancelled',
  A13: 'patient.discharge-cancelled',
  A18: 'patient.merged',
  A23: 'patient.visit-cancelled',
  A27: 'patient.visit-cancelled',
  A28: 'person.added',
  A29: 'person.deleted',
  A30: 'patient.merged',
  A31: 'person.updated',
  A34: 'patient.merged',
  A38: 'patient.visit-cancelled',
  A39: 'patient.merged',
  A40: 'patient.merged',
};

/** SIU triggers (chapter 10). */
export const siuEvents: Readonly<Record<string, string>> = {
  S12: 'appointment.booked',
  S13: 'appointment.rescheduled',
  S14: 'appointment.modified',
  S15: 'appointment.cancelled',
  S16: 'appointment.discontinued',
  S17: 'appointment.deleted',
  S18: 'appointment.modified',
  S19: 'appointment.modified',
  S20: 'appointment.modified',
  S21: 'appointment.modified',
  S22: 'appointment.modified',
  S26: 'appointment.no-show',
};

/** SCH-25 (HL7 table 0278 and what is written in its place), letters only, to our status. */
export const appointmentStatuses: Readonly<Record<string, string>> = {
  pending: 'pending',
  waitlist: 'waitlist',
  booked: 'booked',
  scheduled: 'booked',
  confirmed: 'booked',
  overbook: 'booked',
  arrived: 'arrived',
  checkedin: 'arrived',
  checkin: 'arrived',
  started: 'started',
  inprogress: 'started',
  complete: 'complete',
  completed: 'complete',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  dc: 'discontinued',
  discontinued: 'discontinued',
  deleted: 'deleted',
  noshow: 'no-show',
};

/** A booking or change (S12, S14) that comes with one of these says what the status says. */
export const statusEvents: Readonly<Record<string, string>> = {
  arrived: 'appointment.arrived',
  started: 'appointment.arrived',
  complete: 'appointment.completed',
  cancelled: 'appointment.cancelled',
  discontinued: 'appointment.discontinued',
  deleted: 'appointment.deleted',
  'no-show': 'appointment.no-show',
};

/** REF triggers (chapter 11). */
export const refEvents: Readonly<Record<string, string>> = {
  I12: 'referral.received',
  I13: 'referral.updated',
  I14: 'referral.cancelled',
  I15: 'referral.updated',
};

/** RF1-1 (table 0283). */
export const referralStatuses: Readonly<Record<string, string>> = {
  A: 'accepted',
  E: 'expired',
  P: 'pending',
  R: 'rejected',
};

/** RF1-2 (table 0280). */
export const referralPriorities: Readonly<Record<string, string>> = {
  S: 'stat',
  A: 'asap',
  R: 'routine',
};

/** PV1-2 (table 0004). */
export const patientClasses: Readonly<Record<string, string>> = {
  E: 'emergency',
  I: 'inpatient',
  O: 'outpatient',
  P: 'preadmit',
  R: 'recurring',
  B: 'obstetrics',
};

/** ORC-1 (table 0119): a new order, one called off; any other control changes one. */
export const orderControls: Readonly<Record<string, string>> = {
  NW: 'order.placed',
  SN: 'order.placed',
  CA: 'order.cancelled',
  OC: 'order.cancelled',
  CR: 'order.cancelled',
  DC: 'order.cancelled',
  OD: 'order.cancelled',
  DR: 'order.cancelled',
};

function oneOf(table: Readonly<Record<string, string>>): FactTypes[string] {
  return { kind: 'one-of', values: [...new Set(Object.values(table))] };
}

/** Every event the connector can say, for the program's checker. */
export function eventTypes(patientSystem: string): Readonly<Record<string, EventType>> {
  const patient: RefType = { system: patientSystem, of: 'subject' };
  const own: RefType = { system: '', of: 'journey' };
  const visit = { refs: { patient, visit: own }, data: { class: oneOf(patientClasses) } };
  const appointment = {
    refs: { patient, visit: own, appointment: own },
    data: {
      start: { kind: 'instant' },
      end: { kind: 'instant' },
      status: oneOf(appointmentStatuses),
    } as const,
  };
  const result = {
    refs: { patient, visit: own, order: own, filler: own },
    data: { abnormal: { kind: 'flag' }, critical: { kind: 'flag' } } as const,
  };
  const referral = {
    refs: { patient, referral: own },
    data: { status: oneOf(referralStatuses), priority: oneOf(referralPriorities) },
  };
  const order = { refs: { patient, visit: own, order: own, filler: own }, data: {} };
  const all = (names: readonly string[], type: EventType): [string, EventType][] =>
    names.map((name) => [name, type]);
  return Object.fromEntries([
    ...all([...Object.values(adtEvents), 'patient.updated'], visit),
    ['patient.merged', { ...visit, data: { merged: { kind: 'ref', system: patientSystem } } }],
    ...all([...Object.values(siuEvents), ...Object.values(statusEvents)], appointment),
    ...all(resultEvents, result),
    ...all(Object.values(refEvents), referral),
    ...all(['order.placed', 'order.updated', 'order.cancelled'], order),
  ]);
}

export const resultEvents = [
  'result.final',
  'result.preliminary',
  'result.corrected',
  'result.cancelled',
] as const;
