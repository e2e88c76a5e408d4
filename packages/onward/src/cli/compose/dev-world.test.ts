/** Development makes up what is missing, keeps it private, and prefers what is given. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadProgram } from '../program/load.ts';
import { devWorld } from './dev-world.ts';

const example = new URL('../../../../../examples/01-telehealth', import.meta.url).pathname;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-dev-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function world() {
  const { result } = await loadProgram(example);
  const told: string[] = [];
  const made = await devWorld(folder, (line) => told.push(line));
  if (result.program === undefined) throw new Error('the example does not compile');
  await made.learn(result.program);
  return { ...made, told };
}

test('missing secrets are made up once, in a file of their owner', async () => {
  const first = await world();
  const secret = first.secrets('FORMS_WEBHOOK_SECRET');
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect((await world()).secrets('FORMS_WEBHOOK_SECRET')).toBe(secret);
  const file = join(folder, 'dev-secrets.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('STRIPE_WEBHOOK_SECRET');
  expect(first.told.join()).not.toContain(secret);
});

test('the environment wins', async () => {
  vi.stubEnv('FORMS_WEBHOOK_SECRET', 'whsec_given');
  vi.stubEnv('EHR_WEBHOOK_URL', 'https://ehr.example');
  const { secrets, listensAt } = await world();
  listensAt('http://127.0.0.1:4400');
  expect(secrets('FORMS_WEBHOOK_SECRET')).toBe('whsec_given');
  expect(secrets('EHR_WEBHOOK_URL')).toBe('https://ehr.example');
  expect(secrets('MESSAGING_WEBHOOK_URL')).toBe('http://127.0.0.1:4400/dev/sink/messaging');
});

test('whoever has a key to the real system means the real system', async () => {
  vi.stubEnv('STRIPE_API_KEY', 'rk_test_given');
  const { secrets } = await world();
  expect(secrets('STRIPE_API_URL')).toBeUndefined();
});
