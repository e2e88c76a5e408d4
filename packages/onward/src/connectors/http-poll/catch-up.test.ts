import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import type { Json } from '../../core/index.ts';
import type { Given } from '../outbound.fixture.ts';
import { nobodyThere, setupOf } from '../outbound.fixture.ts';
import { readCursor } from './cursor.ts';
import { httpPoll } from './index.ts';
import { clock, closeLabs, ids, lab, look, order, out, page, settings } from './lab.fixture.ts';

const start = clock.nowMs;
afterEach(async () => {
  clock.nowMs = start;
  await closeLabs();
});

describe('a list with a cursor', () => {
  /** Orders of which each cursor names the last one read, as a feed has it. */
  const feed = (orders: readonly object[]) => (query: URLSearchParams) => {
    const from = Number(query.get('after') ?? 0);
    const to = Math.min(from + Number(query.get('limit')), orders.length);
    return page(orders.slice(from, to), to > from ? { next: String(to) } : {});
  };

  test('is read to its end, and from there on the next time', async () => {
    const orders = [order('A'), order('B'), order('C'), order('D', { state: 'open' }), order('E')];
    const { server, setup } = await lab((query) => feed(orders)(query));
    const first = await look(setup);
    expect(ids(first.received)).toEqual(['A', 'B', 'C', 'E']);
    expect(first.received[0]).toEqual({
      kind: 'event',
      event: {
        event: 'order.done',
        id: 'A',
        covers: { content: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
        occurredAt: Date.parse('2026-11-02T08:00:00Z'),
        refs: { patient: 'MRN-7' },
        data: { urgent: true },
      },
    });
    expect(JSON.stringify(first.received)).not.toContain('Eleanor');
    expect(server.taken.map(({ path }) => path)).toEqual([
      '/orders?kind=lab&limit=2',
      '/orders?kind=lab&limit=2&after=2',
      '/orders?kind=lab&limit=2&after=4',
      '/orders?kind=lab&limit=2&after=5',
    ]);
    const [{ method, headers } = { method: '', headers: {} }] = server.taken;
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ authorization: 'Bearer sesame', 'x-version': '2' });
    orders.push(order('F'));
    const second = await look(setup, first.cursor);
    expect(ids(second.received)).toEqual(['F']);
    const third = await look(setup, second.cursor);
    expect(third).toMatchObject({ received: [], pages: 1, cursor: second.cursor });
  });

  test('an empty page with a fresh cursor ends a look, and is gone on from', async () => {
    let count = 0;
    const { setup } = await lab(() => page([], { next: `token-${++count}` }));
    const { pages, cursor } = await look(setup);
    expect({ pages, next: readCursor(cursor ?? '')?.next }).toEqual({ pages: 1, next: 'token-1' });
  });

  test('a list that says whether there is more is believed, even on an empty page', async () => {
    const next = { path: '/next', parameter: 'after', more: '/more' };
    const { setup } = await lab(
      (query) => {
        const at = Number(query.get('after') ?? 0);
        return page(at === 1 ? [] : [order(`A${at}`)], { next: at + 1, more: at < 2 });
      },
      { next },
    );
    const read = await look(setup);
    expect(ids(read.received)).toEqual(['A0', 'A2']);
    expect(readCursor(read.cursor ?? '')?.next).toBe('3');
  });

  test.each([
    ['itself', ['a', 'a']],
    ['two pages', ['a', 'b', 'a']],
    ['its beginning after many', 'a b c d e f g h i j k a'.split(' ')],
    ['its middle', 'a b c d e f g d'.split(' ')],
  ])('a cursor that leads back to %s ends', async (_name, way) => {
    const links = new Map(way.slice(0, -1).map((each, index) => [each, way[index + 1]]));
    const { setup } = await lab((query) => {
      const here = query.get('after');
      return page([order(`O-${here}`)], { next: here === null ? 'a' : links.get(here) });
    });
    const { pages, received } = await look(setup);
    expect(pages).toBeLessThanOrEqual(1 + 3 * links.size);
    expect(new Set(ids(received)).size).toBe(1 + new Set(way).size);
  });

  test('a cursor that the list no longer knows is begun anew', async () => {
    const { setup } = await lab((query) => {
      return query.get('after') === 'old' ? { status: 410 } : page([order('A')]);
    });
    const read = await look(setup, JSON.stringify({ next: 'old' }));
    expect({ ids: ids(read.received), pages: read.pages }).toEqual({ ids: ['A'], pages: 2 });
  });

  test('a cursor that is none of ours is begun anew', async () => {
    const { server, setup } = await lab(() => page([order('A')]));
    expect(ids((await look(setup, 'nonsense')).received)).toEqual(['A']);
    expect(server.taken[0]?.path).toBe('/orders?kind=lab&limit=2');
  });
});

