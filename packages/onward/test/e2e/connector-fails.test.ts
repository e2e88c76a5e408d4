/**
 * A connector fails, from 401 to release, over the real command line and HTTP: the chart refuses
 * our credentials at 09:25, is put on hold, and comes off it when it agrees about all who waited.
 */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { serveLoopback } from '../../src/connectors/outbound.fixture.ts';
import type { Given, LoopbackServer, Taken } from '../../src/connectors/outbound.fixture.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

const program = fileURLToPath(new URL('connector-fails', import.meta.url));
const base64 = Buffer.from('a secret of this test alone').toString('base64');
const minute = 60_000;
const hour = 60 * minute;
/** Tomorrow at nine, UTC. */
const nine = Math.ceil(Date.now() / (24 * hour)) * 24 * hour + 9 * hour;
const patience = { timeout: 60_000, interval: 100 };

let directory = '';
let server: Server;
let chart: LoopbackServer;
let front: LoopbackServer;

/** What the chart knows of a patient; what it answers to each question, in whatever order. */
const known = new Map<string, readonly object[]>();
let isRefusing = false;
const failing = new Set<string>();

function chartAnswers({ body }: Taken): Given {
  if (isRefusing) return { status: 401, body: {} };
  const asked = JSON.parse(body) as { type: string; refs: { clinic?: string[] } };
  const patient = asked.refs.clinic?.[0] ?? '';
  if (failing.has(patient)) return { status: 500, body: {} };
  if (asked.type !== 'look-up') return { status: 200, body: {} };
  const events = (known.get(patient) ?? []).map((said, index) => {
    return { id: `known-${patient}-${index}`, ...said };
  });
  return { status: 200, body: { events } as never };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-fails-'));
  chart = await serveLoopback(chartAnswers);
  front = await serveLoopback(() => ({ status: 200, body: {} }));
  for (const [name, { url }] of Object.entries({ CHART: chart, FRONT: front })) {
    vi.stubEnv(`${name}_URL`, url);
    vi.stubEnv(`${name}_SECRET`, `whsec_${base64}`);
  }
  const file = join(directory, 'dev-clock.json');
  await writeFile(file, JSON.stringify({ aheadMs: nine - Date.now() }), { mode: 0o600 });
  server = await startServer(program, directory);
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  expect(await server.stop()).toBe(0);
  await chart.close();
  await rm(directory, { recursive: true, force: true });
});

interface Obligation {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly due: string;
}

interface Journey {
  readonly id: string;
  readonly status: string;
  readonly places: readonly { readonly step: string }[];
  readonly obligations: readonly Obligation[];
}

async function read<T>(path: string): Promise<T> {
  return (await (await fetch(`${server.url}${path}`)).json()) as T;
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
}

const moveTo = (at: number): Promise<void> =>
  post('/v1/dev/clock', { to: new Date(at).toISOString() });

async function now(): Promise<number> {
  return Date.parse((await read<{ now: string }>('/v1/dev/clock')).now);
}

/** A verb that a person types, and what it answers. */
async function typed<T>(exit: number, ...words: readonly string[]): Promise<T> {
  const done = await onwardAsIs(...words, '--json', '--url', server.url);
  expect([done.exit, done.err]).toEqual([exit, exit === 0 ? '' : done.err]);
  return JSON.parse(done.out) as T;
}

let sent = 0;

/** A delivery as a system sends it; the journeys that took it. */
async function deliver(system: 'chart' | 'front', said: object): Promise<readonly string[]> {
  const id = `msg_${++sent}`;
  const body = JSON.stringify({ id, ...said });
  const seconds = Math.floor((await now()) / 1_000);
  const hmac = createHmac('sha256', Buffer.from(base64, 'base64'));
  const answer = await fetch(`${server.url}/in/${system}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${hmac.update(`${id}.${seconds}.${body}`).digest('base64')}`,
    },
  });
  expect(answer.status).toBe(202);
  const { results } = (await answer.json()) as { results: { journeys: string[] }[] };
  return results[0]?.journeys ?? [];
}

/** Journeys by their patients, in the order in which they began. */
const journeys = new Map<string, string>();

async function begun(kind: string, patient: string): Promise<void> {
  const [journey = ''] = await deliver('front', { type: kind, patient });
  journeys.set(patient, journey);
}

const of = (patient: string): Promise<Journey> =>
  read<Journey>(`/v1/journeys/${journeys.get(patient) ?? ''}`);

async function stepOf(patient: string): Promise<string | undefined> {
  return (await of(patient)).places[0]?.step;
}

interface Said {
  readonly type: string;
  readonly patient: string;
  readonly at: string;
}

