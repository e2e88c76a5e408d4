/** Work over real HTTP, on a real process with its edge: what is answered is as documented. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coordinatorRoutes } from '../../src/api/index.ts';
import { expectContract } from '../console.ts';
import type { Told } from '../console.ts';
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
  data = await mkdtemp(join(tmpdir(), 'onward-work-'));
  provider = await Provider.start();
  onward = await startOnward({ data, provider: provider.url });
  const load = new Load({ journeys: people, kinds: ['started'] });
  load.targets = [onward.edgeUrl];
  await load.run();
}, patience);
afterAll(async () => {
  expect(await onward.stop()).toBe(0);
  provider.stop();
  await rm(data, { recursive: true, force: true });
});

async function ask<T = Told>(path: string, body?: object): Promise<T> {
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await fetch(`${onward.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const told = (text === '' ? {} : JSON.parse(text)) as Told;
  expectContract(coordinatorRoutes, { method, path, status: answer.status, told });
  return told as T;
}

interface Queue {
  readonly rows: readonly {
    readonly id: string;
    readonly journey: string;
    readonly owner: string;
  }[];
}

test(
  'from sign-in to the queue, a journey, and back to its minute before',
  async () => {
    const session = await ask('/v1/session');
    expect(session).toMatchObject({
      ...{ mode: 'dev', program: 'faults', clock: { aheadMs: 0 } },
      edgeUrl: new URL(onward.edgeUrl).origin,
    });
    const { rows } = await ask<Queue>('/v1/queue?actor=p-1');
    expect(rows).toHaveLength(people);
    const journey = rows[0]?.journey ?? '';
    await ask('/v1/presence', { actor: 'p-1', journey });
    const now = await ask(`/v1/journeys/${journey}`);
    expect(now).toMatchObject({ asOf: null, presence: [{ actor: 'p-1' }] });
    const then = await ask(`/v1/journeys/${journey}?at=${String(now['openedAt'])}`);
    expect(then).toMatchObject({ version: 1, facts: now['facts'] });
    const { transitions } = await ask<{ readonly transitions: readonly Told[] }>(
      `/v1/journeys/${journey}/why-not`,
    );
    expect(transitions).toMatchObject([{ id: 'payment/event:sys.paid/0', state: 'open' }]);
  },
  patience,
);

test(
  'somebody is found by the id that a system gave them, which is kept nowhere',
  async () => {
    const search = async (text: string): Promise<readonly Told[]> =>
      (await ask<{ readonly journeys: readonly Told[] }>('/v1/search', { text })).journeys;
    expect(await search('case-000000000002')).toHaveLength(1);
    expect(await search('case-of-nobody')).toEqual([]);
    expect(onward.noted()).not.toContain('case-');
  },
  patience,
);

test(
  'all of a step are given to somebody else, each seen to be theirs',
  async () => {
    const act = { kind: 'assign', owner: 'lead' };
    const select = { filter: { owner: 'desk', step: 'payment' } };
    const seen = await ask('/v1/bulk/preview', { select, act });
    expect(seen).toMatchObject({ eligible: people, notEligible: [] });
    const { id } = await ask('/v1/bulk/runs', { token: seen['token'], actor: 'p-1' });
    const counts = await until(async () => {
      const run = await ask(`/v1/bulk/runs/${String(id)}`);
      return run['state'] === 'ended' ? run['counts'] : undefined;
    });
    expect(counts).toMatchObject({ verified: people, failed: 0, unverified: 0 });
    const { items } = await ask<{ readonly items: readonly Told[] }>(
      `/v1/bulk/runs/${String(id)}/items`,
    );
    expect(items.map(({ status }) => status)).toEqual(items.map(() => 'verified'));
    expect((await ask<Queue>('/v1/queue?owner=desk')).rows).toEqual([]);
  },
  patience,
);

test(
  'a day begins with what there is, who is away, and what was handed over',
  async () => {
    const away = { actor: 'p-2', person: 'p-1', from: new Date(Date.now() - 60_000).toISOString() };
    const absence = await ask('/v1/absences', away);
    const draft = await ask<{ readonly items: readonly Told[] }>('/v1/handovers/draft?owner=lead');
    const items = draft.items.map(({ id }) => id);
    await ask('/v1/handovers', { actor: 'p-2', from: 'lead', to: 'desk', items });
    const today = await ask<{ readonly first: readonly Told[] }>('/v1/today?owner=desk,lead');
    expect(today).toMatchObject({ handovers: [{ from: 'lead', to: 'desk' }] });
    expect(today).toMatchObject({ absent: [{ person: 'p-1', owners: ['desk'] }] });
    expect(today.first).toHaveLength(people);
    await ask('/v1/people');
    await ask(`/v1/absences/${String(absence['id'])}/end`, { actor: 'p-1' });
    const kept = await ask('/v1/views', {
      ...{ actor: 'p-1', name: 'mine-late', scope: 'mine', screen: 'queue' },
      query: 'state=overdue&owner=desk',
    });
    expect(await ask('/v1/views?actor=p-1')).toMatchObject({ views: [{ id: kept['id'] }] });
    await ask(`/v1/views/${String(kept['id'])}/remove`, { actor: 'p-1' });
  },
  patience,
);
