import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Connector, Json, OperationalEvent, Program, Received } from '../core/index.ts';
import { parseJson, pointAt } from '../core/index.ts';
import type { CatchUp, CatchUpParts } from './catch-up.ts';
import { startCatchUp } from './catch-up.ts';
import type { Cursors } from './cursors.ts';
import { createGate } from './gate.ts';
import { deriveKeys } from './keys.ts';
import { createOutbound } from './outbound.ts';
import type { OutboundClient } from './outbound.ts';
import { createSources } from './sources.ts';
import { memoryEdgeStore } from './store-memory.ts';
import type { Safe } from './vault-safe.ts';
import { openSafe } from './vault-safe.ts';

/** A feed that is read by page: `GET /?after=3` gives the items behind the third. */
const feed: Connector = {
  name: 'feed',
  describe: () => ({
    manifest: { events: {}, commands: {}, lookUps: {}, idempotent: true, quietMs: 1_000 },
  }),
  hosts: (setup) => [setup.secret('FEED') ?? ''],
  refetch: async () => ({ kind: 'nothing' }),
  async catchUp(cursor = '0', setup, out) {
    const url = `http://${setup.secret('FEED')}/?after=${cursor}`;
    const answer = await out.fetch({ method: 'GET', url, headers: {}, timeoutMs: 1_000 });
    if (answer.status !== 200) return { kind: 'retry', code: 'ONW-OUT-STATUS' };
    const parsed = parseJson(answer.body);
    if (parsed.kind === 'refused') return { kind: 'retry', code: parsed.code };
    const items = pointAt(parsed.value, ['items']) as readonly Json[];
    return {
      kind: 'page',
      received: items.map(receivedOf),
      cursor: textAt(parsed.value, 'cursor'),
      more: pointAt(parsed.value, ['more']) === true,
    };
  },
};

function textAt(value: Json, name: string): string {
  const text = pointAt(value, [name]);
  return typeof text === 'string' ? text : String(Number(text));
}

function receivedOf(item: Json): Received {
  const id = textAt(item, 'id');
  if (id.startsWith('bad'))
    return { kind: 'event', event: { event: 'none', id, refs: {}, data: {} } };
  if (id.startsWith('later')) return { kind: 'retry', code: 'ONW-OUT-STATUS' };
  return { kind: 'event', event: { event: 'seen', id, refs: { patient: `MRN-${id}` }, data: {} } };
}

const seen = { refs: { patient: { system: 'feed', of: 'subject' } }, data: {} } as const;
const system = {
  connector: 'feed',
  owner: 'desk',
  events: { seen },
  commands: {},
  lookUps: {},
  settings: {},
};
const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: {},
  systems: { feed: system },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};

/** The system outside: what it holds, how it answers, and whether it goes round in circles. */
const outside = {
  ids: [] as string[],
  page: 3,
  status: 200,
  circle: false,
  asked: 0,
  host: '',
  server: undefined as Server | undefined,
};
let out: OutboundClient;
const running: CatchUp[] = [];

beforeEach(async () => {
  Object.assign(outside, { ids: [], page: 3, status: 200, circle: false, asked: 0 });
  outside.server = createServer((request, response) => {
    outside.asked++;
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
    const items = outside.ids.slice(after, after + outside.page).map((id) => ({ id }));
    const next = after + items.length;
    const more = outside.circle || next < outside.ids.length;
    const cursor = outside.circle && items.length === 0 ? 0 : next;
    response.writeHead(outside.status).end(JSON.stringify({ items, cursor, more }));
  });
  await new Promise<void>((resolve) => outside.server?.listen(0, '127.0.0.1', resolve));
  outside.host = `127.0.0.1:${(outside.server.address() as AddressInfo).port}`;
  out = createOutbound({ nowMs: () => 1_000, breaker: { failures: 1_000 } });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  out.close();
  outside.server?.closeAllConnections();
  outside.server?.close();
});

/** What outlives a process: the edge's own store, and the events that are durable. */
async function kept() {
  const keys = deriveKeys(Buffer.alloc(32, 1));
  const store = memoryEdgeStore();
  const safe = await openSafe({ keys, store, random: randomBytes, nowMs: () => 1_000 });
  return {
    safe,
    committed: [] as string[],
    at: async () => (await safe.cursors.read('feed'))?.text,
  };
}

type Kept = Awaited<ReturnType<typeof kept>>;

