/** The key of an installation: given, or made once; never guessed. */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationKey } from './installation-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-key-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a key is made once, and only its owner can read it', async () => {
  const first = await installationKey({ given: undefined, folder });
  const second = await installationKey({ given: undefined, folder });
  expect(first).toHaveLength(32);
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
});

test('a given key is used as it is', async () => {
  const given = Buffer.alloc(32, 7).toString('base64');
  expect(await installationKey({ given, folder })).toEqual(Buffer.alloc(32, 7));
});

test('a key of another length is refused, with the way out', async () => {
  const refused = installationKey({ given: 'c2hvcnQ=', folder });
  await expect(refused).rejects.toMatchObject({ code: 'ONW-KEY-INVALID' });
});

test('a shared database gets no key that is made up here', async () => {
  const refused = installationKey({ given: undefined, folder: undefined });
  await expect(refused).rejects.toMatchObject({ code: 'ONW-KEY-MISSING' });
});

test('beside a database a lost key is not replaced', async () => {
  await mkdir(join(folder, 'postgres'));
  const lost = installationKey({ given: undefined, folder });
  await expect(lost).rejects.toMatchObject({ code: 'ONW-KEY-LOST' });
  await expect(stat(join(folder, 'key'))).rejects.toMatchObject({ code: 'ENOENT' });
});