describe('a list by time', () => {
  const since = { parameter: 'updated_after', overlap: '10m' };

  test('begins now, and each look a little before the one before began', async () => {
    const { server, setup } = await lab(
      (query) => page([order('A')], query.get('after') === null ? { next: 'p2' } : {}),
      { since },
    );
    const first = await look(setup);
    expect(first.pages).toBe(2);
    clock.nowMs += 3_600_000;
    const second = await look(setup, first.cursor);
    const asked = server.taken.map(({ path }) =>
      new URL(path, 'http://lab').searchParams.get('updated_after'),
    );
    expect(asked).toEqual([
      '2026-11-02T08:50:00.000Z',
      '2026-11-02T08:50:00.000Z',
      '2026-11-02T08:50:00.000Z',
      '2026-11-02T08:50:00.000Z',
    ]);
    clock.nowMs += 3_600_000;
    await look(setup, second.cursor);
    const last = new URL(server.taken.at(-1)?.path ?? '', 'http://lab').searchParams;
    expect(last.get('updated_after')).toBe('2026-11-02T09:50:00.000Z');
    // What the overlap brings again is the same event.
    const events = [...first.received, ...second.received];
    const covers = events.map((each) => (each.kind === 'event' ? each.event.covers?.content : ''));
    expect(new Set(covers).size).toBe(1);
  });

  test('a look that breaks off goes on at its page, and loses no time', async () => {
    let isBroken = true;
    const { server, setup } = await lab(
      (query) => {
        if (query.get('after') === null) return page([order('A')], { next: 'p2' });
        return isBroken ? 'drop' : page([order('B')]);
      },
      { since },
    );
    const broken = await look(setup);
    expect(broken).toMatchObject({ failed: 'ONW-OUT-UNREACHED', pages: 2 });
    isBroken = false;
    clock.nowMs += 60_000;
    const mended = await look(setup, broken.cursor);
    expect(ids(mended.received)).toEqual(['B']);
    expect(server.taken.at(-1)?.path).toContain('after=p2');
    expect(readCursor(mended.cursor ?? '')?.since).toBe(start - 600_000);
  });

  test.each([
    ['s', String(start / 1000 - 600)],
    ['ms', String(start - 600_000)],
  ])('as a number (%s)', async (as, text) => {
    const { server, setup } = await lab(() => page([]), { since: { ...since, as } });
    await look(setup);
    expect(server.taken[0]?.path).toContain(`updated_after=${text}`);
  });

  test('an item that changes under its id is another event', async () => {
    const { setup } = await lab(() => page([order('A'), order('A', { urgent: false })]), { since });
    const { received } = await look(setup);
    const covers = received.map((each) => each.kind === 'event' && each.event.covers?.content);
    expect(new Set(covers).size).toBe(2);
  });
});

describe('a list that names its next page', () => {
  const next = { path: '/links/next' };

  test('is followed on its own host, and read from its beginning the next time', async () => {
    const { server, setup } = await lab(
      (query) => {
        const at = query.get('p');
        return page([order(at ?? 'A')], { links: { next: at === null ? '/orders?p=B' : null } });
      },
      { next },
    );
    const read = await look(setup);
    expect(ids(read.received)).toEqual(['A', 'B']);
    await look(setup, read.cursor);
    expect(server.taken.map(({ path }) => path)).toEqual([
      '/orders?kind=lab&limit=2',
      '/orders?p=B',
      '/orders?kind=lab&limit=2',
      '/orders?p=B',
    ]);
  });

  test.each(['https://elsewhere.example/orders', 'file:///etc/passwd', '//elsewhere.example/'])(
    'is not followed to %s',
    async (address) => {
      const { server, setup } = await lab(() => page([], { links: { next: address } }), { next });
      expect(await look(setup)).toMatchObject({ failed: 'ONW-OUT-HOST', pages: 2 });
      expect(server.taken).toHaveLength(1);
    },
  );
});