function partsOf({ safe, committed }: Kept, change: Partial<CatchUpParts> = {}): CatchUpParts {
  const { keys, vault, cursors, quarantine } = safe;
  return {
    program,
    connectors: { feed },
    gate: createGate({ program, keys }),
    vault,
    out,
    secret: () => outside.host,
    cursors,
    quarantine,
    commit: async (events) => void committed.push(...idsOf(events)),
    random: () => 0.5,
    later: (_ms, run) => {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    },
    ...change,
  };
}

async function aside({ safe }: { readonly safe: Safe }) {
  const claim = { now: 1_000, forMs: 0, limit: 100 };
  return (await safe.quarantine.take(claim)).map(({ code, again }) => ({ code, again }));
}

function idsOf(events: readonly OperationalEvent[]): string[] {
  return events.map(({ id }) => id);
}

function start(parts: CatchUpParts): CatchUp {
  const started = startCatchUp(parts);
  running.push(started);
  return started;
}

/** As a provider's machine writes them, so that they are kept in clear. */
const idOf = (number: number): string => `evt_${String(number).padStart(16, '0')}`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => idOf(index));

describe('reading on', () => {
  test('page by page to the end, on from there with the rhythm, and when woken', async () => {
    outside.ids = ids(10);
    const world = await kept();
    const waits: number[] = [];
    let go: (() => void) | undefined;
    const later = (ms: number, run: () => void) => {
      waits.push(ms);
      go = run;
      return () => (go = undefined);
    };
    const catchUp = start(partsOf(world, { later, everyMs: 10_000 }));
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    expect(world.committed).toEqual(ids(10));
    expect(await world.at()).toBe('10');
    expect(outside.asked).toBe(4);
    outside.ids = ids(11);
    go?.();
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    expect(world.committed).toEqual(ids(11));
    outside.ids = ids(12);
    catchUp.wake('another');
    expect(outside.asked).toBe(5);
    catchUp.wake('feed');
    catchUp.wake();
    await vi.waitFor(() => expect(waits).toHaveLength(3));
    expect(world.committed).toEqual(ids(12));
    expect(waits).toEqual([10_000, 10_000, 10_000]);
  });

  test('the rhythm is spread, failures back off within bounds, an answer ends that', async () => {
    const world = await kept();
    const waits: number[] = [];
    outside.status = 500;
    const later = (ms: number, run: () => void) => {
      waits.push(ms);
      if (waits.length === 12) outside.status = 200;
      const soon = waits.length < 14 ? setImmediate(run) : undefined;
      return () => clearImmediate(soon);
    };
    start(partsOf(world, { later, everyMs: 1_000, random: () => 0 }));
    await vi.waitFor(() => expect(waits).toHaveLength(14));
    expect(waits.slice(0, 9)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 150_000,
    ]);
    expect(waits.slice(12)).toEqual([900, 900]);
  });

  test('what does not fit is set aside, and the rest goes on', async () => {
    outside.ids = [idOf(0), 'bad-1', idOf(2)];
    const world = await kept();
    start(partsOf(world));
    await vi.waitFor(async () => expect(await world.at()).toBe('3'));
    expect(world.committed).toEqual([idOf(0), idOf(2)]);
    expect(await aside(world)).toEqual([{ code: 'ONW-EVENT-UNDECLARED', again: 'bad-1' }]);
  });

  test('a page with an item that could not be read waits as a whole', async () => {
    outside.ids = [idOf(0), idOf(1), idOf(2), idOf(3), 'later-4', idOf(5)];
    const world = await kept();
    start(partsOf(world));
    await vi.waitFor(() => expect(outside.asked).toBeGreaterThan(5));
    expect(world.committed).toEqual([idOf(0), idOf(1), idOf(2)]);
    outside.ids[4] = idOf(4);
    await vi.waitFor(() => expect(world.committed).toEqual(ids(6)));
  });

  test('a feed that goes in circles comes to rest', async () => {
    outside.ids = ids(4);
    outside.circle = true;
    const world = await kept();
    const waits: number[] = [];
    start(partsOf(world, { later: (ms) => (waits.push(ms), () => undefined) }));
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    expect(outside.asked).toBeLessThan(6);
  });

  test('two processes: none goes back behind the other', async () => {
    outside.ids = ids(30);
    const world = await kept();
    const written: number[] = [];
    const real = world.safe.cursors;
    const cursors: Cursors = {
      read: (name) => real.read(name),
      async advance(name, from, to) {
        const isOurs = await real.advance(name, from, to);
        if (isOurs) written.push(Number(to));
        return isOurs;
      },
    };
    start(partsOf(world, { cursors }));
    start(partsOf(world, { cursors }));
    await vi.waitFor(async () => expect(await world.at()).toBe('30'));
    expect(written).toEqual(written.toSorted((a, b) => a - b));
    expect([...new Set(world.committed)]).toEqual(ids(30));
  });

  test('stopping finishes the page in hand and begins no other', async () => {
    outside.ids = ids(9);
    const world = await kept();
    const durable = Promise.withResolvers<void>();
    const commit = vi.fn<CatchUpParts['commit']>(async (events) => {
      await durable.promise;
      world.committed.push(...idsOf(events));
    });
    const catchUp = start(partsOf(world, { commit }));
    await vi.waitFor(() => expect(commit).toHaveBeenCalledOnce());
    const stopping = catchUp.stop();
    durable.resolve();
    await stopping;
    expect(world.committed).toEqual(ids(3));
    expect(await world.at()).toBe('3');
    catchUp.wake();
    expect(outside.asked).toBe(1);
  });

  test('the source is seen to speak', async () => {
    outside.ids = ids(1);
    const sources = createSources({ connectors: { feed }, out, nowMs: () => 1_000 });
    expect(sources.of(program)).toMatchObject([{ system: 'feed', state: 'unknown' }]);
    const world = await kept();
    start(partsOf(world, { sources }));
    await vi.waitFor(async () => expect(await world.at()).toBe('1'));
    expect(sources.of(program)).toEqual([
      { system: 'feed', connector: 'feed', lastGood: 1_000, lastHeard: 1_000, state: 'well' },
    ]);
  });
});

