import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nobodyThere, serveLoopback } from '../../connectors/outbound.fixture.ts';
import { formOf, jsonOf, patients, saidOf } from './patients.fixture.ts';
import { startRecorder, type Recorder } from './recorder.ts';
import { readRecordings } from './recording.ts';

let folder = '';
let recorder: Recorder;
const told: string[] = [];

async function start(forward?: string): Promise<void> {
  recorder = await startRecorder({
    port: 0,
    folder,
    keep: new Set(['visit.booked']),
    ...(forward === undefined ? {} : { forward }),
    onRecorded: (...words) => told.push(words.join(' ')),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-record-'));
  told.length = 0;
});
afterEach(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

const headers = { 'content-type': 'application/json; charset=utf-8' };

async function onDisk(): Promise<string> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n').toLowerCase();
}

test('of twenty patients nothing is on the disk, by whatever way it came', async () => {
  await start();
  for (const patient of patients) {
    const { mail, mrn, family } = patient;
    const where = new URL(`/patients/${mrn}`, recorder.url);
    where.searchParams.set('name', family);
    const more = { 'x-patient': mail, cookie: `who=${mrn}`, 'x-signature-256': `sha=${mrn}` };
    const body = JSON.stringify(jsonOf(patient));
    const sent = await fetch(where, { method: 'POST', headers: { ...headers, ...more }, body });
    expect(sent.status).toBe(202);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(recorder.url, { method: 'POST', headers: form, body: formOf(patient) });
    const other = {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: `<a>${mail}</a>`,
    };
    await fetch(recorder.url, other);
  }
  const text = await onDisk();
  for (const said of patients.flatMap(saidOf)) {
    expect(text.includes(said.toLowerCase()), 'a value survives').toBe(false);
  }
  expect(told.join(' ')).not.toMatch(/mrn|okafor/iu);
  expect(told).toContain('delivery-0003.json left-out');
  const recordings = await readRecordings(folder);
  expect(recordings).toHaveLength(60);
  const [first] = recordings;
  expect(first?.recording.body).toMatchObject({
    event: 'visit.booked',
    person: { birth: '2000-01-01' },
  });
  expect(first?.recording.headers).toMatchObject({
    'content-type': 'application/json',
    'x-patient': 'x@example.invalid',
  });
  expect(first?.recording.headers).not.toHaveProperty('cookie');
});

test('a delivery is passed on as it came, and its answer goes back', async () => {
  const server = await serveLoopback(() => ({ status: 201, body: { ok: true } }));
  await start(server.url);
  const body = JSON.stringify(patients[0]);
  const more = { ...headers, 'x-signature': 'v1=abc' };
  const sent = await fetch(`${recorder.url}/in/clinic?a=1`, {
    method: 'POST',
    headers: more,
    body,
  });
  expect([sent.status, await sent.json()]).toEqual([201, { ok: true }]);
  expect(server.taken).toMatchObject([{ method: 'POST', path: '/in/clinic?a=1', body }]);
  expect(server.taken[0]?.headers).toMatchObject(more);
  await server.close();
});

test('an address with a path is the one place to deliver to', async () => {
  const server = await serveLoopback(() => ({ status: 202 }));
  await start(`${server.url}/in/clinic`);
  await fetch(`${recorder.url}/elsewhere`, { method: 'POST', headers, body: '{}' });
  expect(server.taken.map(({ path }) => path)).toEqual(['/in/clinic']);
  await server.close();
});

test('where nobody takes it the sender is told to come again, and it is recorded', async () => {
  await start(await nobodyThere());
  const sent = await fetch(recorder.url, { method: 'POST', headers, body: '{"a":1}' });
  expect(sent.status).toBe(502);
  expect(await readRecordings(folder)).toHaveLength(1);
});

test('deliveries that come at once are each a recording', async () => {
  await start();
  const all = Array.from({ length: 30 }, async () => {
    const sent = await fetch(recorder.url, { method: 'POST', headers, body: '{"a":1}' });
    return sent.status;
  });
  expect(new Set(await Promise.all(all))).toEqual(new Set([202]));
  expect(await readRecordings(folder)).toHaveLength(30);
});

test('more than Onward takes is refused, and nothing of it is kept', async () => {
  await start();
  const body = `"${'a'.repeat(1_048_577)}"`;
  expect((await fetch(recorder.url, { method: 'POST', headers, body })).status).toBe(413);
  expect(await readdir(folder)).toEqual([]);
});
