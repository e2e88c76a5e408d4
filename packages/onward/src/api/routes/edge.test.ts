/** What an edge in another process tells of an order reaches whoever waits for it, whole. */
import { expect, test } from 'vitest';
import type { Order, Sent } from '../../runtime/index.ts';
import { fake } from '../fake-deps.fixture.ts';

test('a page of a list says that there is another', async () => {
  const told: Sent[] = [];
  const program = { systems: {} };
  const effect = { kind: 'look-up', system: 'billing', lookUp: 'payment' };
  const order = { program, effect } as unknown as Order;
  const board = {
    take: () => Promise.resolve([]),
    order: () => order,
    finish: (_id: string, sent: Sent) => {
      told.push(sent);
      return true;
    },
  };
  const nothing = () => Promise.resolve(undefined);
  const { call } = fake({
    edge: { token: 'of-the-edge', board, program: nothing, forget: nothing },
  });
  for (const more of [true, false]) {
    const answer = await call('/v1/edge/orders/1', {
      method: 'POST',
      headers: { authorization: 'Bearer of-the-edge', 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'done', data: {}, observed: [], more }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { taken: true }]);
  }
  expect(told.map((sent) => (sent.kind === 'retry' ? undefined : sent.more))).toEqual([
    true,
    false,
  ]);
});
