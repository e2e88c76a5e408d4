/** A laboratory on loopback with a list of orders, and the looks that the edge takes at it. */
import type { Connector, Json, Received, SystemSetup } from '../../core/index.ts';
import type { Given, LoopbackServer, Taken } from '../outbound.fixture.ts';
import { realOutbound, serveLoopback, setupOf } from '../outbound.fixture.ts';
import { httpPoll } from './index.ts';

type CaughtUp = Awaited<ReturnType<NonNullable<Connector['catchUp']>>>;

/** The injected clock, which a test may set. */
export const clock = { nowMs: Date.parse('2026-11-02T09:00:00Z') };
export const out = realOutbound({ nowMs: () => clock.nowMs });

const servers: LoopbackServer[] = [];

/** Ends every lab that was begun. */
export async function closeLabs(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** A list of orders, with an address of each. */
export const settings = {
  url: 'LAB_URL',
  item: 'LAB_ITEM',
  auth: { header: 'authorization', value: 'LAB_AUTH' },
  headers: { 'x-version': '2' },
  page: { parameter: 'limit', size: 2 },
  next: { path: '/next', parameter: 'after' },
  items: '/orders',
  id: '/id',
  time: '/updated',
  events: {
    'order.done': {
      when: { '/state': 'done' },
      refs: { patient: { path: '/patient', system: 'ehr' } },
      data: { urgent: { path: '/urgent', type: 'flag' } },
    },
  },
  'look-ups': { order: { events: ['order.done'] } },
} satisfies Json;

/** An order of Eleanor Canary, who is invented. */
export const order = (id: string, change: object = {}) => ({
  id,
  state: 'done',
  patient: 'MRN-7',
  name: 'Eleanor Canary',
  urgent: true,
  updated: '2026-11-02T08:00:00Z',
  ...change,
});

/** A lab that answers by the query of each request. */
export async function lab(
  answer: (query: URLSearchParams, taken: Taken) => Given,
  changed: object = {},
): Promise<{ readonly server: LoopbackServer; readonly setup: SystemSetup }> {
  const server = await serveLoopback((taken) => {
    return answer(new URL(taken.path, 'http://lab').searchParams, taken);
  });
  servers.push(server);
  const variables = {
    LAB_URL: `${server.url}/orders?kind=lab`,
    LAB_ITEM: `${server.url}/orders/{id}`,
    LAB_AUTH: 'Bearer sesame',
  };
  return { server, setup: setupOf(httpPoll, { ...settings, ...changed }, variables) };
}

/** A page of the list. */
export const page = (orders: readonly object[], more: object = {}): Given => {
  return { status: 200, body: { orders, ...more } as unknown as Json };
};

/** Catches up as the edge does: until there is no more, or something goes wrong. */
export async function look(setup: SystemSetup, from?: string, most = 50) {
  const received: Received[] = [];
  let cursor = from;
  for (let pages = 1; pages <= most; pages++) {
    const answer: CaughtUp | undefined = await httpPoll.catchUp?.(cursor, setup, out);
    if (answer?.kind !== 'page') return { received, cursor, pages, failed: answer?.code };
    received.push(...answer.received);
    cursor = answer.cursor;
    if (!answer.more) return { received, cursor, pages };
  }
  throw new Error('a look never ends');
}

/** Ids of events; kinds of whatever else there is. */
export const ids = (received: readonly Received[]): readonly string[] =>
  received.map((each) => (each.kind === 'event' ? each.event.id : each.kind));
