/** People move and cancel visits in a conversation: the EHR has it afterwards, or a person does. */
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Practice } from './assistant/practice.ts';

const halfHourMs = 1_800_000;

let practice: Practice;
let schedule: string;
beforeAll(async () => {
  practice = await Practice.open();
  const actor = [{ reference: 'Practitioner/p1' }];
  schedule = (await practice.parts.ehr.write({ resourceType: 'Schedule', actor })).id;
}, 120_000);
afterAll(async () => {
  await practice.stop();
  await practice.remove();
});
afterEach(() => {
  practice.parts.ehr.faults = {};
});

const ended = (start: string): string =>
  new Date(Date.parse(start) + halfHourMs).toISOString().replace('.000', '');

/** Somebody with visits. */
async function comes(mrn: string, phone: string, starts: readonly string[]) {
  const { ehr } = practice.parts;
  const who = await practice.knows(mrn, phone);
  const visits = starts.map((start) =>
    ehr.write<Appointment>({
      ...{ resourceType: 'Appointment', status: 'booked', start, end: ended(start) },
      participant: [
        { actor: { reference: `Patient/${who}` }, status: 'accepted' },
        { actor: { reference: 'Practitioner/p1' }, status: 'accepted' },
      ],
    }),
  );
  return Promise.all(visits);
}

async function free(start: string): Promise<Slot & { readonly id: string }> {
  const of = { reference: `Schedule/${schedule}` };
  return practice.parts.ehr.write<Slot>({
    ...{ resourceType: 'Slot', schedule: of, status: 'free', start, end: ended(start) },
  });
}

async function hears(phone: string, words: RegExp): Promise<void> {
  const patience = { timeout: 20_000, interval: 50 };
  await vi.waitFor(() => expect(practice.told(phone).at(-1)).toMatch(words), patience);
}

const now = (id: string): Promise<Appointment> =>
  practice.parts.ehr.repo.readResource<Appointment>('Appointment', id);
const written = (id: string): number =>
  practice.parts.ehr.asked.filter(({ method, path }) => {
    return method === 'PUT' && path === `Appointment/${id}`;
  }).length;

test('one of two visits is moved to what is free, in the EHR, once', async () => {
  const phone = '+15550100301';
  const [first, second] = await comes('MRN-31', phone, [
    '2026-11-10T15:00:00Z',
    '2026-11-12T16:00:00Z',
  ]);
  await free('2026-11-17T15:00:00Z');
  const slot = await free('2026-11-17T21:00:00Z');
  await practice.texts(phone, 'I need to move my appointment');
  await hears(
    phone,
    /Which appointment is it\? 1\) Tuesday 10 November at 09:00\. 2\) Thursday 12/u,
  );
  await practice.texts(phone, '2');
  await hears(phone, /Thursday 12 November at 10:00\. Which day would suit you/u);
  await practice.texts(phone, 'november 17th');
  await hears(phone, /1\) Tuesday 17 November at 09:00\. 2\) Tuesday 17 November at 15:00\./u);
  await practice.texts(phone, 'the second one please');
  await hears(phone, /from Thursday 12 November at 10:00 to Tuesday 17 November at 15:00\./u);
  expect(written(second?.id ?? '')).toBe(0);
  await practice.texts(phone, 'yes');
  await hears(phone, /Your visit is now on .*17/u);
  expect(await now(second?.id ?? '')).toMatchObject({
    status: 'booked',
    start: '2026-11-17T21:00:00.000Z',
    end: '2026-11-17T21:30:00.000Z',
    slot: [{ reference: `Slot/${slot.id}` }],
  });
  expect(written(second?.id ?? '')).toBe(1);
  expect(await now(first?.id ?? '')).toMatchObject({ start: '2026-11-10T15:00:00Z' });
});

test('a visit is cancelled once it was read back', async () => {
  const phone = '+15550100302';
  const [visit] = await comes('MRN-32', phone, ['2026-11-11T15:00:00Z']);
  await practice.texts(phone, 'please cancel my appointment');
  await hears(phone, /cancel your appointment on Wednesday 11 November at 09:00\. Is that right/u);
  await practice.texts(phone, 'yes');
  await hears(phone, /Your visit on .*11.*is cancelled/u);
  expect(await now(visit?.id ?? '')).toMatchObject({ status: 'cancelled' });
});

test('what is taken meanwhile is not taken twice: they know, somebody does it', async () => {
  const phone = '+15550100303';
  const [visit] = await comes('MRN-33', phone, ['2026-11-13T15:00:00Z']);
  const slot = await free('2026-11-18T15:00:00Z');
  await practice.texts(phone, 'can I move my appointment to november 18th at 9am');
  await hears(phone, /to Wednesday 18 November at 09:00\. Is that right/u);
  await practice.parts.ehr.write<Slot>({ ...slot, status: 'busy' });
  await practice.texts(phone, 'yes');
  await hears(phone, /could not change your visit by ourselves/u);
  const change = await practice.rests('change', 'by-hand');
  expect(JSON.stringify(change.obligations)).toContain('front-desk');
  expect(await now(visit?.id ?? '')).toMatchObject({ start: '2026-11-13T15:00:00Z' });
});

test('without a visit, or with the EHR away, a person does it, and that is said', async () => {
  const phone = '+15550100304';
  await comes('MRN-34', phone, []);
  await practice.texts(phone, 'I want to cancel my appointment');
  await hears(phone, /find nothing that could be changed.*member of our team will read this/u);
  const inbox = await practice.rests('inbox', 'answer');
  expect(JSON.stringify(inbox.obligations)).toContain('front-desk');
  await practice.act(inbox, 'answered', 'p-201');
  const other = '+15550100305';
  const [visit] = await comes('MRN-35', other, ['2026-11-16T15:00:00Z']);
  practice.parts.ehr.faults.before = () => 'drop';
  await practice.texts(other, 'I want to cancel my appointment');
  await hears(other, /cannot look up appointments just now.*member of our team will read this/u);
  await practice.rests('inbox', 'answer');
  expect(await now(visit?.id ?? '')).toMatchObject({ status: 'booked' });
});
