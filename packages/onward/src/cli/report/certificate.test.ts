/** `onward check --certificate` and `--verify` as a user or a script meets them. */
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onward } from '../cli.fixture.ts';

const example = new URL('../../../../../examples/01-telehealth', import.meta.url).pathname;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-certificate-'));
  file = join(folder, 'certificate.json');
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** The example with one text changed, and the text of its journey. */
async function changed(name: string, pattern: RegExp, by: string): Promise<string> {
  const path = join(folder, name);
  await cp(example, path, { recursive: true });
  const journey = join(path, 'journeys', 'first-visit.yaml');
  const text = await readFile(journey, 'utf8');
  expect(text).toMatch(pattern);
  await writeFile(journey, text.replace(pattern, by));
  return path;
}

test('a certificate is written after a proof, and verified without one', async () => {
  const wrote = await onward('check', example, '--certificate', file);
  expect(wrote.out).toMatch(/proved: nobody falls through\ncertificate written: \d+ classes\n$/u);
  expect(wrote.exit).toBe(0);
  const { out, err, exit } = await onward('check', example, '--verify', file);
  expect(out).toMatch(/^verified: \d+ classes of 1 journey\n$/u);
  expect({ err, exit }).toEqual({ err: '', exit: 0 });
  const data = await onward('check', example, '--verify', file, '--json');
  expect(JSON.parse(data.out)).toEqual({ ok: true, classes: expect.any(Number), journeys: 1 });
  const again = join(folder, 'again.json');
  const both = await onward('check', example, '--certificate', again, '--json');
  expect(JSON.parse(both.out)).toMatchObject({ ok: true, verdict: 'proved' });
  expect(both.err).toMatch(/^certificate written: \d+ classes\n$/u);
  expect(await readFile(again, 'utf8')).toBe(await readFile(file, 'utf8'));
});

test('other definitions, and what is no certificate, are refused with a code', async () => {
  const other = await changed('other', /within: 24h/u, 'within: 25h');
  const refused = await onward('check', other, '--verify', file);
  expect(refused.out).toMatch(/^ONW-CERTIFICATE-PROGRAM {2}It was written for other/u);
  expect(refused.exit).toBe(1);
  const broken = join(folder, 'broken.json');
  await writeFile(broken, (await readFile(file, 'utf8')).slice(0, -100));
  const { out, exit } = await onward('check', example, '--verify', broken, '--json');
  expect(JSON.parse(out)).toMatchObject({ ok: false, code: 'ONW-CERTIFICATE-FORM' });
  expect(exit).toBe(1);
  const none = await onward('check', example, '--verify', join(folder, 'none.json'));
  expect(none.err).toContain('ONW-FOLDER-UNUSABLE');
  expect(none.exit).toBe(2);
});

test('what is not proved is not certified, and nothing is written', async () => {
  const planned = /\n {2}billing\.payment\.failed: a later try[^\n]+/u;
  const forgetful = await changed('forgetful', planned, '');
  const to = join(folder, 'unproved.json');
  const { out, exit } = await onward('check', forgetful, '--certificate', to);
  expect(out).toMatch(/\nrefuted: C4\n$/u);
  expect(exit).toBe(1);
  const large = await onward('check', example, '--certificate', to, '--cap', '10');
  expect(large.exit).toBe(1);
  await expect(stat(to)).rejects.toThrow('ENOENT');
});
