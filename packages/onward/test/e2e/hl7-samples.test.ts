/**
 * Every HL7 sample goes over a real socket into the real server: acknowledged, and accounted for.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectors } from '../../src/connectors/index.ts';
import { sendMllp } from '../../src/edge/index.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

const samples = fileURLToPath(new URL('../../../../../shared/data/hl7v2', import.meta.url));

/** A program that has a use for everything the connector can say: each event begins a journey. */
function programFiles(): Record<string, string> {
  const described = connectors['hl7v2']?.describe({ zone: 'America/New_York' });
  const events =
    described !== undefined && 'manifest' in described ? described.manifest.events : {};
  const enrol = Object.keys(events).map((name) => `  - { on: hospital.${name}, once-per: event }`);
  const program = `
program: samples
journeys: [case.yaml]
calendars: { office: { zone: UTC, week: { mon-fri: 09:00-17:00 } } }
teams: { desk: { calendar: office, people: [p-1] } }
roles: { lead: { calendar: office, people: [p-2] } }
exceptions: { within: 1d, escalate: [lead], every: 1d }
systems:
  hospital: { connector: hl7v2, owner: desk, settings: { zone: America/New_York } }
templates: {}
`;
  const journey = `
journey: case
subject: patient
owner: lead
enrol:
${enrol.join('\n')}
start: look
stages:
  only:
    steps:
      look:
        task: look-at-it
        owner: desk
        within: 1d
        actions: { done: done }
        overdue: { escalate: [lead], every: 1d }
      done: { end: done }
`;
  return { 'program.yaml': program, 'case.yaml': journey };
}

interface Row {
  readonly file: string;
  readonly ack: string;
  readonly code: string;
  readonly events: string;
}

/** MSA-1 and the code of an ERR segment. */
function readAck(ack: string): { readonly ack: string; readonly code: string } {
  const answer = /\rMSA.(A[AER])/.exec(ack)?.[1] ?? 'none';
  return { ack: answer, code: /(ONW-[A-Z0-9-]+)/.exec(ack)?.[1] ?? '' };
}

/** Event ids to types, over every journal and all unmatched input. */
async function kept(url: string): Promise<ReadonlyMap<string, string>> {
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${url}${path}`)).json()) as T;
  const { journeys } = await read<{ journeys: { id: string }[] }>('/v1/journeys?limit=200');
  const types = new Map<string, string>();
  for (const { id } of journeys) {
    const path = `/v1/journeys/${id}/journal`;
    const { entries } = await read<{ entries: { eventId: string; type: string }[] }>(path);
    for (const { eventId, type } of entries) types.set(eventId, type);
  }
  const { unmatched } = await read<{ unmatched: { eventId: string; type: string }[] }>(
    '/v1/unmatched?limit=200',
  );
  for (const { eventId, type } of unmatched) types.set(eventId, `${type} (unmatched)`);
  return types;
}

let directory = '';
let server: Server;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onward-hl7-'));
  const program = join(directory, 'program');
  await mkdir(program);
  for (const [name, text] of Object.entries(programFiles())) {
    await writeFile(join(program, name), text);
  }
  server = await startServer(program, join(directory, 'data'));
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await rm(directory, { recursive: true, force: true });
});

/** Sends each sample and reads what was kept of it. */
async function play(files: readonly string[]): Promise<readonly Row[]> {
  const target = { host: '127.0.0.1', port: server.mllpPort ?? 0, timeoutMs: 10_000 };
  const rows: Row[] = [];
  const before = new Map(await kept(server.url));
  for (const file of files) {
    const ack = await sendMllp(target, await readFile(join(samples, file)));
    const now = await kept(server.url);
    const events = [...now].filter(([id]) => !before.has(id)).map(([, type]) => type);
    for (const [id, type] of now) before.set(id, type);
    const answer = readAck(Buffer.from(ack).toString('latin1'));
    rows.push({ file, ...answer, events: events.join(', ') });
  }
  return rows;
}

test.skipIf(!existsSync(samples))(
  '65 samples over MLLP: none lost, none crashes the server',
  async () => {
    const files = (await readdir(samples)).filter((file) => file.endsWith('.hl7')).toSorted();
    const rows = await play(files);
    for (const { file, ack, code, events } of rows) {
      process.stdout.write(`${file.padEnd(40)} ${ack} ${events || code}\n`);
      expect(['AA', 'AE', 'AR']).toContain(ack);
      // Acknowledged without a word of refusal: it is kept. Everything else says why, by a code.
      expect(events !== '' || code !== '').toBe(true);
    }
    expect(rows).toHaveLength(65);
    expect(rows.filter((row) => row.events !== '').length).toBeGreaterThanOrEqual(40);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  },
);
