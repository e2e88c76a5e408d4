/**
 * examples/02-referral as it runs: a real server, a real FHIR server, HL7 v2 over a real line, and
 * signed webhooks. What is believed of the EHR is read from the EHR's own store.
 */
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Appointment, Patient, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadProgram } from '../../src/cli/program/load.ts';
import { serveCalcom } from '../../src/connectors/calcom/calcom.fixture.ts';
import type { KeptBooking } from '../../src/connectors/calcom/calcom.fixture.ts';
import { startEhr } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import type { EhrFixture } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import { Notifier } from '../../src/connectors/fhir-r4/notifier.fixture.ts';
import { serveLoopback } from '../../src/connectors/outbound.fixture.ts';
import type { LoopbackServer } from '../../src/connectors/outbound.fixture.ts';
import { openFrom } from '../../src/core/index.ts';
import { sendMllp } from '../../src/edge/index.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

const example = fileURLToPath(new URL('../../../../examples/02-referral', import.meta.url));

/** A name that nobody but the EHR and whoever decides may see. */
const canary = 'Canary';
const mrn = 'MRN-20417';
const base64 = Buffer.from('a secret of this test alone').toString('base64');
const secrets = {
  EHR_HOOK_SECRET: 'a-header-that-the-ehr-sends',
  CALCOM_WEBHOOK_SECRET: 'cal-secret-of-this-test',
  CALCOM_API_KEY: 'cal_key',
  PAYER_WEBHOOK_SECRET: `whsec_${base64}`,
  MESSAGING_WEBHOOK_SECRET: `whsec_${base64}`,
};

let directory = '';
let server: Server;
let ehr: EhrFixture;
let patient: Patient & { readonly id: string };
/** Payer and messaging: take what is sent to them; the tests answer in their name. */
let payer: LoopbackServer;
let messaging: LoopbackServer;
let calcom: LoopbackServer;
/** What Cal.com holds. */
const bookings = new Map<string, KeptBooking>();
/** The subscription of the EHR; where it notifies changes with each start of the server. */
const hook = {
  id: 'onward',
  endpoint: '',
  headers: { authorization: `Bearer ${secrets.EHR_HOOK_SECRET}` },
  types: ['Appointment', 'DiagnosticReport', 'Task'],
};

async function start(): Promise<void> {
  server = await startServer(example, directory);
  hook.endpoint = `${server.url}/in/ehr`;
}

/** At night messages wait for the morning: a server that starts then starts ahead of its time. */
async function wakeUp(): Promise<void> {
  const { program } = (await loadProgram(example)).result;
  const calendar = program?.calendars[program.messages?.hours ?? ''];
  if (calendar === undefined) return;
  // An hour, on a slow machine, for all that follows.
  const [now, end] = [Date.now(), Date.now() + 3_600_000];
  const isDay = openFrom(calendar, now) === now && openFrom(calendar, end) === end;
  const aheadMs = isDay ? 0 : (openFrom(calendar, end) ?? end) - now;
  const file = join(directory, 'dev-clock.json');
  await writeFile(file, JSON.stringify({ aheadMs }), { mode: 0o600 });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-referral-'));
  await wakeUp();
  [ehr, payer, messaging, calcom] = await Promise.all([
    startEhr(),
    serveLoopback(() => ({ status: 202, body: {} })),
    serveLoopback(() => ({ status: 202, body: {} })),
    serveCalcom(bookings),
  ]);
  ehr.notifier = new Notifier(ehr.url, hook);
  patient = await ehr.write<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://clinic.example/mrn', value: mrn }],
    name: [{ use: 'official', family: canary, given: ['Eleanor'] }],
    birthDate: '1970-01-02',
  });
  const urls = {
    EHR_URL: ehr.url,
    PAYER_WEBHOOK_URL: payer.url,
    MESSAGING_WEBHOOK_URL: messaging.url,
    CALCOM_API_URL: calcom.url,
  };
  for (const [name, value] of Object.entries({ ...secrets, ...urls })) vi.stubEnv(name, value);
  await start();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  expect(await server.stop()).toBe(0);
  await Promise.all([ehr, payer, messaging, calcom].map((each) => each.close()));
  await rm(directory, { recursive: true, force: true });
});

