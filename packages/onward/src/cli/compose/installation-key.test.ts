/** The key of an installation: given, or made once; never guessed. */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveKeys } from '../../edge/index.ts';
import { installationKeys } from './installation-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-key-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a key is made once, and only its owner can read it', async () => {
  const first = await installationKeys({ given: undefined, folder });
  const second = await installationKeys({ given: undefined, folder });
  expect(first.current.id).toMatch(/^[0-9a-f]{16}$/u);
  expect(second.current.id).toBe(first.current.id);
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
});

const hex = (byte: number): string => Buffer.alloc(32, byte).toString('hex');
const idOf = (byte: number): string => deriveKeys(Buffer.alloc(32, byte)).current.id;

test('given keys are used as they are: the first is current, the others are old', async () => {
  const one = await installationKeys({ given: hex(7), folder });
  expect(one).toMatchObject({ current: { id: idOf(7) }, old: [] });
  const given = ` ${hex(7).toUpperCase()}\n${hex(8)}\t${hex(9)}\n`;
  const ring = await installationKeys({ given, folder });
  expect(ring).toMatchObject({ current: { id: idOf(7) }, old: [{ id: idOf(8) }, { id: idOf(9) }] });
});

test.each(['c2hvcnQ=', hex(7).slice(2), `${hex(7)} ${hex(8)}0`, `${hex(7)},${hex(8)}`])(
  'a key that is no 64 hex digits is refused, with the way out and without the key',
  async (given) => {
    const refused = await installationKeys({ given, folder }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'ONW-KEY-INVALID' });
    expect(String(refused)).toContain('openssl rand -hex 32');
    expect(String(refused)).not.toContain(given.slice(0, 6));
  },
);

test('a shared database gets no key that is made up here', async () => {
  const refused = installationKeys({ given: undefined, folder: undefined });
  await expect(refused).rejects.toMatchObject({ code: 'ONW-KEY-MISSING' });
});

test('beside a database a lost key is not replaced', async () => {
  await mkdir(join(folder, 'postgres'));
  const lost = installationKeys({ given: undefined, folder });
  await expect(lost).rejects.toMatchObject({ code: 'ONW-KEY-LOST' });
  await expect(stat(join(folder, 'key'))).rejects.toMatchObject({ code: 'ENOENT' });
});