const at = (ms: number): string => new Date(ms).toISOString();
const result = (patient: string, ms: number): Said => ({ type: 'result', patient, at: at(ms) });
const planned = (
  patient: string,
  ms: number,
  start: number,
): Said & { readonly start: string } => ({
  ...{ type: 'planned', patient, at: at(ms), start: at(start) },
  ...{ visit: `visit-${patient}` },
});

interface Entry {
  readonly type: string;
  readonly occurredAt: string;
  readonly entries: readonly { readonly kind: string }[];
}

async function journal(patient: string): Promise<readonly Entry[]> {
  return (await read<{ entries: Entry[] }>(`/v1/journeys/${journeys.get(patient)}/journal`))
    .entries;
}

async function overdues(patients: readonly string[]): Promise<number> {
  const all = await Promise.all(patients.map(journal));
  return all.flat().filter(({ entries }) => entries.some(({ kind }) => kind === 'overdue')).length;
}

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, each) => `${letter}${each}`);
const routine = numbered('r', 12);
const urgent = numbered('u', 5);
const calling = numbered('c', 4);

interface Incident {
  readonly system: string;
  readonly kind: string;
  readonly code: string | null;
  readonly owner: string;
  readonly since: string;
}

async function incidents(count: number): Promise<readonly Incident[]> {
  return vi.waitFor(async () => {
    const found = await typed<{ incidents: Incident[] }>(1, 'incidents');
    expect(found.incidents).toHaveLength(count);
    return found.incidents.toSorted((a, b) => a.system.localeCompare(b.system));
  }, patience);
}

const who = ['--actor', 'p-1', '--reason', 'credential'];
interface Hold {
  readonly released: boolean;
  readonly missing: readonly string[];
  readonly readBack: object | null;
}

test('the connector fails: told, held, owned, replayed and released', async () => {
  for (const patient of routine) await begun('routine', patient);
  for (const patient of urgent) await begun('urgent', patient);
  for (const patient of calling) await begun('calling', patient);
  await vi.waitFor(async () => expect(await stepOf('r11')).toBe('result'), patience);

  // 09:24, the last that is heard of the chart. The front desk is gone by then.
  await front.close();
  await moveTo(nine + 24 * minute);
  for (const patient of ['r0', 'r1', 'r2']) await deliver('chart', result(patient, await now()));
  for (const patient of ['r9', 'c0', 'c1']) {
    await deliver('chart', planned(patient, nine + 20 * minute, nine + 30 * hour));
  }
  const lastGood = await now();

  // 09:25: our credentials are taken no longer.
  await moveTo(nine + 25 * minute);
  isRefusing = true;
  await begun('routine', 'r12');
  for (const patient of ['c0', 'c1']) {
    const [owed] = (await of(patient)).obligations;
    await post(`/v1/obligations/${owed?.id ?? ''}/act`, { action: 'again', actor: 'p-1' });
  }
  await vi.waitFor(() => {
    const refused = chart.taken.filter(({ body }) => body.includes('"order"'));
    expect(refused.length).toBeGreaterThan(routine.length);
  }, patience);
  // Both are seen before anybody looks at half past.
  await vi.waitFor(async () => {
    const { sources } = await typed<{ sources: { system: string; state: string }[] }>(0, 'sources');
    const states = sources.map(({ system, state }) => `${system} ${state}`);
    expect(states).toEqual(expect.arrayContaining(['chart refused', 'front away']));
  }, patience);
  await moveTo(nine + 30 * minute);
  const [refused, away] = await incidents(2);
  expect(refused).toMatchObject({ system: 'chart', kind: 'refused', owner: 'desk' });
  expect(refused?.code).toBe('ONW-SOURCE-REFUSED');
  expect(Math.abs(Date.parse(refused?.since ?? '') - nine - 25 * minute)).toBeLessThan(minute);
  expect(away).toMatchObject({ system: 'front', kind: 'away', owner: 'desk' });

  await touched(lastGood);

  // On hold: what may not wait is somebody's within the minute.
  await typed(0, 'hold', 'chart', '--for', '12h', ...who);
  const heldAt = await now();
  const checks = await vi.waitFor(async () => {
    const all = await Promise.all(urgent.map(of));
    const found = all.flatMap(({ obligations }) =>
      obligations.filter(({ name }) => name === 'check-by-hand:chart.result'),
    );
    expect(found).toHaveLength(urgent.length);
    return found;
  }, patience);
  expect((await now()) - heldAt).toBeLessThan(minute);
  for (const { owner, due } of checks) {
    expect(owner).toBe('desk');
    expect(Date.parse(due) - heldAt).toBeLessThan(31 * minute);
  }

  // 20:00. Whoever waits for the chart is not late; whoever waits for people is.
  await moveTo(nine + 11 * hour);
  const waiting = [...routine.slice(3), 'r12'];
  expect(await overdues(waiting)).toBe(0);
  expect(await overdues(calling)).toBeGreaterThan(0);
  expect(await overdues(urgent)).toBeGreaterThan(0);
  await released(waiting);
}, 240_000);

