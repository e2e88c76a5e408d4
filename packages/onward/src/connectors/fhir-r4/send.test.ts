import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { DocumentReference, Task } from '@medplum/fhirtypes';
import type { Attempt, OutboundCommand } from '../../core/index.ts';
import { nobodyThere } from '../outbound.fixture.ts';
import { startEhr } from './ehr.fixture.ts';
import type { EhrFixture } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import { appointment, patient, task } from './people.fixture.ts';
import { command, out, setup, startEndpoint } from './system.fixture.ts';

let ehr: EhrFixture;

beforeAll(async () => {
  ehr = await startEhr();
}, 60_000);

afterAll(() => ehr.close());

afterEach(() => {
  ehr.faults = {};
  ehr.repo.clear();
  ehr.asked.length = 0;
});

const send = async (asked: OutboundCommand, url = ehr.url): Promise<Attempt | undefined> =>
  fhirR4.send?.(asked, setup(url), out);

const eleanor = async (): Promise<string> => `Patient/${(await ehr.write(patient())).id}`;
const all = async (type: 'Task'): Promise<readonly Task[]> => {
  const { entry = [] } = await ehr.repo.search<Task>({ resourceType: type });
  return entry.flatMap(({ resource }) => resource ?? []);
};
const writes = (): readonly string[] =>
  ehr.asked.filter(({ method }) => method !== 'GET').map(({ method }) => method);

const due = Date.parse('2026-11-03T17:00:00Z');
const callBack = (more: Partial<OutboundCommand> = {}): OutboundCommand =>
  command('ask-call-back', { priority: 'urgent', due, focus: 'DiagnosticReport/r1' }, more);

