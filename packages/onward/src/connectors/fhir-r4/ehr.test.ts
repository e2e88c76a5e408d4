import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { Json } from '../../core/index.ts';
import { startEhr } from './ehr.fixture.ts';
import type { EhrFixture } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import {
  appointment,
  mrnSystem,
  observation,
  order,
  patient,
  report,
  secrets,
  task,
} from './people.fixture.ts';
import {
  codes,
  events,
  now,
  out,
  secret,
  settings,
  setup,
  startEndpoint,
} from './system.fixture.ts';
import type { Endpoint } from './system.fixture.ts';

let ehr: EhrFixture;
let endpoint: Endpoint;

beforeAll(async () => {
  ehr = await startEhr();
  endpoint = await startEndpoint(setup(ehr.url));
}, 60_000);

afterAll(async () => {
  await endpoint.close();
  await ehr.close();
});

afterEach(() => {
  ehr.faults = {};
  ehr.notifier = undefined;
  ehr.repo.clear();
  ehr.asked.length = 0;
  endpoint.received.length = 0;
});

const subscribe = (more: Json = {}): ReturnType<EhrFixture['subscribe']> =>
  ehr.subscribe({
    id: 'sub-1',
    endpoint: endpoint.url,
    headers: { authorization: `Bearer ${secret}` },
    types: ['Appointment', 'ServiceRequest', 'DiagnosticReport', 'Observation', 'Task'],
    ...(more as object),
  });

const eleanor = async (): Promise<string> => `Patient/${(await ehr.write(patient())).id}`;

describe('a subscription of the backport', () => {
  test('handshake and heartbeat are taken and say nothing; it is active', async () => {
    const notifier = await subscribe();
    expect(notifier.status).toBe('active');
    expect(await notifier.heartbeat()).toBe(200);
    expect(endpoint.received).toEqual([]);
    expect(await fhirR4.probe?.(setup(ehr.url), out)).toEqual({ kind: 'well' });
  });

  test('one that the EHR switched off is told of, by heartbeat and by probe', async () => {
    const notifier = await subscribe();
    notifier.status = 'error';
    await notifier.heartbeat();
    expect(codes(endpoint.received)).toEqual(['ONW-FHIR-SUBSCRIPTION']);
    const health = { kind: 'refused', code: 'ONW-FHIR-SUBSCRIPTION' };
    expect(await fhirR4.probe?.(setup(ehr.url), out)).toEqual(health);
  });

  test('an id is read from the base, and becomes ids, instants and states alone', async () => {
    const who = await eleanor();
    await subscribe();
    const { id, meta } = await ehr.write(appointment(who));
    expect(events(endpoint.received)).toEqual([
      {
        event: 'appointment.booked',
        id: '',
        covers: { content: `Appointment/${id}#${meta?.versionId}` },
        occurredAt: Date.parse(meta?.lastUpdated ?? ''),
        refs: {
          patient: 'MRN-7',
          phone: '+12025550101',
          email: 'eleanor@clinic.example',
          appointment: `Appointment/${id}`,
        },
        data: {
          status: 'booked',
          start: Date.parse('2026-11-05T15:00:00Z'),
          end: Date.parse('2026-11-05T15:30:00Z'),
        },
      },
    ]);
  });

  test('orders, results, observations and tasks say which is of which, and no text', async () => {
    const who = await eleanor();
    await subscribe();
    const asked = await ehr.write(order(who));
    const told = await ehr.write(report(who, `ServiceRequest/${asked.id}`));
    await ehr.write(observation(who));
    await ehr.write(task(who, `DiagnosticReport/${told.id}`));
    expect(codes(endpoint.received)).toEqual([
      'order.placed',
      'result.final',
      'observation.final',
      'task.requested',
    ]);
    const [first, second, third, fourth] = events(endpoint.received);
    expect(first?.data).toEqual({ status: 'active', priority: 'urgent', code: 'hba1c' });
    expect(second?.refs['order']).toBe(`ServiceRequest/${asked.id}`);
    const flags = { abnormal: true, critical: true };
    expect(third?.data).toEqual({ status: 'final', code: 'hba1c', ...flags });
    expect(fourth?.refs['result']).toBe(`DiagnosticReport/${told.id}`);
    const seen = JSON.stringify(endpoint.received).replaceAll('+12025550101', '');
    const withoutMail = seen.replaceAll('eleanor@clinic.example', '');
    for (const text of secrets) expect(withoutMail).not.toContain(text);
  });

  test('an empty notification is asked after by $events, or else by search', async () => {
    const who = await eleanor();
    const notifier = await subscribe({ content: 'empty' });
    await ehr.write(order(who));
    expect(codes(endpoint.received)).toEqual(['order.placed']);
    expect(ehr.asked.some(({ path }) => path.includes('$events?eventsSinceNumber=1'))).toBe(true);
    notifier.operations = false;
    const recent = setup(ehr.url);
    const later = { ...out, nowMs: () => Date.now() };
    const body = Buffer.from(JSON.stringify(emptyNotification(ehr.url)));
    const headers = { authorization: `Bearer ${secret}` };
    const found = await fhirR4.receive?.({ body, headers, receivedAt: now }, recent, later);
    expect(codes(found ?? [])).toEqual(['order.placed']);
  });

  test('an EHR that cannot be read makes it come again', async () => {
    const who = await eleanor();
    const notifier = await subscribe();
    ehr.faults = { before: ({ method }) => (method === 'GET' ? 503 : undefined) };
    await ehr.write(order(who));
    expect(notifier.answered).toEqual([200, 503]);
    expect(endpoint.received).toEqual([]);
  });

  test('the patient is read once for all that a delivery names', async () => {
    const who = await eleanor();
    const ids = [];
    for (let made = 0; made < 5; made++) ids.push((await ehr.write(order(who))).id);
    const focus = ids.map((id) => ({
      resource: { resourceType: 'ServiceRequest', id } as unknown as Json,
    }));
    const bundle = { resourceType: 'Bundle', type: 'history', entry: focus } as unknown as Json;
    const body = Buffer.from(JSON.stringify(bundle));
    const headers = { authorization: `Bearer ${secret}` };
    const delivery = { body, headers, receivedAt: now };
    expect(await fhirR4.receive?.(delivery, setup(ehr.url), out)).toHaveLength(5);
    expect(ehr.asked.filter(({ path }) => path.startsWith('Patient/'))).toHaveLength(1);
  });
});