describe('what goes wrong', () => {
  test.each<readonly [string, Given, string]>([
    ['too many requests', { status: 429, headers: { 'retry-after': '3' } }, 'ONW-OUT-STATUS'],
    ['a failure', { status: 500 }, 'ONW-OUT-STATUS'],
    ['no such list', { status: 404 }, 'ONW-OUT-STATUS'],
    ['credentials', { status: 401 }, 'ONW-OUT-CREDENTIALS'],
    ['a redirect', { status: 302, headers: { location: '/x' } }, 'ONW-OUT-STATUS'],
    ['broken JSON', { status: 200, body: '{"orders":[' }, 'ONW-OUT-ANSWER'],
    ['no JSON', { status: 200, body: '<html>Eleanor' }, 'ONW-OUT-ANSWER'],
    ['no list', { status: 200, body: { orders: 'Eleanor' } }, 'ONW-OUT-ANSWER'],
    ['a list too long', page(Array.from({ length: 1_001 }, () => ({}))), 'ONW-OUT-ANSWER'],
    ['no answer', 'drop', 'ONW-OUT-UNREACHED'],
  ])('%s: the same page is asked for again', async (_name, answer, code) => {
    const { setup } = await lab(() => answer);
    const cursor = JSON.stringify({ next: 'p7' });
    expect(await httpPoll.catchUp?.(cursor, setup, out)).toEqual({ kind: 'retry', code });
  });

  test('nobody there, and variables that are not set', async () => {
    const from = async (variables: Record<string, string>) => {
      return httpPoll.catchUp?.(undefined, setupOf(httpPoll, settings, variables), out);
    };
    const LAB_URL = await nobodyThere();
    expect(await from({ LAB_URL, LAB_AUTH: 'x' })).toMatchObject({ code: 'ONW-OUT-UNREACHED' });
    expect(await from({ LAB_URL })).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    expect(await from({ LAB_AUTH: 'x' })).toMatchObject({ code: 'ONW-SECRET-MISSING' });
    expect(await from({ LAB_URL: 'Eleanor', LAB_AUTH: 'x' })).toMatchObject({
      code: 'ONW-SECRET-MISSING',
    });
  });

  test('an item that does not fit is refused by itself, at its place, with its id', async () => {
    const bad = order('B', { urgent: 'Eleanor' });
    const nameless = order('', { state: 'done' });
    const { setup } = await lab(() => page([order('A'), bad, nameless, { Eleanor: 1 }]));
    const { received } = await look(setup);
    expect(received).toMatchObject([
      { kind: 'event', event: { id: 'A' } },
      { code: 'ONW-EVENT-DATA', at: ['/urgent'], again: 'B' },
      { code: 'ONW-EVENT-ID', at: ['/id'] },
    ]);
    expect(received).toHaveLength(3);
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test('it is looked at no more often than the settings say', async () => {
    const { server, setup } = await lab(() => page([order('A')]), { every: '15m' });
    const { cursor } = await look(setup);
    clock.nowMs += 899_000;
    expect(await look(setup, cursor)).toEqual({ received: [], cursor, pages: 1 });
    expect(server.taken).toHaveLength(1);
    clock.nowMs += 1_000;
    expect(ids((await look(setup, cursor)).received)).toEqual(['A']);
  });
});

test('whatever a list answers, a look has an answer', async () => {
  let body: Json = null;
  const { setup } = await lab(() => ({ status: 200, body }));
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (orders, next) => {
      body = { orders, next } as unknown as Json;
      const read = await look(setup, undefined, 20);
      expect(read.received.every(({ kind }) => kind !== 'retry')).toBe(true);
    }),
    { numRuns: 100 },
  );
});