describe('making', () => {
  test('a task holds the text, the key and what was asked; its ids come back', async () => {
    const who = await eleanor();
    const attempt = await send(callBack());
    const [made] = await all('Task');
    expect(made).toMatchObject({
      status: 'requested',
      intent: 'order',
      priority: 'urgent',
      description: 'Call the patient back about the result.',
      for: { reference: who },
      focus: { reference: 'DiagnosticReport/r1' },
      owner: { reference: 'PractitionerRole/desk' },
      restriction: { period: { end: '2026-11-03T17:00:00.000Z' } },
      code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
      identifier: [{ system: 'urn:onward:command-key', value: 'jrn_1a.4.0' }],
    });
    const version = `Task/${made?.id}/_history/${made?.meta?.versionId}`;
    expect(attempt).toEqual({ kind: 'done', data: { task: `Task/${made?.id}`, version } });
  });

  test('every kind of resource is one that the server validates', async () => {
    await eleanor();
    const times = { start: due, end: due + 1_800_000 };
    const asked = [
      command('book-appointment', times),
      command('order-lab', {}),
      command('ask-to-write', {}),
      command('draft-summary', { focus: 'DiagnosticReport/r1' }),
    ];
    for (const each of asked) expect(await send(each)).toMatchObject({ kind: 'done' });
    const drafts = await ehr.repo.search({ resourceType: 'Composition' });
    expect(drafts.entry?.[0]?.resource).toMatchObject({ status: 'preliminary', title: 'Summary' });
  });

  test('a document holds the note as plain text, is a draft, and is made once', async () => {
    const who = await eleanor();
    const sentence = 'The person wrote: “my knee hurts”.';
    const note = [{ title: 'Complaints', lines: [{ text: sentence, spans: [] }] }];
    const asked = command('file-document', { conversation: 'c-1' }, { papers: { note } });
    expect(await send(asked)).toMatchObject({ kind: 'done' });
    expect(await send({ ...asked, attempt: 2 })).toMatchObject({ kind: 'done' });
    const found = await ehr.repo.searchResources<DocumentReference>({
      resourceType: 'DocumentReference',
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      status: 'current',
      docStatus: 'preliminary',
      subject: { reference: who },
      description: 'Summary',
    });
    const { data = '', contentType } = found[0]?.content[0]?.attachment ?? {};
    expect(contentType).toBe('text/plain; charset=utf-8');
    expect(Buffer.from(data, 'base64').toString()).toBe(`Complaints\n${sentence}\n`);
  });

  test('the same key makes nothing twice: by the condition, and by looking', async () => {
    await eleanor();
    const first = await send(callBack());
    expect(await send(callBack())).toEqual(first);
    expect(await send(callBack({ attempt: 2 }))).toEqual(first);
    expect(await all('Task')).toHaveLength(1);
    expect(writes()).toEqual(['POST', 'POST']);
    await send(callBack({ key: 'jrn_1a.5.0' }));
    expect(await all('Task')).toHaveLength(2);
  });

  test('an answer that never came is told by looking', async () => {
    await eleanor();
    ehr.faults = { after: ({ method }) => (method === 'POST' ? 'drop' : undefined) };
    expect(await send(callBack())).toMatchObject({ kind: 'done' });
    expect(await all('Task')).toHaveLength(1);
  });

  test('a request that never arrived is unknown, and the next try makes it', async () => {
    await eleanor();
    ehr.faults = { before: ({ method }) => (method === 'POST' ? 'drop' : undefined) };
    expect(await send(callBack())).toEqual({ kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' });
    ehr.faults = {};
    expect(await send(callBack({ attempt: 2 }))).toMatchObject({ kind: 'done' });
    expect(await all('Task')).toHaveLength(1);
  });

  test('what the EHR shows differently is never done', async () => {
    await eleanor();
    ehr.faults = {
      async after({ method }) {
        const [made] = await all('Task');
        if (method === 'POST' && made)
          await ehr.repo.updateResource({ ...made, priority: 'routine' });
        return undefined;
      },
    };
    const differs = { kind: 'unknown', data: {}, code: 'ONW-FHIR-DIFFERS' };
    expect(await send(callBack())).toEqual(differs);
    expect(await send(callBack({ attempt: 2 }))).toEqual(differs);
    expect(await all('Task')).toHaveLength(1);
  });

  test('refused, busy, unreachable, or without credentials', async () => {
    await eleanor();
    const answering = async (status: number): Promise<Attempt | undefined> => {
      ehr.faults = { before: ({ method }) => (method === 'POST' ? status : undefined) };
      return send(callBack());
    };
    expect(await answering(422)).toMatchObject({ kind: 'rejected', code: 'ONW-OUT-REJECTED' });
    expect(await answering(429)).toMatchObject({ kind: 'retry', code: 'ONW-OUT-BUSY' });
    expect(await answering(401)).toMatchObject({ kind: 'retry', code: 'ONW-OUT-CREDENTIALS' });
    expect(await answering(500)).toMatchObject({ kind: 'unknown', code: 'ONW-OUT-UNKNOWN' });
    const away = await send(callBack(), `${await nobodyThere()}/fhir`);
    expect(away).toMatchObject({ kind: 'retry' });
  });

  test('no patient, or two with the identifier, and nothing is written', async () => {
    const unknown = { kind: 'rejected', data: {}, code: 'ONW-FHIR-PATIENT' };
    expect(await send(callBack())).toEqual(unknown);
    await eleanor();
    await eleanor();
    expect(await send(callBack())).toEqual(unknown);
    expect(await send(callBack({ refs: { 'fhir-r4': ['MRN-7', 'MRN-8'] } }))).toEqual(unknown);
    expect(writes()).toEqual([]);
  });

  test('an argument that is no reference is not written', async () => {
    await eleanor();
    const focus = 'DiagnosticReport/../../admin';
    const attempt = await send(command('ask-call-back', { priority: 'urgent', due, focus }));
    expect(attempt).toEqual({ kind: 'rejected', data: {}, code: 'ONW-FHIR-ARGUMENT' });
    expect(writes()).toEqual([]);
  });
});

describe('changing', () => {
  const close = (id: string, more: Partial<OutboundCommand> = {}): OutboundCommand =>
    command('close-task', { task: `Task/${id}` }, more);

  test('a change is written over the version that was read, and keeps the rest', async () => {
    const who = await eleanor();
    const { id, meta } = await ehr.write(task(who, 'ServiceRequest/s1'));
    const attempt = await send(close(id));
    const [made] = await all('Task');
    expect(made).toMatchObject({ status: 'completed', description: 'secret-note' });
    expect(attempt).toMatchObject({ kind: 'done', data: { task: `Task/${id}` } });
    const put = ehr.asked.find(({ method }) => method === 'PUT');
    expect(put?.headers['if-match']).toBe(`W/"${meta?.versionId}"`);
  });

  test('what is so already is done without a write', async () => {
    const who = await eleanor();
    const { id } = await ehr.write({ ...task(who, 'ServiceRequest/s1'), status: 'completed' });
    expect(await send(close(id))).toMatchObject({ kind: 'done' });
    expect(writes()).toEqual([]);
  });

  test('a change by another in between is kept: read again, written again', async () => {
    const who = await eleanor();
    const { id } = await ehr.write(task(who, 'ServiceRequest/s1'));
    let others = 2;
    ehr.faults = {
      async before({ method }) {
        if (method !== 'PUT' || others-- <= 0) return undefined;
        const [now] = await all('Task');
        if (now) await ehr.repo.updateResource({ ...now, description: `by another ${others}` });
        return undefined;
      },
    };
    expect(await send(close(id))).toMatchObject({ kind: 'done' });
    expect(writes()).toEqual(['PUT', 'PUT', 'PUT']);
    const [made] = await all('Task');
    expect(made).toMatchObject({ status: 'completed', description: 'by another 0' });
  });

  test('always overtaken, it gives up for now after a few tries', async () => {
    const who = await eleanor();
    const { id } = await ehr.write(task(who, 'ServiceRequest/s1'));
    ehr.faults = { before: ({ method }) => (method === 'PUT' ? 412 : undefined) };
    const conflict = { kind: 'retry', code: 'ONW-FHIR-CONFLICT', afterMs: 5000 };
    expect(await send(close(id))).toEqual(conflict);
    expect(writes()).toHaveLength(4);
  });

  test('a change that the EHR does not show is asked again, until it agrees', async () => {
    const who = await eleanor();
    const made = await ehr.write(appointment(who));
    const move = command('move-appointment', {
      appointment: `Appointment/${made.id}`,
      start: due,
      end: due + 1_800_000,
    });
    ehr.faults = {
      async after({ method }) {
        if (method === 'PUT') await ehr.repo.updateResource(made);
        return undefined;
      },
    };
    const differs = { kind: 'retry', code: 'ONW-FHIR-DIFFERS', afterMs: 5000 };
    expect(await send(move)).toEqual(differs);
    ehr.faults = {};
    expect(await send(move)).toMatchObject({ kind: 'done' });
    const stored = await ehr.repo.readResource('Appointment', made.id);
    expect(stored).toMatchObject({ start: '2026-11-03T17:00:00.000Z', comment: 'secret-note' });
  });

  test('without an answer the EHR is looked at: done, or unknown', async () => {
    const who = await eleanor();
    const { id } = await ehr.write(task(who, 'ServiceRequest/s1'));
    ehr.faults = { before: ({ method }) => (method === 'PUT' ? 'drop' : undefined) };
    const unknown = { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
    expect(await send(close(id))).toEqual(unknown);
    ehr.faults = { after: ({ method }) => (method === 'PUT' ? 'drop' : undefined) };
    expect(await send(close(id))).toMatchObject({ kind: 'done' });
  });

  test("another patient's resource, or one that is gone, is not touched", async () => {
    await eleanor();
    const { id: other } = await ehr.repo.createResource(patient({ identifier: [] }));
    const { id } = await ehr.write(task(`Patient/${other}`, 'ServiceRequest/s1'));
    const wrong = { kind: 'rejected', data: {}, code: 'ONW-FHIR-PATIENT' };
    expect(await send(close(id))).toEqual(wrong);
    expect(await send(close('none'))).toMatchObject({ code: 'ONW-FHIR-GONE' });
    const asOther = command('close-task', { task: 'Appointment/1' });
    expect(await send(asOther)).toMatchObject({ code: 'ONW-FHIR-ARGUMENT' });
    expect(writes()).toEqual([]);
  });
});

test('what a command made gives its key back when it changes', async () => {
  await eleanor();
  const inSetup = setup(ehr.url);
  const endpoint = await startEndpoint(inSetup);
  await ehr.subscribe({
    id: 'sub-1',
    endpoint: endpoint.url,
    headers: { authorization: 'Bearer a-long-shared-secret' },
    types: ['Task'],
  });
  await send(callBack());
  const [made] = await all('Task');
  if (made) await ehr.write({ ...made, status: 'completed' });
  ehr.notifier = undefined;
  await endpoint.close();
  expect(endpoint.received).toMatchObject([
    { event: { event: 'task.requested', answers: 'jrn_1a.4.0' } },
    { event: { event: 'task.completed', answers: 'jrn_1a.4.0' } },
  ]);
});
