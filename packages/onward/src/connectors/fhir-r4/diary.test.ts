/** What a patient may move, where to, and that what is taken meanwhile is not taken twice. */
import type { Slot } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Diary } from '../../core/index.ts';
import { startEhr } from './ehr.fixture.ts';
import type { EhrFixture } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import { appointment, patient } from './people.fixture.ts';
import { command, out, setup } from './system.fixture.ts';

let ehr: EhrFixture;
beforeAll(async () => {
  ehr = await startEhr();
}, 60_000);
afterAll(() => ehr.close());
afterEach(() => {
  ehr.faults = {};
  ehr.repo.clear();
});

const diary = async (mrn = 'MRN-7'): Promise<Diary | undefined> => {
  const request = { key: 'k', name: 'ehr', journey: 'jrn_1a', refs: { 'fhir-r4': [mrn] } };
  return fhirR4.diary?.(request, setup(ehr.url), out);
};

/** A patient with a visit on the 5th of November and what is free with the same practitioner. */
async function clinic() {
  const who = `Patient/${(await ehr.write(patient())).id}`;
  const { id: visit } = await ehr.write(appointment(who));
  await ehr.write(appointment(who, { start: '2026-10-01T10:00:00Z', end: '2026-10-01T11:00:00Z' }));
  await ehr.write(appointment(who, { status: 'cancelled' }));
  await ehr.write(appointment('Patient/other'));
  const { id } = await ehr.write({
    resourceType: 'Schedule',
    actor: [{ reference: 'Practitioner/p1' }],
  });
  const slot = async (start: string, more: Partial<Slot> = {}) => {
    const end = new Date(Date.parse(start) + 1_800_000).toISOString();
    const schedule = { reference: `Schedule/${id}` };
    const base = { resourceType: 'Slot', schedule, status: 'free', start, end } as const;
    return ehr.write<Slot>({ ...base, ...more });
  };
  const free = await slot('2026-11-06T15:00:00.000Z');
  await slot('2026-11-06T16:00:00.000Z', { status: 'busy' });
  await slot('2026-11-06T17:00:00.000Z', { end: '2026-11-06T17:10:00.000Z' });
  await slot('2026-11-06T18:00:00.000Z', { schedule: { reference: 'Schedule/other' } });
  return { visit, free };
}

test('the visits to come, and what is free and long enough for them', async () => {
  const { visit, free } = await clinic();
  const start = Date.parse('2026-11-06T15:00:00Z');
  expect(await diary()).toEqual({
    kind: 'diary',
    visits: [
      {
        id: `Appointment/${visit}`,
        start: Date.parse('2026-11-05T15:00:00Z'),
        openings: [{ id: `Slot/${free.id}`, start, end: start + 1_800_000 }],
      },
    ],
  });
});

test('nobody who is not known has visits, and an EHR that is away is asked again', async () => {
  await clinic();
  expect(await diary('MRN-8')).toEqual({ kind: 'diary', visits: [] });
  ehr.faults.before = () => 503;
  expect(await diary()).toMatchObject({ kind: 'retry' });
});

test('what was free and is taken now is refused; a repeat of what is done is done', async () => {
  const { visit, free } = await clinic();
  const start = Date.parse('2026-11-06T15:00:00Z');
  const args = { appointment: `Appointment/${visit}`, start, end: start + 1_800_000 };
  const move = command('move-appointment', { ...args, slot: `Slot/${free.id}` });
  const send = async () => fhirR4.send?.(move, setup(ehr.url), out);
  await ehr.write<Slot>({ ...free, status: 'busy' });
  expect(await send()).toEqual({ kind: 'rejected', data: {}, code: 'ONW-FHIR-TAKEN' });
  await ehr.write<Slot>({ ...free, status: 'free' });
  expect(await send()).toMatchObject({ kind: 'done' });
  await ehr.write<Slot>({ ...free, status: 'busy' });
  expect(await send()).toMatchObject({ kind: 'done' });
  const moved = await ehr.repo.readResource('Appointment', visit);
  expect(moved).toMatchObject({
    start: '2026-11-06T15:00:00.000Z',
    slot: [{ reference: `Slot/${free.id}` }],
  });
});