const emptyNotification = (base: string): Json => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    {
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'subscription', valueReference: { reference: `${base}/Subscription/sub-1` } },
          { name: 'type', valueCode: 'event-notification' },
          {
            name: 'notification-event',
            part: [{ name: 'event-number', valueString: '1' }],
          },
        ],
      },
    },
  ],
});

describe('plain R4 rest-hooks', () => {
  test('a hook without a body finds what changed just now', async () => {
    const who = await eleanor();
    await ehr.write(appointment(who));
    const later = { ...out, nowMs: () => Date.now() };
    const headers = { authorization: `Bearer ${secret}` };
    const delivery = { body: new Uint8Array(), headers, receivedAt: now };
    const found = await fhirR4.receive?.(delivery, setup(ehr.url), later);
    expect(codes(found ?? [])).toEqual(['appointment.booked']);
  });

  test('a hook with the resource is a reason to read it, and nothing more', async () => {
    const who = await eleanor();
    const { id } = await ehr.write(appointment(who));
    const forged = { ...appointment(who), id, status: 'cancelled' };
    const headers = { 'x-hook': secret };
    const byHeader = setup(ehr.url, {
      url: 'EHR_URL',
      subscription: { secret: 'EHR_SECRET', header: 'x-hook' },
    });
    const body = Buffer.from(JSON.stringify(forged));
    const found = await fhirR4.receive?.({ body, headers, receivedAt: now }, byHeader, out);
    expect(codes(found ?? [])).toEqual(['appointment.booked']);
    expect(events(found ?? [])[0]?.refs['patient']).toBe(who.replace('Patient/', ''));
  });
});

