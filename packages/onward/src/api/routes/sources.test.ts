import { expect, test } from 'vitest';
import { fake } from '../fake-deps.fixture.ts';
import type { SetAside, SystemsDesk } from '../ports.ts';

const at = Date.UTC(2026, 10, 20, 9);

/** Ids whose parts are as large and as small as there are. */
const ids = ['f'.repeat(32), '0'.repeat(31) + '1', '00000000ffffffff0000000a7fffffff'];
const rows = ids.map((id, index): SetAside => {
  const why = {
    system: 'billing',
    code: 'ONW-EVENT-SHAPE',
    size: 512,
    pointers: ['/type'],
  } as const;
  return { id, ...why, receivedAt: at - index, nextAt: at, state: 'open', tries: 1 };
});

const asked: Parameters<SystemsDesk['setAside']>[0][] = [];
const desk: SystemsDesk = {
  sources: () => [
    { system: 'billing', connector: 'stripe', state: 'well', lastGood: at, lastHeard: at },
    { system: 'lab', connector: 'hl7v2', state: 'unknown' },
  ],
  async setAside(page) {
    asked.push(page);
    const { before, limit } = page;
    const from = before === undefined ? 0 : rows.findIndex(({ id }) => id === before.id) + 1;
    return rows.slice(from, from + limit);
  },
  refetch: async () => ({ refetched: 2, givenUp: 1, left: 0 }),
};

test.for(['/v1/sources', '/v1/quarantine', '/v1/quarantine/refetch'])(
  '%s answers as its contract says, and not where there is no edge',
  async (path) => {
    const method = path.endsWith('refetch') ? 'POST' : 'GET';
    const ask = ({ call, post }: ReturnType<typeof fake>): Promise<Response> =>
      method === 'POST' ? post(path, {}) : call(path);
    const here = fake({ systems: desk });
    const answer = await ask(here);
    const route = here.api.routes.find((each) => each.path === path && each.method === method);
    const read = route?.responses[answer.status]?.schema?.safeParse(await answer.json());
    expect([answer.status, read?.success, read?.error?.issues]).toEqual([200, true, undefined]);
    expect((await ask(fake())).status).toBe(404);
    const withToken = fake({ systems: desk, token: 'a token' });
    expect((await ask(withToken)).status).toBe(401);
  },
);

test('pages of what was set aside follow each other, whatever their ids are', async () => {
  const { call } = fake({ systems: desk });
  const seen: string[] = [];
  let after = '';
  do {
    const answer = await call(`/v1/quarantine?state=open&limit=1${after}`);
    const page = (await answer.json()) as {
      readonly quarantined: readonly { readonly id: string; readonly receivedAt: string }[];
      readonly next: string | null;
    };
    seen.push(...page.quarantined.map(({ id }) => id));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  expect(seen).toEqual(ids);
  expect(asked.at(-1)).toEqual({ state: 'open', limit: 2, before: { at: at - 1, id: ids[1] } });
});

test('a system that was never heard has no times', async () => {
  const { sources } = (await (await fake({ systems: desk }).call('/v1/sources')).json()) as {
    readonly sources: readonly object[];
  };
  expect(sources[1]).toEqual({
    system: 'lab',
    connector: 'hl7v2',
    state: 'unknown',
    since: null,
    code: null,
    lastGood: null,
    lastHeard: null,
    lastRefused: null,
    lastAway: null,
    silentMs: null,
    normalSilence: null,
    lag: null,
    lagging: false,
    cursorAt: null,
    backlog: null,
    incident: null,
    hold: null,
  });
});