/** Whom the hold would touch, beside what the journeys themselves say. */
async function touched(lastGood: number): Promise<void> {
  const review = (await now()) + 12 * hour;
  const want = { waiting: 0, falselyOverdue: 0, safety: 0, stale: 0 };
  const ids: string[] = [];
  for (const [patient, id] of journeys) {
    const { status, places, obligations } = await of(patient);
    const [place] = places;
    if (status !== 'open' || place === undefined) continue;
    const isWaiting = place.step === 'result' || place.step === 'order';
    const isUrgent = patient.startsWith('u');
    const isStale = ['c0', 'c1'].includes(patient);
    const isLate = obligations.some(({ due }) => Date.parse(due) <= review);
    want.waiting += Number(isWaiting);
    want.safety += Number(isWaiting && isUrgent);
    want.falselyOverdue += Number(isWaiting && !isUrgent && isLate);
    want.stale += Number(isStale);
    if (isWaiting || isStale) ids.push(id);
  }
  const seen = await typed<{
    since: string;
    counts: object;
    journeys: { journey: string }[];
  }>(0, 'hold', 'chart', '--preview', '--for', '12h');
  expect(want).toEqual({ waiting: 15, falselyOverdue: 10, safety: 5, stale: 2 });
  expect(seen.counts).toEqual(want);
  expect(seen.journeys.map(({ journey }) => journey).toSorted()).toEqual(ids.toSorted());
  expect(Math.abs(Date.parse(seen.since) - lastGood)).toBeLessThan(minute);
}

/** The credential is renewed; the hold ends when the chart agrees about all who waited. */
async function released(waiting: readonly string[]): Promise<void> {
  const release = (exit: number, ...words: readonly string[]): Promise<Hold> =>
    typed<Hold>(exit, 'hold', 'release', 'chart', ...who, ...words);
  const early = await release(1);
  expect(early).toEqual({ released: false, missing: ['not-well'], readBack: null });

  isRefusing = false;
  const told = nine + 8 * hour;
  known.set('r3', [result('r3', told)]);
  known.set('r4', [result('r4', told)]);
  // In the wrong order, as systems answer.
  known.set('r5', [result('r5', told + hour), planned('r5', told, nine + 40 * hour)]);
  known.set('r9', [planned('r9', told, nine + 50 * hour)]);
  failing.add('r10');
  await deliver('chart', result('u0', await now()));
  const first = await release(1);
  expect(first).toEqual({
    released: false,
    missing: ['unanswered', 'conflicts'],
    readBack: { asked: 10, unchanged: 5, closed: 4, conflicts: 1, unanswered: 1 },
  });
  for (const patient of ['r3', 'r4', 'r5']) expect(await stepOf(patient)).toBe('greet');
  const taken = (await journal('r5')).filter(({ type }) => type.startsWith('chart.'));
  expect(taken.map(({ type }) => type)).toEqual(['chart.planned', 'chart.result']);
  expect(await stepOf('r9')).toBe('result');

  const { drifts } = await typed<{ drifts: { id: string; class: string; journey: string }[] }>(
    0,
    'drift',
    'list',
  );
  expect(drifts).toMatchObject([{ class: 'changed', journey: journeys.get('r9') }]);
  await typed(0, 'drift', 'apply', drifts[0]?.id ?? '', '--actor', 'p-1');
  failing.clear();
  await deliver('chart', result('u1', await now()));
  const last = await release(0);
  const releasedAt = await now();
  const readBack = { asked: 7, unchanged: 7, closed: 0, conflicts: 0, unanswered: 0 };
  expect(last).toEqual({ released: true, missing: [], readBack });

  // What was held back goes, once; what waits has the time that it had left.
  const orders = () => chart.taken.filter(({ body }) => body.includes('"order"'));
  await vi.waitFor(async () => expect(await stepOf('r12')).toBe('result'), patience);
  const key = ({ body }: Taken): unknown => (JSON.parse(body) as { key: unknown }).key;
  expect(new Set(orders().map(key)).size).toBe(routine.length + 1);
  for (const patient of ['r6', 'r7', 'r8', 'r9', 'r10', 'r11']) {
    const [owed] = (await of(patient)).obligations;
    const leftMs = Date.parse(owed?.due ?? '') - releasedAt;
    expect(Math.abs(leftMs - 5.6 * hour)).toBeLessThan(2 * minute);
  }
  expect(await overdues(waiting)).toBe(0);
  const open = await typed<{ incidents: Incident[] }>(1, 'incidents', '--all');
  const over = open.incidents.filter(({ system }) => system === 'chart');
  expect(over).toHaveLength(1);
  expect(JSON.stringify(await read(`/v1/journeys/${journeys.get('r9')}`))).not.toContain('visit-');
}
