/** A visit of which the EHR has another time than was told: the two differ. */
import { fileURLToPath } from 'node:url';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import type { EhrFixture } from '../../../src/connectors/fhir-r4/ehr.fixture.ts';

export const program = fileURLToPath(new URL('.', import.meta.url));

export const believed = { start: '2031-03-10T15:00:00.000Z', end: '2031-03-10T15:30:00.000Z' };
const moved = { start: '2031-03-12T09:00:00.000Z', end: '2031-03-12T09:30:00.000Z' };

interface Differing {
  readonly journey: string;
  readonly appointment: string;
}

/** Books it, has it told, and moves it underneath; then the EHR is asked about it. */
export async function differ(url: string, ehr: EhrFixture, mrn: string): Promise<Differing> {
  const patient = await ehr.write<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://clinic.example/mrn', value: mrn }],
  });
  const visit: Appointment = {
    resourceType: 'Appointment',
    status: 'booked',
    ...believed,
    participant: [{ actor: { reference: `Patient/${patient.id}` }, status: 'accepted' }],
  };
  const { id: appointment } = await ehr.write<Appointment>(visit);
  const event = {
    ...{ specversion: '1.0', id: `told.${appointment}`, source: 'ehr' },
    ...{ type: 'ehr.appointment.booked', time: new Date().toISOString() },
    data: { patient: mrn, appointment: `Appointment/${appointment}`, ...believed },
  };
  const told = await post<{ results: { journeys: string[] }[] }>(`${url}/v1/events`, [event]);
  const journey = told.results[0]?.journeys[0] ?? '';
  await ehr.write<Appointment>({ ...visit, ...moved, id: appointment });
  const asked = { actor: 'p-1', system: 'ehr' };
  await post(`${url}/v1/journeys/${journey}/reconcile`, asked);
  return { journey, appointment };
}

export async function timeOf({ repo }: EhrFixture, id: string): Promise<string | undefined> {
  return (await repo.readResource<Appointment>('Appointment', id)).start;
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const type = Array.isArray(body) ? 'application/cloudevents-batch+json' : 'application/json';
  const headers = { 'content-type': type };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}
