/** What a reading of the outbox brings beside what ends while it is read. */
import { expect, test } from 'vitest';
import type { OutboxRow, Store } from '../store/index.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Answer } from './work.ts';

const effect = { kind: 'look-up', index: 0, system: 'lab', name: 'result', step: 'wait' } as const;
const order = { journey: 256, subject: 256, program: 1, seq: 1, effect, batch: 7 };
const row = (place: number): OutboxRow => ({
  ...order,
  place,
  attempts: 0,
  nextAt: 0,
  started: false,
});

test('what ends while the table is read is not sent again; what it shows later is', async () => {
  const sent: string[] = [];
  const ending: Answer<void>[] = [];
  const dispatcher = new Dispatcher({
    store: { program: () => Promise.resolve({ journeys: {} }) } as unknown as Store,
    outlet: {
      idempotent: () => true,
      send: ({ key }) => {
        sent.push(key);
        return Promise.resolve({ kind: 'done', data: {} });
      },
    },
    worker: () => 1,
    fence: () => ({ closed: false, epoch: 0 }),
    isOnHold: () => false,
    now: () => 1,
    random: () => 0,
    perSystem: 4,
    finish: (_row, _ended, answer) => ending.push(answer),
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  dispatcher.add([row(0)]);
  await turn();
  expect(sent).toHaveLength(1);
  const read = Promise.withResolvers<readonly OutboxRow[]>();
  const taken = dispatcher.takeOver(() => read.promise);
  ending[0]?.resolve();
  read.resolve([row(0), row(1)]);
  expect(await taken).toBe(2);
  await turn();
  expect(sent).toHaveLength(2);

  // In hand still.
  expect(await dispatcher.takeOver(() => Promise.resolve([row(1)]))).toBe(1);
  await turn();
  expect(sent).toHaveLength(2);
  ending[1]?.resolve();

  await expect(dispatcher.takeOver(() => Promise.reject(new Error('away')))).rejects.toThrow(
    'away',
  );
  // A reading that begins now and shows one of them says that its end is not kept.
  await dispatcher.takeOver(() => Promise.resolve([row(0)]));
  await turn();
  expect(sent).toHaveLength(3);
});
