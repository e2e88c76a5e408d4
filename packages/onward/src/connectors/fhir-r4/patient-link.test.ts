import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEhr } from './ehr.fixture.ts';
import type { EhrFixture } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import { mrnSystem, patient } from './people.fixture.ts';
import { codes, events, out, secret, settings, setup, startEndpoint } from './system.fixture.ts';
import type { Endpoint } from './system.fixture.ts';

const listening = { ...settings, listen: ['Appointment', 'Patient'] };
let ehr: EhrFixture;
let endpoint: Endpoint;

beforeAll(async () => {
  ehr = await startEhr();
  endpoint = await startEndpoint(setup(ehr.url, listening));
}, 60_000);
afterAll(async () => {
  await endpoint.close();
  await ehr.close();
});
afterEach(() => {
  ehr.notifier = undefined;
  ehr.repo.clear();
  endpoint.received.length = 0;
});

const numbered = (value: string) => patient({ identifier: [{ system: mrnSystem, value }] });
const link = (id: string, type: 'replaced-by' | 'replaces' | 'refer' | 'seealso') => ({
  other: { reference: `Patient/${id}` },
  type,
});
const subscribe = () =>
  ehr.subscribe({
    id: 'sub-1',
    endpoint: endpoint.url,
    headers: { authorization: `Bearer ${secret}` },
    types: ['Patient'],
  });

test('only a program that listens to patients hears of those who are one', () => {
  const named = (written: object): readonly string[] => {
    const described = fhirR4.describe(written as never);
    return 'manifest' in described ? Object.keys(described.manifest.events) : [];
  };
  expect(named(listening)).toContain('patient.merged');
  expect(named(settings)).not.toContain('patient.merged');
});

test('either side says that two are one, and both say the same', async () => {
  const kept = await ehr.write(numbered('MRN-7'));
  const gone = await ehr.write(numbered('MRN-6'));
  await subscribe();
  await ehr.write({ ...gone, active: false, link: [link(kept.id, 'replaced-by')] });
  await ehr.write({ ...kept, link: [link(gone.id, 'replaces')] });
  const merged = {
    event: 'patient.merged',
    id: '',
    covers: { content: `${gone.id}>${kept.id}` },
    refs: { patient: 'MRN-7' },
    data: { merged: 'MRN-6' },
  };
  expect(events(endpoint.received)).toEqual([merged, merged]);
});

test('who replaces several is several proposals; what only refers is none', async () => {
  const [one, two, other] = [
    await ehr.write(numbered('MRN-1')),
    await ehr.write(numbered('MRN-2')),
    await ehr.write(numbered('MRN-3')),
  ];
  await subscribe();
  const links = [link(one.id, 'replaces'), link(two.id, 'replaces'), link(other.id, 'seealso')];
  await ehr.write({ ...numbered('MRN-7'), link: links });
  await ehr.write({ ...numbered('MRN-8'), link: [link(other.id, 'refer')] });
  await ehr.write(numbered('MRN-9'));
  const found = events(endpoint.received);
  expect(found.map(({ data, refs }) => [data['merged'], refs['patient']])).toEqual([
    ['MRN-1', 'MRN-7'],
    ['MRN-2', 'MRN-7'],
  ]);
});

test('who is gone or elsewhere is set aside, and nothing is guessed', async () => {
  await subscribe();
  const links = [
    link('no-such', 'replaces'),
    { ...link('1', 'replaces'), other: { reference: 'https://other.example/fhir/Patient/1' } },
  ];
  await ehr.write({ ...numbered('MRN-7'), link: links });
  expect(codes(endpoint.received)).toEqual(['ONW-FHIR-PATIENT', 'ONW-FHIR-REFERENCE']);
});

test('what was missed is caught up with', async () => {
  const kept = await ehr.write(numbered('MRN-7'));
  const inside = setup(ehr.url, { ...listening, subscription: undefined } as never);
  const begun = await fhirR4.catchUp?.(undefined, inside, out);
  await ehr.write({ ...numbered('MRN-6'), link: [link(kept.id, 'replaced-by')] });
  const received = [];
  let cursor = begun?.kind === 'page' ? begun.cursor : undefined;
  for (let pages = 0; pages < 5; pages++) {
    const page = await fhirR4.catchUp?.(cursor, inside, out);
    if (page?.kind !== 'page') break;
    received.push(...page.received);
    ({ cursor } = page);
    if (!page.more) break;
  }
  expect(events(received)).toMatchObject([{ data: { merged: 'MRN-6' } }]);
});
