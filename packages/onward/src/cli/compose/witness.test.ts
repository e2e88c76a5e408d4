/** The witness's files: what was noted comes back, and what cannot be kept is told once. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fileWitness, witnessFolder } from './witness.ts';

const installation = '0b5c1c0e-4a58-4a0e-9f3f-3a6f6f6b7c11';
const mark = { installation, system: '77', timeline: 1, position: 4_096 };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-witness-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what was noted last comes back, and nothing else is left behind', async () => {
  const told = vi.fn<(code: string) => void>();
  const place = join(folder, 'deep', 'down');
  const witness = fileWitness(place, told);
  expect(await witness.read(installation)).toBeUndefined();
  await witness.write(mark);
  await witness.write({ ...mark, position: 8_192 });
  expect(await fileWitness(place, told).read(installation)).toEqual({ ...mark, position: 8_192 });
  expect(await readdir(place)).toEqual([`${installation}.json`]);
  expect(told).not.toHaveBeenCalled();
});

test('a file that is none, and a folder that cannot be one, are told once', async () => {
  const told = vi.fn<(code: string) => void>();
  const witness = fileWitness(folder, told);
  await writeFile(join(folder, `${installation}.json`), '{"position": "far"');
  expect(await witness.read(installation)).toBeUndefined();
  expect(await witness.read(installation)).toBeUndefined();
  expect(told.mock.calls).toEqual([['ONW-WITNESS-UNUSABLE']]);
  const blocked = fileWitness(join(folder, `${installation}.json`, 'inside'), told);
  await blocked.write(mark);
  await blocked.write(mark);
  expect(told).toHaveBeenCalledTimes(2);
});

test('it stands where programs keep their state, unless it is told', () => {
  expect(witnessFolder('/var/lib/w')).toBe('/var/lib/w');
  vi.stubEnv('XDG_STATE_HOME', '/state');
  expect(witnessFolder(undefined)).toBe('/state/onward');
  vi.stubEnv('XDG_STATE_HOME', '');
  expect(witnessFolder(undefined)).toBe(join(homedir(), '.local', 'state', 'onward'));
  vi.unstubAllEnvs();
});
