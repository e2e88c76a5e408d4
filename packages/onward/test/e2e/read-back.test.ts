/**
 * B6 over the network: an EHR that is away, or says "created" and shows nothing, is asked until it
 * shows what was written; one that never does is somebody's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createHmac } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { startEhr } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import type { EhrFixture } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

const program = fileURLToPath(new URL('read-back', import.meta.url));
const base64 = Buffer.from('a secret of this test alone').toString('base64');
const patience = { timeout: 25_000, interval: 50 };

let directory = '';
let server: Server;
let ehr: EhrFixture;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-read-back-'));
  ehr = await startEhr();
  vi.stubEnv('EHR_URL', ehr.url);
  vi.stubEnv('SCHEDULER_SECRET', `whsec_${base64}`);
  server = await startServer(program, directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  expect(await server.stop()).toBe(0);
  await ehr.close();
  await rm(directory, { recursive: true, force: true });
});

interface Journey {
  readonly id: string;
  readonly places: readonly { readonly step: string }[];
  readonly obligations: readonly { readonly name: string; readonly owner: string }[];
}

async function read<T>(path: string): Promise<T> {
  return (await (await fetch(`${server.url}${path}`)).json()) as T;
}

let ids = 0;

/** A patient of the EHR books with the scheduler; the journey that begins. */
async function booked(mrn: string, start: string): Promise<string> {
  await ehr.write<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://clinic.example/mrn', value: mrn }],
  });
  const end = start.replace(':00:00', ':30:00');
  const id = `msg_${++ids}`;
  const body = JSON.stringify({ id, type: 'booked', patient: mrn, start, end });
  const time = Math.floor(Date.now() / 1_000);
  const key = Buffer.from(base64, 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const answer = await fetch(`${server.url}/in/scheduler`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${signature}`,
    },
  });
  const { results } = (await answer.json()) as { results: { journeys: string[] }[] };
  return results[0]?.journeys[0] ?? '';
}

async function standsAt(id: string, step: string): Promise<Journey> {
  return vi.waitFor(async () => {
    const found = await read<Journey>(`/v1/journeys/${id}`);
    expect(found.places.map((place) => place.step)).toEqual([step]);
    return found;
  }, patience);
}

async function sentence(id: string): Promise<string> {
  return (await read<{ sentence: string }>(`/v1/journeys/${id}/explain`)).sentence;
}

const charted = (start: string): Promise<Appointment[]> =>
  ehr.repo
    .searchResources<Appointment>({ resourceType: 'Appointment' })
    .then((all) => all.filter((each) => each.start === start));

/** From now on: what is made is shown once, as to whoever made it, and then to nobody. */
function forget(): { readonly lost: Appointment[]; readonly shown: () => Promise<void> } {
  const lost: Appointment[] = [];
  ehr.faults.after = async ({ method, path }) => {
    const id = /^Appointment\/([^/?]+)$/u.exec(path)?.[1];
    const isLost = lost.some((each) => each.id === id);
    if (method !== 'GET' || id === undefined || isLost) return undefined;
    lost.push(await ehr.repo.readResource<Appointment>('Appointment', id));
    await ehr.repo.deleteResource('Appointment', id);
    return undefined;
  };
  const shown = async (): Promise<void> => {
    ehr.faults = {};
    for (const each of lost) await ehr.repo.createResource(each, { assignedId: true });
  };
  return { lost, shown };
}

test('an EHR that refuses the first write is asked again, and read back', async () => {
  let refused = 0;
  ehr.faults.before = ({ method }) => (method === 'POST' && ++refused <= 2 ? 503 : undefined);
  const start = '2031-03-10T15:00:00.000Z';
  const id = await booked('MRN-1', start);
  await standsAt(id, 'due');
  expect(refused).toBe(3);
  expect(await charted(start)).toMatchObject([{ status: 'booked' }]);
  const journal = await read<{ entries: object[] }>(`/v1/journeys/${id}/journal`);
  expect(JSON.stringify(journal)).toContain('"agrees"');
});

test('one that says it is done and does not show it is asked until it does', async () => {
  const { lost, shown } = forget();
  const start = '2031-03-11T15:00:00.000Z';
  const id = await booked('MRN-2', start);
  await vi.waitFor(async () => expect(await sentence(id)).toContain('unverified'), patience);
  expect(lost).toHaveLength(1);
  expect(await charted(start)).toEqual([]);
  await vi.waitFor(() => {
    const looks = ehr.asked.filter(({ path }) => path.startsWith('Appointment?patient='));
    expect(looks.length).toBeGreaterThan(2);
  }, patience);
  expect(await sentence(id)).toContain('unverified');
  await shown();
  await standsAt(id, 'due');
  expect(await charted(start)).toHaveLength(1);
});

test('one that never shows it is an exception with an owner, and done once more', async () => {
  const { lost } = forget();
  const start = '2031-03-12T15:00:00.000Z';
  const id = await booked('MRN-3', start);
  const { obligations } = await standsAt(id, 'by-hand');
  expect(obligations.map(({ name, owner }) => `${name} ${owner}`).toSorted()).toEqual([
    'ehr.book-visit:unverified clinicians',
    'enter-the-visit desk',
  ]);
  expect(lost).toHaveLength(1);
  // It works again: the order goes out under its key, and is over when the EHR shows it.
  ehr.faults = {};
  const { causes } = await read<{ causes: { id: string; kind: string; name: string }[] }>(
    '/v1/recovery/causes',
  );
  const cause = causes.find(({ name }) => name === 'ehr.book-visit:unverified');
  expect(cause?.kind).toBe('failed-command');
  const act = ['recover', cause?.id ?? '', '--act', 'retry', '--run', '--actor', 'p-1'];
  const done = await onwardAsIs(...act, '--url', server.url);
  expect([done.exit, done.out]).toEqual([0, expect.stringContaining('1 verified')]);
  expect(await charted(start)).toMatchObject([{ identifier: lost[0]?.identifier }]);
  const after = await read<Journey>(`/v1/journeys/${id}`);
  expect(after.obligations.map(({ name }) => name)).toEqual(['enter-the-visit']);
});
