/** Two patients that are one, over the real command line: merged, taken apart, and erased. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onwardAsIs, type Ended } from '../../src/cli/cli.fixture.ts';
import { startProcess, type Started } from '../process.ts';

const telehealth = fileURLToPath(new URL('../../../../examples/01-telehealth', import.meta.url));
const patience = 60_000;
const key = randomBytes(32).toString('hex');
const secret = 'whsec_of_a_test';
let folder = '';
let server: Started;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-identity-'));
  const words = ['dev', telehealth, '--port', '0', '--mllp-port', '0', '--data', folder];
  server = await startProcess(words, { ONWARD_KEY: key, STRIPE_WEBHOOK_SECRET: secret });
}, patience);
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

interface Told {
  readonly [name: string]: unknown;
}

async function onward(...words: readonly string[]): Promise<Ended> {
  const before = process.env['ONWARD_KEY'];
  process.env['ONWARD_KEY'] = key;
  try {
    return await onwardAsIs(...words);
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, 'ONWARD_KEY');
    else process.env['ONWARD_KEY'] = before;
  }
}

async function told(...words: readonly string[]): Promise<Told> {
  const { exit, out, err } = await onward(...words, '--json');
  expect(exit, err).toBe(0);
  return JSON.parse(out) as Told;
}
const asked = (...words: readonly string[]): Promise<Told> =>
  told('subjects', ...words, '--url', server.url);
const by = ['--actor', 'p-101', '--reason', 'same-person'] as const;

let count = 0;

async function deliver(type: string, object: object): Promise<readonly Told[]> {
  count += 1;
  const time = Math.floor(Date.now() / 1_000);
  const event = { id: `evt_i${count}`, object: 'event', type, created: time, data: { object } };
  const body = JSON.stringify(event);
  const proof = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'stripe-signature': `t=${time},v1=${proof}`,
  };
  const answer = await fetch(`${server.url}/in/billing`, { method: 'POST', headers, body });
  const { results } = (await answer.json()) as { readonly results: readonly Told[] };
  return results;
}

async function begin(patient: string): Promise<string> {
  const [result] = await deliver('checkout.session.completed', {
    id: `cs_${patient}`,
    customer: `cus_${patient}`,
    client_reference_id: `clinic-${patient}`,
  });
  expect(result).toMatchObject({ status: 'accepted' });
  const [journey = ''] = (result?.['journeys'] ?? []) as readonly string[];
  return journey;
}

const paid = (patient: string): Promise<readonly Told[]> =>
  deliver('payment_intent.succeeded', {
    id: `pi_${patient}-${count}`,
    customer: `cus_${patient}`,
    amount_received: 4_900,
    currency: 'usd',
    status: 'succeeded',
  });

async function erase(journey: string): Promise<Told> {
  return told('vault', 'erase', journey, '--yes', '--data', folder);
}

test(
  'whoever is merged is erased with whom they are: nothing of either opens any more',
  async () => {
    const [one, two] = [await begin('ada'), await begin('bea')];
    const seen = await asked('merge', two, one);
    expect(seen).toMatchObject({ journeys: [{ id: two, twice: true, then: 'moves' }] });
    const shown = await onward('subjects', 'merge', two, one, '--url', server.url);
    expect(shown.out).toContain('stands twice');
    const { id } = await asked('merge', two, one, ...by);
    expect(id).toMatch(/^mrg_/u);
    // Either id is heard by both journeys of the one person.
    const [result] = await paid('bea');
    expect(new Set(result?.['journeys'] as readonly string[])).toEqual(new Set([one, two]));
    const { refs, ids } = await erase(one);
    expect(Number(refs)).toBeGreaterThanOrEqual(seen['refs'] as number);
    expect(Number(ids)).toBeGreaterThanOrEqual(4);
    for (const patient of ['ada', 'bea']) {
      const [after] = await paid(patient);
      expect(after).toMatchObject({ status: 'unmatched' });
    }
    expect(await erase(two)).toMatchObject({ refs: 0, ids: 0 });
  },
  patience,
);

test(
  'taken apart, one is erased and the other stays',
  async () => {
    const [one, two] = [await begin('cyd'), await begin('dot')];
    const { id } = await asked('merge', two, one, ...by);
    const back = await asked('unmerge', String(id));
    expect(back).toMatchObject({
      journeys: expect.arrayContaining([
        { id: two, then: 'moves', journey: expect.anything(), status: 'open', twice: false },
      ]),
    });
    await asked('unmerge', String(id), '--actor', 'p-101', '--reason', 'two-people');
    const listed = await asked('merges');
    expect((listed['merges'] as readonly Told[])[0]).toMatchObject({
      id,
      undone: { actor: 'p-101' },
    });
    await erase(two);
    const [gone] = await paid('dot');
    expect(gone).toMatchObject({ status: 'unmatched' });
    const [stays] = await paid('cyd');
    expect(stays).toMatchObject({ status: 'accepted', journeys: [one] });
  },
  patience,
);
