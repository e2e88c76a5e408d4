/**
 * "We are right", over the network: an EHR that has another time of a visit is given ours, and the
 * drift is over when it shows it; one that says it is done and shows nothing is somebody's still.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { startEhr } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import type { EhrFixture } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';
import { believed, differ, program, timeOf } from './write-back/clinic.ts';

const patience = { timeout: 25_000, interval: 100 };

let directory = '';
let server: Server;
let ehr: EhrFixture;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-write-back-'));
  ehr = await startEhr();
  vi.stubEnv('EHR_URL', ehr.url);
  server = await startServer(program, directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  expect(await server.stop()).toBe(0);
  await ehr.close();
  await rm(directory, { recursive: true, force: true });
});

interface Drift {
  readonly id: string;
  readonly class: string;
  readonly write: string | null;
  readonly written: { readonly by: string; readonly command: string } | null;
  readonly closed: { readonly by: string } | null;
}

async function driftOf(journey: string): Promise<Drift | undefined> {
  const response = await fetch(`${server.url}/v1/drifts?journey=${journey}`);
  return ((await response.json()) as { drifts: Drift[] }).drifts[0];
}

async function names(journey: string): Promise<string[]> {
  const response = await fetch(`${server.url}/v1/journeys/${journey}`);
  const { obligations } = (await response.json()) as { obligations: { name: string }[] };
  return obligations.map(({ name }) => name);
}

async function write(journey: string): Promise<string> {
  const drift = await driftOf(journey);
  expect(drift).toMatchObject({ class: 'changed', write: 'move-visit', written: null });
  const asked = ['drift', 'write', drift?.id ?? '', '--actor', 'p-3', '--url', server.url];
  const { exit, out } = await onwardAsIs(...asked);
  expect(exit).toBe(0);
  return out;
}

test('what we believe is written, seen in the EHR, and the drift is verified', async () => {
  const { journey, appointment } = await differ(server.url, ehr, 'MRN-1');
  expect(await names(journey)).toContain('ehr.appointment:changed');
  expect(await write(journey)).toContain('written');
  await vi.waitFor(async () => {
    expect(await driftOf(journey)).toMatchObject({ closed: { by: 'verified' } });
  }, patience);
  expect(await timeOf(ehr, appointment)).toBe(believed.start);
  const puts = ehr.asked.filter(({ method, path }) => {
    return method !== 'GET' && path.startsWith(`Appointment/${appointment}`);
  });
  expect(puts).toHaveLength(1);
  expect(await names(journey)).toEqual(['ehr.appointment.arrived']);
  const record = await (await fetch(`${server.url}/v1/record?what=write-back`)).text();
  expect(record).toContain('p-3');
});

test('an EHR that is away is given it when it is back, and nothing is over before', async () => {
  const { journey, appointment } = await differ(server.url, ehr, 'MRN-2');
  let refused = 0;
  ehr.faults.before = ({ method }) => (method === 'GET' || ++refused > 2 ? undefined : 503);
  await write(journey);
  const drift = await driftOf(journey);
  expect(drift).toMatchObject({ written: { by: 'p-3', command: 'move-visit' }, closed: null });
  expect(await timeOf(ehr, appointment)).not.toBe(believed.start);
  await vi.waitFor(async () => {
    expect(await driftOf(journey)).toMatchObject({ closed: { by: 'verified' } });
  }, patience);
  expect(refused).toBeGreaterThan(2);
  ehr.faults = {};
});

test('one that refuses it is an exception beside the difference, and sent again', async () => {
  const { journey, appointment } = await differ(server.url, ehr, 'MRN-3');
  ehr.faults.before = ({ method }) => (method === 'GET' ? undefined : 422);
  await write(journey);
  await vi.waitFor(async () => {
    expect((await names(journey)).toSorted()).toEqual([
      'ehr.appointment.arrived',
      'ehr.appointment:changed',
      'ehr.move-visit:rejected',
    ]);
  }, patience);
  expect(await driftOf(journey)).toMatchObject({ closed: null });
  ehr.faults = {};
  const listed = await (await fetch(`${server.url}/v1/recovery/causes`)).json();
  const { causes } = listed as { causes: { id: string; name: string }[] };
  const cause = causes.find(({ name }) => name === 'ehr.move-visit:rejected');
  const act = ['recover', cause?.id ?? '', '--act', 'retry', '--run', '--actor', 'p-3'];
  const { exit, out } = await onwardAsIs(...act, '--url', server.url);
  expect([exit, out]).toEqual([0, expect.stringContaining('1 verified')]);
  expect(await timeOf(ehr, appointment)).toBe(believed.start);
  await vi.waitFor(async () => {
    expect(await driftOf(journey)).toMatchObject({ closed: { by: 'verified' } });
  }, patience);
  expect(await names(journey)).toEqual(['ehr.appointment.arrived']);
});
