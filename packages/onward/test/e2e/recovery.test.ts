/** Recovery as an operator has it: the real command line, and answers as they are documented. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coordinatorRoutes } from '../../src/api/index.ts';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { until } from '../faults/figures.ts';
import { Load } from '../faults/load.ts';
import { startOnward } from '../faults/onward.ts';
import type { Onward } from '../faults/onward.ts';
import { Provider } from '../faults/provider.ts';

const patience = 60_000;
const people = 5;
let data = '';
let provider: Provider;
let onward: Onward;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'onward-recover-'));
  provider = await Provider.start();
  provider.refusal = 422;
  onward = await startOnward({ data, provider: provider.url });
}, patience);
afterAll(async () => {
  expect(await onward.stop()).toBe(0);
  provider.stop();
  await rm(data, { recursive: true, force: true });
});

interface Told {
  readonly [name: string]: unknown;
}

/** An answer of the API, which must be as its contract says. */
async function ask(path: string, body?: object): Promise<Told> {
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await fetch(`${onward.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = (await answer.json()) as Told;
  const [pathname = ''] = path.split('?');
  const route = coordinatorRoutes.find((each) => {
    const pattern = new RegExp(`^${each.path.replaceAll(/:[a-z]+/gu, '[^/]+')}$`, 'u');
    return each.method === method && pattern.test(pathname);
  });
  const schema = route?.responses[answer.status]?.schema;
  expect(schema?.safeParse(told).error?.issues ?? 'a schema').toBe(
    schema === undefined ? 'no schema' : 'a schema',
  );
  return told;
}

const recover = (...words: readonly string[]) =>
  onwardAsIs('recover', ...words, '--url', onward.url);

async function causeNamed(name: string, count: number): Promise<string> {
  return until(async () => {
    const { causes } = await ask('/v1/recovery/causes');
    const found = (causes as readonly Told[]).find((each) => each['name'] === name);
    return found?.['count'] === count ? String(found['id']) : undefined;
  });
}

test(
  'what a system refused is previewed, fails while it still does, and is done once it does not',
  async () => {
    provider.refuses = () => true;
    const load = new Load({ journeys: people, kinds: ['started', 'paid'] });
    load.targets = [onward.edgeUrl];
    await load.run();
    const cause = await causeNamed('ehr.note:rejected', people);
    const listed = await recover();
    expect([listed.exit, listed.out]).toEqual([0, expect.stringContaining(cause)]);
    expect((await recover(cause)).out).toContain('jrn_');
    const { items, next } = await ask(`/v1/recovery/causes/${cause}/items?limit=2`);
    expect(items).toHaveLength(2);
    const rest = await ask(`/v1/recovery/causes/${cause}/items?after=${String(next)}`);
    expect(rest['items']).toHaveLength(people - 2);

    const shown = await recover(cause, '--act', 'retry', '--preview');
    expect([shown.exit, shown.out]).toEqual([0, expect.stringContaining('asks ehr.note')]);
    expect(provider.total).toBe(0);
    const by = ['--act', 'retry', '--run', '--actor', 'p-1'];
    const refused = await recover(cause, ...by);
    expect([refused.exit, refused.out]).toEqual([
      1,
      expect.stringContaining('ONW-RECOVERY-REJECTED'),
    ]);
    expect(refused.out).toContain(`0 verified, 0 unverified, ${people} failed`);

    provider.refuses = () => false;
    const done = await recover(cause, ...by);
    expect([done.exit, done.out]).toEqual([
      0,
      expect.stringContaining(`${people} verified, 0 unverified, 0 failed`),
    ]);
    expect([...provider.deeds.values()]).toEqual(Array.from({ length: people }, () => 1));
    const { runs } = await ask('/v1/recovery/runs');
    expect(runs).toHaveLength(2);
    const [last] = runs as readonly Told[];
    await ask(`/v1/recovery/runs/${String(last?.['id'])}`);
    const page = await ask(`/v1/recovery/runs/${String(last?.['id'])}/items?status=verified`);
    expect(page['items']).toHaveLength(people);
    expect((await recover(cause)).exit).toBe(1);
  },
  patience,
);

test(
  'what is asked wrongly is refused with what to do',
  async () => {
    const none = await recover('cau_0', '--act', 'skip', '--reason', 'seen');
    expect([none.exit, none.err]).toEqual([1, expect.stringContaining('ONW-CAUSE-ABSENT')]);
    const nobody = await recover('cau_0', '--act', 'skip', '--run');
    expect([nobody.exit, nobody.err]).toEqual([2, expect.stringContaining('ONW-RECOVERY-ACTOR')]);
    await ask('/v1/recovery/previews', { cause: 'cau_0', act: 'skip' });
    await ask('/v1/recovery/runs', { token: 'rcv_0.0', actor: 'p-1' });
    await ask('/v1/recovery/runs/rcv_vvv');
    await ask('/v1/subjects/merges');
    await ask('/v1/subjects/merges/mrg_1/undo');
  },
  patience,
);

test(
  'two journeys are merged, taken apart, and an event goes from one to the other',
  async () => {
    const { journeys } = await ask('/v1/journeys');
    const [from, into] = (journeys as readonly Told[]).map((each) => String(each['id']));
    const seen = await ask('/v1/subjects/merges/preview', { from, into });
    const by = { actor: 'p-1', reason: 'same-person' };
    const merged = await ask('/v1/subjects/merges', { from, into, token: seen['token'], ...by });
    const path = `/v1/subjects/merges/${String(merged['id'])}/undo`;
    const back = await ask(path);
    expect(await ask(path, { token: back['token'], ...by })).toMatchObject({
      undone: { actor: 'p-1' },
    });
    await ask('/v1/subjects/merges');
    const asked = { journey: from, seq: 2, to: into };
    const difference = await ask('/v1/subjects/corrections/preview', asked);
    expect(difference).toMatchObject({ wouldStand: 'payment', moves: true });
    await ask('/v1/subjects/corrections', { ...asked, token: difference['token'], ...by });
    const told = await onwardAsIs(
      ...['subjects', 'correct', into ?? '', '--seq', '2', '--to', from ?? ''],
      ...['--url', onward.url],
    );
    expect([told.exit, told.out]).toEqual([0, expect.stringContaining('without the event')]);
    expect((await onwardAsIs('subjects', 'merges', '--url', onward.url)).out).toContain('undone');
  },
  patience,
);