describe('what was lost', () => {
  const drain = async (
    cursor: string | undefined,
    by = out,
  ): Promise<[readonly string[], string]> => {
    const all: string[] = [];
    let at = cursor;
    for (let pages = 0; pages < 30; pages++) {
      const caught = await fhirR4.catchUp?.(at, setup(ehr.url), by);
      if (caught?.kind !== 'page') throw new Error(caught?.code);
      all.push(...codes(caught.received));
      at = caught.cursor;
      if (!caught.more) return [all, at];
    }
    throw new Error('no end');
  };
  const real = { ...out, nowMs: () => Date.now() };

  test('lost notifications are brought by number, once', async () => {
    const who = await eleanor();
    const notifier = await subscribe();
    await ehr.write(order(who));
    const [, cursor] = await drain(undefined);
    notifier.lose = (number) => number === 2 || number === 3;
    await ehr.write(order(who));
    await ehr.write(appointment(who));
    await ehr.write(observation(who));
    expect(codes(endpoint.received)).toEqual(['order.placed', 'observation.final']);
    const [caught, next] = await drain(cursor);
    expect(caught).toEqual(['order.placed', 'appointment.booked', 'observation.final']);
    expect(await drain(next)).toEqual([[], expect.any(String)]);
  });

  test('more than a page of them comes in pages', async () => {
    const who = await eleanor();
    const notifier = await subscribe();
    notifier.lose = () => true;
    const [, cursor] = await drain(undefined);
    for (let made = 0; made < 130; made++) await ehr.write(order(who));
    const [caught] = await drain(cursor);
    expect(caught).toHaveLength(130);
  });

  test('events that the EHR no longer keeps are found by search', async () => {
    const who = await eleanor();
    const notifier = await subscribe();
    notifier.lose = () => true;
    const [, cursor] = await drain(undefined, real);
    await ehr.write(order(who));
    await ehr.write(appointment(who));
    await ehr.write(observation(who));
    notifier.forget(3);
    const [caught, next] = await drain(cursor, real);
    expect(caught.toSorted()).toEqual(['appointment.booked', 'observation.final', 'order.placed']);
    await ehr.write(order(who));
    expect((await drain(next, real))[0]).toEqual(['order.placed']);
  });

  test('an EHR without the operations is searched, page by page', async () => {
    const who = await eleanor();
    const [, cursor] = await drain(undefined, real);
    for (let made = 0; made < 120; made++) await ehr.write(order(who));
    await ehr.write(appointment(who));
    const [caught] = await drain(cursor, real);
    expect(caught).toHaveLength(121);
    expect(ehr.asked.some(({ path }) => path.includes('_offset=50'))).toBe(true);
  });

  test('an EHR that is away is asked again, and the cursor stays', async () => {
    await subscribe();
    const [, cursor] = await drain(undefined);
    ehr.faults = { before: () => 503 };
    const caught = await fhirR4.catchUp?.(cursor, setup(ehr.url), out);
    expect(caught).toEqual({ kind: 'retry', code: 'ONW-OUT-STATUS' });
  });

  test('a resource that fails now holds the page; one kept from us does not', async () => {
    const who = await eleanor();
    const notifier = await subscribe();
    const [, cursor] = await drain(undefined);
    notifier.lose = () => true;
    await ehr.write(order(who));
    await ehr.write(appointment(who));
    const answering = (status: number): void => {
      ehr.faults = { before: ({ path }) => (path.startsWith('Appointment/') ? status : undefined) };
    };
    answering(500);
    const held = await fhirR4.catchUp?.(cursor, setup(ehr.url), out);
    expect(held).toEqual({ kind: 'retry', code: 'ONW-OUT-STATUS' });
    answering(403);
    expect((await drain(cursor))[0]).toEqual(['order.placed', 'ONW-OUT-CREDENTIALS']);
  });
});