describe('faults', () => {
  /** Every call of a port is a step; at the chosen ones the process fails, before or after it. */
  function faulty(world: Kept, faults: ReadonlySet<number>, isAfter: boolean) {
    let step = 0;
    const at = async <T>(work: () => Promise<T>): Promise<T> => {
      const isFault = faults.has(step++);
      if (isFault && !isAfter) throw new Error('fault');
      const done = await work();
      if (isFault) throw new Error('fault');
      return done;
    };
    const parts = partsOf(world);
    const { cursors, quarantine } = world.safe;
    const failing: CatchUpParts = {
      ...parts,
      cursors: {
        read: (name) => at(() => cursors.read(name)),
        advance: (name, from, to) => at(() => cursors.advance(name, from, to)),
      },
      vault: { ...parts.vault, remember: (refs) => at(() => parts.vault.remember(refs)) },
      quarantine: { keep: (item) => at(() => quarantine.keep(item)) },
      commit: (events) => at(async () => parts.commit(events)),
      out: {
        ...out,
        outboundOf(name, hosts) {
          const own = out.outboundOf(name, hosts);
          return { ...own, fetch: (request) => at(() => own.fetch(request)) };
        },
      },
    };
    return failing;
  }

  const feedOf = [idOf(0), idOf(1), 'bad-2', idOf(3), idOf(4), idOf(5), idOf(6), 'bad-7'];
  const fits = feedOf.filter((id) => id.startsWith('evt_'));

  async function readThrough(faults: readonly number[], isAfter: boolean): Promise<void> {
    outside.ids = [...feedOf];
    const world = await kept();
    // The process that fails goes on by itself; then it is gone, and another takes over.
    const first = start(faulty(world, new Set(faults), isAfter));
    await vi.waitFor(() => expect(world.committed.length).toBeGreaterThan(2), { interval: 1 });
    await first.stop();
    const second = start(partsOf(world));
    await vi.waitFor(async () => expect(await world.at()).toBe('8'), { interval: 1 });
    await second.stop();
    // Nothing is lost; nothing comes for the first time before what stands before it.
    expect([...new Set(world.committed)]).toEqual(fits);
    const again = (await aside(world)).map((each) => each.again);
    expect(again.toSorted()).toEqual(['bad-2', 'bad-7']);
    const { gate, vault } = partsOf(world);
    const refs = fits.map((id) => gate.refOf('feed', `MRN-${id}`) ?? '');
    expect((await vault.open(refs)).size).toBe(fits.length);
  }

  test.each(Array.from({ length: 18 }, (_, step) => step))(
    'a fault at step %i, before and after its effect, only repeats',
    async (step) => {
      await readThrough([step], false);
      await readThrough([step], true);
    },
  );

  test('any faults in any order only repeat', async () => {
    const steps = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 });
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), readThrough), { numRuns: 60 });
  });
});
