import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import type { Given } from '../outbound.fixture.ts';
import { setupOf } from '../outbound.fixture.ts';
import { httpPoll } from './index.ts';
import { closeLabs, lab, order, out, page, settings } from './lab.fixture.ts';

afterEach(closeLabs);

describe('items', () => {
  const request = (...own: readonly string[]) => {
    const refs = { 'http-poll': own, ehr: ['MRN-7'] };
    return { key: 'jrn_1.2.0', name: 'order', journey: 'jrn_1', refs };
  };

  test('are asked for by id, which stays one part of the address', async () => {
    const { server, setup } = await lab((_query, { path }) => {
      return path.endsWith('gone') ? { status: 404 } : { status: 200, body: order('A') };
    });
    const ask = async (...own: readonly string[]) => httpPoll.lookUp?.(request(...own), setup, out);
    expect(await ask('A')).toMatchObject({ kind: 'found', received: [{ event: { id: 'A' } }] });
    expect(await ask('../x?y=1#z', 'gone')).toMatchObject({ kind: 'found' });
    expect(await ask('gone')).toEqual({ kind: 'nothing' });
    expect(await ask()).toEqual({ kind: 'nothing' });
    expect(await ask('..')).toEqual({ kind: 'nothing' });
    await ask('1', '2', '3', '4', '5');
    expect(server.taken.map(({ path }) => path)).toEqual([
      '/orders/A',
      '/orders/..%2Fx%3Fy%3D1%23z',
      '/orders/gone',
      '/orders/gone',
      ...['1', '2', '3', '4'].map((id) => `/orders/${id}`),
    ]);
  });

  test('the list is read from its beginning, whatever was read of it before', async () => {
    const orders = [order('A'), order('B'), order('C')];
    const { setup } = await lab((query) => {
      const from = Number(query.get('after') ?? 0);
      const to = Math.min(from + 2, orders.length);
      return page(orders.slice(from, to), to > from ? { next: String(to) } : {});
    });
    const read = async (): Promise<number> => {
      let cursor: string | undefined;
      for (let found = 0; ;) {
        const answer = await httpPoll.list?.({ name: 'order', cursor }, setup, out);
        if (answer?.kind !== 'page') throw new Error('The list was not read.');
        found += answer.received.length;
        ({ cursor } = answer);
        if (cursor === undefined) return found;
      }
    };
    expect(await read()).toBe(3);
    expect(await read()).toBe(3);
    const away = await lab(() => ({ status: 503 }));
    expect(await httpPoll.list?.({ name: 'order' }, away.setup, out)).toMatchObject({
      kind: 'retry',
    });
  });

  test('whatever an id is, it names an item under the list', () => {
    const setup = setupOf(httpPoll, settings, { LAB_ITEM: 'https://lab.example/orders/{id}' });
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        const hosts = httpPoll.hosts?.(setup);
        expect(hosts).toEqual(['lab.example']);
        if (id === '.' || id === '..') return;
        const url = new URL(`https://lab.example/orders/${encodeURIComponent(id)}`);
        expect(url.pathname.split('/')).toHaveLength(3);
      }),
    );
  });

  test('one that was refused is asked for again', async () => {
    const { setup } = await lab(() => ({ status: 200, body: order('A') }));
    expect(await httpPoll.refetch?.('A', setup, out)).toMatchObject({ kind: 'found' });
    const away = await lab(() => ({ status: 503 }));
    expect(await httpPoll.refetch?.('A', away.setup, out)).toMatchObject({ kind: 'retry' });
    const { item: _item, 'look-ups': _lookUps, ...bare } = settings;
    const listed = setupOf(httpPoll, bare, {});
    expect(await httpPoll.refetch?.('A', listed, out)).toEqual({
      kind: 'retry',
      code: 'ONW-SYSTEM-SILENT',
    });
  });
});

test('a probe reads one item and says how the system is', async () => {
  const health = async (answer: Given) => {
    const { setup, server } = await lab(() => answer);
    const found = await httpPoll.probe?.(setup, out);
    expect(server.taken.map(({ path }) => path)).toEqual(['/orders?kind=lab&limit=1']);
    return found;
  };
  expect(await health(page([]))).toEqual({ kind: 'well' });
  expect(await health({ status: 403 })).toEqual({ kind: 'refused', code: 'ONW-OUT-CREDENTIALS' });
  expect(await health({ status: 500 })).toEqual({ kind: 'away', code: 'ONW-OUT-STATUS' });
  const unset = setupOf(httpPoll, settings, {});
  expect(await httpPoll.probe?.(unset, out)).toEqual({
    kind: 'refused',
    code: 'ONW-SECRET-MISSING',
  });
  expect(httpPoll.hosts?.(unset)).toEqual([]);
});

describe('settings', () => {
  test('say what the list tells', () => {
    expect(httpPoll.describe({ ...settings, rhythm: '1d' })).toEqual({
      manifest: {
        events: {
          'order.done': {
            refs: { patient: { system: 'ehr', of: 'subject' } },
            data: { urgent: { kind: 'flag' } },
          },
        },
        commands: {},
        lookUps: { order: { events: ['order.done'], list: 'all' } },
        idempotent: false,
        quietMs: 172_800_000,
      },
    });
  });

  test.each<readonly [object, readonly (string | number)[]]>([
    [{ url: 'https://lab.example' }, ['url']],
    [{ item: undefined }, ['item']],
    [{ page: { parameter: 'limit', size: 0 } }, ['page', 'size']],
    [{ next: { path: '/n', parameter: 'a&b' } }, ['next', 'parameter']],
    [{ items: 'orders' }, ['items']],
    [{ headers: { 'x-a': 'a\r\nb' } }, ['headers', 'x-a']],
    [{ 'look-ups': { l: { events: ['none'] } } }, ['look-ups', 'l', 'events', 0]],
    [{ every: '0m' }, ['every']],
  ])('%o has a problem', (changed, path) => {
    const described = httpPoll.describe({ ...settings, ...changed });
    expect('problems' in described && described.problems.map((each) => each.path)).toEqual([path]);
  });
});
