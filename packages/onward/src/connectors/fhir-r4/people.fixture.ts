/** Invented people and what is planned for them, as an EHR would keep it. */
import type {
  Appointment,
  DiagnosticReport,
  Observation,
  Patient,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';

export const mrnSystem = 'http://clinic.example/mrn';
export const loinc = 'http://loinc.org';

/** What must never leave the connector but in a brief. */
export const secrets = ['Canary', 'Eleanor', 'secret-note', '555 0101', 'Hemoglobin', '7.9'];

export const patient = (more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  identifier: [{ system: mrnSystem, value: 'MRN-7' }],
  name: [{ use: 'official', family: 'Canary', given: ['Eleanor'] }],
  birthDate: '1970-01-02',
  telecom: [
    { system: 'phone', value: '(202) 555 0101', use: 'mobile' },
    { system: 'email', value: 'Eleanor@Clinic.example' },
  ],
  ...more,
});

export const appointment = (who: string, more: Partial<Appointment> = {}): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-11-05T10:00:00-05:00',
  end: '2026-11-05T10:30:00-05:00',
  comment: 'secret-note',
  participant: [
    { actor: { reference: 'Practitioner/p1', display: 'Dr Canary' }, status: 'accepted' },
    { actor: { reference: who, display: 'Eleanor Canary' }, status: 'accepted' },
  ],
  ...more,
});

export const order = (who: string): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  priority: 'urgent',
  code: { coding: [{ system: loinc, code: '4548-4', display: 'Hemoglobin A1c' }] },
  subject: { reference: who },
});

export const report = (who: string, basedOn: string): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  status: 'final',
  code: { coding: [{ system: loinc, code: '4548-4', display: 'Hemoglobin A1c' }] },
  subject: { reference: who },
  basedOn: [{ reference: basedOn }],
  issued: '2026-11-01T12:00:00.000Z',
  conclusion: 'secret-note',
});

export const observation = (who: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: loinc, code: '4548-4', display: 'Hemoglobin A1c' }] },
  subject: { reference: who },
  valueQuantity: { value: 7.9, unit: '%' },
  interpretation: [{ coding: [{ code: 'HH' }], text: 'secret-note' }],
});

export const task = (who: string, focus: string): Task => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  for: { reference: who },
  focus: { reference: focus },
  description: 'secret-note',
});