interface Journey {
  readonly id: string;
  readonly journey: string;
  readonly places: readonly { readonly step: string }[];
  readonly milestones: readonly string[];
  readonly obligations: readonly { readonly id: string; readonly name: string }[];
}

async function read<T>(path: string): Promise<T> {
  return (await (await fetch(`${server.url}${path}`)).json()) as T;
}

/** The one journey of a kind; it is created by what comes in. */
async function journey(kind: string): Promise<Journey> {
  const { journeys } = await read<{ journeys: Journey[] }>('/v1/journeys?limit=50');
  const found = journeys.filter((each) => each.journey === kind);
  expect(found).toHaveLength(1);
  return read<Journey>(`/v1/journeys/${found[0]?.id}`);
}

/** Waits until the journey rests at a step; every wait is for something that happens elsewhere. */
async function rests(kind: string, step: string): Promise<Journey> {
  return vi.waitFor(
    async () => {
      const found = await journey(kind);
      expect(found.places.map((place) => place.step)).toEqual([step]);
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function act(kind: string, task: string, action: string): Promise<void> {
  const { obligations } = await journey(kind);
  const id = obligations.find(({ name }) => name === task)?.id ?? '';
  const { status } = await post(`/v1/obligations/${id}/act`, { action, actor: 'p-101' });
  expect(status).toBe(200);
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

async function post(path: string, body: object, headers = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

let ids = 0;

/** A delivery signed by the Standard Webhooks scheme. */
async function deliver(system: string, body: object): Promise<void> {
  const [id, time] = [`msg_${++ids}`, Math.floor(Date.now() / 1_000)];
  const key = Buffer.from(base64, 'base64');
  const signed = `${id}.${time}.${JSON.stringify(body)}`;
  const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(time),
    'webhook-signature': signature,
  };
  expect((await post(`/in/${system}`, body, headers)).status).toBe(202);
}

/** A delivery of Cal.com about a booking. */
async function book(triggerEvent: string, booking: object): Promise<void> {
  const payload = { metadata: { patient: mrn }, status: 'ACCEPTED', ...booking };
  const body = { triggerEvent, createdAt: new Date().toISOString(), payload };
  const secret = secrets.CALCOM_WEBHOOK_SECRET;
  const signature = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
  const { status } = await post('/in/scheduler', body, { 'x-cal-signature-256': signature });
  expect(status).toBe(202);
}

/** A message of the hospital's engine over MLLP; the acknowledgement's code. */
async function hospital(sender: string, type: string, ...segments: string[]): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/gu, '');
  const header = `MSH|^~\\&|ENGINE|${sender}|||${time}+0000||${type}|H-${++ids}|P|2.5.1`;
  const person = `PID|1||${mrn}^^^CLINIC^MR||${canary}^Eleanor||19700102|F`;
  const target = { host: '127.0.0.1', port: server.mllpPort ?? 0, timeoutMs: 10_000 };
  const text = [header, person, ...segments].join('\r');
  const ack = Buffer.from(await sendMllp(target, Buffer.from(text))).toString('latin1');
  return /\rMSA\|(A[AER])\|/u.exec(ack)?.[1] ?? ack;
}

/** The last thing that a system was sent, of a type. */
function sent(system: LoopbackServer, type: string): Record<string, unknown> {
  const bodies = system.taken.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  return bodies.findLast((each) => each['type'] === type) ?? {};
}

/** What the EHR holds of a type. */
function held<T extends Appointment | Task>(type: T['resourceType']): Promise<T[]> {
  return ehr.repo.searchResources<T>({ resourceType: type });
}

const inDays = (days: number): string => {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return `${day}T15:00:00.000Z`;
};
const booking = (uid: string, days: number): object => ({
  uid,
  startTime: inDays(days),
  endTime: inDays(days).replace(':00:00', ':30:00'),
});

test('a referral comes over the line; the payer is told no name', async () => {
  const referral = 'RF1|P|R|^^|||REF-881|20261122||';
  expect(await hospital('HOSPITAL', 'REF^I12^REF_I12', referral)).toBe('AA');
  const { id } = await rests('referral', 'read');
  const { sentence } = await read<{ sentence: string }>(`/v1/journeys/${id}/explain`);
  expect(sentence).toMatch(/read-the-referral .*intake.*; if nothing happens intake-lead /u);
  await act('referral', 'read-the-referral', 'accept');
  await rests('referral', 'eligibility');
  expect(sent(payer, 'check-eligibility')).toMatchObject({ refs: { clinic: [mrn] } });
  expect(payer.taken.map(({ body }) => body).join()).not.toContain(canary);
});

test('what is booked stands in the EHR, and moves with the booking', async () => {
  const answer = { id: 'e-1', type: 'eligibility.answered', patient: mrn, covered: true };
  await deliver('payer', answer);
  const invited = await vi.waitFor(() => {
    const message = sent(messaging, 'send-message');
    expect(message).toMatchObject({ args: { template: 'book-your-visit' } });
    return message;
  });
  await deliver('messaging', { type: 'message.delivered', message: invited['key'] });
  await rests('referral', 'book');
  await book('BOOKING_CREATED', booking('uid-1', 20));
  const { milestones } = await rests('referral', 'visit-due');
  expect(milestones.toSorted()).toEqual(['booked', 'covered']);
  const [written, ...others] = await held<Appointment>('Appointment');
  expect(others).toEqual([]);
  expect(written).toMatchObject({ status: 'booked', start: inDays(20) });
  const who = written?.participant.map(({ actor }) => actor?.reference);
  expect(who).toEqual([`Patient/${patient.id}`]);
  const moved = { ...booking('uid-2', 22), rescheduleUid: 'uid-1' };
  await book('BOOKING_RESCHEDULED', moved);
  await vi.waitFor(async () => {
    const all = await held<Appointment>('Appointment');
    expect(all).toMatchObject([{ id: written?.id, status: 'booked', start: inDays(22) }]);
  });
});

test('whoever reports is shown what the EHR knows, and that is on record', async () => {
  expect(await hospital('HOSPITAL', 'ADT^A10^ADT_A09', 'PV1|1|O')).toBe('AA');
  const { id, obligations } = await rests('referral', 'report');
  const obligation = obligations[0]?.id ?? '';
  const asked = { actor: 'p-401', reason: 'report' };
  const pass = await post(`/v1/obligations/${obligation}/brief`, asked);
  expect(pass.status).toBe(200);
  const { url, token } = pass.json as { url: string; token: string };
  expect(new URL(url).port).not.toBe(new URL(server.url).port);
  expect((await fetch(url)).status).toBe(401);
  const shown = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(shown.headers.get('cache-control')).toContain('no-store');
  expect(await shown.json()).toMatchObject({
    sections: [
      {
        system: 'ehr',
        title: `Eleanor ${canary}`,
        lines: expect.arrayContaining([
          { label: 'Next appointment', text: expect.stringContaining('booked') },
        ]),
      },
    ],
  });
  const { reveals } = await read<{ reveals: object[] }>(`/v1/journeys/${id}/reveals`);
  expect(reveals).toMatchObject([{ obligation, person: 'p-401', reason: 'report', what: 'brief' }]);
});

test('a result is a Task of the EHR; the EHR’s word is lost, and caught up with', async () => {
  const segments = ['ORC|RE|P-5|L-77', 'OBR|1|P-5|L-77|2345-7^^LN|||||||||||||||||||||F'];
  const observation = 'OBX|1|NM|2345-7^^LN||310|mg/dL||HH|||F';
  expect(await hospital('HOSPITAL-LAB', 'ORU^R01^ORU_R01', ...segments, observation)).toBe('AA');
  await rests('result', 'review');
  const [task] = await held<Task>('Task');
  expect(task).toMatchObject({
    status: 'requested',
    priority: 'stat',
    for: { reference: `Patient/${patient.id}` },
    description: 'Review the result in the chart.',
  });
  // The server falls, and what the EHR says meanwhile reaches nobody.
  await server.kill();
  if (ehr.notifier !== undefined) ehr.notifier.lose = () => true;
  if (task !== undefined) await ehr.write<Task>({ ...task, status: 'completed' });
  const before = ehr.asked.length;
  await start();
  const { milestones } = await rests('result', 'call-patient');
  expect(milestones).toEqual(['reviewed']);
  const asked = ehr.asked.slice(before).map(({ path }) => path);
  expect(asked).toContainEqual(expect.stringMatching(/^Subscription\/onward\/\$events\?/u));
});

test('corrected after it was read: the same Task is open again', async () => {
  const segments = ['ORC|RE|P-5|L-77', 'OBR|1|P-5|L-77|2345-7^^LN|||||||||||||||||||||C'];
  const observation = 'OBX|1|NM|2345-7^^LN||90|mg/dL||N|||C';
  expect(await hospital('HOSPITAL-LAB', 'ORU^R01^ORU_R01', ...segments, observation)).toBe('AA');
  await rests('result', 'review');
  await vi.waitFor(async () => {
    const tasks = await held<Task>('Task');
    expect(tasks).toMatchObject([{ status: 'requested', priority: 'urgent' }]);
  });
  // This time the EHR's word arrives.
  if (ehr.notifier !== undefined) ehr.notifier.lose = () => false;
  const [task] = await held<Task>('Task');
  if (task !== undefined) await ehr.write<Task>({ ...task, status: 'completed' });
  await rests('result', 'call-patient');
  expect(new Set(ehr.notifier?.answered)).toEqual(new Set([202]));
});

test('a referral is withdrawn: neither the scheduler nor the EHR keeps the visit', async () => {
  await act('referral', 'report-to-the-referrer', 'sent');
  const referral = 'RF1|P|R|^^|||REF-882|20261122||';
  expect(await hospital('HOSPITAL', 'REF^I12^REF_I12', referral)).toBe('AA');
  const { id } = await rests('referral', 'read');
  await act('referral', 'read-the-referral', 'accept');
  const answer = { id: 'e-2', type: 'eligibility.answered', patient: mrn, covered: true };
  await deliver('payer', answer);
  const at = { start: inDays(9), end: inDays(9).replace(':00:00', ':30:00') };
  bookings.set('uid-9', { uid: 'uid-9', status: 'accepted', ...at, attendees: [] });
  await book('BOOKING_CREATED', booking('uid-9', 9));
  await rests('referral', 'visit-due');
  expect(await hospital('HOSPITAL', 'REF^I14^REF_I12', referral)).toBe('AA');
  await vi.waitFor(() => expect(bookings.get('uid-9')?.status).toBe('cancelled'), 20_000);
  await book('BOOKING_CANCELLED', booking('uid-9', 9));
  await vi.waitFor(async () => {
    const ended = await read<{ status: string; outcome: string }>(`/v1/journeys/${id}`);
    expect(ended).toMatchObject({ status: 'ended', outcome: 'withdrawn' });
  }, 20_000);
  const charted = await held<Appointment>('Appointment');
  expect(charted.find((each) => each.start === at.start)?.status).toBe('cancelled');
});

test('no name is in what the coordinator says or keeps of itself', async () => {
  const { journeys } = await read<{ journeys: Journey[] }>('/v1/journeys');
  for (const { id } of journeys) {
    const journal = await fetch(`${server.url}/v1/journeys/${id}/journal`);
    expect(await journal.text()).not.toMatch(new RegExp(`${canary}|${mrn}`, 'u'));
  }
  expect(await readFile(join(directory, 'postgres', 'log'), 'utf8')).not.toContain(canary);
});
