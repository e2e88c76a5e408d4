/** Conversations at an edge of its own: where a person stands is asked of the coordinator. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { LoopbackServer } from '../../src/connectors/outbound.fixture.ts';
import {
  account,
  deliver,
  serveTwilio,
  text,
  token,
} from '../../src/connectors/twilio/twilio.fixture.ts';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';

const program = fileURLToPath(new URL('../../../../examples/03-assistant', import.meta.url));
const shared = { ONWARD_EDGE_TOKEN: 'what-both-planes-know' };
const publicUrl = 'https://edge.clinic.example/in/texting';
const words = 'my knee is a bit sore after gardening, says Quillfeather';
const by = { actor: 'p-101', reason: 'call-back' };
const patience = { timeout: 20_000, interval: 50 };

let folder = '';
let twilio: LoopbackServer;
let coordinator: Started;
let edge: Started;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-planes-talk-'));
  twilio = await serveTwilio({ kept: [], now: () => Date.now() });
  const port = String(await freePort());
  const served = ['serve', program, '--port', '0', '--data', join(folder, 'coordinator')];
  const away = ['--edge-away', '--edge-url', `http://127.0.0.1:${port}`];
  coordinator = await startProcess([...served, ...away], shared);
  const own = ['edge', '--coordinator', coordinator.url, '--port', port];
  const place = ['--data', join(folder, 'edge'), '--private-host', '127.0.0.1'];
  edge = await startProcess([...own, ...place], {
    ...shared,
    ...{ TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TWILIO_URL: twilio.url },
    ...{ SMS_FROM: '+15550100100', SMS_PUBLIC_URL: publicUrl },
  });
}, 120_000);

afterAll(async () => {
  await edge.stop();
  await coordinator.stop();
  await twilio.close();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

async function post(url: string, body: object, bearer?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const json: unknown = await response.json();
  return { status: response.status, json };
}

interface Pass {
  readonly url: string;
  readonly token: string;
}

async function pass(): Promise<Pass> {
  return (await post(`${coordinator.url}/v1/conversations/pass`, by)).json as Pass;
}

test('only an edge asks where somebody stands, and by hashes alone', async () => {
  const url = `${coordinator.url}/v1/edge/standing`;
  const refs = ['0'.repeat(32)];
  expect((await post(url, { refs })).status).toBe(401);
  expect((await post(url, { refs }, 'another')).status).toBe(401);
  const { ONWARD_EDGE_TOKEN: own } = shared;
  expect(await post(url, { refs }, own)).toEqual({ status: 200, json: { standing: null } });
  expect((await post(url, { refs: ['+15550100401'] }, own)).status).toBe(422);
});

test('words are shown where the person stands in a journey, once that is on record', async () => {
  const form = text(words, { MessageSid: `SM${'a'.repeat(32)}`, From: '+15550100401' });
  const { headers, body } = deliver(form, { url: publicUrl });
  const sent = { method: 'POST', headers, body: Buffer.from(body).toString() };
  expect((await fetch(`${edge.url}/in/texting`, sent)).status).toBe(202);
  const { url, token: own } = await pass();
  expect(url.startsWith(edge.url)).toBe(true);
  const list = await fetch(url, { headers: { authorization: `Bearer ${own}` } });
  const { conversations } = (await list.json()) as { conversations: { id: string }[] };
  const reveal = `${url}/${conversations[0]?.id ?? ''}/reveal`;
  await vi.waitFor(async () => {
    const said = [{ who: 'person', text: words }, { who: 'assistant' }];
    expect(await post(reveal, by, own)).toMatchObject({ status: 200, json: { said } });
  }, patience);
  const { journeys } = (await (await fetch(`${coordinator.url}/v1/journeys`)).json()) as {
    journeys: { id: string }[];
  };
  const path = `/v1/journeys/${journeys[0]?.id ?? ''}/reveals`;
  const { reveals } = (await (await fetch(coordinator.url + path)).json()) as {
    reveals: object[];
  };
  expect(reveals).toMatchObject([{ person: 'p-101', reason: 'call-back', what: 'brief' }]);
  expect(coordinator.said()).not.toContain('Quillfeather');
  // Who cannot be put on record is shown nothing.
  await coordinator.stop();
  const { status, json } = await post(reveal, by, own);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(json)).not.toContain('Quillfeather');
});
