/** A new connector, as its author meets it: made, compiled, tried, recorded for, and broken. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProcess } from '../../../test/process.ts';
import { onwardAsIs, type Ended } from '../cli.fixture.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const patience = { timeout: 60_000 };
let folder = '';
let home = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-connector-'));
  home = join(folder, 'clinic-desk');
  const made = await onwardAsIs('connector', 'new', 'clinic-desk', '--dir', home);
  expect([made.exit, made.out]).toEqual([0, `onward connector test ${home}\n`]);
}, patience.timeout);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Told {
  readonly [name: string]: unknown;
}

function told({ exit, out, err }: Ended, expected = 0): Told {
  expect(exit, err).toBe(expected);
  return JSON.parse(out) as Told;
}

test('a folder that is not empty is left alone', async () => {
  const again = await onwardAsIs('connector', 'new', 'clinic-desk', '--dir', home);
  expect([again.exit, again.err]).toEqual([2, expect.stringContaining('ONW-FOLDER-IN-USE')]);
  const unnamed = await onwardAsIs('connector', 'new', 'Clinic Desk', '--dir', join(folder, 'x'));
  expect(unnamed.exit).toBe(2);
});

test('it compiles under the strictest settings, and its own test passes', patience, async () => {
  const settings = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      composite: false,
      incremental: false,
      declaration: false,
      declarationMap: false,
      paths: { onward: [join(root, 'packages/onward/src/core/index.ts')] },
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
    },
    include: ['*.ts'],
  };
  const file = join(folder, 'tsconfig.json');
  await writeFile(file, JSON.stringify({ ...settings, include: [`${home}/*.ts`] }));
  const run = promisify(execFile);
  const compiled = await run(join(root, 'node_modules/.bin/tsc'), ['-p', file]).catch(
    ({ stdout }: { readonly stdout: string }) => ({ stdout }),
  );
  expect(compiled.stdout).toBe('');
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  const tested = await run(process.execPath, ['--test'], { env, cwd: home });
  expect(tested.stdout).toMatch(/pass 2\n.*fail 0\n/su);
});

test('it keeps every law at once, and one that is broken is found', patience, async () => {
  expect(told(await onwardAsIs('connector', 'test', home, '--json'))).toMatchObject({
    ok: true,
    recordings: ['booked.json', 'cancelled.json', 'of-no-use.json'],
    findings: [],
  });
  const module = join(home, 'connector.ts');
  const source = await readFile(module, 'utf8');
  await writeFile(module, source.replace('if (!isProved(delivery, secret))', 'if (!secret)'));
  const { findings } = told(await onwardAsIs('connector', 'test', home, '--json'), 1);
  await writeFile(module, source);
  const found = findings as readonly { readonly law: string; readonly recording: string }[];
  expect(found.map(({ law, recording }) => `${law} ${recording}`)).toEqual([
    'forged booked.json',
    'forged cancelled.json',
  ]);
});

const delivered = JSON.stringify({
  id: 'evt-88',
  type: 'visit.booked',
  at: '2026-05-04T08:00:00Z',
  visit: { id: 'v-3', start: '2026-05-09T10:00:00Z', kind: 'remote' },
  person: { id: 'p-31337', name: 'Rosalind Whitcombe' },
});

test('what is recorded is accepted as it comes, and says nothing', patience, async () => {
  const to = join(home, 'recordings');
  const keep = ['--keep', 'visit.booked', 'remote'];
  const recorder = await startProcess(['connector', 'record', '--port', '0', '--to', to, ...keep]);
  const headers = { 'content-type': 'application/json' };
  const sent = await fetch(recorder.url, { method: 'POST', headers, body: delivered });
  expect(sent.status).toBe(202);
  expect(await recorder.stop()).toBe(0);
  expect(recorder.said()).toContain('delivery-0001.json');
  const unsaid = told(await onwardAsIs('connector', 'test', home, '--json'), 1);
  expect(unsaid['findings']).toMatchObject([{ law: 'expected', recording: 'delivery-0001.json' }]);
  expect((await onwardAsIs('connector', 'test', home, '--accept')).exit).toBe(0);
  const kept = await readFile(join(to, 'delivery-0001.json'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({
    expect: [{ event: 'visit.booked', refs: { person: 'x-99999999' }, data: { kind: 'remote' } }],
  });
  expect(kept + recorder.said()).not.toMatch(/31337|Rosalind|2026-05/u);
});

test('what is no connector, and what is no recording, is told with the way out', async () => {
  const nowhere = await onwardAsIs('connector', 'test', join(folder, 'nowhere'));
  expect([nowhere.exit, nowhere.err]).toEqual([2, expect.stringContaining('ONW-CONNECTOR-MODULE')]);
  const broken = join(home, 'recordings', 'zz-broken.json');
  await writeFile(broken, '{"expect": [{"refused": "no code"}]}');
  const form = await onwardAsIs('connector', 'test', home);
  await rm(broken);
  expect([form.exit, form.err]).toEqual([2, expect.stringContaining('ONW-RECORDING-FORM')]);
});
