/** The two planes as two processes: PHI stays at the edge, and nothing is lost between them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';

const program = fileURLToPath(new URL('planes', import.meta.url));
const secret = `whsec_${Buffer.from('a secret of forms, 24 by').toString('base64')}`;
const edgeToken = 'what-both-planes-know';
const shared = { ONWARD_EDGE_TOKEN: edgeToken };

interface Call {
  readonly type: string;
  readonly key?: string;
  readonly refs: Readonly<Record<string, readonly string[]>>;
}

let folder = '';
let system: Server;
let systemUrl = '';
const calls: Call[] = [];
/** What the system answers. */
let systemSays = 200;
let coordinator: Started;
let edge: Started;
let port = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-planes-'));
  system = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const call = JSON.parse(body) as Call;
      const isAsked = call.type === 'look-up';
      if (!isAsked) calls.push(call);
      response.writeHead(systemSays, { 'content-type': 'application/json' });
      response.end(isAsked ? '{"events":[]}' : '{}');
    });
  });
  await new Promise<void>((resolve) => {
    system.listen(0, '127.0.0.1', resolve);
  });
  systemUrl = `http://127.0.0.1:${(system.address() as AddressInfo).port}/hook`;
  coordinator = await startCoordinator();
  port = Number(new URL(coordinator.url).port);
  edge = await startEdge();
}, 60_000);

afterAll(async () => {
  expect(await edge.stop()).toBe(0);
  expect(await coordinator.stop()).toBe(0);
  system.closeAllConnections();
  system.close();
  await rm(folder, { recursive: true, force: true });
});

function startCoordinator(): Promise<Started> {
  const data = join(folder, 'coordinator');
  const words = ['serve', program, '--port', String(port), '--data', data, '--edge-away'];
  return startProcess(words, shared);
}

function startEdge(): Promise<Started> {
  const words = ['edge', '--coordinator', coordinator.url, '--port', '0'];
  const place = ['--data', join(folder, 'edge'), '--private-host', '127.0.0.1'];
  return startProcess([...words, ...place], {
    ...shared,
    FORMS_SECRET: secret,
    FORMS_URL: systemUrl,
  });
}

let sent = 0;

/** A signed delivery to a process. */
async function deliver(
  to: Started,
  body: { readonly type: string; readonly patient: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const id = `msg_${++sent}`;
  const text = JSON.stringify({ id, ...body });
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
  const response = await fetch(`${to.url}/in/forms`, { method: 'POST', headers, body: text });
  return { status: response.status, text: await response.text() };
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error('It did not come in time.');
}

interface SourceRow {
  readonly system: string;
  readonly state: string;
  readonly lag: object | null;
}

interface JourneyRow {
  readonly id: string;
}

async function journeys(status = 'open'): Promise<readonly JourneyRow[]> {
  const response = await fetch(`${coordinator.url}/v1/journeys?status=${status}`);
  return ((await response.json()) as { journeys: JourneyRow[] }).journeys;
}

function callsFor(patient: string): readonly Call[] {
  return calls.filter(({ refs }) => refs['forms']?.includes(patient) === true);
}

test('a form begins a journey, and its system hears of it with its own id', async () => {
  const taken = await deliver(edge, { type: 'submitted', patient: 'Ana-Example-1' });
  expect(taken).toMatchObject({ status: 202 });
  const [call] = await until(() => {
    const found = callsFor('Ana-Example-1');
    return found.length > 0 ? found : undefined;
  });
  expect(call?.type).toBe('welcome');
  const seen = await deliver(edge, { type: 'seen', patient: 'Ana-Example-1' });
  expect(seen).toMatchObject({ status: 202 });
  await until(async () => (await journeys('ended'))[0]);
  expect(coordinator.said()).not.toContain('Ana-Example');
});

test('the coordinator tells how the systems stand, as its edge has seen', async () => {
  const row = await until(async () => {
    const response = await fetch(`${coordinator.url}/v1/sources`);
    const { sources } = (await response.json()) as { sources: SourceRow[] };
    return sources.find(({ system: name, lag }) => name === 'forms' && lag !== null);
  });
  expect(row).toMatchObject({
    state: 'well',
    lag: { events: 2 },
    backlog: { quarantined: 0, behind: false },
    incident: null,
  });
  const reported = await fetch(`${coordinator.url}/v1/edge/sources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${edgeToken}` },
    body: JSON.stringify({ sources: [{ ...row, name: 'Ana Example' }] }),
  });
  expect(reported.status).toBe(422);
}, 60_000);

