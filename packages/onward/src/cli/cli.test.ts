/** The command line as a user meets it: what it prints, and how it ends. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { onward, onwardAsIs } from './cli.fixture.ts';

const example = new URL('../../../../examples/01-telehealth', import.meta.url).pathname;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-cli-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

test.each([
  [['--bogus']],
  [['bogus']],
  [['check']],
  [['check', 'nowhere']],
  [['dev', example, '--port', 'many']],
  [['dev', example, '--retain', '34d']],
  [['serve', example, '--retain', 'forever']],
  [['journeys', 'list', '--url', 'ftp://x']],
  [['serve', example, '--accept', 'C5=because']],
  [['serve', example, '--host', '0.0.0.0', '--port', '0', '--mllp-port', '0']],
])('wrong use ends with 2: %j', async (words) => {
  const { exit, out, err } = await onward(...words);
  expect(exit).toBe(2);
  expect(out).toBe('');
  expect(err).not.toBe('');
});

test('help and version end with 0', async () => {
  expect((await onward('--help')).exit).toBe(0);
  expect(await onward('--version')).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d/) });
});

test('a server that does not answer ends with 3, and says what to do', async () => {
  const { exit, err } = await onward('journeys', 'list', '--url', 'http://127.0.0.1:1');
  expect(exit).toBe(3);
  expect(err).toContain('ONW-SERVER-UNREACHABLE');
  expect(err).toContain('onward dev');
});

test('a port that is taken is told before anything is started', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const data = join(folder, 'taken');
  const words = ['dev', example, '--port', String(port), '--mllp-port', '0', '--data', data];
  const { exit, err } = await onward(...words);
  server.close();
  expect(exit).toBe(2);
  expect(err).toContain('ONW-PORT-IN-USE');
  await expect(readFile(data)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a good program is checked as good', async () => {
  const { exit, out } = await onward('check', example);
  expect(exit).toBe(0);
  expect(out).toMatch(/\nproved: nobody falls through\n$/);
});

test('a bad program is told with file, line and column', async () => {
  const bad = join(folder, 'bad');
  await cp(example, bad, { recursive: true });
  const file = join(bad, 'journeys', 'first-visit.yaml');
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace('owner: billing-desk', 'owner: nobody'),
  );
  const { exit, out } = await onward('check', bad);
  expect(exit).toBe(1);
  expect(out).toMatch(/first-visit\.yaml:\d+:\d+ ONW-LANG-UNKNOWN-OWNER/);
  const asData = await onward('check', bad, '--json');
  expect(asData.exit).toBe(1);
  expect(JSON.parse(asData.out)).toMatchObject({ ok: false, problems: [{ severity: 'error' }] });
});

test('a new program is right, and is not written over', async () => {
  const fresh = join(folder, 'fresh');
  expect((await onward('init', fresh)).exit).toBe(0);
  expect((await onward('check', fresh)).exit).toBe(0);
  expect(await onward('init', fresh)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('ONW-FOLDER-IN-USE'),
  });
});

test('the scenarios of a new program pass, and a wrong one fails in plain words', async () => {
  const fresh = join(folder, 'tested');
  await onward('init', fresh);
  const passed = await onward('test', fresh);
  expect(passed).toMatchObject({ exit: 0, out: expect.stringContaining('1 passed, 0 failed') });
  const file = join(fresh, 'scenarios', 'nothing-is-forgotten.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('owner: lead', 'owner: desk'));
  const failed = await onward('test', fresh);
  expect(failed.exit).toBe(1);
  expect(failed.out).toMatch(/nothing-is-forgotten\.yaml:\d+: its owner is lead, not desk/);
}, 60_000);

test('the tour plays over real sockets, and can be played again on the same data', async () => {
  const data = join(folder, 'data');
  const words = [
    'dev',
    example,
    '--tour',
    '--once',
    '--port',
    '0',
    '--mllp-port',
    '0',
    '--data',
    data,
  ];
  const first = await onward(...words);
  expect(first.err).not.toContain('ONW-');
  expect(first.exit).toBe(0);
  expect(first.out.match(/^ready http:\/\/127\.0\.0\.1:\d+$/gm)).toHaveLength(1);
  expect(first.out).toMatch(/\n6 journeys, each with an owner and a date; 1 ended\n$/);
  const second = await onward(...words);
  expect(second.exit).toBe(0);
  expect(second.out).toMatch(/\n12 journeys, each with an owner and a date; 2 ended\n$/);
  const healthy = await onward('doctor', '--data', data);
  expect(healthy.out).toMatch(/\n12 open and 2 ended journeys: every property holds\n$/);
  expect(healthy.exit).toBe(0);
  const asData = JSON.parse((await onward('doctor', '--data', data, '--json')).out) as object;
  expect(asData).toMatchObject({ ok: true, journeys: { ended: 2 }, fence: { up: false } });
  const unfenced = await onward('release', '--data', data);
  expect([unfenced.exit, unfenced.out]).toEqual([0, 'no fence is up\n']);
  const said = ['--actor', 'p-1', '--reason', 'there is none'];
  const nothing = await onward('release', '--data', data, ...said);
  expect([nothing.exit, nothing.err.includes('ONW-FENCE-NONE')]).toEqual([2, true]);
  const unsaid = await onward('release', '--data', data, '--reason', 'by nobody');
  expect([unsaid.exit, unsaid.err.includes('--actor')]).toEqual([2, true]);
}, 120_000);

test('set-up that cannot work ends with 2 and a code', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const free = ['--port', '0', '--mllp-port', '0', '--once'];
  const told = [
    [await onward('dev', example, ...free, '--data', file), 'ONW-FOLDER-UNUSABLE'],
    [await onward('dev', example, ...free, '--data', '/proc/onward'), 'ONW-FOLDER-UNUSABLE'],
    [await onward('init', '/proc/onward/fresh'), 'ONW-FOLDER-UNUSABLE'],
    [await onward('db', 'migrate', '--database-url', 'nonsense'), 'ONW-DATABASE-URL'],
    [await onward('doctor', '--database-url', 'nonsense'), 'ONW-DATABASE-URL'],
    [await onward('doctor', '--data', join(folder, 'no-data')), 'ONW-DATA-ABSENT'],
  ] as const;
  for (const [{ exit, err }, code] of told) {
    expect(err).toContain(code);
    expect(exit).toBe(2);
  }
});

test('a scenario that is a folder is a fault of the set-up', async () => {
  const odd = join(folder, 'odd');
  await onward('init', odd);
  await mkdir(join(odd, 'scenarios', 'dir.yaml'));
  const { exit, err } = await onward('test', odd);
  expect(err).toContain('ONW-FOLDER-UNUSABLE');
  expect(exit).toBe(2);
});

test('with --json results and errors are data', async () => {
  const fresh = join(folder, 'as-data');
  const made = await onward('init', fresh, '--json');
  expect(JSON.parse(made.out)).toMatchObject({ folder: fresh });
  const { exit, out } = await onward('unmatched', '--json', '--url', 'http://127.0.0.1:1');
  expect(exit).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'ONW-SERVER-UNREACHABLE' } });
});

test('variables that are empty are not set; a database is made with its key', async () => {
  const data = join(folder, 'migrated');
  for (const name of ['DATABASE_URL', 'ONWARD_URL', 'ONWARD_TOKEN', 'ONWARD_KEY']) {
    vi.stubEnv(name, '');
  }
  const { out } = await onwardAsIs('db', 'migrate', '--data', data, '--json');
  expect(JSON.parse(out)).toEqual({ migrated: true });
  expect((await readFile(join(data, 'key'), 'utf8')).length).toBeGreaterThan(40);
  expect((await onwardAsIs('journeys', 'list')).exit).not.toBe(2);
  vi.unstubAllEnvs();
}, 60_000);
