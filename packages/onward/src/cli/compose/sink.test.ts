/** The sink takes what this machine sends, in bounds, and nothing of other pages. */
import { expect, test } from 'vitest';
import { startSink } from './sink.ts';

const at = 'http://127.0.0.1:4400/dev/sink/billing';
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  new Request(url, { method: 'POST', body, headers });

test('what this machine sends is taken', async () => {
  const sink = startSink(() => undefined);
  expect((await sink.fetch(post(at, '{"type":"x"}'))).status).toBe(200);
  expect(sink.taken).toMatchObject([{ system: 'billing', body: { type: 'x' } }]);
});

test('other hosts, other pages and large bodies are refused', async () => {
  const sink = startSink(
    () => undefined,
    () => ['box.local'],
  );
  const statuses = await Promise.all(
    [
      post(at.replace('127.0.0.1', 'evil.example'), '{}'),
      post(at, '{}', { 'sec-fetch-site': 'cross-site' }),
      post(at, ' '.repeat(1_048_577)),
      post(at.replace('127.0.0.1', 'box.local'), '{}'),
    ].map(async (each) => (await sink.fetch(each)).status),
  );
  expect(statuses).toEqual([403, 403, 413, 200]);
  expect(sink.taken).toHaveLength(1);
});

test('the last hundred are kept', async () => {
  const sink = startSink(() => undefined);
  for (let n = 0; n < 105; n += 1) await sink.fetch(post(at, String(n)));
  expect([sink.taken.length, sink.taken[0]?.body, sink.taken.at(-1)?.body]).toEqual([100, 5, 104]);
});