/** A command to the coordinator, as data. */
async function told(exit: number, ...words: readonly string[]): Promise<Record<string, unknown>> {
  const ended = await onwardAsIs(...words, '--url', coordinator.url, '--json');
  expect(ended.exit, ended.err).toBe(exit);
  return JSON.parse(ended.out) as Record<string, unknown>;
}

test('a system is put on hold by a person, who is told before whom it touches', async () => {
  await deliver(edge, { type: 'submitted', patient: 'Hal-Example-1' });
  await until(() => (callsFor('Hal-Example-1').length > 0 ? true : undefined));
  const [journey] = await journeys();
  const who = ['--actor', 'p-1', '--reason', 'credential'];
  const preview = await told(0, 'hold', 'forms', '--preview', '--for', '20d');
  expect(preview).toMatchObject({
    counts: { waiting: 1, falselyOverdue: 1, safety: 0, stale: 0 },
    journeys: [{ journey: journey?.id, why: ['waiting', 'falsely-overdue'] }],
    next: null,
  });
  const codeOf = (so: Record<string, unknown>) => (so['error'] as { code: string }).code;
  expect(codeOf(await told(2, 'hold', 'forms'))).toBe('ONW-HOLD-WORDS');
  const stranger = ['--actor', 'stranger', '--reason', 'credential'];
  expect(codeOf(await told(1, 'hold', 'forms', ...stranger))).toBe('ONW-ACTOR-UNKNOWN');
  expect(codeOf(await told(1, 'hold', 'nowhere', ...who))).toBe('ONW-SYSTEM-UNKNOWN');
  expect(codeOf(await told(1, 'hold', 'forms', '--for', '31d', ...who))).toBe('ONW-HOLD-SPAN');
  const held = await told(0, 'hold', 'forms', '--for', '4h', ...who);
  expect(held).toMatchObject({ system: 'forms', by: 'p-1', released: null });
  expect(await told(0, 'hold', 'list')).toMatchObject({ holds: [held] });
  const { out } = await onwardAsIs('sources', '--url', coordinator.url);
  expect(out).toMatch(/^forms .*on hold until/mu);
  const released = await told(0, 'hold', 'release', 'forms', ...who);
  const readBack = { asked: 1, unchanged: 1, closed: 0, conflicts: 0, unanswered: 0 };
  expect(released).toEqual({ released: true, missing: [], readBack });
  expect(codeOf(await told(1, 'hold', 'release', 'forms', ...who))).toBe('ONW-HOLD-ABSENT');
}, 60_000);

test('credentials that a system takes no longer are an incident, and no outage', async () => {
  systemSays = 401;
  await deliver(edge, { type: 'submitted', patient: 'Ida-Example-1' });
  const incident = await until(async () => {
    const response = await fetch(`${coordinator.url}/v1/incidents`);
    const { incidents } = (await response.json()) as { incidents: object[] };
    return incidents[0];
  });
  expect(incident).toMatchObject({
    kind: 'refused',
    system: 'forms',
    code: 'ONW-SOURCE-REFUSED',
    owner: 'desk',
    level: 0,
  });
  const { id } = await told(0, 'hold', 'forms', '--actor', 'p-1', '--reason', 'credential');
  const who = ['--actor', 'p-1', '--reason', 'renewed'];
  const early = await told(1, 'hold', 'release', 'forms', ...who);
  expect(early).toEqual({ released: false, missing: ['not-well'], readBack: null });
  systemSays = 200;
  await deliver(edge, { type: 'seen', patient: 'Ida-Example-1' });
  const released = await until(async () => {
    const { ok, ...answer } = await release(String(id));
    return ok && answer.released ? answer : undefined;
  });
  expect(released).toMatchObject({ missing: [] });
  await until(async () => {
    const response = await fetch(`${coordinator.url}/v1/incidents`);
    const { incidents } = (await response.json()) as { incidents: object[] };
    return incidents.length === 0 ? true : undefined;
  });
}, 120_000);