describe('look-ups and briefs', () => {
  const request = (name: string, refs: Readonly<Record<string, readonly string[]>>) => ({
    key: 'jrn_1a.4.0',
    name,
    journey: 'jrn_1a',
    refs,
  });

  test('the patient, and what is known by id, is found as the event that was missed', async () => {
    const who = await eleanor();
    const { id } = await ehr.write(appointment(who));
    await ehr.write(appointment(`Patient/${(await ehr.write(patient({ identifier: [] }))).id}`));
    const answer = await fhirR4.lookUp?.(
      request('appointment', { 'fhir-r4': ['MRN-7', `Task/1`] }),
      setup(ehr.url),
      out,
    );
    expect(answer?.kind === 'found' ? codes(answer.received) : []).toEqual(['appointment.booked']);
    const byId = request('appointment', { 'fhir-r4': [`Appointment/${id}`] });
    const known = await fhirR4.lookUp?.(byId, setup(ehr.url), out);
    expect(known?.kind === 'found' ? codes(known.received) : []).toEqual(['appointment.booked']);
    const none = await fhirR4.lookUp?.(
      request('task', { 'fhir-r4': ['MRN-7'] }),
      setup(ehr.url),
      out,
    );
    expect(none).toEqual({ kind: 'nothing' });
    const nobody = await fhirR4.lookUp?.(request('task', {}), setup(ehr.url), out);
    expect(nobody).toEqual({ kind: 'retry', code: 'ONW-LOOKUP-REF' });
  });

  test('the resources of a kind are read as a list, whoever they are about', async () => {
    const who = await eleanor();
    for (let at = 0; at < 101; at++) await ehr.write(appointment(who));
    const first = await fhirR4.list?.({ name: 'appointment' }, setup(ehr.url), out);
    expect(first).toMatchObject({ kind: 'page', received: { length: 100 } });
    const cursor = first?.kind === 'page' ? first.cursor : undefined;
    const last = await fhirR4.list?.({ name: 'appointment', cursor }, setup(ehr.url), out);
    expect(last).toMatchObject({ kind: 'page', received: { length: 1 } });
    expect(last).not.toHaveProperty('cursor');
  });

  test('a brief tells what the EHR knows now', async () => {
    const who = await eleanor();
    const next = { start: '2026-11-05T10:00:00-05:00', description: 'Follow-up' };
    await ehr.write(appointment(who, next));
    const asked = await ehr.write(order(who));
    await ehr.write(report(who, `ServiceRequest/${asked.id}`));
    await ehr.write(task(who, `ServiceRequest/${asked.id}`));
    const told = await fhirR4.brief?.(request('', { 'fhir-r4': ['MRN-7'] }), setup(ehr.url), out);
    expect(told).toEqual({
      kind: 'brief',
      title: 'Eleanor Canary',
      lines: [
        { label: 'Age', text: '56' },
        { label: 'Phone', text: 'ends in 0101' },
        { label: 'Next appointment', text: '2026-11-05T10:00:00-05:00, booked, Follow-up' },
        { label: 'Latest report', text: 'final, Hemoglobin A1c, secret-note' },
        { label: 'Open task', text: 'requested, secret-note' },
      ],
    });
  });

  test('a refused item is fetched again by what it left', async () => {
    const { id } = await ehr.write(patient({ identifier: [{ value: 'other' }] }));
    const made = await ehr.write(order(`Patient/${id}`));
    const again = `ServiceRequest/${made.id}`;
    const first = await fhirR4.refetch?.(again, setup(ehr.url), out);
    expect(first).toMatchObject({ received: [{ code: 'ONW-FHIR-PATIENT', again }] });
    await ehr.write({ ...patient(), id });
    const second = await fhirR4.refetch?.(again, setup(ehr.url), out);
    expect(second?.kind === 'found' ? codes(second.received) : []).toEqual(['order.placed']);
    expect(await fhirR4.refetch?.('Task/none', setup(ehr.url), out)).toEqual({ kind: 'nothing' });
  });

  test('settings name the hosts that may be called', () => {
    const { host } = new URL(ehr.url);
    expect(fhirR4.hosts?.(setup(ehr.url))).toEqual([host]);
    expect(settings['identifier-system']).toBe(mrnSystem);
  });
});
