import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Received } from '../../core/index.ts';
import { serveLoopback } from '../outbound.fixture.ts';
import type { LoopbackServer } from '../outbound.fixture.ts';
import { mrnSystem } from './people.fixture.ts';
import { codes, deliver, receive, setup } from './system.fixture.ts';

/** Messages in the form of the guide's own examples, of invented people. */
const recorded = (name: string): string => {
  const text = readFileSync(join(import.meta.dirname, 'recorded', `${name}.json`), 'utf8');
  return text.replaceAll('https://ehr.example/fhir/r4', `${ehr.url}/fhir/r4`);
};

let ehr: LoopbackServer;

beforeAll(async () => {
  const answers: Readonly<Record<string, string>> = {
    '/fhir/r4/Encounter/e-1': 'encounter',
    '/fhir/r4/Patient/p-1': 'patient',
    '/fhir/r4/Subscription/visits/$events': 'answer-to-events',
  };
  ehr = await serveLoopback(({ path }) => {
    const name = answers[path.split('?')[0] ?? ''];
    return name === undefined ? { status: 410 } : { status: 200, body: recorded(name) };
  });
});

afterAll(() => ehr.close());

const settings = {
  url: 'EHR_URL',
  subscription: {
    secret: 'EHR_SECRET',
    id: 'visits',
    topics: ['http://clinic.example/topics/visits'],
  },
  'patient-system': 'clinic',
  'identifier-system': mrnSystem,
  contacts: { phone: 'sms' },
};

const of = async (name: string): Promise<readonly Received[]> => {
  const body = new TextEncoder().encode(recorded(name));
  return receive(deliver(body), setup(`${ehr.url}/fhir/r4/`, settings));
};

const arrived = {
  kind: 'event',
  event: {
    event: 'encounter.arrived',
    id: '',
    covers: { content: 'Encounter/e-1#3' },
    occurredAt: Date.parse('2026-11-02T08:44:13.882Z'),
    refs: {
      patient: 'MRN-7',
      phone: '+12025550101',
      encounter: 'Encounter/e-1',
      appointment: 'Appointment/a-1',
    },
    data: { status: 'arrived', class: 'ambulatory', start: Date.parse('2026-11-02T08:44:00Z') },
    version: 3,
  },
};

describe('messages as the backport has them', () => {
  test.each([
    ['handshake', []],
    ['heartbeat', []],
    ['subscription-off', ['ONW-FHIR-SUBSCRIPTION']],
    ['two-at-once', ['encounter.arrived', 'ONW-FHIR-REFERENCE', 'ONW-FHIR-GONE']],
  ])('%s', async (name, expected) => {
    expect(codes(await of(name))).toEqual(expected);
  });

  test.each(['id-only', 'empty', 'full-resource'])(
    '%s: the encounter as the EHR has it now, by ids and states',
    async (name) => {
      expect(await of(name)).toEqual([arrived]);
    },
  );
});
