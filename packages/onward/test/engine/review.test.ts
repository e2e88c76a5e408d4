/**
 * The review queue as the console uses it: a pass of the coordinator, and the edge's own server.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createApi, edgeServerRoutes, serve, type ApiDeps } from '../../src/api/index.ts';
import { fake } from '../../src/api/fake-deps.fixture.ts';
import { gramEncoder, shippedAssistant } from '../../src/assistant/index.ts';
import { vocabulary } from '../../src/cli/assistant/vocabulary.ts';
import { createBriefDesk } from '../../src/cli/compose/brief-desk.ts';
import { createReview, keepReading, passKey, writePass } from '../../src/edge/index.ts';
import { eventOf, processOf, refOf, ringOf, type World } from '../../src/edge/vault.fixture.ts';
import { openEdgeStore } from '../../src/store/index.ts';

const secret = 'between the two planes';
const ring = ringOf(1);
const ref = refOf(ring, 'clinic', 'A');
let world: World;
let url = '';
let close: () => Promise<void>;

beforeAll(async () => {
  const schema = `e${randomBytes(6).toString('hex')}`;
  const store = await openEdgeStore({ connection: inject('database'), schema });
  world = await processOf(ring, store);
  await world.vault.remember(eventOf(ring, { subjects: ['A'] }));
  const { readings } = world;
  const key = passKey(secret);
  const review = createReview({ key, readings, vocabulary, nowMs: () => Date.now() });
  const clock = { now: () => Date.now() };
  const engine = { onCommit: () => () => undefined };
  const deps = { engine, review, clock, ready: () => Promise.resolve(true), log: () => undefined };
  const app = createApi(deps as unknown as ApiDeps, edgeServerRoutes);
  const serving = await serve({ app, host: '127.0.0.1', port: 0 });
  ({ url } = serving);
  close = async () => {
    await serving.close();
    await store.close();
  };
});
afterAll(() => close());

async function hear(text: string, daysAgo = 0): Promise<string> {
  const assistant = shippedAssistant(gramEncoder());
  const at = Date.now() - daysAgo * 86_400_000;
  const messages = [{ id: '0', who: 'person' as const, atMs: at, text }];
  const reading = await assistant.read({ messages, nowMs: at, zone: 'UTC' });
  return keepReading(world.readings, reading, { ref, text, at, version: '1' });
}

const database = {} as Parameters<typeof createBriefDesk>[0]['database'];
const clock = { now: () => Date.now() };

/** As the console asks the coordinator for it. */
async function passOf(actor: string): Promise<string> {
  const briefs = createBriefDesk({ database, clock, secret, edgeUrl: () => url });
  const { post } = fake({ briefs });
  const answer = await post('/v1/review/pass', { actor, reason: 'learning' });
  expect(answer.status).toBe(200);
  const pass = (await answer.json()) as { readonly url: string; readonly token: string };
  expect(pass.url).toBe(`${url}/review`);
  return pass.token;
}

interface Answer {
  readonly readings?: readonly object[];
  readonly state?: string;
}

async function call(path: string, token: string, body?: unknown) {
  const authorization = `Bearer ${token}`;
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Answer };
}

test('a message that was not understood is shown, labelled once, and counted', async () => {
  const id = await hear('zxqv plonk, the usual, you know');
  const token = await passOf('p-101');
  const shown = await call('/review?limit=5', token);
  expect(shown.status).toBe(200);
  expect(shown.json.readings).toMatchObject([
    { id, state: 'open', text: 'zxqv plonk, the usual, you know', readAs: { version: '1' } },
  ]);
  const label = { intent: 'refill', concepts: ['rash'] };
  const said = await call(`/review/${id}`, token, { actor: 'p-101', label });
  expect([said.status, said.json.state]).toEqual([200, 'reviewed']);
  expect(await call(`/review/${id}`, token, { actor: 'p-101', label })).toMatchObject({
    status: 409,
    json: { error: { code: 'ONW-REVIEW-DONE' } },
  });
  const issues = await call('/issues?weeks=4', token);
  expect(issues.json).toMatchObject({
    weeks: 4,
    isCut: false,
    topics: [{ name: 'refill · rash', total: 1, trend: 'steady', readings: [id] }],
  });
  const logged = await world.readings.logged(9);
  expect(logged.map(({ what, person }) => `${what} ${person}`).toSorted()).toEqual([
    'issues p-101',
    'queue p-101',
    'review p-101',
    'review p-101',
  ]);
});

test('nothing is shown, and nothing logged, without a pass of one’s own', async () => {
  const id = await hear('mumble grumble frobnicate', 3);
  const before = (await world.readings.logged(99)).length;
  const brief = writePass(
    { obligation: 'obl_1-1-0', person: 'p-101', reason: 'x', expiresAt: Date.now() + 9_000 },
    passKey(secret),
  );
  const over = writePass(
    { obligation: 'review', person: 'p-101', reason: 'x', expiresAt: Date.now() - 1 },
    passKey(secret),
  );
  const forged = writePass(
    { obligation: 'review', person: 'p-101', reason: 'x', expiresAt: Date.now() + 9_000 },
    passKey('another'),
  );
  for (const token of [brief, over, forged, 'nothing']) {
    for (const path of ['/review', '/issues']) {
      expect(await call(path, token)).toMatchObject({
        status: 401,
        json: { error: { code: 'ONW-BRIEF-PASS' } },
      });
    }
    const body = { actor: 'p-101', label: {} };
    expect((await call(`/review/${id}`, token, body)).status).toBe(401);
  }
  expect(await world.readings.logged(99)).toHaveLength(before);
});

test('a label is one’s own, and of words that the assistant knows', async () => {
  const id = await hear('mumble grumble frobnicate', 5);
  const token = await passOf('p-101');
  const other = await call(`/review/${id}`, token, { actor: 'p-999', label: {} });
  expect(other.status).toBe(401);
  for (const label of [{ intent: 'heal' }, { concepts: ['Maria Okonkwo'] }]) {
    const answer = await call(`/review/${id}`, token, { actor: 'p-101', label });
    expect(answer).toMatchObject({ status: 422, json: { error: { code: 'ONW-REVIEW-LABEL' } } });
    expect(JSON.stringify(answer.json)).not.toContain('Maria');
  }
  const level = await call(`/review/${id}`, token, { actor: 'p-101', label: { level: 'grave' } });
  expect(level.status).toBe(422);
  const right = await call(`/review/${id}`, token, { actor: 'p-101', label: {} });
  expect(right.status).toBe(200);
});