async function release(id: string) {
  const response = await fetch(`${coordinator.url}/v1/holds/${id}/release`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ actor: 'p-1', reason: 'renewed' }),
  });
  const answer = (await response.json()) as { released: boolean; missing: string[] };
  return { ok: response.ok, ...answer };
}

test('the coordinator has no door for what is not sealed', async () => {
  expect((await deliver(coordinator, { type: 'submitted', patient: 'Ana-Example-2' })).status).toBe(
    404,
  );
  const event = { specversion: '1.0', id: 'a', source: 'forms', type: 'forms.submitted', data: {} };
  const posted = await fetch(`${coordinator.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect(posted.status).toBe(404);
});

const hex = '0123456789abcdef0123456789abcdef';
const sealed = {
  type: 'forms.submitted',
  source: 'forms',
  id: 'evt_1',
  occurredAt: Date.UTC(2026, 10, 20),
  refs: [{ name: 'patient', ref: hex, of: 'subject' }],
  data: { patient: hex, complete: true },
  digest: hex,
};

async function submit(event: object, token = edgeToken): Promise<number> {
  const response = await fetch(`${coordinator.url}/v1/edge/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ events: [event] }),
  });
  expect(await response.text()).not.toContain('Ana');
  return response.status;
}

test('the coordinator trusts no edge to keep the boundary', async () => {
  expect(await submit(sealed, 'another-token')).toBe(401);
  const leaks = [
    { ...sealed, data: { ...sealed.data, complete: 'Ana Example' } },
    { ...sealed, data: { ...sealed.data, name: 'Ana Example' } },
    { ...sealed, data: { patient: 'Ana Example' } },
    { ...sealed, refs: [{ name: 'patient', ref: 'Ana Example', of: 'subject' }] },
    { ...sealed, id: 'Ana Example' },
    { ...sealed, source: 'Ana Example' },
    { ...sealed, note: 'Ana Example' },
    { ...sealed, journey: 'Ana' },
    { ...sealed, type: 'forms.ana-example' },
  ];
  for (const leak of leaks) expect(await submit(leak)).toBe(422);
  const before = (await journeys()).length;
  expect(await submit(sealed)).toBe(200);
  expect(await journeys()).toHaveLength(before + 1);
});

test('while the coordinator is away nothing is acknowledged, and nothing is lost', async () => {
  await coordinator.kill();
  const refused = await deliver(edge, { type: 'submitted', patient: 'Bea-Example-1' });
  expect(refused.status).toBe(503);
  coordinator = await startCoordinator();
  const taken = await until(async () => {
    const answer = await deliver(edge, { type: 'submitted', patient: 'Bea-Example-1' });
    return answer.status === 202 ? answer : undefined;
  });
  expect(taken.status).toBe(202);
  await until(() => (callsFor('Bea-Example-1').length > 0 ? true : undefined));
}, 60_000);

test('while the edge is away orders wait for it', async () => {
  await deliver(edge, { type: 'submitted', patient: 'Cai-Example-1' });
  await until(() => (callsFor('Cai-Example-1').length > 0 ? true : undefined));
  await edge.kill();
  // What comes meanwhile is sealed already, as from another edge.
  const other = { ...sealed, id: 'evt_2', digest: hex.replace('0', 'f') };
  expect(await submit({ ...other, refs: [{ ...sealed.refs[0], ref: hex }] })).toBe(200);
  edge = await startEdge();
  const late = await deliver(edge, { type: 'submitted', patient: 'Dee-Example-1' });
  expect(late.status).toBe(202);
  await until(() => (callsFor('Dee-Example-1').length > 0 ? true : undefined));
  // A call whose end nobody recorded is made again, under the same key.
  for (const patient of ['Ana', 'Bea', 'Cai', 'Dee']) {
    const keys = callsFor(`${patient}-Example-1`).map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
  }
}, 60_000);
